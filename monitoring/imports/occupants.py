"""The import kind `occupants`: who lives in which unit, one row a household (the columns of domain.md §4.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.accounts import nik
from krs_portal.accounts.phones import parse_phone
from krs_portal.imports import regions, values
from krs_portal.imports.kinds import Column, ImportKind, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office, Region
from monitoring import assessing, identity, plausible, policies
from monitoring.enums import DocumentKind, Education, MaritalStatus, Relation, Sex, UnitState
from monitoring.models import Estate, Household, Member, Tenancy, Unit

Options = Mapping[str, Sequence[str]]
SEXES: Options = {Sex.MALE: ["Laki-laki", "L", "Pria"], Sex.FEMALE: ["Perempuan", "P", "Wanita"]}
MARITAL: Options = {
    MaritalStatus.SINGLE: ["Lajang", "Belum kawin", "Belum menikah"],
    MaritalStatus.MARRIED: ["Menikah", "Kawin"],
    MaritalStatus.DIVORCED: ["Cerai", "Cerai hidup", "Cerai mati", "Janda", "Duda"],
}
EDUCATION: Options = {
    Education.NONE: ["Tidak punya ijazah", "Tidak sekolah", "Tidak tamat SD"],
    Education.PRIMARY: ["SD"],
    Education.JUNIOR: ["SMP", "SLTP"],
    Education.SENIOR: ["SMA", "SMK", "SLTA", "SMA/SMK"],
    Education.DIPLOMA: ["D1-D3", "D1", "D2", "D3", "Diploma"],
    Education.BACHELOR: ["D4/S1", "S1", "D4", "Sarjana"],
    Education.MASTER: ["S2/S3", "S2", "S3"],
}
t = gettext_lazy


def number(parse: Any) -> values.Parse:
    """A NIK or KK: kept as text, its shape checked."""
    digits = values.digits(16)

    def read(raw: Any) -> str | None:
        text = digits(raw)
        return parse(text) if text else None

    return read


def phone(raw: Any) -> str | None:
    text = values.text(longest=30)(raw)
    return parse_phone(text if text.startswith(("0", "+", "62")) else f"0{text}") if text else None


def money(bounds: tuple[int, int]) -> values.Parse:
    """Rupiah that can be right; what can hardly be waits, with the reason."""
    whole = values.whole()

    def read(raw: Any) -> int | None:
        value = whole(raw)
        if reason := plausible.doubt(value, bounds):
            raise values.Wrong(reason)
        return value

    return read


def papers(raw: Any) -> list[str] | None:
    """ "Lengkap", or the documents that are there, with commas between."""
    text = values.text()(raw)
    if text is None:
        return None
    if values.normal(text) in {"lengkap", "ya"}:
        return list(DocumentKind.values)
    one = values.choice({kind.value: [str(kind.label)] for kind in DocumentKind})
    return [one(part) for part in text.replace(";", ",").split(",") if part.strip()]


def column(code: str, title: Any, parse: values.Parse, *aliases: str, **more: Any) -> Column:
    return Column(code, title, parse, aliases=aliases, **more)


def first(options: Options) -> list[str]:
    return [known[0] for known in options.values()]


side = values.amount(low=0.01, high=9_999, zero_is_unknown=True)
yes = values.yes_or_no()
COLUMNS = [
    column("estate", t("Hunian"), values.text(longest=200), "Rusun", "Rusus", "Nama rusun", "Lokasi", required=True,
           example="Rusunawa Kaligawe", help=t("Nama atau ID rusun seperti pada daftar hunian.")),
    column("block", t("Blok"), values.text(longest=60), "Tower", "Gedung", "Twin blok", example="B",
           help=t("Boleh kosong bila hunian hanya punya satu blok.")),
    column("unit", t("Nomor unit"), values.text(longest=20), "Unit", "No unit", "Kamar", required=True, example="101"),
    column("name", t("Nama kepala keluarga"), values.text(longest=150), "Nama", "Nama penghuni", required=True,
           example="Siti Aminah"),
    column("nik", t("NIK"), number(identity.parse_nik), "No KTP", "Nomor KTP", is_private=True),
    column("kk", t("Nomor KK"), number(identity.parse_kk), "No KK", "KK", is_private=True),
    column("sex", t("Jenis kelamin"), values.choice(SEXES), "JK", "L/P", choices=first(SEXES)),
    column("born_on", t("Tanggal lahir"), values.day(), "Tgl lahir", is_private=True),
    column("phone", t("Telepon"), phone, "HP", "No HP", "Nomor telepon"),
    column("origin", t("Kab/kota asal"), values.region(), "Asal", "Daerah asal", example="Kota Semarang"),
    column("marital_status", t("Status perkawinan"), values.choice(MARITAL), "Status kawin", choices=first(MARITAL)),
    column("member_count", t("Jumlah anggota"), values.whole(low=1, high=30, zero_is_unknown=True),
           "Jumlah anggota keluarga", "Jml anggota", is_summed=True),
    column("education", t("Pendidikan"), values.choice(EDUCATION), "Pendidikan terakhir", choices=first(EDUCATION)),
    column("occupation", t("Pekerjaan"), values.text(longest=60)),
    column("workplace", t("Tempat kerja"), values.text(longest=150), "Perusahaan"),
    column("income", t("Penghasilan per bulan"), money(plausible.BOUNDS["income"]), "Penghasilan", "Gaji",
           "Penghasilan suami", is_private=True),
    column("spouse_income", t("Penghasilan pasangan"), money(plausible.BOUNDS["spouse_income"]), "Penghasilan istri",
           is_private=True),
    column("savings", t("Tabungan"), money(plausible.BOUNDS["savings"]), is_private=True),
    column("instalment", t("Kemampuan angsuran per bulan"), money(plausible.BOUNDS["instalment"]),
           "Kemampuan mengangsur", "Kemampuan angsuran", is_private=True),
    column("started_on", t("Mulai sewa"), values.day(), "Tgl mulai sewa", "Tanggal masuk", "Mulai huni", required=True,
           example="1/2/2022"),
    column("ends_on", t("Akhir perjanjian"), values.day(), "Akhir kontrak", "Akhir sewa", example="1/2/2025"),
    column("extension", t("Perpanjangan ke-"), values.whole(high=50), "Perpanjangan"),
    column("rent", t("Sewa per bulan"), money(plausible.RENT), "Sewa", "Tarif sewa", "Tarif"),
    column("arrears", t("Tunggakan"), money(plausible.ARREARS), "Tunggakan sewa", is_private=True,
           help=t("Isi 0 bila tidak menunggak; kosong berarti belum diketahui.")),
    column("owns_house", t("Punya rumah lain"), yes, "Punya rumah", choices=["Ya", "Tidak"]),
    column("has_land", t("Punya tanah"), yes, "Punya tanah lain", choices=["Ya", "Tidak"]),
    column("land_width", t("Lebar tanah (m)"), side, "Lebar tanah"),
    column("land_length", t("Panjang tanah (m)"), side, "Panjang tanah"),
    column("wants_to_own", t("Berminat memiliki rumah"), yes, "Minat memiliki rumah", "Minat", choices=["Ya", "Tidak"]),
    column("scheme", t("Skema yang diminati"), values.text(longest=80), "Skema"),
    column("in_welfare_data", t("Terdaftar DTKS/DTSEN"), yes, "DTKS", "DTSEN", choices=["Ya", "Tidak"]),
    column("decile", t("Desil"), values.whole(low=1, high=10, zero_is_unknown=True)),
    column("has_tapera", t("Peserta Tapera"), yes, "Tapera", "BP Tapera", choices=["Ya", "Tidak"]),
    column("documents", t("Dokumen"), papers, "Kelengkapan dokumen", example="KTP, Kartu Keluarga",
           help=t("“Lengkap”, atau nama dokumen yang ada dengan koma di antaranya.")),
]  # fmt: skip
TEXTS = ("phone", "marital_status", "education", "occupation", "workplace", "scheme")
KNOWN = (
    "member_count", "income", "spouse_income", "savings", "instalment", "owns_house", "has_land", "land_width",
    "land_length", "wants_to_own", "in_welfare_data", "decile", "has_tapera", "documents",
)  # fmt: skip


def key(row: Values) -> str:
    """A household is its family card; without one, whoever is the head."""
    return row["kk"] or row["nik"] or ""


def estates_of(office: Office, user: Any) -> Any:
    """Those of the office and below it whose people the user works with."""
    below = {office.pk, *office.children.values_list("pk", flat=True)}
    return Estate.objects.filter(office__in=below & policies.known_agencies(user))


def check(lines: Lines, office: Office, user: Any) -> None:
    """Which unit it is, whether it is free, and whether the days can be."""
    places, origins = Places(lines, office, user), regions.codes()
    taken: dict[int, int] = {}
    for line in lines:
        row = line.values
        unit = places.find(line)
        if unit is not None:
            row["unit_id"] = unit.pk
            if earlier := taken.get(unit.pk):
                line.wants("unit", _("Unit ini sudah dipakai pada baris %(row)s.") % {"row": earlier})
            else:
                taken[unit.pk] = line.number
                places.judge(line, unit)
        if row.get("ends_on") and row["ends_on"] <= row["started_on"]:
            line.wants("ends_on", _("Perjanjian berakhir sebelum dimulai."))
        if (row.get("land_width") is None) != (row.get("land_length") is None):
            line.wants("land_length", _("Lebar dan panjang tanah diisi keduanya, lebih dari nol."))
        if row.get("origin"):
            row["origin_code"] = origins.get(row["origin"])
            if row["origin_code"] is None:
                line.wants("origin", _("“%s” bukan nama kab/kota.") % values.quoted(row["origin"].title()))


class Places:
    """The units that the lines name, and who lives in them."""

    def __init__(self, lines: Lines, office: Office, user: Any) -> None:
        named = {values.normal(line.values["estate"]) for line in lines}
        self.estates: dict[str, list[Estate]] = {}
        for estate in estates_of(office, user).only("pk", "name", "code"):
            for word in {values.normal(estate.name), values.normal(estate.code)} & named:
                self.estates.setdefault(word, []).append(estate)
        ids = {estate.pk for found in self.estates.values() for estate in found}
        units = Unit.objects.filter(block__estate__in=ids, number__in={line.values["unit"] for line in lines})
        self.units: dict[tuple[int, str], list[Unit]] = {}
        for unit in units.select_related("block"):
            self.units.setdefault((unit.block.estate_id, unit.number.casefold()), []).append(unit)
        found = [unit.pk for same in self.units.values() for unit in same]
        living = Tenancy.objects.active().filter(unit__in=found)
        self.living = dict(living.values_list("unit", "household__kk_lookup"))
        cards = {nik.lookup(line.values["kk"]) for line in lines if line.values.get("kk")}
        homes = Household.objects.filter(estate__in=ids, kk_lookup__in=cards)
        self.known = set(homes.values_list("estate", "kk_lookup"))

    def find(self, line: Any) -> Unit | None:
        row = line.values
        estates = self.estates.get(values.normal(row["estate"]), [])
        if not estates:
            line.wants("estate", _("“%s” tidak ada pada daftar hunian dinas ini.") % values.quoted(row["estate"]))
            return None
        if len(estates) > 1:
            line.wants("estate", _("Ada beberapa hunian bernama ini; tulis ID rusunnya."))
            return None
        units = self.units.get((estates[0].pk, row["unit"].casefold()), [])
        if row.get("block"):
            wanted = values.normal(row["block"])
            units = [unit for unit in units if values.normal(unit.block.name) in (wanted, f"blok {wanted}")]
        if not units:
            line.wants("unit", _("Unit ini tidak ada pada daftar unit %(estate)s.") % {"estate": estates[0]})
            return None
        if len(units) > 1:
            line.wants("block", _("Nomor unit ini ada di beberapa blok; tulis bloknya."))
            return None
        return units[0]

    def judge(self, line: Any, unit: Unit) -> None:
        """Whoever lives there already is a twin; anybody else is in the way."""
        card = nik.lookup(line.values["kk"]) if line.values.get("kk") else ""
        if unit.pk in self.living:
            if card and card == self.living[unit.pk]:
                line.is_twin(_("Rumah tangga ini sudah tercatat di unit yang sama."))
            else:
                line.wants("unit", _("Unit ini sudah dihuni rumah tangga lain."))
        elif card and (unit.block.estate_id, card) in self.known:
            line.wants("kk", _("Nomor KK ini sudah terdaftar di lokasi yang sama, di unit lain."))
        elif unit.state != UnitState.HABITABLE:
            line.wants("unit", _("Unit ini %(state)s.") % {"state": unit.get_state_display().lower()})


def commit(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    units = Unit.objects.select_related("block").in_bulk([line.values["unit_id"] for line in lines])
    codes = {line.values["origin_code"] for line in lines if line.values.get("origin_code")}
    origins = dict(Region.objects.filter(code__in=codes, valid_until__isnull=True).values_list("code", "pk"))
    homes = Household.objects.bulk_create(
        [household(line.values, units[line.values["unit_id"]], origins, at) for line in lines], batch_size=1000
    )
    pairs = [(home, line.values) for home, line in zip(homes, lines, strict=True)]
    Member.objects.bulk_create([head(home, row) for home, row in pairs], batch_size=1000)
    Tenancy.objects.bulk_create([stay(home, row) for home, row in pairs], batch_size=1000)
    Unit.objects.filter(pk__in=units).exclude(empty_reason="").update(empty_reason="")
    made = [home.pk for home in homes]
    assessing.assess(assessing.with_facts(Household.objects.filter(pk__in=made)), assessing.Rulebook(day_of(at)), at)
    return made


def household(row: Values, unit: Unit, origins: dict[str, int], at: datetime) -> Household:
    kk = row.get("kk") or ""
    return Household(
        estate_id=unit.block.estate_id,
        name=row["name"],
        kk_ciphertext=kk or None,
        kk_lookup=nik.lookup(kk) if kk else "",
        origin_id=origins.get(row.get("origin_code") or ""),
        created_at=at,
        **{name: row.get(name) or "" for name in TEXTS},
        **{name: row.get(name) for name in KNOWN},
    )


def head(home: Household, row: Values) -> Member:
    number = row.get("nik") or ""
    return Member(
        household=home,
        name=home.name,
        relation=Relation.HEAD,
        sex=row.get("sex") or "",
        born_on=day(row.get("born_on")),
        nik_ciphertext=number or None,
        nik_lookup=nik.lookup(number) if number else "",
    )


def stay(home: Household, row: Values) -> Tenancy:
    made = Tenancy(
        unit_id=row["unit_id"],
        household=home,
        started_on=date.fromisoformat(row["started_on"]),
        ends_on=day(row.get("ends_on")),
        extension=row.get("extension") or 0,
        rent=row.get("rent"),
        arrears=row.get("arrears"),
    )
    made.clean()
    return made


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def undo(batch: Batch, user: Any, at: datetime) -> None:
    """Households of the batch leave no trace but the audit's, unless somebody has worked with them since."""
    keys = [int(each) for each in batch.rows.exclude(result_key="").values_list("result_key", flat=True)]
    made = Household.objects.filter(pk__in=keys)
    worked_on = made.filter(consents__isnull=False) | made.filter(objections__isnull=False)
    if (worked_on | made.filter(tenancies__ended_on__isnull=False)).exists():
        raise ValidationError(
            _("Sebagian rumah tangga dari impor ini sudah dilengkapi sesudahnya; impor tidak dapat dibatalkan.")
        )
    try:
        Tenancy.objects.filter(household__in=keys).delete()
        made.delete()
    except ProtectedError as error:
        kind = next(iter(error.protected_objects))._meta.verbose_name
        raise ValidationError(
            _("Sudah ada %(kind)s untuk rumah tangga dari impor ini; impor tidak dapat dibatalkan.") % {"kind": kind}
        ) from error


def why_not_import(user: Any, office: Office) -> str | None:
    return policies.why_not_refer(user, office) and _("Daftar penghuni dimasukkan oleh dinas yang bersangkutan.")


def why_not_see(user: Any) -> str | None:
    """Rows hold people: only those who work with them."""
    if policies.known_agencies(user):
        return None
    return _("Daftar penghuni hanya untuk dinas perumahan.")


KIND = ImportKind(
    code="occupants",
    title=gettext_lazy("Penghuni rusun dan rusus"),
    columns=COLUMNS,
    key=key,
    check=check,
    commit=commit,
    undo=undo,
    why_not_see=why_not_see,
    why_not_import=why_not_import,
    rows_url=lambda batch: reverse("monitoring:people"),
    intro=gettext_lazy(
        "Satu baris satu rumah tangga. Unitnya harus sudah ada pada daftar unit. NIK, KK, dan data keuangan disimpan "
        "tersandi dan disamarkan. Kode wilayah NIK yang tidak dikenal tidak menahan baris; ia ditandai pada halaman "
        "rumah tangganya."
    ),
)
