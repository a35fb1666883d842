"""How a year goes on: its running sum beside the year before, its likely end, the years in one line, the offices side
by side, and each drawing as a file.
"""
