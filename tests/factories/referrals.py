"""Partners, programmes and referrals in one line."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from krs_portal.kit.about import About
from krs_portal.offices.models import Office
from krs_portal.referrals import services
from krs_portal.referrals.enums import PartnerKind
from krs_portal.referrals.kinds import ReferralSubject
from krs_portal.referrals.models import Partner, Programme, Referral
from tests.factories import offices


def partner(of: Office | None = None, name: str = "Bank Uji", **fields: Any) -> Partner:
    values = {"kind": PartnerKind.BANK, "email": "rujukan@bank.uji.test"}
    return Partner.objects.create(name=name, office=of, **(values | fields))


def programme(of: Partner | None = None, name: str = "KPR Uji", **fields: Any) -> Programme:
    return Programme.objects.create(partner=of or partner(), name=name, **({"needs": ["KTP", "KK"]} | fields))


def subject(of: Office, **fields: Any) -> ReferralSubject:
    values = {"phone": "+6281234567890", "address": "Jl. Kenanga 1", "nik": "9999990101800001"}
    return ReferralSubject(office=of, title="Siti Aminah", url="/", name="Siti Aminah", **(values | fields))


def referral(
    of: Office, by: Any = None, to: Programme | None = None, at: datetime | None = None, key: Any = "1", **values: Any
) -> Referral:
    """One that is sent, unless `sends` says otherwise, with the telephone number alone."""
    given = {
        "about": About("consultation", str(key)),
        "subject": subject(of),
        "programme": to or programme(),
        "name": "Siti Aminah",
        "note": "Membangun rumah tipe 36 di tanah sendiri.",
        "shared": ["PHONE"],
        "consents": True,
        "sends": True,
        "by": by or offices.officer(of),
        "at": at or timezone.now(),
    }
    return services.start_referral(**(given | values))


def refer_consultation(consultation: Any, by: Any) -> Referral:
    """A referral of this consultation that is still to be sent: enough to close it as referred."""
    of = consultation.office
    to = Programme.objects.filter(partner__office=of).first() or programme(partner(of))
    known = Referral.objects.about("consultation", consultation.pk).first()
    return known or referral(of, by, to, key=consultation.pk, sends=False)
