"""Filters for the list of messages."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.filters import ListFilter
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.kinds import MESSAGE_KINDS
from krs_portal.outbox.models import Message


def list_kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in MESSAGE_KINDS]


class MessageFilter(ListFilter):
    state = filters.ChoiceFilter(choices=MessageState.choices, label=_("Status"), empty_label=_("Semua"))
    channel = filters.ChoiceFilter(choices=Channel.choices, label=_("Saluran"), empty_label=_("Semua"))
    kind = filters.ChoiceFilter(choices=list_kind_choices, label=_("Jenis"), empty_label=_("Semua"))
    about = filters.CharFilter(field_name="about_key", label=_("Tentang nomor"))

    class Meta:
        model = Message
        fields = ["state", "channel", "kind", "about"]
