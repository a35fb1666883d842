"""What rooms may listen for, apart from what sends it, so that an app may be told before the models are there."""

from django.dispatch import Signal

form_saved = Signal()  # a form was saved; `request` is the one that sent it
