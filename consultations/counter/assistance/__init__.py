"""What the clinic does for one house beyond advice: a design, a cost plan, supervision, materials; from plan to end.

An assistance hangs on a house and on the consultations that it came from. When it is finished the house counts as
assisted in that year, unless it counts already.
"""
