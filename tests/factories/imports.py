"""A small kind of import, workbooks written in one line, and batches at every stage."""

import io
import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from krs_portal.imports import days, kinds, services, tasks, values
from krs_portal.imports.coordinates import build_coordinates_parser
from krs_portal.imports.kinds import ImportColumn, ImportKind
from krs_portal.imports.models import Batch
from krs_portal.offices.enums import RegionKind, Role
from krs_portal.offices.models import Region
from krs_portal.offices.policies import has_role, why_not_act

numbers = count(1)
SHARED = Path(os.environ.get("KRS_SHARED_DATA") or settings.BASE_DIR.parent / "shared" / "data")
REAL = SHARED / "rusun-jawa-timur.xlsx"
CONDITIONS = {"GOOD": ("Baik",), "LIGHT": ("Rusak ringan",), "MEDIUM": ("Rusak sedang",), "HEAVY": ("Rusak berat",)}
PEOPLE = (
    "Peserta Didik (LPKB)", "Peserta Didik (Perguruan Tinggi)", "TNI", "Pekerja Industri", "MBR", "POLRI",
    "ASN (K/L)", "ASN (PUPR)",
)  # fmt: skip
HEADER = ["Nama", "Kab/Kota", "Unit", "Dihuni", "Kondisi", "Tahun", "Tanggal", "NIK"]
ROW = ["Gedung A", "Kab. Gresik", 98, 90, "Baik", "2010 - 2011", "31/12/2011", "3374010101900001"]


def check(lines, office, user):
    known = set(Region.objects.filter(kind=RegionKind.PROVINCE).values_list("name", flat=True))
    for line in lines:
        if (line.values["occupied"] or 0) > (line.values["units"] or 0):
            line.wants("occupied", "Dihuni lebih banyak daripada unitnya.")
        if line.values["name"] in known:
            line.is_twin("Gedung ini sudah terdaftar.")


def commit(lines, batch, by, at):
    made = [
        Region(code=f"T{next(numbers)}", kind=RegionKind.PROVINCE, name=line.values["name"][:100]) for line in lines
    ]
    if any(region.name == "gagal" for region in made):
        raise RuntimeError("the database is on fire")
    return [region.pk for region in Region.objects.bulk_create(made)]


def undo(batch, by, at):
    Region.objects.filter(pk__in=[int(key) for key in batch.rows.values_list("result_key", flat=True) if key]).delete()


KIND = ImportKind(
    code="gedung-uji",
    title="Gedung uji",
    columns=(
        ImportColumn("name", "Nama", required=True, aliases=("Lokasi rumah susun / nama rusun", "Nama gedung")),
        ImportColumn("region", "Kab/Kota", values.build_region_name_parser(), aliases=("Kabupaten",)),
        ImportColumn("towers", "Menara", values.build_count_parser(), aliases=("Jumlah tower",), is_summed=True),
        ImportColumn("units", "Unit", values.build_count_parser(), aliases=("Jumlah unit",), is_summed=True),
        ImportColumn(
            "occupied",
            "Dihuni",
            values.build_count_parser(),
            aliases=("status hunian 4", "unit dihuni"),
            is_summed=True,
        ),
        ImportColumn("empty", "Kosong", values.build_count_parser(), aliases=("status hunian 5",), is_summed=True),
        ImportColumn(
            "condition",
            "Kondisi",
            values.build_choice_parser(CONDITIONS),
            aliases=("Kondisi bangunan",),
            choices=tuple(words[0] for words in CONDITIONS.values()),
        ),
        ImportColumn(
            "people", "Penerima manfaat", values.build_choice_parser(dict.fromkeys(PEOPLE, ())), choices=PEOPLE
        ),
        ImportColumn("years", "Tahun", days.build_years_parser(), aliases=("Tahun anggaran",)),
        ImportColumn("opened_on", "Tanggal", days.build_day_parser(), help="Hari dibuka."),
        ImportColumn("point", "Titik koordinat", build_coordinates_parser()),
        ImportColumn("nik", "NIK", values.build_digits_parser(16), is_private=True),
    ),
    key=lambda values: f"{values['name']}|{values['region']}|{values['point']}",
    check=check,
    commit=commit,
    undo=undo,
    why_not_see=lambda user: None if has_role(user, *Role) else "Bukan urusan Anda.",
    why_not_import=lambda user, office: why_not_act(user, office, Role.OFFICER, Role.OPERATOR),
)


def register() -> None:
    kinds.IMPORT_KINDS.register(KIND)


def xlsx(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), merged: Sequence[tuple] = ()) -> bytes:
    """A workbook of such rows; `merged`: (first row, first column, last row, last column, text) of the first sheet."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False})
    for place, rows in enumerate(sheets):
        page = book.add_worksheet(names[place] if names else None)
        for line, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    page.write(line, column, cell)
        for span in merged if place == 0 else ():
            page.merge_range(*span)
    book.close()
    return made.getvalue()


def sheet(*rows: Sequence[Any], header: Sequence[Any] = HEADER) -> bytes:
    return xlsx([header, *(rows or [ROW])])


def row(name: str, **changed: Any) -> list[Any]:
    """A good row under that name, but for what is changed, by the lower-case word of its title."""
    told = dict(zip([title.lower().replace("/", "_") for title in HEADER], ROW, strict=True)) | {"nama": name} | changed
    return list(told.values())


def uploaded(office, by, content: bytes | None = None, name: str = "daftar.xlsx") -> Batch:
    return services.upload_batch(
        kind=KIND, office=office, file_name=name, content=content or sheet(), by=by, at=timezone.now()
    )


def checked(office, by, content: bytes | None = None, name: str = "daftar.xlsx") -> Batch:
    batch = uploaded(office, by, content, name)
    tasks.run_batch_check(batch.pk)
    return fresh(batch)


def committed(office, by, content: bytes | None = None) -> Batch:
    batch = services.commit_batch(batch=checked(office, by, content), by=by, at=timezone.now())
    tasks.run_batch_commit(batch.pk)
    return fresh(batch)


def fresh(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)
