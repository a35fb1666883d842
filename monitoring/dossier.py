"""A household as one reader may see it: masked, unless its data were opened for this view."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from monitoring import assessing, identity, policies
from monitoring.badges import Badge
from monitoring.consents import TEXTS
from monitoring.enums import ConsentPurpose, ObjectionState, ReferralAnswer, Verdict
from monitoring.models import Household, Member, Tenancy
from monitoring.plausible import BOUNDS, doubt
from monitoring.readiness import plain

GROWN_UP = 18  # years; the data of who is younger are specific data as well
LOOK = {
    Verdict.READY: ("success", "circle-check"),
    Verdict.NOT_YET: ("danger", "circle-x"),
    Verdict.NEEDS_DATA: ("warning", "clock"),
}

MET = {
    Verdict.READY: gettext_lazy("Terpenuhi"),
    Verdict.NOT_YET: gettext_lazy("Belum terpenuhi"),
    Verdict.NEEDS_DATA: gettext_lazy("Perlu data"),
}


def soon() -> timedelta:
    return timedelta(days=90)


def of(home: Household, user: Any, day: date, *, is_open: bool) -> dict[str, Any]:
    known = policies.why_not_open_data(user, home.estate) is None
    stays = list(home.tenancies.select_related("unit__block").order_by("-started_on", "-pk"))
    current = next((stay for stay in stays if stay.ended_on is None), None)
    return {
        "household": home,
        "name": home.name if known else identity.initials(home.name),
        "is_open": is_open,
        "refusal": policies.why_not_open_data(user, home.estate),
        "badges": marks(home, current, day),
        "home_facts": home_facts(home, current, stays, is_open),
        "person_facts": person_facts(home, known, is_open),
        "money_facts": money_facts(home, current, is_open),
        "doubts": doubts(home, is_open),
        "warnings": unknown_regions(home) if known else [],
        "members": members(home, day, known=known, is_open=is_open),
        "past": [stay for stay in stays if stay.ended_on],
        "judgements": [shown(each, is_open) for each in assessing.judgements_of(home.pk, day)] if current else [],
        "consents": consents(home, user),
        "objections": objections(home, user),
        "referrals": home.referrals.select_related("list__programme").order_by("-pk"),
        "disclosures": home.disclosures.select_related("seen_by").order_by("-seen_at", "-pk")[:10],
        "actions": actions(home, current, user),
        "may_edit": policies.why_not_edit_people(user, home.estate) is None,
    }


def marks(home: Household, current: Tenancy | None, day: date) -> list[Badge]:
    if current is None:
        return [Badge(_("Sudah keluar"), icon="door-enter")]
    found = [Badge(_("Tinggal di sini"), "info", "home")]
    if current.ends_on and current.ends_on < day:
        found.append(Badge(_("Perjanjian lewat"), "danger", "calendar-off"))
    elif current.ends_on and current.ends_on <= day + soon():
        found.append(Badge(_("Perjanjian segera berakhir"), "warning", "clock"))
    if Tenancy.objects.beyond_limit(day).filter(pk=current.pk).exists():
        found.append(Badge(_("Melebihi masa sewa terlama"), "danger", "hourglass"))
    if current.has_arrears:
        found.append(Badge(_("Menunggak"), "warning", "coin"))
    return found


def home_facts(home: Household, current: Tenancy | None, stays: list[Tenancy], is_open: bool) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [(_("Hunian"), f"{home.estate}, {home.estate.region}")]
    if current is None:
        return facts
    since = min(stay.started_on for stay in stays)
    agreement = f"{formats.day(current.started_on)} – {formats.day(current.ends_on)}"
    limit = home.estate.stay_limit_years
    return [
        *facts,
        (_("Unit"), _("Blok %(unit)s, lantai %(floor)s") % {"unit": current.unit, "floor": current.unit.floor}),
        (_("Tinggal sejak"), formats.day(since)),
        (_("Perjanjian"), agreement),
        (_("Perpanjangan ke-"), formats.number(current.extension)),
        (_("Masa sewa terlama"), _("%(years)s tahun") % {"years": limit} if limit else _("belum ditetapkan")),
        (_("Sewa per bulan"), formats.rupiah(current.rent)),
    ]


def person_facts(home: Household, known: bool, is_open: bool) -> list[tuple[Any, Any]]:
    return [
        (_("Nomor KK"), (home.kk_ciphertext if is_open else home.kk_masked) or formats.BLANK),
        (_("Telepon"), (home.phone if known else home.phone and "••••••") or formats.BLANK),
        (_("Asal"), home.origin or formats.BLANK),
        (_("Jumlah anggota"), formats.number(home.member_count)),
        (_("Status perkawinan"), home.get_marital_status_display() or formats.BLANK),
        (_("Pendidikan"), home.get_education_display() or formats.BLANK),
        (_("Pekerjaan"), ", ".join(part for part in (home.occupation, home.workplace) if part) or formats.BLANK),
        (_("Berminat memiliki rumah"), told(home.wants_to_own)),
        (_("Skema yang diminati"), home.scheme or formats.BLANK),
    ]


def told(value: bool | None) -> str:
    return formats.BLANK if value is None else _("Ya") if value else _("Tidak")


def money_facts(home: Household, current: Tenancy | None, is_open: bool) -> list[tuple[Any, Any]]:
    """Amounts only where they were opened; otherwise whether there is one."""
    amounts = [
        (_("Penghasilan"), home.income),
        (_("Penghasilan pasangan"), home.spouse_income),
        (_("Tabungan"), home.savings),
        (_("Kemampuan mengangsur"), home.instalment),
        (_("Tunggakan sewa"), current.arrears if current else None),
    ]
    hidden = _("tercatat, tidak ditampilkan")
    return [
        (label, formats.BLANK if value is None else formats.rupiah(value) if is_open else hidden)
        for label, value in amounts
    ]


def doubts(home: Household, is_open: bool) -> list[str]:
    """Which values wait for a correction; why, only where they may be seen."""
    said = []
    for field in home.doubts:
        label = str(getattr(home._meta.get_field(field), "verbose_name", field)).capitalize()
        reason = doubt(getattr(home, field), BOUNDS[field]) if is_open else None
        said.append(f"{label}: {reason or _('perlu koreksi')}")
    return said


def unknown_regions(home: Household) -> list[str]:
    """Numbers that were kept although nobody knows their region."""
    head = next((member for member in home.members.all() if member.relation == "HEAD"), None)
    return identity.warnings(NIK=(head and head.nik_ciphertext) or "", KK=home.kk_ciphertext or "")


def members(home: Household, day: date, *, known: bool, is_open: bool) -> list[dict[str, Any]]:
    """Children by their initials, nobody's day of birth, numbers masked; all of it where it was opened."""
    rows = sorted(home.members.all(), key=lambda each: (each.relation != "HEAD", each.relation != "SPOUSE", each.pk))
    return [
        {
            "member": member,
            "name": member.name if is_open or (known and not is_child(member, day)) else identity.initials(member.name),
            "nik": (member.nik_ciphertext if is_open else member.nik_masked) or formats.BLANK,
            "born_on": formats.day(member.born_on) if is_open else _("disamarkan") if member.born_on else formats.BLANK,
        }
        for member in sorted(
            rows, key=lambda member: (member.relation != "HEAD", member.relation != "SPOUSE", member.pk)
        )
    ]


def is_child(member: Member, day: date) -> bool:
    if member.born_on is None:
        return member.relation == "CHILD"
    born = member.born_on
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < GROWN_UP


def shown(judgement: assessing.Judgement, is_open: bool) -> dict[str, Any]:
    """Every condition in words: with the values compared where they were opened, without them elsewhere."""
    return {
        "programme": judgement.programme,
        "badge": Badge(judgement.verdict.label, *LOOK[judgement.verdict]),
        "conditions": [
            {
                "criterion": each.criterion,
                "badge": Badge(MET[each.finding.verdict], *LOOK[each.finding.verdict]),
                "text": each.finding.text if is_open else plain(each.criterion.kind, each.finding.verdict),
            }
            for each in judgement.conditions
        ],
    }


def consents(home: Household, user: Any) -> list[dict[str, Any]]:
    given = {each.purpose: each for each in home.consents.order_by("recorded_at", "pk")}
    return [
        {
            "label": purpose.label,
            "text": TEXTS[purpose],
            "consent": given.get(purpose),
            "is_given": purpose in given and given[purpose].withdrawn_at is None,
            "may_withdraw": purpose in given and policies.why_not_withdraw(user, given[purpose]) is None,
        }
        for purpose in ConsentPurpose
    ]


def objections(home: Household, user: Any) -> list[dict[str, Any]]:
    look = {
        ObjectionState.OPEN: ("warning", "clock"),
        ObjectionState.UPHELD: ("success", "check"),
        ObjectionState.REJECTED: ("neutral", "x"),
    }
    rows = home.objections.select_related("programme", "answered_by").order_by("-received_at", "-pk")
    return [
        {
            "objection": each,
            "badge": Badge(each.get_state_display(), *look[ObjectionState(each.state)]),
            "may_answer": policies.why_not_answer_objection(user, each) is None,
        }
        for each in rows
    ]


def answer_badge(answer: str, text: Any) -> Badge:
    look = {
        ReferralAnswer.WAITING: ("info", "clock"),
        ReferralAnswer.ACCEPTED: ("success", "circle-check"),
        ReferralAnswer.DECLINED: ("danger", "circle-x"),
    }
    return Badge(text, *look[ReferralAnswer(answer)])


def actions(home: Household, current: Tenancy | None, user: Any) -> list[Action]:
    if policies.why_not_edit_people(user, home.estate):
        return []
    edit = Action(_("Ubah data"), reverse("monitoring:household_edit", args=[home.pk]), icon="pencil")
    if current is None:
        return [edit]
    on_stay = {
        "stay_extend": (_("Perpanjang"), "calendar-plus"),
        "stay_dues": (_("Sewa dan tunggakan"), "coin"),
        "stay_move": (_("Pindah unit"), "arrow-right"),
        "stay_end": (_("Catat keluar"), "door-enter"),
    }
    return [
        edit,
        *(
            Action(label, reverse(f"monitoring:{name}", args=[current.pk]), icon=icon)
            for name, (label, icon) in on_stay.items()
        ),
    ]
