"""What was said to whom? Owns `Announcement`, `Message`, `Attachment` and `Receipt`, and sends messages.

Upper rooms register their kinds of message (`MESSAGE_KINDS`), write one with `services.enqueue_message` or record with
`services.announce_change` what workers are to write, and cancel what has not been sent with
`services.cancel_messages_about`; `ics` builds calendar files. It knows neither bookings nor clinics.
"""
