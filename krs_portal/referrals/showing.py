"""What pages show of referrals, decided before the template: facts, badges, steps and actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.accounts.phones import format_phone
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import day_of
from krs_portal.referrals import policies
from krs_portal.referrals.enums import (
    AWAITING,
    NEXT_ACTS,
    Basket,
    ClockMark,
    NextAct,
    ReferralState,
    SharedDatum,
)
from krs_portal.referrals.kinds import REFERRAL_KINDS
from krs_portal.referrals.models import Partner, Referral

BASKET_OF_STATE = {
    ReferralState.DRAFT: Basket.TO_SEND,
    ReferralState.ACCEPTED: Basket.ACCEPTED,
    ReferralState.DECLINED: Basket.DECLINED,
    ReferralState.CLOSED: Basket.EXPIRED,
    ReferralState.DELIVERED: Basket.DELIVERED,
    ReferralState.WITHDRAWN: Basket.DONE,
}
BASKET_OF_MARK = {
    ClockMark.NONE: Basket.WAITING,
    ClockMark.UNANSWERED: Basket.UNANSWERED,
    ClockMark.AT_RISK: Basket.AT_RISK,
}


class ReferralStanding(NamedTuple):
    """A step as the timeline shows it."""

    at: datetime
    title: Any
    by: str
    detail: str


def find_basket(referral: Referral) -> Basket:
    """The basket in which a referral lies, as the queryset's filters have it."""
    if referral.state in AWAITING:
        return BASKET_OF_MARK[ClockMark(referral.mark)]
    if referral.next_act in (NextAct.ANOTHER, NextAct.EXPLAINED):
        return Basket.DONE
    return BASKET_OF_STATE[ReferralState(referral.state)]


def get_next_act(referral: Referral) -> Any:
    return NEXT_ACTS[find_basket(referral)]


def build_referral_badge(referral: Referral) -> Badge:
    return build_badge(ReferralState(referral.state))


def build_mark_badge(referral: Referral) -> Badge | None:
    """What the clocks say, where they say something."""
    return build_badge(ClockMark(referral.mark)) if referral.mark else None


def format_due(referral: Referral, day: date) -> str:
    """Until when an answer is awaited, and how long that is."""
    if referral.due_on is None or referral.state not in (ReferralState.DRAFT, *AWAITING):
        return ""
    left = (referral.due_on - day).days
    if left < 0:
        return _("lewat %(days)s hari") % {"days": formats.format_number(-left)}
    return _("hari ini") if left == 0 else _("%(days)s hari lagi") % {"days": formats.format_number(left)}


def describe_referral(referral: Referral, *, known: bool) -> list[tuple[Any, Any]]:
    """For the office that refers; telephone and address only for those who read names."""
    zone = referral.office.time_zone
    return [
        (_("Yang dirujuk"), formats.format_person_name(referral.name, known=known)),
        (_("Mitra"), referral.programme.partner.name),
        (_("Program"), referral.programme.name),
        (_("Yang dibutuhkan"), referral.note if known else formats.BLANK),
        (_("Data yang disetujui"), format_shared(referral)),
        (_("Versi persetujuan"), referral.consent_version),
        (_("Dikirim"), formats.format_moment(referral.sent_at, zone)),
        (_("Jawaban ditunggu sampai"), formats.format_full_day(referral.due_on)),
        *([(_("Alasan"), referral.reason)] if referral.reason else []),
        *([(_("Terlaksana"), formats.format_full_day(referral.delivered_on))] if referral.delivered_on else []),
        *(
            [(_("Langkah berikut"), NextAct(referral.next_act).label)]
            if referral.next_act in (NextAct.ANOTHER, NextAct.EXPLAINED)
            else []
        ),
    ]


def format_shared(referral: Referral) -> str:
    labels = [str(datum.label) for datum in SharedDatum if datum in referral.shared]
    return ", ".join(
        [str(_("Nama")), str(_("yang dibutuhkan")), *(label.lower() if label != "NIK" else label for label in labels)]
    )


def describe_for_partner(referral: Referral) -> list[tuple[Any, Any]]:
    """Exactly what the consent covers: the referral keeps nothing else of the person."""
    data = [
        (_("Nomor telepon"), format_phone(referral.phone) if referral.phone else ""),
        (_("Alamat"), referral.address),
        (_("NIK"), referral.nik_ciphertext),
    ]
    return [
        (_("Nama"), referral.name),
        (_("Yang dibutuhkan"), referral.note),
        *((label, value) for label, value in data if value),
        (_("Dirujuk oleh"), referral.office.name_on(day_of(referral.created_at, referral.office.time_zone))),
        (_("Jawaban ditunggu sampai"), formats.format_full_day(referral.due_on)),
    ]


def describe_for_citizen(referral: Referral) -> tuple[str, Badge, list[tuple[Any, Any]]]:
    """Title, badge and facts for the person themselves."""
    facts: list[tuple[Any, Any]] = [(_("Mitra"), referral.programme.partner.name)]
    if referral.state in AWAITING:
        facts.append((_("Jawaban ditunggu sampai"), formats.format_day(referral.due_on)))
    if referral.delivered_on:
        facts.append((_("Terlaksana"), formats.format_day(referral.delivered_on)))
    if referral.state == ReferralState.DECLINED:
        facts.append((_("Alasan mitra"), referral.reason))
    if referral.next_act == NextAct.PENDING:
        facts.append((_("Selanjutnya"), _("Klinik akan menghubungi Anda tentang jalan lain.")))
    if referral.state in (*AWAITING, ReferralState.ACCEPTED) and referral.programme.needs:
        facts.append((_("Siapkan"), "; ".join(referral.programme.needs)))
    return referral.programme.name, build_referral_badge(referral), facts


def list_referral_steps(referral: Referral) -> list[ReferralStanding]:
    """The oldest first. A step that changed no state is a reminder, or what was done after a refusal."""
    told, before = [], ""
    for step in referral.steps.select_related("by").order_by("noted_at", "pk"):
        is_same = step.state == before
        title = (_("Ditindaklanjuti") if step.by else _("Batas waktu")) if is_same else step.get_state_display()
        by_clock = is_same or step.state == ReferralState.CLOSED
        actor = str(step.by) if step.by else "" if by_clock else _("Mitra")
        told.append(ReferralStanding(step.noted_at, title, actor, step.remark))
        before = step.state
    return told


def list_referral_actions(user: Any, referral: Referral) -> list[Action]:
    """What can be done now; what cannot be done any more is not offered."""
    key = [referral.pk]
    actions: list[Action] = []
    if referral.state == ReferralState.DRAFT:
        send = reverse("referrals:send", args=key)
        actions.append(
            Action(_("Kirim kepada mitra"), send, policies.why_not_send(user, referral), "mail", "primary", "post")
        )
    if policies.list_possible_answers(referral):
        answer = reverse("referrals:answer", args=key)
        refusal = policies.why_not_record_answer(user, referral)
        actions.append(Action(_("Catat jawaban mitra"), answer, refusal, "pencil"))
    if referral.next_act == NextAct.PENDING:
        refusal = policies.why_not_settle(user, referral)
        another, explain = reverse("referrals:another", args=key), reverse("referrals:explain", args=key)
        actions.append(Action(_("Rujuk ke program lain"), another, refusal, "arrow-right", "primary"))
        actions.append(Action(_("Sudah dijelaskan kepada pemohon"), explain, refusal, "message-2"))
    if policies.why_not_move(referral, ReferralState.WITHDRAWN) is None:
        withdraw = reverse("referrals:withdraw", args=key)
        actions.append(Action(_("Tarik rujukan"), withdraw, policies.why_not_withdraw(user, referral), "ban", "danger"))
    return actions


def get_subject_url(referral: Referral) -> str:
    kind = REFERRAL_KINDS.find(referral.about_kind)
    return kind.url(referral.about_key) if kind else ""


def list_clocks(partner: Partner) -> list[tuple[Any, Any]]:
    return [
        (_("Diingatkan sesudah"), _("%(days)d hari") % {"days": partner.remind_after}),
        (_("Terancam sesudah"), _("%(days)d hari") % {"days": partner.at_risk_after}),
        (_("Ditutup sesudah"), _("%(days)d hari") % {"days": partner.close_after}),
    ]


def describe_partner(partner: Partner) -> list[tuple[Any, Any]]:
    return [
        (_("Jenis"), partner.get_kind_display()),
        (_("Wilayah"), partner.region or _("Seluruh Indonesia")),
        (_("Dicatat oleh"), partner.office or _("Kementerian")),
        (_("Kontak"), partner.contact or None),
        (_("Surel"), partner.email or None),
        (_("Nomor WhatsApp"), format_phone(partner.phone) if partner.phone else None),
        *([(_("Keterangan"), partner.note)] if partner.note else []),
        *list_clocks(partner),
    ]


def list_rows(referrals: Iterable[Referral], served: set[int], at: datetime) -> list[dict[str, Any]]:
    """Lines of the list; the name is whole only for those who refer there."""
    return [
        {
            "referral": each,
            "name": formats.format_person_name(each.name, known=each.office_id in served),
            "badge": build_referral_badge(each),
            "mark": build_mark_badge(each),
            "due": format_due(each, day_of(at, each.office.time_zone)),
            "is_late": bool(each.mark),
        }
        for each in referrals
    ]
