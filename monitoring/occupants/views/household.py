"""Everything the household page shows, masked for the reader.

With `is_open` (after a recorded disclosure) the specific data are included.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.accounts import nik
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.clock import count_years_between, now
from monitoring.occupants import identity, policies
from monitoring.occupants.badges import list_stay_badges
from monitoring.occupants.consents import TEXTS
from monitoring.occupants.enums import ConsentPurpose, ObjectionState, Relation
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.occupants.plausible import BOUNDS, explain_doubt
from monitoring.occupants.readiness import assessing
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.rules import describe_finding

SHOWN_HOMES = 10
GROWN_UP = 18  # years; the data of younger people are specific data (UU 27/2022 Ps 4)
MET = {
    Verdict.READY: gettext_lazy("Terpenuhi"),
    Verdict.NOT_YET: gettext_lazy("Belum terpenuhi"),
    Verdict.NEEDS_DATA: gettext_lazy("Perlu data"),
}


def describe_household(home: Household, user: Any, day: date, *, is_open: bool) -> dict[str, Any]:
    refusal = policies.why_not_open_data(user, home.estate)
    known = refusal is None
    refusal = refusal or policies.why_not_open_more(user, home, at=now())
    stays = list(home.tenancies.select_related("unit__block").order_by("-started_on", "-pk"))
    current = next((stay for stay in stays if stay.ended_on is None), None)
    since = stays[-1].started_on if stays else None
    return {
        "household": home,
        "name": formats.format_person_name(home.name, known=known),
        "is_open": is_open,
        "refusal": refusal,
        "badges": list_household_badges(home, current, since, day),
        "home_facts": list_home_facts(home, current, since),
        "person_facts": list_household_facts(home, known, is_open),
        "money_facts": list_money_facts(home, current, is_open),
        "doubts": list_doubt_sentences(home, is_open),
        "warnings": list_household_warnings(home) if known else [],
        "same_head": describe_homes_with_same_head(home, user) if known else None,
        "members": describe_members(home, day, known=known, is_open=is_open),
        "past": [stay for stay in stays if stay.ended_on],
        "judgements": [describe_judgement(each, is_open) for each in assessing.list_judgements(home.pk, day)]
        if current
        else [],
        "consents": describe_consents(home, user),
        "objections": describe_objections(home, user),
        "referrals": home.referrals.select_related("list__programme").order_by("-pk"),
        "releases_limits": policies.releases_limits(user),
        "disclosures": home.disclosures.select_related("seen_by").order_by("-seen_at", "-pk")[:10],
        "actions": list_household_actions(home, current, user),
        "may_edit": policies.why_not_edit_people(user, home.estate) is None,
    }


def list_household_badges(home: Household, current: Tenancy | None, since: date | None, day: date) -> list[Badge]:
    if current is None or since is None:
        return [Badge(_("Sudah keluar"), icon="door-enter")]
    return list_stay_badges(current, since, home.estate.stay_limit_years, day)


def list_home_facts(home: Household, current: Tenancy | None, since: date | None) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [(_("Hunian"), f"{home.estate}, {home.estate.region}")]
    if current is None:
        return facts
    agreement = f"{formats.format_day(current.started_on)} – {formats.format_day(current.ends_on)}"
    limit = home.estate.stay_limit_years
    return [
        *facts,
        (_("Unit"), _("Blok %(unit)s, lantai %(floor)s") % {"unit": current.unit, "floor": current.unit.floor}),
        (_("Tinggal sejak"), formats.format_day(since)),
        (_("Perjanjian"), agreement),
        (_("Perpanjangan ke-"), formats.format_number(current.extension)),
        (_("Masa sewa terlama"), _("%(years)s tahun") % {"years": limit} if limit else _("belum ditetapkan")),
        (_("Sewa per bulan"), formats.format_rupiah(current.rent)),
    ]


def list_household_facts(home: Household, known: bool, is_open: bool) -> list[tuple[Any, Any]]:
    return [
        (_("Nomor KK"), (home.kk_ciphertext if is_open else home.kk_masked) or formats.BLANK),
        (_("Telepon"), (home.phone if known else home.phone and "••••••") or formats.BLANK),
        (_("Asal"), home.origin or formats.BLANK),
        (_("Jumlah anggota"), formats.format_number(home.member_count)),
        (_("Status perkawinan"), home.get_marital_status_display() or formats.BLANK),
        (_("Pendidikan"), home.get_education_display() or formats.BLANK),
        (_("Pekerjaan"), ", ".join(part for part in (home.occupation, home.workplace) if part) or formats.BLANK),
        (_("Berminat memiliki rumah"), formats.format_yes_no(home.wants_to_own)),
        (_("Skema yang diminati"), home.scheme or formats.BLANK),
    ]


def list_money_facts(home: Household, current: Tenancy | None, is_open: bool) -> list[tuple[Any, Any]]:
    """The amounts if they were opened, otherwise only whether there is one."""
    amounts = [
        (_("Penghasilan"), home.income),
        (_("Penghasilan pasangan"), home.spouse_income),
        (_("Tabungan"), home.savings),
        (_("Kemampuan mengangsur"), home.instalment),
        (_("Tunggakan sewa"), current.arrears if current else None),
    ]
    hidden = _("tercatat, tidak ditampilkan")
    return [
        (label, formats.BLANK if value is None else formats.format_rupiah(value) if is_open else hidden)
        for label, value in amounts
    ]


def list_doubt_sentences(home: Household, is_open: bool) -> list[str]:
    """Which values must be corrected. The reason quotes the value, so it is given only if the data were opened."""
    said = []
    for field in home.doubts:
        label = str(getattr(home._meta.get_field(field), "verbose_name", field)).capitalize()
        reason = explain_doubt(getattr(home, field), BOUNDS[field]) if is_open else None
        said.append(f"{label}: {reason or _('perlu koreksi')}")
    return said


def list_household_warnings(home: Household) -> list[str]:
    """What may be wrong with numbers that were stored: an unknown region, or a NIK that tells another birth or sex."""
    head = next((member for member in home.members.all() if member.relation == Relation.HEAD), None)
    unknown = identity.list_region_warnings(NIK=(head and head.nik_ciphertext) or "", KK=home.kk_ciphertext or "")
    doubts = [
        f"{formats.format_person_name(member.name, known=False)} {sentence}"
        for member in home.members.all()
        if member.nik_ciphertext
        for _field, sentence in nik.list_doubts_about_nik(member.nik_ciphertext, sex=member.sex, born_on=member.born_on)
    ]
    return unknown + doubts


def describe_homes_with_same_head(home: Household, user: Any) -> dict[str, Any] | None:
    """How many other households the same NIK heads, with links to those that the user may see."""
    others = identity.list_homes_with_same_head(home)
    if not (count := others.count()):
        return None
    seen = others.visible_to(user).select_related("estate__region").order_by("estate__name", "pk")[:SHOWN_HOMES]
    links = [(reverse("monitoring:household", args=[each.pk]), each.estate) for each in seen]
    return {"sentence": identity.explain_same_head(count), "links": links}


def describe_members(home: Household, day: date, *, known: bool, is_open: bool) -> list[dict[str, Any]]:
    """Children are named by initials, numbers are masked and days of birth hidden, unless the data were opened."""
    order = {Relation.HEAD: 0, Relation.SPOUSE: 1}
    return [
        {
            "member": member,
            "name": formats.format_person_name(member.name, known=is_open or (known and not is_child(member, day))),
            "nik": (member.nik_ciphertext if is_open else member.nik_masked) or formats.BLANK,
            "born_on": formats.format_day(member.born_on)
            if is_open
            else _("disamarkan")
            if member.born_on
            else formats.BLANK,
        }
        for member in sorted(home.members.all(), key=lambda each: (order.get(Relation(each.relation), 2), each.pk))
    ]


def is_child(member: Member, day: date) -> bool:
    """By age; while the day of birth is unknown, by relation."""
    if member.born_on is None:
        return member.relation == Relation.CHILD
    return count_years_between(member.born_on, day) < GROWN_UP


def describe_judgement(judgement: assessing.ProgrammeJudgement, is_open: bool) -> dict[str, Any]:
    """Every condition in words; the compared values are quoted only if the data were opened."""
    return {
        "programme": judgement.programme,
        "badge": build_badge(judgement.verdict),
        "conditions": [
            {
                "criterion": each.criterion,
                "badge": build_badge(each.finding.verdict, MET[each.finding.verdict]),
                "text": each.finding.text if is_open else describe_finding(each.criterion.kind, each.finding.verdict),
            }
            for each in judgement.conditions
        ],
    }


def describe_consents(home: Household, user: Any) -> list[dict[str, Any]]:
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


def describe_objections(home: Household, user: Any) -> list[dict[str, Any]]:
    rows = home.objections.select_related("programme", "answered_by").order_by("-received_at", "-pk")
    return [
        {
            "objection": each,
            "badge": build_badge(ObjectionState(each.state)),
            "may_answer": policies.why_not_answer_objection(user, each) is None,
        }
        for each in rows
    ]


def list_household_actions(home: Household, current: Tenancy | None, user: Any) -> list[Action]:
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
