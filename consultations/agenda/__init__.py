"""Times and seats as the staff keep them: weekly hours, closures, absences, group sessions, calendar feeds.
Stands on booking: it lists, moves and notifies the people of its slots.
"""
