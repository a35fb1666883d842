"""Forms of citizens: who comes, consent, everything on one page, a written question, reference and telephone number."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator, MaxValueValidator
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.booking import catalogue, consent
from consultations.booking.enums import AccessNeed, EnquiryKind, ServiceChannel, SlotKind
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from consultations.booking.nearest import list_served_regions
from consultations.booking.policies import FAMILY_SIZE
from consultations.people.forms import PhoneField
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import today
from krs_portal.kit.plain_words import MAIL, PlainWords
from krs_portal.kit.refusals import RefusableForm
from krs_portal.offices.finding import find_regions
from krs_portal.offices.models import Office, Region
from krs_portal.outbox.enums import Channel

check_email = EmailValidator(MAIL["invalid"])
MOST_NAMES = 6  # of regions in one sentence


class GroupedRegions(forms.models.ModelChoiceIterator):
    """Kab/kota under their province."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for region in self.field.queryset:
            groups.setdefault(str(region.parent), []).append(self.choice(region))
        yield from groups.items()


class RegionField(forms.ModelChoiceField):
    """With `find` set, the regions are queried only when the field is drawn or validated, not for every form made."""

    iterator = GroupedRegions
    find: Callable[[], Any] | None = None

    def __init__(self, **options: Any):
        super().__init__(Region.objects.none(), required=False, empty_label=_("Pilih kab/kota"), **options)

    def _get_queryset(self) -> Any:
        return self.find() if self.find else super()._get_queryset()

    queryset = property(_get_queryset, forms.ModelChoiceField._set_queryset)


def list_home_regions(office: Office, home: Region | None) -> Any:
    """The kab/kota that the office serves, and the home that was named even if it is another's."""
    served = list_served_regions(office, today(office.time_zone))
    if home is None or served.filter(pk=home.pk).exists():
        return served
    return (
        Region.objects.filter(Q(pk=home.pk) | Q(pk__in=served.values("pk")))
        .select_related("parent")
        .order_by("parent__name", "name", "pk")
    )


class HomeField(forms.CharField):
    """The kab/kota of a home as people write it, cleaned to the Region; a kecamatan or desa leads to it as well."""

    def __init__(self, **options: Any):
        attrs = {"autocomplete": "address-level2"}
        super().__init__(max_length=100, widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> Region | None:
        text = super().clean(value)
        if not text:
            return None
        match = find_regions(text, today())
        if len(match.regions) == 1:
            found: Region = match.regions[0]
            return found
        if match:
            names = ", ".join(str(found) for found in match.found[:MOST_NAMES])
            raise forms.ValidationError(
                _("Nama ini ada di beberapa daerah: %(names)s. Tulis salah satunya.") % {"names": names}
            )
        raise forms.ValidationError(_("Daerah ini tidak ditemukan. Tulis nama kabupaten atau kotanya."))


class PersonForm(PlainWords, RefusableForm):
    """Who comes, and how we reach them. A group's size is asked with the time: it decides how many seats are held."""

    asks_group_size = False
    name = forms.CharField(
        label=_("Nama lengkap Anda"),
        max_length=120,
        error_messages={"required": _("Tulis nama Anda.")},
        widget=forms.TextInput({"autocomplete": "name"}),
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
        choices=Channel.choices,
        initial=Channel.WHATSAPP,
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
    address = forms.CharField(
        label=_("Alamat yang dikunjungi"),
        max_length=300,
        help_text=_("Jalan, nomor, RT/RW, desa atau kelurahan; petugas datang ke sini."),
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    wish = forms.CharField(
        label=_("Apa yang ingin Anda sampaikan?"),
        max_length=500,
        required=False,
        help_text=_("Dengan kata-kata Anda sendiri; petugas membacanya sebelum bertemu Anda."),
        widget=forms.Textarea({"rows": 3}),
    )
    needs = forms.MultipleChoiceField(
        label=_("Yang Anda perlukan saat dilayani"),
        choices=AccessNeed.choices,
        required=False,
        help_text=_("Agar klinik menyiapkannya. Hanya diisi bila perlu."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, slot: Slot, home: Region | None = None, initial: Any = None):
        super().__init__(data, initial={"language": get_language(), "region": home} | (initial or {}))
        if slot.channel != ServiceChannel.SITE_VISIT:
            del self.fields["address"]
        if ServiceChannel(slot.channel).meets_elsewhere:
            self.fields["party_size"].label = _("Jumlah orang yang ikut")
        office = slot.place.office
        self.fields["region"].find = lambda: list_home_regions(office, home)
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
        if cleaned.get("contact_by") == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Isi surel, atau pilih cara lain untuk menerima pesan."))
        return cleaned

    @property
    def citizen(self) -> dict[str, Any]:
        """What the services take."""
        return dict(self.cleaned_data)

    @property
    def typed(self) -> dict[str, Any]:
        """As it was typed, to be kept until the booking is made."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, name) or ""
            for name, field in self.fields.items()
        }


class BookingConsentForm(PlainWords, RefusableForm):
    consents = forms.BooleanField(
        label=_("Saya setuju"),
        help_text=consent.TEXT,
        error_messages={"required": _("Persetujuan diperlukan agar kami boleh mencatat data Anda.")},
    )


class WaitingForm(PersonForm):
    """The same for somebody who waits for a seat; asked and agreed to on one page."""

    asks_group_size = True
    consents = BookingConsentForm.base_fields["consents"]
    idempotency_key = forms.CharField(max_length=100, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any):
        super().__init__(data, **options)
        self.initial["idempotency_key"] = uuid.uuid4().hex


def list_topic_choices() -> list[tuple[str, Any]]:
    return [("", _("Pilih topik")), *((topic.code, topic) for topic in catalogue.get_catalogue().topics.values())]


class SlotForm(WaitingForm):
    """Everything on one page, for whoever came by a link. The topic is asked unless the time is kept for one."""

    topic = forms.TypedChoiceField(label=_("Topik"), choices=list_topic_choices, coerce=catalogue.find_topic)
    field_order = ("topic",)

    def __init__(
        self,
        data: Any = None,
        *,
        slot: Slot,
        home: Region | None = None,
        topic: Topic | None = None,
        initial: Any = None,
    ):
        super().__init__(data, slot=slot, home=home, initial=initial)
        self.slot = slot
        if slot.topic_id:
            del self.fields["topic"]
        else:
            self.initial.setdefault("topic", topic.code if topic else None)

    @property
    def about(self) -> Topic:
        chosen: Topic = self.cleaned_data.get("topic") or self.slot.topic
        return chosen

    @property
    def citizen(self) -> dict[str, Any]:
        return super().citizen | {"topic": self.about}

    @staticmethod
    def looks(slot: Slot, home: Region | None, topic: Topic | None) -> str:
        """Cache key of the blank form: slots with the same key render the same HTML."""
        size = slot.seats if slot.kind == SlotKind.GROUP else 0
        chosen = "" if slot.topic_id or topic is None else topic.code
        served = f"{slot.place.office_id} {slot.channel} {size} {slot.topic_id}"
        return f"{get_language()} {served} {home and home.pk} {chosen}"


class EnquiryForm(PlainWords, RefusableForm):
    """A question in writing, or the wish to be called. `kind` and `topic` come from the page that led here."""

    kind = forms.ChoiceField(
        label=_("Bagaimana Anda ingin dijawab?"), choices=EnquiryKind.choices, widget=forms.RadioSelect
    )
    topic = forms.TypedChoiceField(
        label=_("Topik"),
        choices=list_topic_choices,
        coerce=catalogue.find_topic,
        empty_value=None,
        error_messages={"required": _("Pilih topik pertanyaan Anda.")},
    )
    text = forms.CharField(
        label=_("Pertanyaan Anda"),
        error_messages={"required": _("Tulis pertanyaan Anda.")},
        max_length=2000,
        help_text=_("Ceritakan keadaannya: rumah atau lahannya, apa yang sudah dicoba, apa yang ingin diketahui."),
        widget=forms.Textarea({"rows": 6}),
    )
    region = HomeField(
        label=_("Kab/kota rumah"), required=False, help_text=_("Klinik yang melayani daerah itu yang menjawab.")
    )
    name = forms.CharField(
        label=_("Nama Anda"),
        max_length=120,
        error_messages={"required": _("Tulis nama Anda.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = PhoneField(help_text=_("Bersama nomor pertanyaan, nomor ini membuka jawabannya. Seperti 0812 3456 7890."))
    call_when = forms.CharField(
        label=_("Waktu yang baik untuk ditelepon"),
        max_length=100,
        required=False,
        help_text=_("Hanya bila Anda minta ditelepon, misalnya pagi atau sesudah pukul 15."),
    )
    email = forms.EmailField(label=_("Surel"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    contact_by = PersonForm.base_fields["contact_by"]
    language = PersonForm.base_fields["language"]
    consents = BookingConsentForm.base_fields["consents"]

    def __init__(self, data: Any = None, *, initial: Any = None):
        super().__init__(data, initial={"language": get_language(), "kind": EnquiryKind.QUESTION} | (initial or {}))
        self.fields["contact_by"].label = _("Kabari saya lewat")
        if EnquiryKind.DATA in (self.data.get("kind"), self.initial["kind"]):
            self.fields["topic"].required = False  # a request about one's data is about no topic

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact_by") == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Isi surel, atau pilih cara lain untuk menerima pesan."))
        return cleaned


class AnswerForm(RefusableForm):
    answer = forms.CharField(
        label=_("Jawaban untuk warga"),
        max_length=4000,
        help_text=_("Warga membacanya dengan nomor pertanyaan dan nomor teleponnya. Jawaban tidak dapat diubah lagi."),
        widget=forms.Textarea({"rows": 8}),
    )


class LookUpForm(PlainWords, RefusableForm):
    """Reference and telephone number, which together open a booking. The error does not say which was wrong."""

    reference = forms.CharField(
        label=_("Nomor janji atau pertanyaan"),
        error_messages={"required": _("Tulis nomor pada tiket Anda.")},
        max_length=20,
        help_text=_("Tertera pada tiket, seperti KRS-7F3KQ2P."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "class": "short"}),
    )
    phone = PhoneField(help_text=_("Nomor yang ditulis saat membuat janji."))

    def clean_reference(self) -> str:
        return tidy_reference(self.cleaned_data["reference"])


class SwapForm(PlainWords, RefusableForm):
    """The booking that is given up for an offered seat."""

    reference = forms.CharField(
        label=_("Nomor janji yang ditukar"),
        error_messages={"required": _("Tulis nomor pada tiket Anda.")},
        max_length=20,
        help_text=_("Nomor pada tiket janji Anda di hari yang sama, seperti KRS-7F3KQ2P."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "class": "short"}),
    )

    def clean_reference(self) -> str:
        return tidy_reference(self.cleaned_data["reference"])


def tidy_reference(text: str) -> str:
    """As it stands on the ticket, however it was typed."""
    text = text.upper().replace(" ", "")
    return text if text.startswith("KRS-") else f"KRS-{text.removeprefix('KRS')}"


class LostNumberForm(PlainWords, RefusableForm):
    address = forms.CharField(
        label=_("Nomor telepon atau surel"),
        max_length=254,
        error_messages={"required": _("Tulis nomor telepon atau surel Anda.")},
        help_text=_("Yang Anda tulis saat membuat janji atau bertanya."),
        widget=forms.TextInput({"autocomplete": "on"}),
    )

    def clean_address(self) -> str:
        """An e-mail as it is, else a telephone number in E.164."""
        text: str = self.cleaned_data["address"].strip()
        if "@" not in text:
            return parse_phone(text)
        check_email(text)
        return text
