from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.querysets import OfficeQuerySet
from krs_portal.rights.enums import RequestState

if TYPE_CHECKING:
    from krs_portal.rights.models import DataRequest  # noqa: F401

ANSWERING = (Role.OFFICER, Role.HEAD, Role.OPERATOR)


def list_answering_offices(user: Any) -> OfficeQuerySet:
    """Offices whose people's requests the user answers: their own and those below."""
    own = Membership.objects.of(user).filter(role__in=ANSWERING).values_list("office_id", flat=True)
    return Office.objects.at_or_below(list(own))


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=list_answering_offices(user))

    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)
