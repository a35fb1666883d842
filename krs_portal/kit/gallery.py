"""The context of the gallery page: every component and drawing in every state, with invented figures."""

from typing import Any

from django import forms

from krs_portal.kit import charts, qr
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.pagination import KeysetPage
from krs_portal.kit.typed import TypedText
from krs_portal.kit.versions import MINE, Difference

LONG = (
    "Nama yang sangat panjang dari sebuah tempat di Kabupaten Kepulauan Siau Tagulandang Biaro, lantai dua, loket enam"
)


WRONG = {"wrong-email": "bukan surel", "wrong-place": "b", "wrong-note": LONG}


class SampleForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", help_text="Seperti pada tanda pengenal.")
    email = forms.EmailField(label="Surel", required=False)
    on = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label="Tempat", choices=[("", "Pilih satu"), ("a", "Tempat A"), ("b", LONG)])
    way = forms.ChoiceField(
        label="Cara bertemu", choices=[("a", "Datang langsung"), ("b", "Daring")], widget=forms.RadioSelect
    )
    matters = forms.MultipleChoiceField(
        label="Hal yang ditanyakan",
        choices=[("a", "Hal pertama"), ("b", "Hal kedua"), ("c", LONG)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Keterangan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="Saya menyetujui keterangan di atas.")


def build_gallery_context() -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm(WRONG, prefix="wrong"),
        "marked": {"version": "contoh", "version_name": "version", "keeps_texts": True},
        "differences": [
            Difference("name-choice", "Nama lengkap", "Budi", "Budi Santoso", "Budi S.", MINE),
            Difference("note-choice", "Keterangan", "–", LONG, "Satu baris\nDua baris", ""),
        ],
        "texts": [TypedText("Keterangan", f"{LONG}\nDua baris"), TypedText("Nama lengkap", "Budi")],
        "sent": [("name", "Budi"), ("note", LONG)],
        "actions": [
            Action("Simpan", "#", icon="check", kind="primary"),
            Action("Unduh", "#", icon="download"),
            Action("Terbitkan", "#", refusal="Selisih 2 belum diberi alasan; isi alasannya lebih dahulu."),
            Action("Hapus", "#", icon="trash", kind="danger", method="post"),
        ],
        "tabs": [Tab("Menunggu", "#", current=True, count=4), Tab("Dilayani", "#", count=1806), Tab("Selesai", "#")],
        "places": [("Beranda", "#"), ("Laporan", "#"), (LONG, None)],
        "facts": [("Waktu", "Kamis, 8 Desember 2022, 07.30 WIB"), ("Tempat", LONG), ("Catatan", None)],
        "qr": qr.draw_qr("https://krs.example.test/contoh"),
        "bring": ("Tanda pengenal", "Foto atau gambar, bila ada"),
        "rows": _build_rows(),
        "page": KeysetPage(rows=list(range(50)), next="contoh", is_first=True),
        "last_page": KeysetPage(rows=[1], next=None, is_first=False),
        "trend": charts.draw_trend(_build_months(), title="Tiap bulan", target=150),
        "running": charts.draw_trend(
            _build_months(),
            title="Jumlah berjalan",
            target=1250,
            cumulative=True,
            before=[40, 60, 70, 90, 80, 95, 100, 100, 105, 90, 80, 95],
            before_label="tahun lalu",
        ),
        "tiles": charts.draw_tiles(_build_tiles(), title="Angka tiap tempat"),
        "stack": charts.draw_stack(_build_floors(), title="Isi tiap lantai"),
    }


def _build_rows() -> list[dict[str, Any]]:
    figures = [
        ("Tempat E", 173, 250),
        ("Tempat B", 305, 250),
        ("Tempat D", 660, 250),
        (LONG, None, 250),
        ("F", 12, None),
    ]
    return [
        {
            "name": name,
            "value": value,
            "target": target,
            "percent": value / target * 100 if value and target else None,
            "left": value - target if value and target else None,
            "missed": bool(value and target and value < target),
            "chart": charts.draw_bullet(value, target, pace=232, scale=700, label=name),
        }
        for name, value, target in figures
    ]


def _build_months() -> list[charts.TrendPoint]:
    names = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    values = [62, 88, 121, 90, 143, 160, 171, 156, 188, 190, 201, None]
    return [charts.TrendPoint(name, value, href="#") for name, value in zip(names, values, strict=True)]


def _build_tiles() -> list[charts.MapTile]:
    where = [
        (0, 0),
        (1, 0),
        (3, 0),
        (0, 1),
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
        (5, 1),
        (6, 1),
        (2, 2),
        (4, 2),
        (6, 2),
        (7, 2),
    ]
    values = [12, 80, 230, 173, 305, None, 336, 410, 0, 660, 52, 334, 500, 61]
    return [
        charts.MapTile(f"{index:02}", f"Tempat {index}", column, row, value, href="#")
        for index, ((column, row), value) in enumerate(zip(where, values, strict=True), start=11)
    ]


def _build_floors() -> list[charts.StackFloor]:
    kinds = ["full", "full", "empty", "full", "broken", "full", "full", "empty", "full", "full", "full", "full"]
    words = {"full": "terisi", "empty": "kosong", "broken": "rusak"}
    return [
        charts.StackFloor(
            f"Lt {floor}",
            [
                charts.StackCell(f"{floor}{n:02}", k, f"Unit {floor}{n:02}: {words[k]}")
                for n, k in enumerate(kinds[floor:], 1)
            ],
        )
        for floor in range(1, 5)
    ]
