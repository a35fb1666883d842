"""Opening hours in templates: `{% for line in place.hours.all|opening_hours %}`."""

from django import template

from consultations.booking.opening import format_opening_hours

register = template.Library()
register.filter("opening_hours", format_opening_hours)
