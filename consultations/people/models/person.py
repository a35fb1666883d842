from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.people.enums import Need
from consultations.people.models.merging import Mergeable, build_merge_constraints
from consultations.people.names import LONGEST_NAME_KEY, build_name_key
from consultations.people.querysets import PersonQuerySet
from krs_portal.accounts import nik
from krs_portal.accounts.audit import track_changes
from krs_portal.accounts.enums import Sex
from krs_portal.accounts.phones import format_phone
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.sealing import EncryptedCharField, EncryptedDateField, LookupField
from krs_portal.offices.models import Office, Region


class NameKeyField(models.CharField):
    """What a name is found by (`names`), computed whenever the row is written, in bulk as well."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = build_name_key(model_instance.name)
        setattr(model_instance, self.attname, key)
        return key


@track_changes(exclude=["name_key"])
class Person(Mergeable):
    """Somebody whom an office has received. Who came to two offices is known to each by itself: they gave their data
    there.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="people", verbose_name=_("unit kerja"))
    name = models.CharField(_("nama"), max_length=120)
    # Compared byte by byte, so that the index serves the beginning of a name as well as the order of names.
    name_key = NameKeyField(max_length=LONGEST_NAME_KEY, db_collation="C", editable=False, default="", blank=True)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True, db_collation="C")
    nik_ciphertext = EncryptedCharField(_("NIK"), max_length=16, blank=True, null=True)
    nik_lookup = LookupField(of="nik_ciphertext", db_index=False)
    born_on = EncryptedDateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=6, choices=Sex, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kab/kota")
    )
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    needs = ArrayField(
        models.CharField(max_length=15, choices=Need), verbose_name=_("kebutuhan"), default=list, blank=True
    )
    consented_at = models.DateTimeField(_("persetujuan"), null=True, blank=True)
    consent_version = models.CharField(_("versi persetujuan"), max_length=20, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        indexes = [
            models.Index(fields=["office", "name_key"], name="consultations_person_by_name"),
            models.Index(fields=["office", "phone"], condition=~Q(phone=""), name="consultations_person_by_phone"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="consultations_person_alike"),
        ]
        constraints = [
            *build_merge_constraints("consultations_person"),
            models.UniqueConstraint(
                fields=["office", "nik_lookup"],
                condition=~Q(nik_lookup=""),
                name="consultations_person_nik_once",
                violation_error_message=_("NIK ini sudah tercatat atas orang lain di unit ini."),
            ),
            all_or_none(
                "consented_at",
                "consent_version",
                name="consultations_person_consent_versioned",
                message=_("Persetujuan mencatat waktu dan versi teksnya."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nik_masked(self) -> str:
        return nik.mask_nik(self.nik_ciphertext or "")

    @property
    def phone_shown(self) -> str:
        return format_phone(self.phone) if self.phone else ""

    def set_nik(self, value: str) -> None:
        """Keep a well-formed NIK encrypted with its look-up; an empty one clears both."""
        self.nik_ciphertext = nik.read_nik(value).text if value else ""
        self.nik_lookup = nik.hash_nik(self.nik_ciphertext) if self.nik_ciphertext else ""

    def is_named(self, name: str) -> bool:
        """Whether the words are this person's name, in whichever spelling of case, courtesy and accents."""
        return build_name_key(name) == build_name_key(self.name)
