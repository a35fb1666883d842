from __future__ import annotations

from typing import Self

from consultations.counter.enums import ConsultationState
from krs_portal.offices.querysets import OfficeScopedQuerySet


class ConsultationQuerySet(OfficeScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state=ConsultationState.OPEN)

    def blank(self) -> Self:
        """Open ones in which nobody has written or promised anything yet."""
        nothing = {"summary": "", "advice": "", "next_steps": "", "obstacle": "", "follow_up": ""}
        return self.open().filter(**nothing, house=None, is_technical_assistance=False, promises=None, facts=None)

    def standing(self) -> Self:
        """Those that were not voided: what lists show and figures rest on."""
        return self.exclude(state=ConsultationState.VOIDED)

    def closed(self) -> Self:
        return self.filter(state=ConsultationState.CLOSED)

    def with_people(self) -> Self:
        """All that a list line shows, in two queries."""
        return self.select_related("officer", "office").prefetch_related("topics")

    def with_facts(self) -> Self:
        """The facts of the topics with what was asked, in three queries more."""
        return self.prefetch_related("facts__form__topic")
