"""What was handed over? Owns `Attachment`: checked by its content, stripped of metadata, served through permission.

An upper room registers what its files are about (`owners.register`), attaches with `services.attach`, and shows them
with `shelves.shelf` and `components/attachments.html`. It knows neither buildings nor meetings.
"""
