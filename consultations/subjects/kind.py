"""Citizens as the room of rights asks for them: people who came, bookings and questions of people who did not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking.channels import list_message_channels
from consultations.booking.enums import COMING, IN_LINE, EnquiryKind
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.enums import RUNNING as HELPING
from consultations.counter.assistance.models import Assistance
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.promises.enums import PromiseState
from consultations.counter.promises.models import Promise
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.subjects.belongings import (
    Belongings,
    gather_of_attendances,
    gather_of_enquiries,
    gather_of_people,
)
from consultations.subjects.enums import ATTENDANCE, ENQUIRY, PERSON
from consultations.subjects.erasing import erase_belongings
from krs_portal.accounts.phones import takes_messages
from krs_portal.kit.numbers import read_key
from krs_portal.kit.personal import ERASED, describe_row
from krs_portal.kit.words import join_names
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.models import Message
from krs_portal.outbox.writing import Recipient
from krs_portal.referrals.enums import RUNNING as REFERRED
from krs_portal.referrals.models import Referral
from krs_portal.rights.subjects import DataSubject, DataSubjectKind, FileSection

# What the words of a row's neighbours name themselves.
DEEPER = ("slot__place__office", "session__place__office", "region__parent", "programme__partner")


def find_person(key: str) -> DataSubject | None:
    person = Person.objects.select_related("office__parent").filter(pk=read_key(key)).exclude(name=ERASED).first()
    if person is None or person.is_merged:
        return None
    url = reverse("consultations:person_page", args=[person.pk])
    newest = person.attendances.filter(on_behalf_of="").order_by("-created_at", "-pk").first()
    if newest and (ways := list_ways(newest)):
        return DataSubject(PERSON, str(person.pk), person.name, person.office, ways, newest.language, url)
    by_phone = (
        [(str(Channel.WHATSAPP), Recipient(person.phone, person.name))]
        if person.phone and takes_messages(person.phone)
        else []
    )
    return DataSubject(PERSON, str(person.pk), person.name, person.office, by_phone, url=url)


def find_attendance(key: str) -> DataSubject | None:
    rows = Attendance.objects.select_related("slot__place__office__parent").exclude(name__in=("", ERASED))
    found = rows.filter(pk=read_key(key)).first()
    if found is None:
        return None
    return DataSubject(
        ATTENDANCE, str(found.pk), found.name, found.slot.place.office, list_ways(found), found.language,
        reverse("consultations:visit", args=[found.pk]),
    )  # fmt: skip


def find_enquiry(key: str) -> DataSubject | None:
    found = Enquiry.objects.select_related("office__parent").filter(pk=read_key(key)).exclude(name=ERASED).first()
    if found is None:
        return None
    return DataSubject(
        ENQUIRY, str(found.pk), found.name, found.office, list_ways(found), found.language,
        reverse("consultations:answer", args=[found.pk]),
    )  # fmt: skip


def list_ways(row: Attendance | Enquiry) -> list[tuple[str, Recipient]]:
    return [(channel, Recipient(address, row.name)) for channel, address in list_message_channels(row)]


def find_known_visitor(reference: str, phone: str) -> DataSubject | None:
    """The person whose own booking it is; else the booking alone: who books for others opens nobody's file."""
    found = Attendance.objects.known_by(reference, phone).select_related("person__merged_into").first()
    if found is None:
        return None
    person = found.person and found.person.kept
    if person and not found.on_behalf_of and person.phone == found.phone and person.is_named(found.name):
        return find_person(str(person.pk))
    return find_attendance(str(found.pk))


def find_known_asker(reference: str, phone: str) -> DataSubject | None:
    found = Enquiry.objects.known_by(reference, phone).first()
    return find_enquiry(str(found.pk)) if found else None


def collect_sections(found: Belongings) -> list[FileSection]:
    """All rows of somebody, table by table, and the letters that were written to them."""
    letters = reduce(or_, (Q(about_kind=kind, about_key=key) for kind, key in found.letters), Q(pk__in=[]))
    tables: list[tuple[Any, Iterable[Any]]] = [
        (_("Data diri"), find_rows(Person, found.people)),
        (_("Janji dan kedatangan"), find_rows(Attendance, found.attendances)),
        (_("Pertanyaan"), find_rows(Enquiry, found.enquiries)),
        (_("Konsultasi"), find_rows(Consultation, found.consultations)),
        (_("Tindak lanjut"), find_rows(Promise, found.promises)),
        (_("Rumah"), find_rows(House, found.houses)),
        (_("Bantuan rumah"), find_rows(Assistance, found.assistances)),
        (_("Rujukan"), find_rows(Referral, found.referrals)),
        (_("Pesan"), find_named_rows(Message).filter(letters).order_by("pk")),
    ]
    described = [FileSection(str(title), [describe_row(row) for row in rows]) for title, rows in tables]
    return [section for section in described if section.rows]


def find_rows(model: Any, keys: list[int]) -> QuerySet[Any]:
    return find_named_rows(model).filter(pk__in=keys).order_by("pk")


def find_named_rows(model: Any) -> QuerySet[Any]:
    """With whatever a row names, so that describing it asks no more."""
    named = [each.name for each in model._meta.local_fields if each.is_relation]
    deeper = [path for path in DEEPER if path.partition("__")[0] in named]
    return model._base_manager.select_related(*named, *deeper)


def why_not_erase(found: Belongings) -> str | None:
    """What still runs is ended first, so that nobody waits for somebody whom nobody can find."""
    running: list[tuple[str, QuerySet[Any]]] = [
        (_("janji"), Attendance.objects.filter(pk__in=found.attendances, state__in=(*COMING, *IN_LINE))),
        (_("pertanyaan"), Enquiry.objects.open().filter(pk__in=found.enquiries).exclude(kind=EnquiryKind.DATA)),
        (_("konsultasi"), Consultation.objects.filter(pk__in=found.consultations, state=ConsultationState.OPEN)),
        (_("tindak lanjut"), Promise.objects.filter(pk__in=found.promises, state=PromiseState.OPEN)),
        (_("bantuan rumah"), Assistance.objects.filter(pk__in=found.assistances, state__in=HELPING)),
        (_("rujukan"), Referral.objects.filter(pk__in=found.referrals, state__in=REFERRED)),
    ]
    left = [str(name) for name, rows in running if rows.exists()]
    if not left:
        return None
    return _("Masih berjalan: %(what)s. Selesaikan atau batalkan dahulu, lalu hapus.") % {"what": join_names(left)}


def build_kind(
    code: str,
    label: Any,
    find: Callable[[str], DataSubject | None],
    gather: Callable[[list[int]], Belongings],
    find_known: Callable[[str, str], DataSubject | None] = lambda _reference, _phone: None,
) -> DataSubjectKind:
    def erase(key: str, at: datetime) -> None:
        erase_belongings(gather([int(key)]), at=at)

    return DataSubjectKind(
        code,
        label,
        find,
        collect=lambda key: collect_sections(gather([int(key)])),
        erase=erase,
        why_not_erase=lambda key: why_not_erase(gather([int(key)])),
        find_known=find_known,
    )


KINDS = (
    build_kind(PERSON, gettext_lazy("Orang yang pernah datang"), find_person, gather_of_people, find_known_visitor),
    build_kind(ATTENDANCE, gettext_lazy("Janji"), find_attendance, gather_of_attendances),
    build_kind(ENQUIRY, gettext_lazy("Pertanyaan"), find_enquiry, gather_of_enquiries, find_known_asker),
)
