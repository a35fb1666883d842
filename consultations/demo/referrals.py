"""Sleman's partners and whom it referred to them: a dozen in every state. Partners and people are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from consultations.counter import referring
from consultations.counter.enums import ConsultationKind
from consultations.counter.models import Consultation
from consultations.counter.services import count_due_referrals
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office, Region
from krs_portal.outbox import services as outbox
from krs_portal.referrals import services
from krs_portal.referrals.enums import PartnerKind, ReferralState
from krs_portal.referrals.models import Partner, Programme, Referral

# partner → (kind, what it offers, what that needs)
PARTNERS = {
    "Bank Contoh Cabang Sleman": (
        PartnerKind.BANK,
        "Kredit bangun rumah",
        ["KTP dan kartu keluarga", "Bukti penghasilan", "Bukti penguasaan tanah"],
    ),
    "Loket PBG Kabupaten Sleman (contoh)": (
        PartnerKind.PERMIT_DESK,
        "Pendampingan PBG",
        ["KTP", "Bukti penguasaan tanah", "Gambar rencana rumah"],
    ),
    "Notaris dan PPAT Contoh": (PartnerKind.NOTARY, "Turun waris dan balik nama", ["Surat kematian", "Sertifikat"]),
    "Dinas Perumahan (contoh)": (
        PartnerKind.AGENCY,
        "Perbaikan rumah tidak layak huni",
        ["KTP dan kartu keluarga", "Surat keterangan dari kelurahan", "Foto rumah"],
    ),
    "Toko Bahan Contoh": (PartnerKind.SUPPLIER, "Bahan ber-SNI dengan harga kelompok", []),
}
NEEDS = [
    "Ingin membangun rumah bertahap di tanah sendiri.",
    "Rumahnya perlu izin sebelum diperluas.",
    "Tanahnya masih atas nama orang tua yang sudah meninggal.",
    "Atap dan lantai rumahnya rusak berat.",
    "Perlu harga bahan untuk rumah tipe 36.",
]


class DemoReferral(NamedTuple):
    """Sent so many days ago; what the partner said, so many days later, and in which words."""

    days_ago: int
    answers: tuple[tuple[ReferralState, int], ...] = ()
    words: str = ""


S = ReferralState
REFERRALS = [
    DemoReferral(3),
    DemoReferral(5, ((S.RECEIVED, 1),)),
    DemoReferral(12),
    DemoReferral(25, ((S.RECEIVED, 2),)),
    DemoReferral(8, ((S.ACCEPTED, 3),)),
    DemoReferral(15, ((S.RECEIVED, 1), (S.ACCEPTED, 6))),
    DemoReferral(20, ((S.DECLINED, 5),), "Gambar rencananya belum lengkap; dapat diajukan lagi sesudah dilengkapi."),
    DemoReferral(30, ((S.DECLINED, 8),), "Ahli warisnya belum sepakat; kami menunggu surat pernyataan mereka."),
    DemoReferral(47),
    DemoReferral(60, ((S.ACCEPTED, 4), (S.DELIVERED, 40))),
    DemoReferral(80, ((S.RECEIVED, 2), (S.ACCEPTED, 7), (S.DELIVERED, 60))),
    DemoReferral(40, ((S.DECLINED, 6),), "Tanahnya di luar Kabupaten Sleman."),
]
DAY = timedelta(days=1)


def load_referrals(office: Office, officer: User, now: datetime) -> None:
    programmes = [make_programme(office, name, *offer) for name, offer in PARTNERS.items()]
    records = Consultation.objects.filter(office=office, kind=ConsultationKind.INDIVIDUAL, person__isnull=False)
    past = list(records.closed().order_by("-happened_on", "-pk")[: len(REFERRALS) + 2])
    made = [
        refer_person(record, programmes[number % len(programmes)], NEEDS[number % len(NEEDS)], told, officer, now)
        for number, (record, told) in enumerate(zip(past, REFERRALS, strict=False))
    ]
    with_draft, withdrawn = past[len(REFERRALS) :]
    made.append(start_referral(with_draft, programmes[0], NEEDS[0], officer, now - DAY, sends=False))
    taken_back = start_referral(withdrawn, programmes[1], NEEDS[1], officer, now - 2 * DAY)
    services.withdraw_referral(referral=taken_back, reason="Pemohon mengurusnya sendiri.", by=officer, at=now - DAY)
    services.explain_referral(
        referral=made[len(REFERRALS) - 1], note="Dijelaskan loket yang benar, dan apa yang harus dibawa ke sana.",
        by=officer, at=now - 20 * DAY,
    )  # fmt: skip
    today = records.open().filter(attendance__isnull=False).order_by("pk").first()
    if today:  # whoever is being served reads of it under their own reference
        made.append(start_referral(today, programmes[0], NEEDS[0], officer, now))
    for days in (36, 24, 0):
        services.run_clocks(at=now - days * DAY)
        count_due_referrals(at=now - days * DAY)
    for each in (*made, taken_back):
        outbox.cancel_messages_about(each.letters, at=now, reason="Data contoh; mitranya rekaan.")


def make_programme(office: Office, name: str, kind: PartnerKind, offer: str, needs: list[str]) -> Programme:
    mail = f"rujukan.{kind.value.lower().replace('_', '-')}@demo.krs.test"
    sleman = Region.objects.filter(code="34.04").first()
    partner = Partner.objects.create(
        name=name, kind=kind, office=office, region=sleman, email=mail, note="Data contoh."
    )
    return Programme.objects.create(partner=partner, name=offer, needs=needs)


def refer_person(
    record: Consultation, programme: Programme, need: str, told: DemoReferral, officer: User, now: datetime
) -> Referral:
    sent_at = now - told.days_ago * DAY
    referral = start_referral(record, programme, need, officer, sent_at)
    for answer, days in told.answers:
        at = sent_at + days * DAY
        referral = services.answer_referral(
            referral=referral, answer=answer, by=None, at=at, reason=told.words if answer == S.DECLINED else "",
            delivered_on=day_of(at, record.office.time_zone) if answer == S.DELIVERED else None,
        )  # fmt: skip
    return referral


def start_referral(
    record: Consultation, programme: Programme, need: str, officer: User, at: datetime, *, sends: bool = True
) -> Referral:
    subject: Any = referring.find_referral_subject(officer, str(record.pk))
    return services.start_referral(
        about=referring.get_about(record), subject=subject, programme=programme, name=subject.name,
        note=f"Data contoh. {need}", shared=["PHONE"], consents=True, sends=sends, by=officer, at=at,
    )  # fmt: skip
