"""The functions of `kit.formats` as filters of every template: `{{ total|number }}`, `{{ at|moment:zone }}`.

An empty value, also the empty string a template makes of a missing one, shows as "–".
"""

from functools import wraps

from django import template

from krs_portal.kit import formats

register = template.Library()


def _make_filter(function):
    @wraps(function)
    def filled(value, *argument):
        return function(None if value == "" else value, *argument)

    return filled


for _name, _format in {
    "number": formats.format_number,
    "signed": formats.format_signed,
    "decimal": formats.format_decimals,
    "percent": formats.format_percent,
    "rupiah": formats.format_rupiah,
    "day": formats.format_day,
    "day_short": formats.format_short_day,
    "day_full": formats.format_full_day,
    "day_named": formats.format_weekday,
    "month": formats.format_month,
    "days": formats.format_day_range,
    "clock": formats.format_clock,
    "moment": formats.format_moment,
}.items():
    register.filter(_name, _make_filter(_format))


@register.simple_tag(name="clock_range")
def format_clock_range(first, last, zone=None):
    """{% clock_range starts_at ends_at zone %}"""
    return formats.format_clock_range(first, last, zone)


@register.simple_tag(name="clock_span")
def format_local_hours(first, last, zone):
    """{% clock_span starts ends zone %}"""
    return formats.format_local_hours(first, last, zone)
