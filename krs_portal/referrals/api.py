"""API of referrals for those who may see them."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from krs_portal.kit.api import CodeRelatedField, KnownParameters
from krs_portal.kit.formats import format_person_name
from krs_portal.referrals.enums import Basket
from krs_portal.referrals.filters import ReferralStateFilter
from krs_portal.referrals.models import Referral
from krs_portal.referrals.policies import list_referring_offices
from krs_portal.referrals.showing import find_basket


class ReferralSerializer(serializers.ModelSerializer):
    """The name is whole only for those who refer the office's people; telephone, address and NIK are not told."""

    office = CodeRelatedField(read_only=True)
    programme = serializers.CharField(source="programme.name", read_only=True)
    partner = serializers.CharField(source="programme.partner.name", read_only=True)
    basket = serializers.SerializerMethodField()

    class Meta:
        model = Referral
        fields = [
            "id", "office", "partner", "programme", "name", "state", "mark", "basket", "due_on", "created_at",
            "sent_at", "delivered_on", "reason", "next_act", "about_kind", "about_key",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Basket.choices))
    def get_basket(self, referral: Referral) -> str:
        return find_basket(referral).value

    def to_representation(self, referral: Referral) -> dict[str, Any]:
        known = referral.office_id in self.context["view"].offices_served
        return super().to_representation(referral) | {"name": format_person_name(referral.name, known=known)}


class ReferralViewSet(KnownParameters, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    serializer_class = ReferralSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ReferralStateFilter
    queryset = Referral.objects.none()
    lookup_value_regex = r"\d+"
    ordering = ("created_at", "pk")

    def get_queryset(self) -> Any:
        return Referral.objects.visible_to(self.request.user).with_partner()

    @property
    def offices_served(self) -> set[int]:
        if not hasattr(self, "_offices_served"):
            self._offices_served = set(list_referring_offices(self.request.user).values_list("pk", flat=True))
        return self._offices_served
