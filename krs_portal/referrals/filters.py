"""The filter of referrals, used by the page and the API, and that of the directory."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.clock import today
from krs_portal.kit.filters import ListFilter
from krs_portal.offices.models import Office
from krs_portal.referrals.enums import PartnerKind, ReferralState
from krs_portal.referrals.models import Partner, Programme, Referral

ALL = _("Semua")


def list_offices_in_sight(request: Any) -> Any:
    return Office.objects.visible_to(request.user).clinics().with_name_on(today()).order_by("code", "pk")


def list_partners_in_sight(request: Any) -> Any:
    return Partner.objects.visible_to(request.user).order_by("name", "pk")


def list_programmes_in_sight(request: Any) -> Any:
    return Programme.objects.visible_to(request.user).select_related("partner").order_by("partner__name", "name", "pk")


class ReferralFilter(ListFilter):
    office = filters.ModelChoiceFilter(
        label=_("Unit"), queryset=list_offices_in_sight, to_field_name="code", empty_label=ALL
    )
    partner = filters.ModelChoiceFilter(
        label=_("Mitra"), field_name="programme__partner", queryset=list_partners_in_sight, empty_label=ALL
    )
    programme = filters.ModelChoiceFilter(label=_("Program"), queryset=list_programmes_in_sight, empty_label=ALL)
    mine = filters.ChoiceFilter(
        label=_("Dibuat oleh"), method="by_maker", choices=[("1", _("Saya sendiri"))], empty_label=ALL
    )

    class Meta:
        model = Referral
        fields = ("office", "partner", "programme", "mine")

    def by_maker(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(created_by=self.request.user)


class ReferralStateFilter(ReferralFilter):
    """For programs, which know no baskets of a page but states."""

    state = filters.ChoiceFilter(choices=ReferralState)

    class Meta(ReferralFilter.Meta):
        fields = (*ReferralFilter.Meta.fields, "state")


class PartnerFilter(ListFilter):
    q = filters.CharFilter(label=_("Nama"), field_name="name", lookup_expr="icontains", max_length=100)
    kind = filters.ChoiceFilter(label=_("Jenis"), choices=PartnerKind, empty_label=ALL)

    class Meta:
        model = Partner
        fields = ("q", "kind")
