"""The round and the participants of a page, as far as the reader may see them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from krs_portal.kit import clock
from krs_portal.kit.refusals import refuse_if
from monitoring.register.policies import why_not_read
from monitoring.rounds.models import Participant, Round


def get_round(request: HttpRequest, pk: int) -> Round:
    refuse_if(why_not_read(request.user))
    rows = Round.objects.visible_to(request.user).select_related("form", "coordination", "previous")
    return get_object_or_404(rows.with_named_office(clock.today()), pk=pk)


def list_participants(request: HttpRequest, round_: Round) -> QuerySet[Participant]:
    rows = Participant.objects.visible_to(request.user).filter(round=round_)
    return rows.with_named_office(clock.today()).in_order_of_regions()
