"""The import kind `targets`: one line for each office, indicator and year, with the decree that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from clinics import policies
from clinics.deciding import decide_targets, take_back_revision
from clinics.decisions import TargetDecision, find_last_revisions
from clinics.forms import LARGEST_TARGET
from clinics.models import Indicator, ReportingPeriod, TargetRevision
from clinics.questions import list_counted_indicators
from krs_portal.imports import days, values
from krs_portal.imports.columns import build_choice_column, build_column
from krs_portal.imports.kinds import ImportColumn, ImportKind, ImportLine, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import list_result_keys
from krs_portal.kit import clock
from krs_portal.kit.words import has_letters
from krs_portal.offices.models import Office
from krs_portal.offices.naming import OfficeFinder

MAIN = "layanan"  # what a list counts that does not say so
MONTHS = [f"month_{number:02}" for number in range(1, 13)]
SHORT_MONTHS = [
    ("Jan",), ("Feb",), ("Mar",), ("Apr",), ("May",), ("Jun",), ("Jul",), ("Agu", "Agt", "Aug"), ("Sep", "Sept"),
    ("Okt", "Oct"), ("Nov", "Nop"), ("Des", "Dec"),
]  # fmt: skip

amount = values.build_count_parser(low=0, high=LARGEST_TARGET)
COLUMNS = [
    build_column("office", t("Unit kerja"), values.build_text_parser(longest=200), "Unit", "Balai", "Satker", "Kantor",
                 "Kode unit", "Nama unit", "Balai/Satker", required=True, example="JAW3"),
    build_column("year", t("Tahun"), days.build_year_parser(days.PLAN), "Tahun target", "Periode", "TA",
                 "Tahun anggaran", required=True, example="2022"),
    build_column("quantity", t("Target"), amount, "Jumlah", "Jumlah target", "Target setahun", "Target tahunan",
                 required=True, is_summed=True, example="250"),
    *(
        build_column(code, name, amount, *spelled)
        for code, name, spelled in zip(MONTHS, MONTH_NAMES.values(), SHORT_MONTHS, strict=True)
    ),
    build_column("decree", t("Dasar penetapan"), values.build_text_parser(longest=200), "Keputusan", "SK",
                 "Nomor keputusan", "Nomor SK", "Dasar", required=True, example="Keputusan Direktur Jenderal 1/2022"),
    build_column("decided_on", t("Tanggal ditetapkan"), days.build_day_parser(), "Ditetapkan", "Tanggal keputusan",
                 "Tanggal SK", "Tgl SK", required=True, example="03/01/2022"),
    build_column("reason", t("Alasan perubahan"), values.build_text_parser(longest=300), "Alasan", "Keterangan"),
]  # fmt: skip


def list_indicator_columns() -> Sequence[ImportColumn]:
    spelled = {each.code: [each.name, each.code] for each in list_counted_indicators()}
    return [build_choice_column("indicator", t("Indikator"), spelled, "Yang dihitung")]


def build_line_key(row: Values) -> str:
    return f"{row['year']} {row.get('indicator') or MAIN} {slugify(row['office'])}"


def check_target_rows(lines: Lines, office: Office, user: Any) -> None:
    """Every line names an office that exists then, a year that is reported, and parts that add up."""
    finder = OfficeFinder(Office.objects.clinics())
    indicators = {each.code: each for each in list_counted_indicators()}
    known: dict[tuple[str, int], dict[int, TargetRevision]] = {}
    for line in lines:
        row = line.values
        code = row["indicator"] = row.get("indicator") or MAIN
        period = ReportingPeriod.objects.of_year(row["year"]).first()
        found = find_office(line, finder)
        if period is None:
            line.wants("year", _("Belum ada periode pelaporan untuk tahun %(year)d.") % {"year": row["year"]})
        if period is None or found is None:
            continue
        row["office_id"], row["period_id"] = found.pk, period.pk
        check_target_row(line, found, period)
        if (code, period.pk) not in known:
            known[code, period.pk] = find_last_revisions(indicators[code], period)
        compare_with_last(line, build_decision(row, found), known[code, period.pk].get(found.pk))


def find_office(line: ImportLine, finder: OfficeFinder) -> Office | None:
    written = line.values["office"]
    found = finder.find(written)
    if len(found) == 1:
        return found[0]
    said = _("“%(name)s” bukan unit yang dikenal portal; tulis kode atau namanya.")
    if found:
        said = _("“%(name)s” adalah nama lebih dari satu unit; tulis kodenya.")
    line.wants("office", said % {"name": values.quote_cell(written)})
    return None


def check_target_row(line: ImportLine, office: Office, period: ReportingPeriod) -> None:
    row = line.values
    decided_on = date.fromisoformat(row["decided_on"])
    asked = {
        "decree": policies.why_not_cite(row["decree"]),
        "decided_on": policies.why_not_decide_on(period, decided_on, today=clock.today())
        or policies.why_not_aim(office, period, decided_on),
    }
    if months := list_written_months(row):
        asked["quantity"] = policies.why_not_spread(row["quantity"], months, period)
    for column, refusal in asked.items():
        if refusal:
            line.wants(column, refusal)


def list_written_months(row: Values) -> list[int]:
    return [row[code] for code in MONTHS if row.get(code) is not None]


def build_decision(row: Values, office: Office) -> TargetDecision:
    """A line without months keeps the shape of the plan before."""
    return TargetDecision(office, row["quantity"], list_written_months(row) or None)


def compare_with_last(line: ImportLine, decision: TargetDecision, last: TargetRevision | None) -> None:
    if last is None:
        return
    if decision.is_in_force(last):
        line.is_twin(_("Target ini sudah berlaku, ditetapkan dengan %(decree)s.") % {"decree": last.decree})
    elif not has_letters(line.values.get("reason") or "", policies.LEAST_LETTERS):
        said = _("Target unit ini %(amount)s; tuliskan alasan perubahannya.")
        line.wants(
            "reason", said % {"amount": last.quantity if last.quantity is not None else last.get_state_display()}
        )


def enter_target_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[int]:
    """Decide each line under its own decree. Returns the keys of the revisions, in order."""
    offices = Office.objects.with_name_on(clock.today()).in_bulk([line.values["office_id"] for line in lines])
    periods = ReportingPeriod.objects.in_bulk({line.values["period_id"] for line in lines})
    indicators = {each.code: each for each in Indicator.objects.all()}
    made = []
    for row in (line.values for line in lines):
        made += decide_targets(
            indicator=indicators[row["indicator"]], period=periods[row["period_id"]],
            decisions=[build_decision(row, offices[row["office_id"]])], decree=row["decree"],
            decided_on=date.fromisoformat(row["decided_on"]), reason=row.get("reason") or "", by=user, at=at,
        )  # fmt: skip
    return [revision.pk for revision in made]


def take_back_target_rows(batch: Batch, user: Any, at: datetime) -> None:
    """Decide again what held before. Raises ValidationError where a target was changed since."""
    keys = [int(key) for key in list_result_keys(batch)]
    for revision in TargetRevision.objects.filter(pk__in=keys).select_related("target").order_by("-pk"):
        take_back_revision(revision=revision, reason=_("Impor daftar target dibatalkan."), by=user, at=at)


KIND = ImportKind(
    code="targets",
    title=t("Daftar target"),
    columns=COLUMNS,
    more=list_indicator_columns,
    key=build_line_key,
    check=check_target_rows,
    commit=enter_target_rows,
    undo=take_back_target_rows,
    why_not_see=policies.why_not_set_target,
    why_not_import=policies.why_not_import_targets,
    rows_url=lambda batch: reverse("clinics:targets"),
    changes_records=True,
    intro=t(
        "Satu baris satu unit untuk satu tahun. Kolom bulan boleh dikosongkan; bila diisi, jumlahnya sama dengan "
        "targetnya. Target yang sudah ada menjadi revisi berikutnya, dengan alasannya."
    ),
)
