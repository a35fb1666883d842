"""Targets of many offices decided at once: on one page under one decree, or by a workbook that names its decrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinics.decisions import TargetDecision, find_last_revisions, list_changed_decisions
from clinics.enums import TargetRevisionState
from clinics.models import Indicator, ReportingPeriod, Target, TargetRevision
from clinics.services import add_revision, revise_target, set_target
from krs_portal.kit.refusals import reject_if
from krs_portal.offices.models import Office


@transaction.atomic
def decide_targets(
    *, indicator: Indicator, period: ReportingPeriod, decisions: Iterable[TargetDecision], decree: str,
    decided_on: date, by: Any, at: datetime, reason: str = "",
) -> list[TargetRevision]:  # fmt: skip
    """Set what is new and revise what is another than before, all under one decree; all of them or none.

    A refusal names the office that it is about.
    """
    last = find_last_revisions(indicator, period)
    changed = list_changed_decisions(decisions, last)
    reject_if(None if changed else _("Tidak ada yang berubah: begitulah target-target ini sekarang."))
    targets = {target.office_id: target for target in Target.objects.filter(indicator=indicator, period=period)}
    known: dict[str, Any] = {"decree": decree, "decided_on": decided_on, "reason": reason, "by": by, "at": at}
    return [decide_target(targets.get(each.office.pk), each, indicator, period, **known) for each in changed]


def decide_target(
    target: Target | None, decision: TargetDecision, indicator: Indicator, period: ReportingPeriod, *, decree: str,
    decided_on: date, reason: str, by: Any, at: datetime,
) -> TargetRevision:  # fmt: skip
    decided: dict[str, Any] = {
        "quantity": decision.quantity, "months": decision.months, "decree": decree, "decided_on": decided_on,
    }  # fmt: skip
    try:
        if target:
            return revise_target(target=target, reason=reason, by=by, at=at, **decided)
        made = set_target(office=decision.office, indicator=indicator, period=period, by=by, at=at, **decided)
    except ValidationError as error:
        raise name_office(error, decision.office) from error
    return made.revisions.get()


def name_office(error: ValidationError, office: Office) -> ValidationError:
    """A refusal of one decision among many, with the office in front; what is asked once stays at its field."""
    if not hasattr(error, "error_dict"):
        return ValidationError([f"{office}: {said}" for said in error.messages])
    return ValidationError(
        {
            field if field in ("decree", "decided_on", "reason") else "__all__": [
                f"{office}: {said}" for said in errors
            ]
            for field, errors in error.message_dict.items()
        }
    )


@transaction.atomic
def take_back_revision(*, revision: TargetRevision, reason: str, by: Any, at: datetime) -> TargetRevision:
    """Decide again what had been decided before this revision, from its own day on; a first one is withdrawn.

    Raises ValidationError where somebody has decided anew since.
    """
    target = revision.target
    if target.revisions.filter(number__gt=revision.number).exists():
        raise ValidationError(_("Target %(office)s sudah diubah lagi sesudahnya.") % {"office": target.office})
    before = target.revisions.filter(number__lt=revision.number).order_by("-number").first()
    known: dict[str, Any] = {"target": target, "decided_on": revision.decided_on, "reason": reason, "by": by, "at": at}
    if before is None:
        return add_revision(state=TargetRevisionState.WITHDRAWN, quantity=None, decree=revision.decree, **known)
    return add_revision(
        state=before.state, quantity=before.quantity, months=before.months or [], decree=before.decree, **known
    )
