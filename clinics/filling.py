"""Fills the table of targets: from cells that were pasted, evenly, or by the shape of the year before."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinics.forms import LARGEST_TARGET, AmountField, TargetTableForm
from clinics.models import ReportingPeriod
from clinics.plans import list_plan_months, split_amount
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_month
from krs_portal.offices.models import Office
from krs_portal.offices.naming import OfficeFinder

Amounts = dict[str, int]  # by the name of the form's field


def read_pasted_rows(form: TargetTableForm) -> tuple[Amounts, list[str]]:
    """The amounts of what was pasted, and what of it cannot be read. Cells are parted by tabs, or by semicolons."""
    finder = OfficeFinder(Office.objects.filter(pk__in=[office.pk for office in form.offices]))
    amounts: Amounts = {}
    faults = []
    for number, line in enumerate(form.cleaned_data["pasted"].splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if not any(cells):
            continue
        try:
            amounts |= read_pasted_row(cells, form, finder)
        except ValidationError as error:
            faults.append(_("Baris %(number)d: %(reason)s") % {"number": number, "reason": " ".join(error.messages)})
    return amounts, faults


def read_pasted_row(cells: list[str], form: TargetTableForm, finder: OfficeFinder) -> Amounts:
    """One office: its target, its months, or both, the whole first or last. Raises ValidationError with the reason."""
    found = finder.find(cells[0])
    if len(found) != 1:
        raise ValidationError(_("“%(name)s” bukan unit pada halaman ini.") % {"name": cells[0][:60]})
    field, months = AmountField(min_value=0, max_value=LARGEST_TARGET), len(form.months)
    given = [field.clean(cell) for cell in cells[1:] if cell]
    whole, *parts = form.list_names(found[0])
    if len(given) == 1:
        return {whole: given[0]}
    if len(given) == months:
        return {whole: sum(given)} | dict(zip(parts, given, strict=True))
    if len(given) == months + 1:
        inner = given[:-1] if given[-1] == sum(given[:-1]) else given[1:]
        return {whole: given[-1] if inner == given[:-1] else given[0]} | dict(zip(parts, inner, strict=True))
    said = _("tulis satu target, atau %(months)d bulan; di sini ada %(count)d bilangan.")
    raise ValidationError(said % {"months": months, "count": len(given)})


def fill_evenly(form: TargetTableForm) -> Amounts:
    return split_wholes(form, {})


def fill_like_last_year(form: TargetTableForm, question: FigureQuestion) -> Amounts:
    """By what each office achieved month by month in the period before; evenly where that is nothing."""
    period = question.period
    before = ReportingPeriod.objects.filter(kind=period.kind, ends_on=period.starts_on - timedelta(days=1)).first()
    if before is None:
        return fill_evenly(form)
    offices = Office.objects.filter(pk__in=[office.pk for office in form.offices])
    asked = question.but(period=before, as_at=before.ends_on, known_at=None)
    done = sum_entries_by_month(offices, asked)
    firsts = [first.replace(day=1) for first, _last in list_plan_months(before)]
    shapes = {office.pk: [max(done.get((office.pk, first), 0), 0) for first in firsts] for office in form.offices}
    return split_wholes(form, {pk: shape for pk, shape in shapes.items() if len(shape) == len(form.months)})


def split_wholes(form: TargetTableForm, shapes: dict[int, list[int]]) -> Amounts:
    """The months of each office that has a target in the table."""
    amounts: Amounts = {}
    for office in form.offices:
        whole, *parts = form.list_names(office)
        if (quantity := form.cleaned_data.get(whole)) is not None:
            amounts |= dict(zip(parts, split_amount(quantity, shapes.get(office.pk, [1] * len(parts))), strict=True))
    return amounts
