"""The facts per topic: what is asked of each topic when a consultation is written down, in versions, and the answers.

The ministry makes the next version on a page; a version that a record follows stays as it is. Others import services,
fields, showing and models.
"""
