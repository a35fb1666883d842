"""When a place can be booked, as its people write it down: weekly hours, closed days, officers who are away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.models import Closure, Place
from consultations.agenda.models import Absence, WeeklyHours
from krs_portal.accounts.models import User
from krs_portal.kit.clock import today
from krs_portal.kit.fields import ClockInput, DayInput, offer_choices
from krs_portal.kit.refusals import RefusableModelForm


def list_office_staff(place: Place) -> Any:
    """Those who work at the place's office now."""
    working = User.objects.filter(memberships__office=place.office, memberships__ended_on__isnull=True, is_active=True)
    return working.distinct().order_by("name", "pk")


class WeeklyHoursForm(RefusableModelForm):
    link = forms.URLField(
        label=_("Tautan pertemuan daring"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Untuk janji daring; tertera pada tiket dan pesan."),
    )

    class Meta:
        model = WeeklyHours
        fields = (
            "weekday", "opens_at", "closes_at", "slot_minutes", "desks", "channel", "link", "officer",
            "valid_from", "valid_until",
        )  # fmt: skip
        widgets = {
            "opens_at": ClockInput(),
            "closes_at": ClockInput(),
            "valid_from": DayInput(),
            "valid_until": DayInput(),
        }

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="hours", initial={"valid_from": today(place.office.time_zone)})
        self.instance.place = place
        offer_choices(self, officer=list_office_staff(place))


class ClosureForm(RefusableModelForm):
    class Meta:
        model = Closure
        fields = ("starts_on", "ends_on", "reason")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="closure")
        self.instance.place = place
        self.fields["reason"].help_text = _("Kalimat ini dibaca warga pada hari itu.")


class AbsenceForm(RefusableModelForm):
    class Meta:
        model = Absence
        fields = ("officer", "starts_on", "ends_on", "reason")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="absence")
        offer_choices(self, officer=list_office_staff(place))
        self.fields["reason"].help_text = _("Hanya dibaca di unit Anda.")


FORMS = {"hours": WeeklyHoursForm, "closure": ClosureForm, "absence": AbsenceForm}
