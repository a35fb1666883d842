"""The import kind `profiles`: profiles of an open round that were filled in away from the portal, one row an estate.

The workbook (`profile_workbook`) carries in its column "Versi" which version it was made from and a mark of what it
said: a newer saving makes a conflict that somebody settles, and a row nobody has touched says nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from krs_portal.imports import values
from krs_portal.imports.kinds import Column, ImportKind, Line, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.offices.models import Office
from monitoring import fields, policies
from monitoring.forms.profiles import MOST
from monitoring.imports.estates import CONDITIONS, column, first
from monitoring.models import Estate, Profile, ProfileEntry, ProfileForm
from monitoring.services import profiles as services

CODE = "profiles"
YES = ("Ya", "Tidak")
MARK = re.compile(r"v(\d{1,8})-([0-9a-f]{8})")
count, plain_text = values.whole(high=MOST), values.text(longest=1000)


def mark(raw: Any) -> dict[str, Any] | None:
    """What the column "Versi" says: `v3-9f2ac81e`."""
    if values.is_blank(raw):
        return None
    if not (found := MARK.fullmatch(str(raw).strip())):
        raise values.Wrong(_("Versi diisi oleh portal; unduh lembarnya sekali lagi bila berubah."))
    return {"version": int(found[1]), "said": found[2]}


def written(raw: Any) -> Any:
    """An answer as it stands; what it means depends on the question."""
    return raw if isinstance(raw, int | float) else plain_text(raw)


COLUMNS = [
    column("estate_code", t("ID rusun"), values.text(longest=40), "ID"),
    column("name", t("Rusun atau rusus"), values.text(longest=200), "Nama", "Nama rusun", "Hunian", "Lokasi",
           required=True, example="Rusunawa Kaligawe", help=t("Seperti pada daftar hunian; ID rusun didahulukan.")),
    column("region", t("Kab/kota"), values.region(), "Kabupaten/Kota", example="Kota Semarang"),
    *(
        Column(each.name, each.label, count, is_summed=True)
        for each in fields.FIGURES
        if each.kind == fields.COUNT
    ),
    column("condition", t("Kondisi bangunan"), values.choice(CONDITIONS), choices=first(CONDITIONS)),
    *(
        Column(each.name, format_lazy("{}: {}", t("Kosong"), each.label), count,
               help=t("Jumlah unit kosong karena sebab ini."))
        for each in fields.REASONS
    ),
    column("reviewed", t("Sudah diperiksa"), values.yes_or_no(), choices=YES,
           help=t("Tulis Ya bila isian dari data terakhir memang benar dan tidak Anda ubah.")),
    column("round", t("Putaran"), values.text(longest=150), help=t("Diisi portal; kosong berarti putaran terbaru.")),
    column("mark", t("Versi"), mark, help=t("Diisi portal; menandai isian asal lembar ini.")),
]  # fmt: skip


def question_columns() -> list[Column]:
    """A column for every question that any version of the form asks; the newest wording is its title."""
    found: dict[str, Column] = {}
    titles = {values.normal(each.title) for each in COLUMNS}
    for form in ProfileForm.objects.order_by("-version"):
        for asked in fields.questions(form):
            if known := found.get(asked.name):
                found[asked.name] = replace(known, aliases=(*known.aliases, asked.label))
                continue
            title = f"{asked.label} ({asked.code})" if values.normal(asked.label) in titles else asked.label
            titles.add(values.normal(title))
            found[asked.name] = Column(asked.name, title, written, choices=choices(asked))
    return list(found.values())


def choices(asked: fields.Field) -> tuple[str, ...]:
    return YES if asked.kind == fields.YES_NO else tuple(choice for choice, _label in asked.choices)


def key(row: Values) -> str:
    named = row["estate_code"] or f"{values.normal(row['name'])} / {row['region'] or ''}"
    return f"{named} / {row['round'] or ''}"


def plain(value: Any) -> str:
    """A value as it survives a cell."""
    return "" if values.is_blank(value) else " ".join(values.as_written(value).split())


def digest(form: ProfileForm, said: Mapping[str, Any]) -> str:
    """A short mark of all answers: the same for a row that nobody has touched."""
    text = "\n".join(f"{each.name}={plain(said.get(each.name))}" for each in fields.every(form))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def check(lines: Lines, office: Office, user: Any) -> None:
    """Whose profile it is, whether the user may fill it in, and whether its answers can be."""
    open_to, taken = OpenProfiles(office, user), dict[int, int]()
    for line in lines:
        profile = open_to.find(line)
        if profile is None:
            continue
        if earlier := taken.get(profile.pk):
            line.is_twin(_("Sama dengan baris %d.") % earlier)
            continue
        taken[profile.pk] = line.number
        if refusal := policies.why_not_save_profile(user, profile):
            line.wants("name", refusal)
        else:
            judge(line, profile)


class OpenProfiles:
    """The profiles the office fills in at present, by ID and by name of their estates."""

    def __init__(self, office: Office, user: Any) -> None:
        own = Estate.objects.filter(policies.estates_filled_by(user)).filter(
            Q(office=office) | Q(office__parent=office)
        )
        self.estates: dict[str, list[Estate]] = defaultdict(list)
        for estate in own.select_related("region"):
            for word in {values.normal(estate.code), values.normal(estate.name)} - {""}:
                self.estates[word].append(estate)
        rows = Profile.objects.filter(estate__in=own, round__state__in=policies.FILLING_STATES).select_related(
            "round__form", "round__office__parent", "estate__office__parent__parent"
        )
        self.profiles: dict[int, list[Profile]] = defaultdict(list)
        for profile in rows.order_by("-round__data_as_at", "-round"):
            self.profiles[profile.estate_id].append(profile)

    def find(self, line: Line) -> Profile | None:
        if (estate := self.estate(line)) is None:
            return None
        row, found = line.values, self.profiles[estate.pk]
        if not row["round"]:
            if not found:
                line.wants("name", _("Tidak ada putaran yang sedang diisi untuk hunian ini."))
            return found[0] if found else None
        wanted = values.normal(row["round"])
        profile = next((each for each in found if values.normal(each.round.name) == wanted), None)
        if profile is None:
            line.wants("round", _("Putaran “%s” tidak sedang diisi untuk hunian ini.") % values.quoted(row["round"]))
        return profile

    def estate(self, line: Line) -> Estate | None:
        """By its ID, else by its name; of several of one name that in the kab/kota."""
        row = line.values
        told = "estate_code" if row["estate_code"] else "name"
        found = self.estates.get(values.normal(row[told]), [])
        if len(found) > 1 and row["region"]:
            found = [each for each in found if values.region()(str(each.region)) == row["region"]]
        if not found:
            line.wants(told, _("“%s” tidak ada pada daftar hunian dinas ini.") % values.quoted(row[told]))
        elif len(found) > 1:
            line.wants(told, _("Ada beberapa hunian bernama ini; tulis ID rusunnya."))
        return found[0] if len(found) == 1 else None


def judge(line: Line, profile: Profile) -> None:
    """What the row says of the profile, in `given`, or why it cannot be."""
    row, form = line.values, profile.round.form
    now, said = fields.read(profile, form), row["mark"] or {"version": 0, "said": ""}
    given = answers(line, form, now)
    if line.problems:
        return
    row |= {"profile_id": profile.pk, "given": given}
    if said["version"] > profile.version:
        line.wants("mark", policies.unknown_version())
    elif said["said"] == digest(form, given):
        if profile.is_touched or not row["reviewed"]:
            line.is_twin(untouched(profile))
    elif profile.is_touched and not fields.differences(form, now, given):
        line.is_twin(_("Isian ini sama dengan yang sudah tersimpan."))
    if not line.problems:
        check_figures(line, profile, given)


def untouched(profile: Profile) -> str:
    said = _("Baris ini tidak diubah sejak lembarnya diunduh.")
    if profile.is_touched:
        return said
    return f"{said} {_('Bila isinya memang benar, tulis Ya di kolom “Sudah diperiksa”.')}"


def answers(line: Line, form: ProfileForm, now: Mapping[str, Any]) -> dict[str, Any]:
    """By field name. In the portal's own workbook a blank empties the answer; in any other it says nothing."""
    row, given = line.values, {}
    for each in fields.every(form):
        try:
            value = answer(each, row.get(each.name))
        except ValueError as error:
            line.wants(each.name, str(error))
            continue
        if value is None and row["mark"] is None:
            continue
        given[each.name] = now[each.name] if plain(value) == plain(now[each.name]) else value
    return given


def answer(asked: fields.Field, raw: Any) -> Any:
    match asked.kind:
        case fields.REASON:
            return raw or None  # nought units need no reason
        case fields.NUMBER:
            return values.amount()(raw)
        case fields.YES_NO:
            return values.yes_or_no()(raw)
        case fields.CHOICE:
            return values.choice({choice: [choice] for choice, _label in asked.choices})(raw)
        case fields.TEXT:
            return plain_text(raw)
    return raw


def check_figures(line: Line, profile: Profile, given: Mapping[str, Any]) -> None:
    """What the web form says of figures that contradict one another. The profile is only tried, not saved."""
    fields.write(profile, profile.round.form, given)
    try:
        profile.full_clean(exclude=["round", "estate", "previous"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            reason = next((each.name for each in fields.REASONS if given.get(each.name)), "")
            for text in texts:
                line.wants(reason if name == "empty_reasons" else name, text)


def commit(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    """As a saving on the web: what was saved there meanwhile stays, and the row waits beside it."""
    found = Profile.objects.in_bulk([line.values["profile_id"] for line in lines])
    read = set(batch.mapping.values())
    return [saved(found[line.values["profile_id"]], line.values, read, user, at) for line in lines]


def saved(profile: Profile, row: Values, read: set[str], user: Any, at: datetime) -> str:
    done = services.save_profile(
        profile=profile,
        values={name: value for name, value in row["given"].items() if name in read},
        base_version=row["mark"]["version"] if row["mark"] else 0,
        by=user,
        at=at,
    )
    return str(done.entry.key)


def entries(batch: Batch) -> Any:
    keys = list(batch.rows.exclude(result_key="").values_list("result_key", flat=True))
    return ProfileEntry.objects.filter(key__in=keys).select_related("profile__estate").order_by("-pk")


def undo(batch: Batch, user: Any, at: datetime) -> None:
    """The former answers, of all profiles or of none: whatever somebody has saved since stands in the way."""
    for entry in entries(batch):
        try:
            services.withdraw_entry(entry=entry, by=user, at=at)
        except PermissionDenied as error:
            told = {"estate": entry.profile.estate, "reason": error}
            raise ValidationError(_("%(estate)s: %(reason)s Impor ini tidak dapat dibatalkan.") % told) from error


def rows_url(batch: Batch) -> str | None:
    round_ = entries(batch).values_list("profile__round", flat=True).first()
    return reverse("monitoring:round", args=[round_]) if round_ else None


KIND = ImportKind(
    code=CODE,
    title=t("Profil putaran monitoring"),
    columns=COLUMNS,
    more=question_columns,
    key=key,
    check=check,
    commit=commit,
    undo=undo,
    why_not_see=policies.why_not_read,
    why_not_import=policies.why_not_fill,
    rows_url=rows_url,
    has_sample=False,  # it begins with the workbook of a round
    intro=t(
        "Unduh lembarnya dari halaman putaran: setiap hunian Anda sudah ada di sana dengan isian terakhirnya. Yang "
        "sementara itu disimpan orang lain tidak tertimpa; kedua isian ditampilkan berdampingan."
    ),
)
