"""`{% part "components/icon.html" name="check" %}`: an include that is drawn once for the same words and language.

For components that show nothing but what they are given, and are given the same again and again: icons, buttons, the
navigation, the footer. What is said of one person is included as ever; it would only fill the shelf.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def part(template_name: str, **words: Any) -> SafeString:
    given = tuple((name, str(word) if isinstance(word, Promise) else word) for name, word in words.items())
    # Safe and unsafe text are equal, and so are 1 and True; drawn, they differ.
    return _drawn(template_name, get_language(), given, tuple(type(word) for _name, word in given))


def _draw(template_name: str, language: str, given: tuple, kinds: tuple) -> SafeString:
    return SafeString(get_template(template_name).render(dict(given)))


_drawn: Callable[..., SafeString] = _draw if settings.DEBUG else lru_cache(2048)(_draw)
