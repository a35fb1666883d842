"""What was said to whom: owns `Announcement`, `Message`, `Attachment` and `Receipt`, and the way out.

Upper apps register their kinds of message (`kinds.register`), write one with `services.enqueue` or say with
`services.announce` what workers are to write, and take back what has not left with `services.cancel_about`; `ics`
builds their calendar files. It knows neither bookings nor clinics.
"""
