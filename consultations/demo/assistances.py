"""What Sleman's clinic does for houses: planned, under way, late, finished, given up, and two that became better."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from consultations.counter.assistance import services
from consultations.counter.assistance.enums import AssistanceKind, AssistanceState
from consultations.counter.assistance.models import Assistance
from consultations.counter.enums import ConsultationKind
from consultations.counter.models import Consultation
from consultations.counter.referring import CONSULTATION
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from krs_portal.referrals.enums import ReferralState
from krs_portal.referrals.models import Referral

K, S = AssistanceKind, AssistanceState


class DemoAssistance(NamedTuple):
    """Asked for so many days ago, with so many days to do it; what each visit found: days later, percent, words."""

    kind: AssistanceKind
    plan: str
    days_ago: int
    days: int
    state: AssistanceState
    visits: tuple[tuple[int, int, str], ...] = ()
    better: tuple[dict[str, str], dict[str, str]] | None = None  # before and after


SEEN = ((20, 30, "Pondasi dan sloof selesai, besi sesuai gambar."), (55, 70, "Dinding berdiri, ring balok dicor."))
ROOFED = (80, 100, "Atap terpasang; rumah sudah ditempati.")
ASSISTED = (
    DemoAssistance(
        K.SUPERVISION, "Tiga kunjungan: pondasi, dinding, atap", 200, 90, S.FINISHED, (*SEEN, ROOFED),
        ({"ROOF": "STRUCTURE", "WALLS": "MATERIAL", "toilet": "PIT"},
         {"ROOF": "GOOD", "WALLS": "GOOD", "toilet": "WATER_SEAL"}),
    ),
    DemoAssistance(
        K.SANITATION, "Jamban leher angsa dan tangki septik", 120, 60, S.FINISHED,
        ((15, 50, "Tangki septik terpasang."), (40, 100, "Jamban dipakai.")),
        ({"toilet": "NONE", "sewage": "GROUND"}, {"toilet": "WATER_SEAL", "sewage": "SEPTIC_TANK"}),
    ),
    DemoAssistance(K.DESIGN, "Gambar denah dan tampak tipe 36", 60, 21, S.FINISHED),
    DemoAssistance(
        K.STRUCTURE, "Perkuatan dinding dan angkur atap", 40, 60, S.UNDER_WAY,
        ((10, 35, "Retak dinding dipetakan; ring balok belum ada."),),
    ),
    DemoAssistance(
        K.COST_PLAN, "RAB perluasan dua kamar", 30, 14, S.UNDER_WAY, ((5, 20, "Ukuran diambil bersama pemilik."),)
    ),
    DemoAssistance(K.MATERIALS, "Daftar bahan ber-SNI dan toko terdekat", 6, 30, S.PLANNED),
    DemoAssistance(K.BUILDERS, "Mencari tukang bersertifikat", 90, 30, S.GIVEN_UP),
)  # fmt: skip


def load_assistances(office: Office, officer: User, now: datetime) -> None:
    """For houses of people of 2022 who, it is invented, asked again; first of those whom a partner has served."""
    served = Referral.objects.filter(office=office, about_kind=CONSULTATION, state=ReferralState.DELIVERED)
    keys = {int(key) for key in served.values_list("about_key", flat=True)}
    alone = Consultation.objects.closed().filter(office=office, kind=ConsultationKind.INDIVIDUAL, house__isnull=False)
    records = sorted(
        alone.select_related("house").order_by("-happened_on", "-pk"), key=lambda each: each.pk not in keys
    )
    for record, told in zip(records, ASSISTED, strict=False):
        assist_house(record, told, officer, now)


def assist_house(record: Consultation, told: DemoAssistance, officer: User, now: datetime) -> Assistance:
    asked_at = now - timedelta(days=told.days_ago)
    by: dict[str, Any] = {"by": officer}

    def find_day(days: int) -> Any:
        return day_of(asked_at + timedelta(days=days), record.office.time_zone)

    assistance = services.plan_assistance(
        office=record.office,
        house=record.house,  # type: ignore[arg-type]  # chosen by it
        consultations=[record],
        values={
            "kind": told.kind,
            "applicant": record.client_name,
            "asked_on": find_day(0),
            "due_on": find_day(told.days),
            "plan": f"Data contoh. {told.plan}.",
            "officer": officer,
        },
        at=asked_at,
        **by,
    )
    if told.state in (S.UNDER_WAY, S.FINISHED):
        begun_at = asked_at + timedelta(days=2)
        assistance = services.start_assistance(assistance=assistance, started_on=find_day(2), at=begun_at, **by)
    for days, percent, words in told.visits:
        services.record_visit(
            assistance=assistance, visited_on=find_day(days), officer=officer, finding=words, progress=percent,
            at=asked_at + timedelta(days=days), **by,
        )  # fmt: skip
    last = told.visits[-1][0] if told.visits else 20
    ended: dict[str, Any] = {"assistance": assistance, "at": asked_at + timedelta(days=last)} | by
    if told.better:
        before, after = told.better
        services.record_improvement(
            seen_on=find_day(last), witness=officer, before=before, after=after, note="Data contoh.", **ended
        )
    if told.state == S.FINISHED:
        return services.finish_assistance(finished_on=find_day(last), result=f"{told.plan}.", **ended)
    if told.state == S.GIVEN_UP:
        return services.give_up_assistance(reason="Pemohon pindah ke kota lain.", **ended)
    return assistance
