"""The demo: offices, accounts and the year 2022, so that a new user finds the portal at work.

The figures are those that were published; people, houses, officers, notes and the days of service are invented, and
say so where they stand ("Data contoh", "(contoh)"). Everything is drawn from one seed: each loading gives the same
past. What every new portal has (`load_reference`) is no part of the demo, which builds on it. Only `load_demo` calls
this package.
"""
