"""When a place can be booked, as its people write it down: weekly hours, closed days, officers who are away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.models import Closure, Place
from consultations.forms import Refusable, day_input, offer
from consultations.models import Absence, WeeklyHours
from krs_portal.accounts.models import User
from krs_portal.kit.clock import today


def people_of(place: Place) -> Any:
    """Those who work at the place's office now."""
    working = User.objects.filter(memberships__office=place.office, memberships__ended_on__isnull=True, is_active=True)
    return working.distinct().order_by("name", "pk")


def clock_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})


class HoursForm(Refusable, forms.ModelForm):
    class Meta:
        model = WeeklyHours
        fields = (
            "weekday", "opens_at", "closes_at", "slot_minutes", "desks", "channel", "officer", "valid_from",
            "valid_until",
        )  # fmt: skip
        widgets = {
            "opens_at": clock_input(),
            "closes_at": clock_input(),
            "valid_from": day_input(),
            "valid_until": day_input(),
        }

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="hours", initial={"valid_from": today(place.office.time_zone)})
        self.instance.place = place
        offer(self, officer=people_of(place))


class ClosureForm(Refusable, forms.ModelForm):
    class Meta:
        model = Closure
        fields = ("starts_on", "ends_on", "reason")
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="closure")
        self.instance.place = place
        self.fields["reason"].help_text = _("Kalimat ini dibaca warga pada hari itu.")


class AbsenceForm(Refusable, forms.ModelForm):
    class Meta:
        model = Absence
        fields = ("officer", "starts_on", "ends_on", "reason")
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, data: Any = None, *, place: Place):
        super().__init__(data, prefix="absence")
        offer(self, officer=people_of(place))
        self.fields["reason"].help_text = _("Hanya dibaca di unit Anda.")


FORMS = {"hours": HoursForm, "closure": ClosureForm, "absence": AbsenceForm}
