"""The session and the profile of a page, as far as the reader may see them."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from krs_portal.kit import clock
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.querysets import PARENTS
from monitoring.desk.models import DeskSession
from monitoring.register.policies import why_not_read
from monitoring.rounds.models import Profile
from monitoring.rounds.querysets import prefetch_named_office


def get_desk_session(request: HttpRequest, pk: int) -> DeskSession:
    refuse_if(why_not_read(request.user))
    rows = DeskSession.objects.visible_to(request.user).select_related(
        "participant__round__form", "room", "meeting__office__parent", "meeting__minutes"
    )
    paths = "participant__round__office", "participant__office"
    named = rows.prefetch_related(*(prefetch_named_office(path, clock.today()) for path in paths))
    return get_object_or_404(named, pk=pk)


def get_session_profile(request: HttpRequest, session: int, profile: int) -> Profile:
    rows = Profile.objects.visible_to(request.user).select_related(f"estate__office__{PARENTS}")
    return get_object_or_404(rows.filter(round__participants__session=session), pk=profile)
