"""The functions of `kit.formats` as filters of every template: `{{ total|number }}`, `{{ at|moment:zone }}`.

An empty value, also the empty string a template makes of a missing one, shows as "–".
"""

from functools import wraps

from django import template

from krs_portal.kit import formats

register = template.Library()


def _filter(function):
    @wraps(function)
    def filled(value, *argument):
        return function(None if value == "" else value, *argument)

    return filled


for _name in ("number", "signed", "decimal", "percent", "rupiah"):
    register.filter(_name, _filter(getattr(formats, _name)))
for _name in ("day", "day_short", "day_full", "day_named", "month", "days", "clock", "moment"):
    register.filter(_name, _filter(getattr(formats, _name)))


@register.simple_tag
def clock_range(first, last, zone=None):
    """{% clock_range starts_at ends_at zone %}"""
    return formats.clock_range(first, last, zone)


@register.simple_tag
def clock_span(first, last, zone):
    """{% clock_span starts ends zone %}"""
    return formats.clock_span(first, last, zone)
