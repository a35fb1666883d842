"""`{% csrf_token %}` as Django has it, and beside it the key that lets a form be sent once (`kit.middleware`).

Every form that writes has the one, so none can be without the other; and where the token stands nothing is cached.
"""

import uuid
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from krs_portal.kit.middleware import get_submission
from krs_portal.kit.submissions import FIELD

register = template.Library()


class FormTokensNode(CsrfTokenNode):
    def render(self, context: Any) -> SafeString:
        token = super().render(context)
        if not token:
            return SafeString("")
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, choose_key(context))


def choose_key(context: Any) -> str:
    """A new key; a form that comes back because it was not done keeps the one that it was sent with."""
    submission = get_submission(getattr(context, "request", None))
    if submission and not submission.is_done and not submission.is_other:
        return submission.key
    return uuid.uuid4().hex


@register.tag("csrf_token")
def write_tokens(parser: Parser, token: Token) -> FormTokensNode:
    return FormTokensNode()
