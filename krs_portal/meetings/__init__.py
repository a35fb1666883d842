"""What was agreed? Owns `Meeting`, `Invitation`, `Attendance`, `Minutes` with its `Agreement`s, and `Decision`.

An upper room plans meetings about its own rows with `services`, registers its kinds (`MEETING_KINDS`) and hears
from them when minutes are agreed. It knows neither evaluation meetings nor desk sessions.
"""
