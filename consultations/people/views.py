"""The people of an office: found, looked at, corrected, merged and parted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.people import policies, services
from consultations.people.enums import Need
from consultations.people.errands import Errand, list_errands
from consultations.people.forms import MergeForm, PersonDataForm, PersonSearchForm
from consultations.people.lookalikes import Sought, find_doubles, find_lookalikes
from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.accounts import nik
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.numbers import read_key
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.former_codes import find_unknown_codes
from krs_portal.offices.models import Region
from krs_portal.offices.querysets import PARENTS

FOUND = 30


@reads_parameters("cursor", "keep")
def list_people(request: HttpRequest) -> HttpResponse:
    """Those who came last; or, by POST, those who answer to a name, a telephone number or a NIK.

    `keep` is the person with whom another row is to be merged.
    """
    refuse_if(policies.why_not_look_for_people(request.user))
    known = policies.list_known_people(request.user)
    form, sought = PersonSearchForm(request.POST or None), None
    if form.is_bound and form.is_valid() and form.cleaned_data["q"]:
        sought = Sought.guess(form.cleaned_data["q"])
    page = None
    if sought is None:
        rows = known.standing().select_related("region")
        page = fetch_keyset_page(rows, order=("-pk",), cursor=request.GET.get("cursor"), size=30)
    alikes = find_lookalikes(known, sought, FOUND) if sought else []
    found = [(alike.person, ", ".join(alike.reasons)) for alike in alikes]
    people = found if page is None else [(person, "") for person in page]
    errands = list_errands(person for person, _reason in people)
    asked = request.GET.get("keep", "")
    keep = known.standing().filter(pk=read_key(asked)).first() if read_key(asked) else None
    if asked and keep is None:
        refuse_parameter("keep")
    context = {
        "keep": keep,
        "form": form,
        "sought": sought,
        "page": page,
        "rows": [(person, reason, *summarise_errands(errands.get(person.pk, []))) for person, reason in people],
    }
    return render_page_or_fragment(request, "consultations/people/index.html", context)


def summarise_errands(errands: list[Errand]) -> tuple[Errand | None, int, int]:
    """The newest, how many there are, and how many are open."""
    newest = max(errands, key=lambda errand: errand.on, default=None)
    return newest, len(errands), sum(errand.is_open for errand in errands)


@require_safe
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_known_person(request, pk)
    if person.is_merged:
        return redirect("consultations:person_page", person.merged_into_id)
    errands = list_errands([person]).get(person.pk, [])
    merged = list(person.merged.select_related("merged_by", "region").order_by("-merged_at", "pk"))  # type: ignore[attr-defined]
    refusal = policies.why_not_edit_person(request.user, person)
    context = {
        "person": person,
        "facts": describe_person(person, merged),
        "doubts": list_doubts(person),
        "errands": errands,
        "houses": list_houses(errands),
        "merged": merged,
        "doubles": find_doubles(person, Person.objects.known_to([person.office_id])),
        "actions": [
            Action(_("Ubah data"), reverse("consultations:person_edit", args=[pk]), refusal, "pencil"),
            Action(
                _("Permintaan tentang data"), reverse("rights:record", args=["person", pk]), refusal, "shield-check"
            ),
        ],
        "refusal": refusal,
        "zone": person.office.time_zone,
    }
    return render(request, "consultations/people/person.html", context)


def list_houses(errands: list[Errand]) -> list[House]:
    return list(dict.fromkeys(errand.house for errand in errands if errand.house))


def describe_person(person: Person, merged: Sequence[Person] = ()) -> list[tuple[Any, Any]]:
    """What is known of somebody; where the row says nothing, what those say that were merged into it."""

    def find_known(read: Callable[[Person], Any]) -> Any:
        return next(filter(None, map(read, (person, *merged))), None)

    consented_at = find_known(lambda each: each.consented_at)
    return [
        (_("Nomor telepon"), find_known(lambda each: each.phone_shown)),
        (_("NIK"), find_known(lambda each: each.nik_masked)),
        (_("Tanggal lahir"), find_known(lambda each: each.born_on and formats.format_day(each.born_on))),
        (_("Jenis kelamin"), find_known(lambda each: each.get_sex_display())),
        (_("Alamat"), find_known(lambda each: ", ".join(str(part) for part in (each.address, each.region) if part))),
        (_("Yang perlu disiapkan"), find_known(lambda each: ", ".join(str(Need(need).label) for need in each.needs))),
        (_("Persetujuan"), consented_at and formats.format_moment(consented_at, person.office.time_zone)),
        (_("Unit kerja"), person.office.name_on(person.created_at.date())),
    ]


def list_doubts(person: Person) -> list[str]:
    """What the NIK contradicts or does not know. Hints: what was typed stays, and either may be wrong."""
    if not person.nik_ciphertext:
        return []
    labels = {"sex": _("Jenis kelamin"), "born_on": _("Tanggal lahir")}
    doubts = nik.list_doubts_about_nik(person.nik_ciphertext, sex=person.sex, born_on=person.born_on)
    said = [f"{labels[field]}: {sentence}" for field, sentence in doubts]
    code = nik.read_nik(person.nik_ciphertext).kab_kota_code
    if find_unknown_codes([code]):
        said.append(_("Kode wilayah %(code)s di dalam NIK tidak dikenal; cocokkan dengan KTP.") % {"code": code})
    return said


def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_known_person(request, pk)
    refuse_if(policies.why_not_edit_person(request.user, person))
    own = Q(valid_until__isnull=True) | Q(pk=person.region_id)
    regions = Region.objects.kab_kota().filter(own).select_related("parent").order_by("parent__name", "name", "pk")
    form = PersonDataForm(request.POST or None, person=person, regions=regions)
    if submit_form(
        request,
        form,
        services.edit_person,
        said=_("Data %(name)s tersimpan.") % {"name": person.name},
        typed=lambda: {"values": form.cleaned_data},
        person=person,
    ):
        return redirect("consultations:person_page", pk)
    return render_form_page(
        request,
        form,
        title=_("Ubah data %(name)s") % {"name": person.name},
        button=_("Simpan"),
        cancel_url=reverse("consultations:person_page", args=[pk]),
    )


def merge_people(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What would be shown together, side by side, before it is; `pk` is kept."""
    kept, gone = get_known_person(request, pk), get_known_person(request, other)
    refuse_if(policies.why_not_serve(request.user, kept.office))
    form = MergeForm(request.POST if request.method == "POST" else None)
    if submit_form(
        request,
        form,
        services.merge_people,
        said=_("%(name)s digabungkan. Penggabungan dapat dibatalkan di halaman ini.") % {"name": gone.name},
        typed={},
        kept=kept,
        other=gone,
    ):
        return redirect("consultations:person_page", pk)
    both = [kept, gone]
    errands = list_errands({each.pk: each for each in both}.values())
    return render_form_page(
        request,
        form,
        title=_("Gabungkan dua catatan?"),
        lead=_("Catatan kiri yang dipakai. Kunjungan keduanya tampil bersama; tidak ada yang dihapus."),
        button=_("Gabungkan"),
        icon="check",
        cancel_url=reverse("consultations:person_page", args=[pk]),
        template="consultations/people/merge.html",
        people=True,
        columns=[(each, describe_person(each), errands.get(each.pk, [])) for each in both],
        refusal=policies.why_not_merge_people(request.user, kept, gone),
        swap_url=reverse("consultations:person_merge", args=[other, pk]),
    )


@require_POST
def separate_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_known_person(request, pk)
    refuse_if(policies.why_not_serve(request.user, person.office))
    said = _("Penggabungan dibatalkan; %(name)s berdiri sendiri lagi.") % {"name": person.name}
    kept = person.kept
    press_button(request, services.separate_person, said=said, person=person)
    return redirect("consultations:person_page", kept.pk)


def get_known_person(request: HttpRequest, pk: int) -> Person:
    people = policies.list_known_people(request.user).select_related(f"office__{PARENTS}", "region", "merged_into")
    return get_object_or_404(people, pk=pk)
