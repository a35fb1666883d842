"""Tools that know nothing of the field: numbers and dates, drawings, pages, forms, navigation.

Every room may import from here; nothing here imports from a room. A word of the field does not belong here.
"""
