"""What only those need who work on the portal: `make dev`, and the pages of docs that are made from the code.

Nothing of the portal imports it, and .dockerignore keeps it out of the image.
"""
