"""What was said to whom: owns `Message`, `Attachment` and `Receipt`, and the way out over e-mail, WhatsApp and SMS.

Upper apps register their kinds of message (`kinds.register`), write one with `services.enqueue` and take back what has
not left with `services.cancel_about`; `ics` builds their calendar files. It knows neither bookings nor clinics.
"""
