"""The style sheet and the width of paper. The template is `paper.html`."""

from django.conf import settings

STYLESHEET = settings.BASE_DIR / "static" / "css" / "paper.css"
WIDTH = 642  # CSS px between the margins of an A4 page: drawings on paper get a width of their own within it
