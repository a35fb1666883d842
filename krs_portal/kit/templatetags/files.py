"""`{% static %}` that looks an address up once: a page of ours names the same few files again and again."""

from functools import cache

from django import template
from django.templatetags.static import static

register = template.Library()
register.simple_tag(cache(static), name="static")
