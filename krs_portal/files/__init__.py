"""What was handed over? Owns `Attachment`: checked by its content, stripped of metadata, served through permission.

An upper room registers what its files are about (`ATTACHMENT_OWNERS`), attaches with `services.attach_file`, and shows
them with `shelves.build_shelf` and `components/attachments.html`. It knows neither buildings nor meetings.
"""
