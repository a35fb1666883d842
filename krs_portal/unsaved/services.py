"""Keeping what somebody writes, offering it again, and letting it go."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.refusals import reject_if
from krs_portal.unsaved.models import Fields, UnsavedText

KEPT_FOR = timedelta(days=14)
REMEMBERED_FOR = timedelta(days=1)  # that it ended, so that a late keeping does not bring it back
LONGEST = 200_000  # characters of one form
MOST = 50  # of one person
OFFERED = 3  # of one form, the newest


@transaction.atomic
def keep_text(*, key: UUID, address: str, fields: Fields, by: Any, at: datetime) -> UnsavedText:
    """Keep what stands in the form now. Raises ValidationError where it ended, or is not theirs, or is too long."""
    sealed = json.dumps(fields)
    reject_if(_("Tulisan ini terlalu panjang untuk disimpan sementara.") if len(sealed) > LONGEST else None)
    known = UnsavedText.objects.select_for_update().filter(pk=key).first()
    if known and (known.is_ended or known.saved_by_id != by.pk):
        raise ValidationError(_("Tulisan ini sudah disimpan atau dibuang."), code="ended")
    text = known or UnsavedText(key=key, saved_by=by)
    text.address, text.sealed, text.saved_at = address, sealed, at
    text.save()
    if known is None:
        drop_oldest_texts(by)
    return text


def drop_oldest_texts(by: Any) -> None:
    newest = UnsavedText.objects.filter(saved_by=by, sealed__isnull=False).order_by("-saved_at", "pk")
    UnsavedText.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[MOST:])).delete()


def list_offered_texts(*, address: str, by: Any, at: datetime) -> list[UnsavedText]:
    """What they wrote into this form and did not save, newest first."""
    kept = UnsavedText.objects.filter(saved_by=by, address=address, sealed__isnull=False, saved_at__gt=at - KEPT_FOR)
    return list(kept.order_by("-saved_at", "pk")[:OFFERED])


@transaction.atomic
def end_text(*, key: UUID, by: Any, at: datetime) -> None:
    """It was saved or thrown away: nothing of it is kept but that it ended."""
    mine = UnsavedText.objects.select_for_update().filter(pk=key)
    text = mine.first() or UnsavedText(key=key, saved_by=by)
    if text.saved_by_id == by.pk:
        text.sealed, text.address, text.saved_at = None, "", at
        text.save()


def forget_old_texts(*, at: datetime) -> int:
    """Delete what nobody came back to, and the ends that nobody asks for any more. Returns how many rows went."""
    old = UnsavedText.objects.filter(saved_at__lte=at - KEPT_FOR)
    ended = UnsavedText.objects.filter(sealed__isnull=True, saved_at__lte=at - REMEMBERED_FOR)
    return int((old | ended).delete()[0])
