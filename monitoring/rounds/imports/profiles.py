"""The import kind `profiles`: profiles of an open round that were filled in offline, one row per estate.

The workbook (imports/workbook.py) holds in the column "Versi" the profile's version and a digest of its answers: if
the profile was saved since, the row becomes a conflict; if the row is unchanged, it is skipped.
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
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from krs_portal.imports import values
from krs_portal.imports.columns import build_choice_column, build_column
from krs_portal.imports.kinds import ImportColumn, ImportKind, ImportLine, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import list_result_keys
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.models import Office
from krs_portal.offices.querysets import PARENTS, build_below_filter
from monitoring.register.imports.columns import CONDITIONS
from monitoring.register.models import Estate
from monitoring.register.policies import build_filled_estates_filter, why_not_fill, why_not_read
from monitoring.rounds import fields, policies
from monitoring.rounds.enums import FILLING_STATES
from monitoring.rounds.forms.profiles import MOST
from monitoring.rounds.models import Profile, ProfileEntry, ProfileForm
from monitoring.rounds.services import profiles as services

CODE = "profiles"
YES = ("Ya", "Tidak")
MARK = re.compile(r"v(\d{1,8})-([0-9a-f]{8})")
count, plain_text = values.build_count_parser(high=MOST), values.build_text_parser(longest=1000)


def parse_version_mark(raw: Any) -> dict[str, Any] | None:
    """Version and digest from a cell of the column "Versi", such as `v3-9f2ac81e`."""
    if values.is_blank_cell(raw):
        return None
    if not (found := MARK.fullmatch(str(raw).strip())):
        raise values.InvalidCell(_("Versi diisi oleh portal; unduh lembarnya sekali lagi bila berubah."))
    return {"version": int(found[1]), "said": found[2]}


def parse_raw_answer(raw: Any) -> Any:
    """Keep the cell as it is: its meaning depends on the question, which is known only with the estate."""
    return raw if isinstance(raw, int | float) else plain_text(raw)


COLUMNS = [
    build_column("estate_code", t("ID rusun"), values.build_text_parser(longest=40), "ID"),
    build_column(
        "name",
        t("Rusun atau rusus"),
        values.build_text_parser(longest=200),
        "Nama",
        "Nama rusun",
        "Hunian",
        "Lokasi",
        required=True,
        example="Rusunawa Kaligawe",
        help=t("Seperti pada daftar hunian; ID rusun didahulukan."),
    ),
    build_column("region", t("Kab/kota"), values.build_region_name_parser(), "Kabupaten/Kota", example="Kota Semarang"),
    *(
        ImportColumn(each.name, each.label, count, is_summed=True)
        for each in fields.FIGURES
        if each.kind == fields.COUNT
    ),
    build_choice_column("condition", t("Kondisi bangunan"), CONDITIONS),
    *(
        ImportColumn(
            each.name,
            format_lazy("{}: {}", t("Kosong"), each.label),
            count,
            help=t("Jumlah unit kosong karena sebab ini."),
        )
        for each in fields.REASONS
    ),
    build_column(
        "reviewed",
        t("Sudah diperiksa"),
        values.build_yes_no_parser(),
        choices=YES,
        help=t("Tulis Ya bila isian dari data terakhir memang benar dan tidak Anda ubah."),
    ),
    build_column(
        "round",
        t("Putaran"),
        values.build_text_parser(longest=150),
        help=t("Diisi portal; kosong berarti putaran terbaru."),
    ),
    build_column("mark", t("Versi"), parse_version_mark, help=t("Diisi portal; menandai isian asal lembar ini.")),
]


def build_question_columns() -> list[ImportColumn]:
    """A column for every question of any form version. The newest wording is its title, older ones are aliases."""
    found: dict[str, ImportColumn] = {}
    titles = {values.normalise_text(each.title) for each in COLUMNS}
    for form in ProfileForm.objects.order_by("-version"):
        for asked in fields.list_questions(form):
            if known := found.get(asked.name):
                found[asked.name] = replace(known, aliases=(*known.aliases, asked.label))
                continue
            title = f"{asked.label} ({asked.code})" if values.normalise_text(asked.label) in titles else asked.label
            titles.add(values.normalise_text(title))
            found[asked.name] = ImportColumn(asked.name, title, parse_raw_answer, choices=list_answer_choices(asked))
    return list(found.values())


def list_answer_choices(asked: fields.ProfileField) -> tuple[str, ...]:
    return YES if asked.kind == fields.YES_NO else tuple(choice for choice, _label in asked.choices)


def build_profile_key(row: Values) -> str:
    named = row["estate_code"] or f"{values.normalise_text(row['name'])} / {row['region'] or ''}"
    return f"{named} / {row['round'] or ''}"


def normalise_value(value: Any) -> str:
    """The value as text, as it comes back from a cell."""
    return "" if values.is_blank_cell(value) else squeeze_spaces(values.format_cell(value))


def digest_answers(form: ProfileForm, said: Mapping[str, Any]) -> str:
    """A short digest of all answers, by which an unchanged row is recognised."""
    text = "\n".join(f"{each.name}={normalise_value(said.get(each.name))}" for each in fields.list_fields(form))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def check_profile_rows(lines: Lines, office: Office, user: Any) -> None:
    """Find the profile of each row; check that the user may fill it in and that its answers are valid."""
    open_to, taken = OpenProfileIndex(office, user), dict[int, int]()
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
            judge_profile_row(line, profile)


class OpenProfileIndex:
    """The profiles that the office is filling in now, found by code or name of their estates."""

    def __init__(self, office: Office, user: Any) -> None:
        own = Estate.objects.filter(build_filled_estates_filter(user)).filter(build_below_filter([office.pk]))
        self.estates: dict[str, list[Estate]] = defaultdict(list)
        for estate in own.select_related("region"):
            for word in {values.normalise_text(estate.code), values.normalise_text(estate.name)} - {""}:
                self.estates[word].append(estate)
        rows = Profile.objects.filter(estate__in=own, round__state__in=FILLING_STATES).select_related(
            "round__form", "round__office__parent", f"estate__office__{PARENTS}"
        )
        self.profiles: dict[int, list[Profile]] = defaultdict(list)
        for profile in rows.order_by("-round__data_as_at", "-round"):
            self.profiles[profile.estate_id].append(profile)

    def find(self, line: ImportLine) -> Profile | None:
        if (estate := self.estate(line)) is None:
            return None
        row, found = line.values, self.profiles[estate.pk]
        if not row["round"]:
            if not found:
                line.wants("name", _("Tidak ada putaran yang sedang diisi untuk hunian ini."))
            return found[0] if found else None
        wanted = values.normalise_text(row["round"])
        profile = next((each for each in found if values.normalise_text(each.round.name) == wanted), None)
        if profile is None:
            line.wants(
                "round", _("Putaran “%s” tidak sedang diisi untuk hunian ini.") % values.quote_cell(row["round"])
            )
        return profile

    def estate(self, line: ImportLine) -> Estate | None:
        """Find the estate by its ID, or else by its name; among several of that name by the kab/kota."""
        row = line.values
        told = "estate_code" if row["estate_code"] else "name"
        found = self.estates.get(values.normalise_text(row[told]), [])
        if len(found) > 1 and row["region"]:
            found = [each for each in found if values.build_region_name_parser()(str(each.region)) == row["region"]]
        if not found:
            line.wants(told, _("“%s” tidak ada pada daftar hunian dinas ini.") % values.quote_cell(row[told]))
        elif len(found) > 1:
            line.wants(told, _("Ada beberapa hunian bernama ini; tulis ID rusunnya."))
        return found[0] if len(found) == 1 else None


def judge_profile_row(line: ImportLine, profile: Profile) -> None:
    """Put the answers of the row into `given`, or report on the line why they cannot be taken."""
    row, form = line.values, profile.round.form
    now, said = fields.read_values(profile, form), row["mark"] or {"version": 0, "said": ""}
    given = read_row_answers(line, form, now)
    if line.problems:
        return
    row |= {"profile_id": profile.pk, "given": given}
    if said["version"] > profile.version:
        line.wants("mark", policies.explain_unknown_version())
    elif said["said"] == digest_answers(form, given):
        if profile.is_touched or not row["reviewed"]:
            line.is_twin(explain_untouched_row(profile))
    elif profile.is_touched and not fields.list_differences(form, now, given):
        line.is_twin(_("Isian ini sama dengan yang sudah tersimpan."))
    if not line.problems:
        check_profile_figures(line, profile, given)


def explain_untouched_row(profile: Profile) -> str:
    said = _("Baris ini tidak diubah sejak lembarnya diunduh.")
    if profile.is_touched:
        return said
    return f"{said} {_('Bila isinya memang benar, tulis Ya di kolom “Sudah diperiksa”.')}"


def read_row_answers(line: ImportLine, form: ProfileForm, now: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by field name. A blank cell clears the answer in the portal's own workbook and is ignored in others."""
    row, given = line.values, {}
    for each in fields.list_fields(form):
        try:
            value = parse_answer(each, row.get(each.name))
        except ValueError as error:
            line.wants(each.name, str(error))
            continue
        if value is None and row["mark"] is None:
            continue
        given[each.name] = now[each.name] if normalise_value(value) == normalise_value(now[each.name]) else value
    return given


def parse_answer(asked: fields.ProfileField, raw: Any) -> Any:
    match asked.kind:
        case fields.REASON:
            return raw or None  # a reason with 0 units is dropped
        case fields.NUMBER:
            return values.build_amount_parser()(raw)
        case fields.YES_NO:
            return values.build_yes_no_parser()(raw)
        case fields.CHOICE:
            return values.build_choice_parser({choice: [choice] for choice, _label in asked.choices})(raw)
        case fields.TEXT:
            return plain_text(raw)
    return raw


def check_profile_figures(line: ImportLine, profile: Profile, given: Mapping[str, Any]) -> None:
    """Report contradicting figures with the sentences of the web form. The profile is only validated, not saved."""
    fields.write_values(profile, profile.round.form, given)
    try:
        profile.full_clean(exclude=["round", "estate", "previous"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            reason = next((each.name for each in fields.REASONS if given.get(each.name)), "")
            for text in texts:
                line.wants(reason if name == "empty_reasons" else name, text)


def commit_profile_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    """Save each row like the web form does. If the profile was saved since the download, the row becomes a conflict."""
    found = Profile.objects.in_bulk([line.values["profile_id"] for line in lines])
    read = set(batch.mapping.values())
    return [save_profile_row(found[line.values["profile_id"]], line.values, read, user, at) for line in lines]


def save_profile_row(profile: Profile, row: Values, read: set[str], user: Any, at: datetime) -> str:
    done = services.save_profile(
        profile=profile,
        values={name: value for name, value in row["given"].items() if name in read},
        base_version=row["mark"]["version"] if row["mark"] else 0,
        by=user,
        at=at,
    )
    return str(done.entry.key)


def list_batch_entries(batch: Batch) -> Any:
    return (
        ProfileEntry.objects.filter(key__in=list_result_keys(batch)).select_related("profile__estate").order_by("-pk")
    )


def undo_profile_import(batch: Batch, user: Any, at: datetime) -> None:
    """Restore the former answers of every profile of the batch, or of none if one was saved again since."""
    for entry in list_batch_entries(batch):
        try:
            services.withdraw_entry(entry=entry, by=user, at=at)
        except PermissionDenied as error:
            told = {"estate": entry.profile.estate, "reason": error}
            raise ValidationError(_("%(estate)s: %(reason)s Impor ini tidak dapat dibatalkan.") % told) from error


def build_batch_rows_url(batch: Batch) -> str | None:
    round_ = list_batch_entries(batch).values_list("profile__round", flat=True).first()
    return reverse("monitoring:round", args=[round_]) if round_ else None


KIND = ImportKind(
    code=CODE,
    title=t("Profil putaran monitoring"),
    columns=COLUMNS,
    more=build_question_columns,
    key=build_profile_key,
    check=check_profile_rows,
    commit=commit_profile_rows,
    undo=undo_profile_import,
    why_not_see=why_not_read,
    why_not_import=why_not_fill,
    rows_url=build_batch_rows_url,
    changes_records=True,
    has_sample=False,  # the user starts from the workbook of a round instead
    intro=t(
        "Unduh lembarnya dari halaman putaran: setiap hunian Anda sudah ada di sana dengan isian terakhirnya. Yang "
        "sementara itu disimpan orang lain tidak tertimpa; kedua isian ditampilkan berdampingan."
    ),
)
