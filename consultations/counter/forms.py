"""Forms of the counter: who walked in, who is looked for or handed over, a consultation and its correction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from consultations.booking import consent
from consultations.booking.enums import Priority
from consultations.booking.forms import RegionField
from consultations.booking.models.seats import Attendance
from consultations.booking.models.topics import Topic
from consultations.booking.nearest import list_served_regions
from consultations.counter.enums import ConsultationState
from consultations.counter.facts.answers import list_offered_facts, write_answers
from consultations.counter.facts.forms import FactsMixin
from consultations.counter.models import Consultation
from consultations.people.forms import HouseChoiceMixin, PersonChoiceMixin, PhoneField
from consultations.people.models.house import House
from consultations.people.policies import COUNTER_ROLES
from consultations.people.querysets import HouseQuerySet, PersonQuerySet
from krs_portal.accounts.models import User
from krs_portal.accounts.nik import read_nik as parse_nik
from krs_portal.kit.clock import today
from krs_portal.kit.fields import DayInput, offer_choices
from krs_portal.kit.locking import lock_alone
from krs_portal.kit.refusals import RefusableForm, RefusableModelForm
from krs_portal.kit.versions import Edited, read_fields
from krs_portal.offices.models import Membership, Office


class WalkInForm(PersonChoiceMixin, RefusableModelForm):
    """Somebody at the counter, in under half a minute: only name and topic are asked; of who is known, the topic."""

    nik = forms.CharField(
        label=_("NIK"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneField(required=False)
    party_size = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=1000, initial=1)
    priority = forms.ChoiceField(
        label=_("Didahulukan karena"),
        choices=[("", _("Menurut data orangnya")), *Priority.choices],
        required=False,
        help_text=_("Kosongkan bila tidak ada; usia dan kebutuhan yang tercatat tetap diperhitungkan."),
    )
    topic = forms.ModelChoiceField(Topic.objects.in_order(), label=_("Topik"), empty_label=_("Pilih topik"))
    consents = forms.BooleanField(
        label=_("Sudah dibacakan dan disetujui"), help_text=consent.COUNTER_TEXT, required=False
    )

    class Meta:
        model = Attendance
        fields = ("name", "topic", "phone", "nik", "party_size", "priority")

    def __init__(self, *args: Any, people: PersonQuerySet, **options: Any):
        self.known_people = people
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "data-shortcut": "KeyN"}

    def clean_nik(self) -> str:
        nik = self.cleaned_data["nik"]
        return parse_nik(nik).text if nik else ""

    @property
    def values(self) -> dict[str, Any]:
        """What the service registers; of a person who was chosen, what is known unless it was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "person_choice"}
        if person := self.chosen_person:
            values["name"] = person.name
            values["phone"] = values["phone"] or person.phone
            values["nik"] = values["nik"] or person.nik_ciphertext or ""
        return values | {"person": self.chosen_person, "is_new_person": self.is_new_person}


class ParticipantForm(RefusableForm):
    """Somebody who came to a group session without a booking, or whose line on the sheet is typed in."""

    name = forms.CharField(label=_("Nama"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    phone = PhoneField(required=False)
    code = forms.CharField(
        label=_("Kode baris"),
        required=False,
        max_length=20,
        help_text=_("Dari lembar hadir yang dicetak, misalnya 7K3-X9T."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class HeadCountForm(RefusableForm):
    """So many who came and are not known by name."""

    people = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=1000)
    reason = forms.CharField(
        label=_("Alasan tidak bernama"), max_length=200, help_text=_("Misalnya: datang terlambat, lembar basah.")
    )


class CounterSearchForm(forms.Form):
    """The box under the finger; sent by POST, so that no NIK and no name stands in an address or a log."""

    q = forms.CharField(
        label=_("Cari: nomor janji, nama, telepon, NIK, atau kode QR"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "data-shortcut": "KeyK"}),
    )


class HandOverForm(RefusableForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Kepada rekan"), empty_label=_("Pilih rekan"))
    word = forms.CharField(
        label=_("Pesan untuk rekan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya apa yang sudah dibicarakan; tampil di baris orangnya sampai dilayani lagi."),
    )

    def __init__(self, *args: Any, office: Office, by: User, **options: Any):
        super().__init__(*args, **options)
        self.fields["to"].queryset = list_colleagues(office).exclude(pk=by.pk)


def list_colleagues(office: Office) -> Any:
    """Who serves at the office's counter now."""
    at_counter = Membership.objects.filter(office=office, role__in=COUNTER_ROLES, ended_on__isnull=True)
    return User.objects.filter(pk__in=at_counter.values("user"), is_active=True).order_by("name", "pk")


class PriorityForm(RefusableForm):
    priority = forms.ChoiceField(
        label=_("Didahulukan karena"),
        choices=[("", _("Tidak didahulukan")), *Priority.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, attendance: Attendance):
        super().__init__(data, edits=Edited(attendance, read_fields("priority")))


class EndDayForm(RefusableForm):
    """Nothing is asked: the page says what will happen."""


# The parts of a record that may be folded, and their fields.
FOLDED = {
    "who": ("client_name", "kind", "head_count", "channel", "happened_on"),
    "house": ("house_address", "house_region", "house_choice", "is_technical_assistance"),
}


class ConsultationForm(FactsMixin, HouseChoiceMixin, RefusableModelForm):
    """A consultation as it is written down, with the facts of its topics.

    Its house is known by the address; one that looks alike is asked about.
    """

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
            "client_name", "kind", "head_count", "channel", "happened_on", "topics", "summary", "advice", "next_steps",
            "obstacle", "follow_up", "house_address", "house_region", "is_technical_assistance", "outcome",
        )  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "happened_on": DayInput(),
            "topics": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea({"rows": 4}),
            "advice": forms.Textarea({"rows": 4}),
            "next_steps": forms.Textarea({"rows": 2}),
            "obstacle": forms.Textarea({"rows": 2}),
            "follow_up": forms.Textarea({"rows": 2}),
        }
        error_messages = {
            "outcome": {"required": _("Pilih hasil konsultasi sebelum menutupnya.")},
            "summary": {"required": _("Tulis ringkasan konsultasi sebelum menutupnya.")},
        }

    def __init__(
        self,
        data: Any = None,
        *,
        office: Office,
        consultation: Consultation | None = None,
        closing: bool = False,
        lock: Callable[[Consultation], Consultation] = lock_alone,
        houses: HouseQuerySet | None = None,
    ):
        offered = list_offered_facts(consultation)

        def read(row: Consultation) -> dict[str, Any]:
            now = offered if row is consultation else list_offered_facts(row)
            return build_consultation_initial(row) | write_answers(now)

        super().__init__(
            data,
            initial={"happened_on": today(office.time_zone)},
            edits=Edited(consultation, read, lock) if consultation else None,
        )
        self.ask_facts(offered)
        day = today(office.time_zone)
        self.known_houses = House.objects.none() if houses is None else houses
        self.own_house = consultation.house if consultation else None
        offer_choices(self, topics=Topic.objects.in_order(), house_region=list_served_regions(office, day))
        self.fields["happened_on"].widget.attrs |= {"max": day.isoformat()}
        if consultation and (consultation.attendance_id or consultation.session_id):
            self.fields["happened_on"].disabled = True
            self.fields["happened_on"].help_text = _("Mengikuti jadwal kehadirannya.")
        if consultation and consultation.session_id and consultation.state == ConsultationState.OPEN:
            self.fields["head_count"].disabled = True
            self.fields["head_count"].help_text = _("Dihitung dari peserta yang tercatat hadir saat sesi ditutup.")
        self.fields["outcome"].help_text = _("Diisi saat menutup konsultasi.")
        for name in ("outcome", "summary"):
            self.fields[name].required = closing

    @property
    def open_parts(self) -> set[str]:
        """The parts of the page that are not folded at first: what is known from the queue is, and what is empty."""
        known = self.edits is not None and self["client_name"].value()
        house = self["house_address"].value() or self["is_technical_assistance"].value()
        wrong = {part for part, names in FOLDED.items() if any(name in self.errors for name in names)}
        return wrong | (set() if known else {"who"}) | ({"house"} if house else set())

    @property
    def values(self) -> dict[str, Any]:
        """What the services set on the consultation."""
        others = {"topics", "reason", "house_choice"} | self.fact_names  # each asked about by itself
        values = {name: clean_text(value) for name, value in self.cleaned_data.items() if name not in others}
        if self.chosen_house:
            del values["house_address"], values["house_region"]
            values["house"] = self.chosen_house
        elif self.house_mark:
            values["house_mark"] = self.house_mark
        return values


class CorrectionForm(ConsultationForm):
    """The same for a closed consultation, with the reason."""

    reason = forms.CharField(label=_("Alasan koreksi"), widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, closing=True, **options)
        self.fields["outcome"].help_text = ""


class ReopenConsultationForm(RefusableForm):
    reason = forms.CharField(label=_("Alasan membuka kembali"), widget=forms.Textarea({"rows": 3}))


class VoidConsultationForm(RefusableForm):
    reason = forms.CharField(label=_("Alasan membatalkan"), widget=forms.Textarea({"rows": 3}))


def build_consultation_initial(consultation: Consultation) -> dict[str, Any]:
    """A consultation as the form shows it."""
    initial = model_to_dict(consultation, fields=ConsultationForm.Meta.fields)
    if consultation.house:
        initial |= {"house_address": consultation.house.address, "house_region": consultation.house.region_id}
    return initial


def clean_text(value: Any) -> Any:
    return normalize_newlines(value).strip() if isinstance(value, str) else value
