"""What people type. Forms check words; whether it may be done, the services say, and their refusals land here."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.text import normalize_newlines
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinics.models import Place
from consultations import catalogue, consent
from consultations.enums import SlotKind
from consultations.models import Attendance, Consultation, Slot, Topic
from consultations.nearest import regions_served
from consultations.policies import FAMILY_SIZE
from krs_portal.accounts.nik import parse as parse_nik
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office, Region
from krs_portal.outbox.enums import Channel as MessageChannel


class Refusable(forms.BaseForm):
    """A form that shows a service's refusal at the field it names, with what was typed still there."""

    def refuse(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class GroupedRegions(forms.models.ModelChoiceIterator):
    """Kab/kota under their province."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for region in self.field.queryset:
            groups.setdefault(str(region.parent), []).append(self.choice(region))
        yield from groups.items()


class RegionField(forms.ModelChoiceField):
    """Where its regions come from by `find`, they are looked up only to be drawn or picked from."""

    iterator = GroupedRegions
    find: Callable[[], Any] | None = None

    def __init__(self, **options: Any):
        super().__init__(Region.objects.none(), required=False, empty_label=_("Pilih kab/kota"), **options)

    def _get_queryset(self) -> Any:
        return self.find() if self.find else super()._get_queryset()

    queryset = property(_get_queryset, forms.ModelChoiceField._set_queryset)


def homes(office: Office, home: Region | None) -> Any:
    """The kab/kota that the office serves, and the home that was named even if it is another's."""
    served = regions_served(office, today(office.time_zone))
    if home is None or served.filter(pk=home.pk).exists():
        return served
    return (
        Region.objects.filter(Q(pk=home.pk) | Q(pk__in=served.values("pk")))
        .select_related("parent")
        .order_by("parent__name", "name", "pk")
    )


def offer(form: Any, **choices: Any) -> None:
    """Gives the fields what can be chosen from."""
    for name, queryset in choices.items():
        form.fields[name].queryset = queryset


class PhoneField(forms.CharField):
    """A telephone number, cleaned to E.164."""

    def __init__(self, **options: Any):
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "class": "short"}
        super().__init__(label=_("Nomor telepon"), max_length=30, widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return parse_phone(text) if text else ""


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Choice(forms.Form):
    """A place and a day, from the address of the page; anything unreadable is not chosen yet."""

    place = forms.ModelChoiceField(Place.objects.none(), required=False)
    day = forms.DateField(required=False)

    def __init__(self, data: Any, *, places: Any):
        super().__init__(data)
        offer(self, place=places)
        self.full_clean()


class PersonForm(Refusable, forms.Form):
    """Who comes, and how we reach them. A group's size is asked with the time: it decides how many seats are held."""

    asks_group_size = False
    name = forms.CharField(
        label=_("Nama lengkap Anda"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    on_behalf_of = forms.CharField(
        label=_("Nama orang yang Anda daftarkan"),
        max_length=120,
        required=False,
        help_text=_("Hanya bila janji ini untuk orang lain, misalnya warga atau orang tua Anda."),
    )
    phone = PhoneField(help_text=_("Kunci untuk melihat, memindahkan, atau membatalkan janji. Seperti 0812 3456 7890."))
    email = forms.EmailField(label=_("Surel"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    contact_by = forms.ChoiceField(
        label=_("Kirim pesan dan pengingat lewat"),
        choices=MessageChannel.choices,
        initial=MessageChannel.WHATSAPP,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Bahasa pesan"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    party_size = forms.IntegerField(
        label=_("Jumlah orang yang akan datang"),
        min_value=1,
        initial=1,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "short"}),
    )
    region = RegionField(label=_("Kab/kota rumah"), help_text=_("Letak rumah yang akan dibangun atau diperbaiki."))

    def __init__(self, data: Any = None, *, slot: Slot, home: Region | None = None, initial: Any = None):
        super().__init__(data, initial={"language": get_language(), "region": home} | (initial or {}))
        office = slot.place.office
        self.fields["region"].find = lambda: homes(office, home)
        if slot.kind == SlotKind.GROUP and not self.asks_group_size:
            del self.fields["party_size"]
            return
        most = slot.seats if slot.kind == SlotKind.GROUP else FAMILY_SIZE
        size = self.fields["party_size"]
        size.validators.append(MaxValueValidator(most, _("Paling banyak %(count)d orang.") % {"count": most}))
        size.widget.attrs |= {"max": most}
        size.help_text = _("Paling banyak %(count)d orang.") % {"count": most}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("contact_by") == MessageChannel.EMAIL
            and not cleaned.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", _("Isi surel, atau pilih cara lain untuk menerima pesan."))
        return cleaned

    @property
    def citizen(self) -> dict[str, Any]:
        """What the services take."""
        return dict(self.cleaned_data)

    @property
    def typed(self) -> dict[str, str]:
        """As it was typed, to be kept until the booking is made."""
        return {name: self.data.get(name, "") for name in self.fields}


class ConsentForm(Refusable, forms.Form):
    consents = forms.BooleanField(
        label=_("Saya setuju"),
        help_text=consent.TEXT,
        error_messages={"required": _("Persetujuan diperlukan agar kami boleh mencatat data Anda.")},
    )


class WaitingForm(PersonForm):
    """The same for somebody who waits for a seat; asked and agreed to on one page."""

    asks_group_size = True
    consents = ConsentForm.base_fields["consents"]
    idempotency_key = forms.CharField(max_length=100, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any):
        super().__init__(data, **options)
        self.initial["idempotency_key"] = uuid.uuid4().hex


def topics_offered() -> list[tuple[str, Any]]:
    return [("", _("Pilih topik")), *((topic.code, topic) for topic in catalogue.known().topics.values())]


class SlotForm(WaitingForm):
    """Everything on one page, for whoever came by a link. The topic is asked unless the time is kept for one."""

    topic = forms.TypedChoiceField(label=_("Topik"), choices=topics_offered, coerce=catalogue.topic)
    field_order = ("topic",)

    def __init__(self, data: Any = None, *, slot: Slot, home: Region | None = None, topic: Topic | None = None):
        super().__init__(data, slot=slot, home=home)
        self.slot = slot
        if slot.topic_id:
            del self.fields["topic"]
        else:
            self.initial["topic"] = topic.code if topic else None

    @property
    def about(self) -> Topic:
        chosen: Topic = self.cleaned_data.get("topic") or self.slot.topic
        return chosen

    @property
    def citizen(self) -> dict[str, Any]:
        return super().citizen | {"topic": self.about}

    @staticmethod
    def looks(slot: Slot, home: Region | None, topic: Topic | None) -> str:
        """Forms that say the same here are drawn alike, as long as nothing has been typed."""
        size = slot.seats if slot.kind == SlotKind.GROUP else 0
        chosen = "" if slot.topic_id or topic is None else topic.code
        return f"{get_language()} {slot.place.office_id} {home and home.pk} {size} {slot.topic_id} {chosen}"


class StaffBookingForm(WaitingForm):
    """An officer books for somebody who telephones; the topic is asked along."""

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topik"), empty_label=_("Pilih topik"))
    consents = forms.BooleanField(
        label=_("Pemohon menyetujui pencatatan datanya"), help_text=_("Bacakan persetujuannya kepada pemohon.")
    )
    field_order = ("topic",)

    def __init__(self, data: Any = None, *, slot: Slot, **options: Any):
        super().__init__(data, slot=slot, **options)
        offer(self, topic=Topic.objects.filter(pk=slot.topic_id) if slot.topic_id else Topic.objects.in_order())
        self.initial["topic"] = slot.topic_id


class BulkForm(Refusable, forms.Form):
    """What is done with many bookings, and the reason that their people are told."""

    MOVE, CANCEL = "move", "cancel"
    what = forms.ChoiceField(
        label=_("Yang dilakukan"),
        choices=[
            (MOVE, _("Pindahkan masing-masing ke waktu kosong berikutnya")),
            (CANCEL, _("Batalkan dan beri tahu alasannya")),
        ],
        initial=MOVE,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Alasan untuk pemohon"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == self.CANCEL and not cleaned.get("reason"):
            self.add_error("reason", _("Tulis alasannya; kalimat ini dikirim kepada pemohon."))
        return cleaned


class LookUpForm(Refusable, forms.Form):
    """The two things that open one's own booking. Which of them was wrong is not said."""

    reference = forms.CharField(
        label=_("Nomor janji"),
        max_length=20,
        help_text=_("Tertera pada tiket, seperti KRS-7F3KQ2P."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "class": "short"}),
    )
    phone = PhoneField(help_text=_("Nomor yang ditulis saat membuat janji."))

    def clean_reference(self) -> str:
        text = self.cleaned_data["reference"].upper().replace(" ", "")
        return text if text.startswith("KRS-") else f"KRS-{text.removeprefix('KRS')}"


class WalkInForm(Refusable, forms.ModelForm):
    """Somebody at the counter, in under half a minute: only name and topic are asked."""

    nik = forms.CharField(
        label=_("NIK"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneField(required=False)
    party_size = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=1000, initial=1)
    topic = forms.ModelChoiceField(Topic.objects.in_order(), label=_("Topik"), empty_label=_("Pilih topik"))

    class Meta:
        model = Attendance
        fields = ("name", "topic", "phone", "nik", "party_size")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["name"].required = True  # only a held seat has no name yet
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "data-shortcut": "KeyN"}

    def clean_nik(self) -> str:
        nik = self.cleaned_data["nik"]
        return parse_nik(nik).text if nik else ""


class ConsultationForm(Refusable, forms.ModelForm):
    """A consultation as it is written down. The house is known by its address."""

    head_count = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=100_000, initial=1)
    house_address = forms.CharField(
        label=_("Alamat rumah"),
        max_length=300,
        required=False,
        help_text=_("Rumah yang dibangun atau diperbaiki; satu rumah dihitung sekali setahun."),
    )
    house_region = RegionField(label=_("Kab/kota rumah"))

    class Meta:
        model = Consultation
        fields = (
            "client_name", "kind", "head_count", "channel", "happened_on", "topics", "summary", "advice", "obstacle",
            "follow_up", "house_address", "house_region", "is_technical_assistance", "outcome",
        )  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "happened_on": day_input(),
            "topics": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea({"rows": 4}),
            "advice": forms.Textarea({"rows": 4}),
            "obstacle": forms.Textarea({"rows": 2}),
            "follow_up": forms.Textarea({"rows": 2}),
        }
        error_messages = {
            "outcome": {"required": _("Pilih hasil konsultasi sebelum menutupnya.")},
            "summary": {"required": _("Tulis ringkasan konsultasi sebelum menutupnya.")},
        }

    def __init__(
        self, data: Any = None, *, office: Office, consultation: Consultation | None = None, closing: bool = False
    ):
        super().__init__(
            data, initial=written(consultation) if consultation else {"happened_on": today(office.time_zone)}
        )
        day = today(office.time_zone)
        offer(self, topics=Topic.objects.in_order(), house_region=regions_served(office, day))
        self.fields["happened_on"].widget.attrs |= {"max": day.isoformat()}
        self.fields["outcome"].help_text = _("Diisi saat menutup konsultasi.")
        for name in ("outcome", "summary"):
            self.fields[name].required = closing

    @property
    def values(self) -> dict[str, Any]:
        """What goes into the consultation's own columns."""
        others = {"topics", "house_address", "house_region", "reason"}
        return {name: clean(value) for name, value in self.cleaned_data.items() if name not in others}


class CorrectionForm(ConsultationForm):
    """The same for a closed consultation, with the reason."""

    reason = forms.CharField(label=_("Alasan koreksi"), widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, closing=True, **options)
        self.fields["outcome"].help_text = ""


class ReasonForm(Refusable, forms.Form):
    reason = forms.CharField(label=_("Alasan membuka kembali"), widget=forms.Textarea({"rows": 3}))


def written(consultation: Consultation) -> dict[str, Any]:
    """A consultation as the form shows it."""
    initial = model_to_dict(consultation, fields=ConsultationForm.Meta.fields)
    if consultation.house:
        initial |= {"house_address": consultation.house.address, "house_region": consultation.house.region_id}
    return initial


def clean(value: Any) -> Any:
    return normalize_newlines(value).strip() if isinstance(value, str) else value
