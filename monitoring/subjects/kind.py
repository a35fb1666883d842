"""Households as the room of rights asks for them. Occupants have no number: they come with their ID."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.accounts.phones import takes_messages
from krs_portal.kit.clock import day_of
from krs_portal.kit.numbers import read_key
from krs_portal.kit.personal import ERASED, describe_row
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.writing import Recipient
from krs_portal.rights.retention import FIVE_YEARS, RetentionKind
from krs_portal.rights.subjects import DataSubject, DataSubjectKind, FileSection
from monitoring.occupants.models import Consent, Disclosure, Household, Member, Tenancy
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.models import Assessment, Referral
from monitoring.subjects.erasing import HOUSEHOLD, erase_households


def find_household(key: str) -> DataSubject | None:
    rows = Household.objects.select_related("estate__office__parent").exclude(name=ERASED)
    found = rows.filter(pk=read_key(key)).first()
    if found is None:
        return None
    to = Recipient(found.phone, found.name)
    ways = [(str(Channel.WHATSAPP), to)] if found.phone.startswith("+") and takes_messages(found.phone) else []
    url = reverse("monitoring:household", args=[found.pk])
    return DataSubject(HOUSEHOLD, str(found.pk), found.name, found.estate.office, ways, url=url)


def collect_sections(key: str) -> list[FileSection]:
    theirs: dict[str, Any] = {"household": key}
    tables: list[tuple[str, QuerySet[Any]]] = [
        (_("Rumah tangga"), Household.objects.filter(pk=key)),
        (_("Anggota"), Member.objects.filter(**theirs)),
        (_("Tinggal"), Tenancy.objects.filter(**theirs)),
        (_("Persetujuan"), Consent.objects.filter(**theirs)),
        (_("Penilaian kesiapan"), Assessment.objects.filter(**theirs)),
        (_("Usulan"), Referral.objects.filter(**theirs)),
        (_("Keberatan"), Objection.objects.filter(**theirs)),
        (_("Siapa yang membuka data spesifik"), Disclosure.objects.filter(**theirs)),
    ]
    described = [FileSection(str(title), [describe_row(row) for row in rows.order_by("pk")]) for title, rows in tables]
    return [section for section in described if section.rows]


def why_not_erase(key: str) -> str | None:
    if Tenancy.objects.filter(household=int(key), ended_on__isnull=True).exists():
        return _("Rumah tangga ini masih menghuni; datanya diperlukan sampai penghuniannya berakhir.")
    return None


def erase_household(key: str, at: datetime) -> None:
    erase_households([int(key)], at=at)


def list_ended_households(before: datetime) -> QuerySet[Any]:
    """Who moved out so long ago, and lives nowhere of ours since."""
    stays = Tenancy.objects.filter(household=OuterRef("pk"))
    later = stays.filter(ended_on__isnull=True) | stays.filter(ended_on__gte=day_of(before))
    moved = Household.objects.exclude(name=ERASED).filter(Exists(stays)).exclude(Exists(later))
    return moved.order_by("pk").values_list("pk", flat=True)


def erase_ended_households(keys: Any, at: datetime) -> None:
    erase_households(keys, at=at)


KIND = DataSubjectKind(
    HOUSEHOLD,
    gettext_lazy("Rumah tangga penghuni"),
    find_household,
    collect=collect_sections,
    erase=erase_household,
    why_not_erase=why_not_erase,
)
ENDING = RetentionKind(
    "households", gettext_lazy("penghuni yang pindah"), FIVE_YEARS, list_ended_households, erase_ended_households
)
