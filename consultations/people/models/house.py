from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.people.addresses import LONGEST_KEY, normalise_address
from consultations.people.enums import (
    LandOrigin,
    LandTitle,
    PowerSource,
    SewageOutlet,
    Surroundings,
    Tenure,
    Toilet,
    WaterSource,
)
from consultations.people.models.merging import Mergeable, build_merge_constraints
from consultations.people.querysets import HouseQuerySet, read_region_name
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none
from krs_portal.offices.models import Region


class AddressKeyField(models.CharField):
    """The normal form of the address, computed whenever the row is written, in bulk as well."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = normalise_address(model_instance.address, read_region_name(model_instance.region))
        setattr(model_instance, self.attname, key)
        return key


@track_changes(exclude=["address_key"])
class House(Mergeable):
    """The house that is built or mended. It is not its owner: people move, houses stay.

    It is found by `address_key`, the normal form of its address (`addresses`), so that one house is not counted twice
    because it was spelled in two ways. Where several houses have one address, as in a hamlet without numbers, `mark`
    tells them apart: whose house it is, or what stands beside it.
    """

    address = models.CharField(_("alamat rumah"), max_length=300)
    address_key = AddressKeyField(_("alamat baku"), max_length=LONGEST_KEY, blank=True, default="", editable=False)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kab/kota")
    )
    mark = models.CharField(_("penanda"), max_length=120, blank=True, default="", db_default="")
    owner_name = models.CharField(_("nama pemilik"), max_length=120, blank=True)
    tenure = models.CharField(_("status rumah"), max_length=10, choices=Tenure, blank=True)
    land_title = models.CharField(_("bukti tanah"), max_length=10, choices=LandTitle, blank=True)
    land_origin = models.CharField(_("asal tanah"), max_length=10, choices=LandOrigin, blank=True)
    toilet = models.CharField(_("jamban"), max_length=12, choices=Toilet, blank=True)
    sewage = models.CharField(_("pembuangan tinja"), max_length=12, choices=SewageOutlet, blank=True)
    water = models.CharField(_("air minum"), max_length=10, choices=WaterSource, blank=True)
    power = models.CharField(_("listrik"), max_length=12, choices=PowerSource, blank=True)
    surroundings = models.CharField(_("kawasan"), max_length=10, choices=Surroundings, blank=True)
    # Of each component that somebody looked at, its state: enums Component and ComponentState.
    components = models.JSONField(_("kondisi bangunan"), default=dict, blank=True)
    latitude = models.DecimalField(_("lintang"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now)

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("rumah")
        verbose_name_plural = _("rumah")
        indexes = [
            models.Index(fields=["address_key", "region"], name="consultations_house_by_key"),
            GinIndex(fields=["address_key"], opclasses=["gin_trgm_ops"], name="consultations_house_alike"),
        ]
        constraints = [
            *build_merge_constraints("consultations_house"),
            models.UniqueConstraint(
                fields=["region", "address_key", "mark"],
                condition=~Q(address_key=""),
                name="consultations_house_once",
                nulls_distinct=False,
                violation_error_message=_("Rumah di alamat ini sudah tercatat; tulis penandanya bila ini rumah lain."),
            ),
            all_or_none(
                "latitude",
                "longitude",
                name="consultations_house_on_map",
                message=_("Lintang dan bujur diisi keduanya."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-11.5, 6.5), longitude__range=(94.5, 141.5)),
                name="consultations_house_in_the_country",
                violation_error_message=_("Titik ini di luar Indonesia; periksa lintang dan bujurnya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.mark})" if self.mark else self.address

    def clean(self) -> None:
        """Constraints are asked about the address as it is now."""
        self.address_key = normalise_address(self.address, read_region_name(self.region))

    def has_address(self, address: str) -> bool:
        """Whether the words name this house, in whichever spelling."""
        return normalise_address(address, read_region_name(self.region)) == self.address_key
