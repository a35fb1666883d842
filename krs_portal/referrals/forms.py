"""Forms about referrals and partners. They check words; services decide, and their refusals are shown here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.nik import mask_nik
from krs_portal.accounts.phones import format_phone, parse_phone, takes_messages
from krs_portal.kit.fields import DayField, offer_choices
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited
from krs_portal.offices.models import Office, Region
from krs_portal.referrals import consent
from krs_portal.referrals.enums import PartnerKind, ReferralState, SharedDatum
from krs_portal.referrals.kinds import ReferralSubject
from krs_portal.referrals.models import Partner, Programme

LONGEST_NEED, MOST_NEEDS = 200, 30


class ReferralForm(RefusableForm):
    """Whom, to which programme, for what, and what the partner may know."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Mitra dan program"), empty_label=_("Pilih program")
    )
    name = forms.CharField(label=_("Nama yang dirujuk"), max_length=150)
    note = forms.CharField(
        label=_("Yang dibutuhkan dari mitra"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text=_("Dibaca oleh mitra. Tulis hanya yang perlu untuk menanganinya."),
    )
    shared = forms.MultipleChoiceField(
        label=_("Data yang boleh diketahui mitra"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Selain nama dan yang dibutuhkan. Yang tidak dicentang tidak disampaikan."),
    )
    due_on = DayField(
        label=_("Jawaban ditunggu sampai"),
        required=False,
        help_text=_("Kosongkan untuk memakai batas waktu mitra, lazimnya 9 hari."),
    )
    consents = forms.BooleanField(
        label=_("Sudah dibacakan dan disetujui pemohon"),
        help_text=consent.TEXT,
        error_messages={"required": _("Tanpa persetujuan pemohon, datanya tidak disampaikan kepada mitra.")},
    )

    def __init__(self, data: Any = None, *, subject: ReferralSubject, programmes: Any, **options: Any):
        super().__init__(data, initial={"name": subject.name}, **options)
        offer_choices(self, programme=programmes)
        self.fields["shared"].choices = [
            (datum, f"{SharedDatum(datum).label}: {show_datum(datum, value)}")
            for datum, value in subject.known_data.items()
        ]
        if not subject.known_data:
            del self.fields["shared"]

    def clean(self) -> dict[str, Any]:
        return {"shared": [], **(super().clean() or {})}


def show_datum(datum: str, value: str) -> str:
    match datum:
        case SharedDatum.PHONE:
            return format_phone(value)
        case SharedDatum.NIK:
            return mask_nik(value)
    return value


class PartnerAnswerForm(RefusableForm):
    """What the partner says, itself or through the office."""

    answer = forms.ChoiceField(label=_("Jawaban"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Keterangan"),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
        required=False,
        help_text=_("Wajib bila ditolak: apa alasannya, dan ke mana pemohon sebaiknya pergi."),
    )
    delivered_on = DayField(
        label=_("Terlaksana pada tanggal"), required=False, help_text=_("Hanya bila sudah terlaksana.")
    )

    def __init__(self, data: Any = None, *, answers: list[ReferralState], **options: Any):
        super().__init__(data, **options)
        labels = {
            ReferralState.RECEIVED: _("Sudah sampai, sedang diperiksa"),
            ReferralState.ACCEPTED: _("Diterima, akan ditangani"),
            ReferralState.DECLINED: _("Tidak dapat dipenuhi"),
            ReferralState.DELIVERED: _("Sudah terlaksana"),
        }
        self.fields["answer"].choices = [(answer.value, labels[answer]) for answer in answers]
        if ReferralState.DELIVERED not in answers:
            del self.fields["delivered_on"]


class WithdrawReferralForm(RefusableForm):
    reason = forms.CharField(label=_("Alasan menarik rujukan"), widget=forms.Textarea({"rows": 3}), max_length=500)


class ExplainReferralForm(RefusableForm):
    note = forms.CharField(
        label=_("Apa yang dijelaskan kepada pemohon"), widget=forms.Textarea({"rows": 3}), max_length=500
    )


class PartnerForm(RefusableModelForm):
    """A partner of the directory. `office` is asked once, when the entry is made."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Wilayah"), required=False, empty_label=_("Seluruh Indonesia")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Dicatat oleh"), required=False)
    phone = forms.CharField(
        label=_("Nomor WhatsApp"), required=False, max_length=30, widget=forms.TextInput({"type": "tel"}),
        help_text=_("Seperti 0812 3456 7890."),
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = (
            "name", "kind", "office", "region", "contact", "email", "phone", "note", "remind_after", "at_risk_after",
            "close_after", "is_active",
        )  # fmt: skip
        help_texts = {"contact": _("Jabatan atau nama yang menerima rujukan.")}

    def __init__(self, data: Any = None, *, offices: Any, is_national: bool, **options: Any):
        super().__init__(data, **options)
        self.fields["kind"].choices = [("", _("Pilih jenis")), *PartnerKind.choices]
        provinces_and_below = Region.objects.filter(valid_until__isnull=True).exclude(kind="KECAMATAN")
        offer_choices(self, region=provinces_and_below.order_by("code", "pk"), office=offices)
        if self.instance.pk:
            del self.fields["office"]
        else:
            self.fields["office"].required = not is_national
            self.fields["office"].empty_label = _("Kementerian, untuk semua unit") if is_national else None

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        phone = parse_phone(text) if text else ""
        if phone and not takes_messages(phone):
            raise ValidationError(_t("Nomor ini tidak menerima WhatsApp; tulis nomor telepon seluler."))
        return phone

    def _post_clean(self) -> None:
        """The service asks the model's own rules, on the row that it locked."""


class ProgrammeForm(RefusableForm):
    name = forms.CharField(label=_("Nama program"), max_length=150)
    offer = forms.CharField(label=_("Isi"), max_length=300, required=False)
    needs = forms.CharField(
        label=_("Yang diperlukan"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text=_("Berkas dan syarat, satu per baris."),
    )
    source = forms.CharField(label=_("Dasar"), max_length=300, required=False)
    is_active = forms.BooleanField(label=_("Masih dibuka"), required=False, initial=True)

    def clean_needs(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["needs"].splitlines() if line.strip()]
        if len(lines) > MOST_NEEDS or any(len(line) > LONGEST_NEED for line in lines):
            raise ValidationError(
                _t("Paling banyak %(most)d baris, masing-masing paling panjang %(length)d huruf.")
                % {"most": MOST_NEEDS, "length": LONGEST_NEED}
            )
        return lines


def edit_programme(programme: Programme | None) -> Edited | None:
    return Edited(programme, read_programme) if programme else None


def read_programme(programme: Programme) -> dict[str, Any]:
    return {
        "name": programme.name,
        "offer": programme.offer,
        "needs": "\n".join(programme.needs),
        "source": programme.source,
        "is_active": programme.is_active,
    }
