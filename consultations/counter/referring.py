"""Consultations as what referrals are about: who is referred, and where citizen and officers read what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking.models.seats import Attendance
from consultations.booking.sequels import Sequel, SequelSource
from consultations.counter.enums import ConsultationKind, ConsultationState
from consultations.counter.models import Consultation
from consultations.people.errands import Errand, ErrandSource
from consultations.people.policies import sees_person
from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.kit.numbers import read_key
from krs_portal.referrals import showing
from krs_portal.referrals.enums import RUNNING, NextAct, ReferralState
from krs_portal.referrals.kinds import ReferralKind, ReferralSubject
from krs_portal.referrals.models import Referral

CONSULTATION = "consultation"


def get_about(consultation: Consultation) -> About:
    return About(CONSULTATION, str(consultation.pk))


def list_referrals(consultation: Consultation) -> Any:
    return Referral.objects.about(*get_about(consultation)).with_partner().order_by("created_at", "pk")


def is_referred(consultation: Consultation) -> bool:
    """Whether there is a referral of it that was not taken back."""
    return Referral.objects.about(*get_about(consultation)).standing().exists()


def find_referral_subject(user: Any, key: str) -> ReferralSubject | None:
    """The person of a consultation; of a group one, whoever is named in the form."""
    visible = Consultation.objects.visible_to(user).select_related("office__parent", "person", "attendance")
    found = visible.filter(pk=read_key(key)).first()
    if found is None:
        return None
    is_voided = found.state == ConsultationState.VOIDED
    known = sees_person(user, found.office)
    return ReferralSubject(
        office=found.office,
        title=found.client_name if known else str(_("Konsultasi")),
        url=build_consultation_url(key),
        refusal=_("Konsultasi ini dibatalkan.") if is_voided else None,
        **(collect_person_data(found) if known else {}),
    )


def collect_person_data(consultation: Consultation) -> dict[str, str]:
    """What is known of the one person, from who they are and, where that is silent, from the booking."""
    if consultation.kind == ConsultationKind.GROUP:
        return {}
    person, coming = consultation.person, consultation.attendance
    sources = [source for source in (person, coming) if source]
    data = {
        name: next(filter(None, (getattr(source, column, "") for source in sources)), "") or ""
        for name, column in (("phone", "phone"), ("address", "address"), ("nik", "nik_ciphertext"))
    }
    return {"name": consultation.client_name, **data}


def build_consultation_url(key: str) -> str:
    return reverse("consultations:consultation", args=[key])


KIND = ReferralKind(CONSULTATION, gettext_lazy("Konsultasi"), find_referral_subject, build_consultation_url)


def build_sequel(attendance: Attendance) -> Sequel | None:
    """What the citizen reads: referrals that were sent, of the consultation of their own visit."""
    records = Consultation.objects.standing().filter(attendance=attendance).values_list("pk", flat=True)
    sent = Referral.objects.about(CONSULTATION, *records).exclude(state=ReferralState.DRAFT).with_partner()
    told = [showing.describe_for_citizen(each) for each in sent.order_by("created_at", "pk")]
    return Sequel("consultations/counter/referrals_told.html", {"referrals": told}) if told else None


SEQUELS = SequelSource("referrals", build_sequel)


def list_referrals_of(people: Iterable[int]) -> Mapping[int, list[Errand]]:
    """What is told of people wherever they are found: to whom they were referred, and what is still open of it."""
    owners = dict(Consultation.objects.standing().filter(person__in=people).values_list("pk", "person"))
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    rows = Referral.objects.about(CONSULTATION, *owners).with_partner().order_by("created_at", "pk")
    for each in rows:
        found[owners[int(each.about_key)] or 0].append(
            Errand(
                day_of(each.created_at, each.office.time_zone),
                _("Rujukan ke %(programme)s") % {"programme": each.programme},
                showing.build_referral_badge(each),
                reverse("referrals:referral", args=[each.pk]),
                each.state in RUNNING or each.next_act == NextAct.PENDING,
            )
        )
    return found


ERRANDS = ErrandSource("referrals", list_referrals_of)
