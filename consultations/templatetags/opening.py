"""Opening hours in templates: `{% for line in place.hours.all|opening_hours %}`."""

from django import template

from consultations.opening import in_words

register = template.Library()
register.filter("opening_hours", in_words)
