"""How good the records of each office are: what came late, what is missing, what looks doubtful. Every number opens its
rows; nothing is changed here.
"""
