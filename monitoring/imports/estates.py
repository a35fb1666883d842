"""The import kind `estates`: a province's or kab/kota's list of rusun and rusus, one row a location."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.imports import regions, values
from krs_portal.imports.coordinates import coordinates
from krs_portal.imports.kinds import Column, ImportKind, Line, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.kit.formats import decimal, number
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Office, Region
from monitoring import places, policies
from monitoring.enums import (
    HAND_OVER_PATHS,
    Beneficiary,
    Condition,
    CoordinateQuality,
    EstateKind,
    HandOverPath,
    HandOverState,
    LandStatus,
)
from monitoring.models import Block, Estate, HandOver

B, S = Beneficiary, HandOverState
Options = dict[str, Sequence[str]]  # code → what people write for it, the first as in the list to choose from
KINDS: Options = {EstateKind.RUSUN: ["Rusun", "Rumah susun", "Rusunawa"], EstateKind.RUSUS: ["Rusus", "Rumah khusus"]}
BENEFICIARIES: Options = {
    B.MBR: ["MBR"],
    B.WORKERS: ["Pekerja Industri", "Pekerja"],
    B.STUDENTS_BOARDING: ["Peserta Didik (LPKB)", "LPKB", "Santri"],
    B.STUDENTS_CAMPUS: ["Peserta Didik (Perguruan Tinggi)", "Peserta Didik (PT)", "Perguruan Tinggi", "Mahasiswa"],
    B.MILITARY: ["TNI"],
    B.POLICE: ["POLRI"],
    B.CIVIL_SERVANTS: ["ASN", "ASN (K/L)", "ASN (PUPR)"],
    B.FISHERS: ["Nelayan"],
    B.RESETTLED: ["Warga relokasi atau korban bencana", "Relokasi", "Korban bencana"],
    B.OTHER: ["Lainnya"],
}
CONDITIONS: Options = {
    Condition.GOOD: ["BAIK"],
    Condition.LIGHT: ["RUSAK RINGAN", "RR"],
    Condition.MODERATE: ["RUSAK SEDANG", "RS"],
    Condition.HEAVY: ["RUSAK BERAT", "RB"],
}
LANDS: Options = {LandStatus.CLEAR: ["CLEAR", "Jelas"], LandStatus.DISPUTED: ["BERMASALAH"]}
LIVED_IN = {"yes": ["SDH", "Sudah dihuni"], "partly": ["HUNI SEBAGIAN", "Sebagian"], "no": ["BLM", "Belum dihuni"]}
PATHS: Options = {HandOverPath.GRANT: ["HIBAH"], HandOverPath.STATUS_TRANSFER: ["ALIH STATUS"]}
COMPLETE = values.yes_or_no(yes=["LENGKAP"], no=["BELUM LENGKAP"])
# A grant that left the ledger still waits for the asset itself; with a transfer of status the ledger is the end.
STATES: Options = {
    S.NOT_STARTED: ["BELUM DIPROSES"],
    S.SECRETARIAT: ["PEMBERKASAN USULAN HIBAH DI SETDITJEN", "Usulan dan pemberkasan di Setditjen"],
    S.ASSET_BUREAU: ["PERSETUJUAN HIBAH DI BIRO PBMN", "Persetujuan di Biro PBMN"],
    S.FINANCE_MINISTRY: ["PERSETUJUAN KEMENKEU", "Persetujuan Kementerian Keuangan", "PSP DI KPKNL"],
    S.STATE_SECRETARIAT: ["PERSETUJUAN HIBAH (PROSES BAST)", "BAST melalui Setneg"],
    S.TRANSFER_DEED: ["BAST dan TKTM"],
    S.WRITE_OFF: ["Penghapusan di Setditjen"],
    S.LEDGER_CLEARED: ["HIBAH SUDAH DIHAPUS", "Dihapus dari SIMAK BMN"],
    S.DONE: ["ALIH STATUS SUDAH DIHAPUS", "Serah terima aset selesai", "SELESAI"],
}
PLAIN = ("name", "package_name", "address", "proposer", "variant", "unit_type", "builder", "manager", "notes")
DIGITS = ("floors", "capacity", "built_year")


def words(longest: int) -> values.Parse:
    """Text in which 0 stands for unknown, as these lists have it."""
    parse = values.text(longest=longest)
    return lambda raw: None if raw in (0, "0") else parse(raw)


def first(options: Mapping[Any, Sequence[str]]) -> list[str]:
    return [known[0] for known in options.values()]


def column(code: str, title: Any, parse: values.Parse, *aliases: str, **more: Any) -> Column:
    return Column(code, title, parse, aliases=aliases, **more)


t, year = gettext_lazy, values.whole(low=1950, high=2100, zero_is_unknown=True)
COLUMNS = [
    column("name", t("Nama rusun"), values.text(longest=200), "LOKASI RUMAH SUSUN / NAMA RUSUN", "Nama", "Nama lokasi",
           required=True, example="Rusunawa Kaligawe"),
    column("region", t("Kab/kota"), values.region(), "KAB / KOTA", "Kabupaten/Kota", "Kabupaten", required=True,
           example="Kota Semarang"),
    column("beneficiary", t("Penerima manfaat"), values.choice(BENEFICIARIES), "KATEGORI PENERIMA MANFAAT",
           "Kategori penerima", "SUMBER PENGUSUL 2", required=True, choices=first(BENEFICIARIES)),
    column("kind", t("Jenis hunian"), values.choice(KINDS), "Rusun/Rusus", choices=first(KINDS)),
    column("rusun_id", t("ID rusun"), words(40), "ID RUSUN"),
    column("package_name", t("Nama paket"), words(300), "NAMA PAKET"),
    column("address", t("Alamat"), words(400), "ALAMAT"),
    column("point", t("Titik koordinat"), coordinates(), "TITIK KOORDINAT", "Koordinat", example="-7.0051, 110.4381"),
    column("proposer", t("Sumber pengusul"), words(120), "SUMBER PENGUSUL", "Pengusul"),
    column("builder", t("Pembangun"), words(120), "ASSET TERCATAT PADA SATUAN KERJA"),
    column("budget_years", t("Tahun anggaran"), values.years(), "TAHUN ANGGARAN", "TA", example="2010 - 2011"),
    column("built_year", t("Tahun terbangun"), year, "TAHUN TERBANGUN", "SUMBER PENGUSUL 3"),
    column("unit_type", t("Tipe"), words(30), "TIPE RUSUN"),
    column("variant", t("Varian"), words(40), "VARIAN"),
    column("floors", t("Jumlah lantai"), values.whole(low=1, high=60, zero_is_unknown=True), "JUMLAH LANTAI"),
    column("towers", t("Jumlah tower"), values.whole(low=1, high=200, zero_is_unknown=True), "JUMLAH TOWER",
           is_summed=True),
    column("units", t("Jumlah unit"), values.whole(low=1, high=20_000, zero_is_unknown=True), "JUMLAH UNIT",
           is_summed=True),
    column("capacity", t("Kapasitas hunian"), values.whole(low=1, zero_is_unknown=True), "KAPASITAS HUNIAN"),
    column("condition", t("Kondisi bangunan"), values.choice(CONDITIONS), "KONDISI BANGUNAN",
           choices=first(CONDITIONS)),
    column("land_status", t("Status lahan"), values.choice(LANDS), "STATUS LAHAN", choices=first(LANDS)),
    column("lived_in", t("Status hunian"), values.choice(LIVED_IN), "STATUS HUNIAN", choices=first(LIVED_IN)),
    column("occupied_since_on", t("Dihuni sejak"), values.day(), "Tanggal dihuni", "STATUS HUNIAN 2"),
    column("occupied", t("Unit terhuni"), values.whole(high=20_000), "JUMLAH UNIT DIHUNI", "STATUS HUNIAN 4",
           is_summed=True),
    column("empty", t("Sisa unit"), values.whole(high=20_000), "Unit kosong", "STATUS HUNIAN 5", is_summed=True),
    column("share", t("Persen hunian"), values.share(), "% HUNIAN", "STATUS HUNIAN 6"),
    column("manager", t("Pengelola"), words(150), "LEMBAGA PENGELOLA"),
    column("recipient", t("Penerima barang"), words(150), "STATUS ASSET (BMN)", "Nama penerima barang"),
    column("recipient_address", t("Alamat penerima barang"), words(300), "STATUS ASSET (BMN) 2"),
    column("path", t("Jenis serah terima"), values.choice(PATHS), "STATUS ASSET (BMN) 3", choices=first(PATHS)),
    column("value", t("Nilai perolehan"), values.whole(zero_is_unknown=True), "STATUS ASSET (BMN) 4",
           forgives_errors=True),
    column("internal", t("Dokumen internal"), COMPLETE, "STATUS ASSET (BMN) 5", choices=["LENGKAP", "BELUM LENGKAP"]),
    column("external", t("Dokumen eksternal"), COMPLETE, "STATUS ASSET (BMN) 6", choices=["LENGKAP", "BELUM LENGKAP"]),
    column("state", t("Tahap serah terima"), values.choice(STATES), "STATUS ASSET (BMN) 7", "Status dokumen",
           choices=first(STATES)),
    column("notes", t("Keterangan"), words(2000), "KETERANGAN"),
]  # fmt: skip


def key(row: Values) -> str:
    return row["rusun_id"] or f"{values.normal(row['name'])} / {row['region']}"


def province_of(office: Office) -> str:
    return office.region.code[:2] if office.region else ""


def check(lines: Lines, office: Office, user: Any) -> None:
    """Where each stands, whether it is there already, and whether its figures agree with each other."""
    known = regions.codes(province_of(office))
    own = office.region.code if office.kind == OfficeKind.LOCAL_AGENCY and office.region else ""
    found = {region.code: region for region in Region.objects.filter(code__in=known.values()).select_related("parent")}
    for line in lines:
        row = line.values
        row["region_code"] = code = known.get(row["region"])
        if code is None:
            line.wants("region", unknown_region(row["region"], known, office))
        elif own and code != own:
            line.wants("region", _("%(region)s bukan wilayah dinas ini.") % {"region": found[code]})
        elif (point := row.get("point")) and (
            wrong := places.what_is_wrong(point["latitude"], point["longitude"], found[code])
        ):
            line.wants("point", wrong)
        check_figures(line)
        check_hand_over(line)
    recognise(lines)


def unknown_region(written: str, known: Mapping[str, str], office: Office) -> str:
    bare = written.removeprefix("kab ").removeprefix("kota ")
    if bare == written and {f"kab {bare}", f"kota {bare}"} <= known.keys():
        return _("“%(name)s” bisa kabupaten atau kota; tulis “Kab. %(name)s” atau “Kota %(name)s”.") % {
            "name": written.title()
        }
    return _("“%(name)s” bukan kab/kota di %(province)s.") % {
        "name": written.title(),
        "province": (office.region.parent or office.region) if office.region else _("wilayah dinas ini"),
    }


def check_figures(line: Line) -> None:
    row = line.values
    units, occupied, empty = row.get("units"), row.get("occupied"), row.get("empty")
    if occupied is not None and units is None:
        line.wants("units", _("Unit terhuni diisi, tetapi jumlah unitnya belum."))
        return
    if occupied is None or units is None:
        return
    told = {"units": number(units), "occupied": number(occupied), "empty": number(empty)}
    if occupied > units:
        line.wants("occupied", _("Unit terhuni (%(occupied)s) melebihi jumlah unit (%(units)s).") % told)
    elif empty is not None and occupied + empty != units:
        line.wants("empty", _("%(occupied)s terhuni dan %(empty)s sisa tidak sama dengan %(units)s unit.") % told)
    elif (share := row.get("share")) is not None and abs(share - 100 * occupied / units) > 1:
        told |= {"share": decimal(share, 1), "counted": decimal(100 * occupied / units, 1)}
        line.wants("share", _("%(occupied)s dari %(units)s unit adalah %(counted)s %%, tertulis %(share)s %%.") % told)
    if row.get("lived_in") == "no" and occupied:
        line.wants("lived_in", _("Tertulis belum dihuni, tetapi %(occupied)s unit terhuni.") % told)
    elif row.get("lived_in") == "yes" and occupied == 0:
        line.wants("occupied", _("Tertulis sudah dihuni, tetapi 0 unit terhuni; kosongkan bila belum diketahui."))


def check_hand_over(line: Line) -> None:
    row = line.values
    path, state = row.get("path"), row.get("state")
    if state and not path:
        line.wants("path", _("Tahap serah terima diisi, tetapi jenisnya (hibah atau alih status) belum."))
    elif path and state and state not in HAND_OVER_PATHS[HandOverPath(path)]:
        said = {"state": HandOverState(state).label, "path": HandOverPath(path).label.lower()}
        line.wants("state", _("“%(state)s” bukan tahap %(path)s.") % said)


def recognise(lines: Lines) -> None:
    """By its ID, else by its name in the same kab/kota."""
    codes = [line.values["rusun_id"] for line in lines if line.values.get("rusun_id")]
    by_code = dict(Estate.objects.filter(code__in=codes).values_list("code", "name"))
    here = {line.values["region_code"] for line in lines}
    named = {
        (values.normal(name), code)
        for name, code in Estate.objects.filter(region__code__in=here).values_list("name", "region__code")
    }
    for line in lines:
        code = line.values.get("rusun_id")
        if code in by_code:
            line.is_twin(_("ID rusun %(code)s sudah terdaftar: %(name)s.") % {"code": code, "name": by_code[code]})
        elif not code and (values.normal(line.values["name"]), line.values["region_code"]) in named:
            line.is_twin(_("Lokasi dengan nama ini sudah terdaftar di kab/kota yang sama."))


def commit(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    found = {
        region.code: region
        for region in Region.objects.filter(
            code__in={line.values["region_code"] for line in lines}, kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA),
            valid_until__isnull=True,
        )
    }  # fmt: skip
    local = dict(
        Office.objects.filter(
            kind=OfficeKind.LOCAL_AGENCY, region__in=found.values(), closed_on__isnull=True
        ).values_list("region_id", "pk")
    )
    estates = Estate.objects.bulk_create(
        [estate(line.values, found[line.values["region_code"]], local, batch, at) for line in lines]
    )
    pairs = [(made, line.values) for made, line in zip(estates, lines, strict=True)]
    Block.objects.bulk_create(blocks(pairs))
    HandOver.objects.bulk_create(hand_overs(pairs))
    return [made.pk for made in estates]


def estate(row: Values, region: Region, local: Mapping[int, int], batch: Batch, at: datetime) -> Estate:
    point, years = row.get("point") or {}, row.get("budget_years") or {}
    since = row.get("occupied_since_on")
    return Estate(
        office_id=local.get(region.pk, batch.office_id),
        region=region,
        kind=row.get("kind") or EstateKind.RUSUN,
        code=row.get("rusun_id") or "",
        beneficiary=row["beneficiary"],
        condition=row.get("condition") or "",
        land_status=row.get("land_status") or "",
        latitude=None if not point else round(point["latitude"], 6),
        longitude=None if not point else round(point["longitude"], 6),
        coordinate_quality=point.get("quality", CoordinateQuality.MISSING),
        budget_year_first=years.get("first"),
        budget_year_last=years.get("last"),
        occupied_since_on=date.fromisoformat(since) if since else None,
        created_at=at,
        **{name: row.get(name) or "" for name in PLAIN},
        **{name: row.get(name) for name in DIGITS},
    )


def blocks(pairs: Iterable[tuple[Estate, Values]]) -> list[Block]:
    """One block for what the row counts together; none where it counts nothing."""
    return [
        Block(
            estate=made,
            towers=row.get("towers") or 1,
            floors=row.get("floors"),
            declared_units=row.get("units"),
            declared_occupied=row.get("occupied"),
        )
        for made, row in pairs
        if any(row.get(name) is not None for name in ("towers", "units", "occupied"))
    ]


def hand_overs(pairs: Iterable[tuple[Estate, Values]]) -> list[HandOver]:
    return [
        HandOver(
            estate=made,
            path=row["path"],
            state=row.get("state") or HandOverState.NOT_STARTED,
            recipient=row.get("recipient") or "",
            recipient_address=row.get("recipient_address") or "",
            value=row.get("value"),
            internal_complete=row.get("internal"),
            external_complete=row.get("external"),
        )
        for made, row in pairs
        if row.get("path")
    ]


def undo(batch: Batch, user: Any, at: datetime) -> None:
    """What has been worked on since keeps standing: then the whole batch does."""
    keys = [int(each) for each in batch.rows.exclude(result_key="").values_list("result_key", flat=True)]
    made = Estate.objects.filter(pk__in=keys)
    worked_on = made.filter(blocks__is_listed=True) | made.filter(tariffs__isnull=False)
    if name := worked_on.values_list("name", flat=True).first():
        raise ValidationError(
            _("%(name)s sudah dilengkapi sesudah impor; impor ini tidak dapat dibatalkan.") % {"name": name}
        )
    try:
        made.delete()
    except ProtectedError as error:
        first = next(iter(error.protected_objects))
        raise ValidationError(
            _("Sudah ada %(kind)s pada lokasi dari impor ini; impor tidak dapat dibatalkan.")
            % {"kind": first._meta.verbose_name}
        ) from error


KIND = ImportKind(
    code="estates",
    title=gettext_lazy("Rusun dan rusus"),
    columns=COLUMNS,
    key=key,
    check=check,
    commit=commit,
    undo=undo,
    why_not_see=policies.why_not_read,
    why_not_import=policies.why_not_fill,
    rows_url=lambda batch: reverse("monitoring:estates"),
    intro=gettext_lazy(
        "Satu baris untuk satu lokasi. Kosong berarti belum diketahui; nol hanya bila memang tidak ada."
    ),
)
