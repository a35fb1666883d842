"""Requests about personal data that wait at Sleman's clinic, one of them late, and a breach still to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.people.models.person import Person
from consultations.subjects.enums import PERSON
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.offices.models import Office
from krs_portal.outbox import services as outbox
from krs_portal.rights.enums import RightKind
from krs_portal.rights.letters import ABOUT
from krs_portal.rights.services import ask_right, record_breach
from krs_portal.rights.subjects import find_subject

ASKED = (
    (RightKind.CORRECTION, "Nomor rumah saya 12, bukan 21.", timedelta(hours=80)),
    (RightKind.ERASURE, "Saya sudah pindah; mohon data saya dihapus.", timedelta(hours=50)),
    (RightKind.ACCESS, "", timedelta(hours=3)),
)


def load_data_requests(office: Office, officer: User, admin: User, now: datetime) -> None:
    """Whoever asks is invented, as everybody in the demo is; no letter leaves."""
    people = Person.objects.filter(office=office, merged_into__isnull=True).order_by("pk")[: len(ASKED)]
    for person, (kind, words, ago) in zip(people, ASKED, strict=False):
        if subject := find_subject(PERSON, str(person.pk)):
            ask_right(subject=subject, kind=kind, words=words, by=officer, at=now - ago)
            outbox.cancel_messages_about(
                About(ABOUT, f"{PERSON}.{person.pk}"), at=now, reason="Data contoh; orangnya rekaan."
            )
    record_breach(
        title="Daftar hadir kelas tertinggal di tempat umum (contoh)", found_at=now - timedelta(hours=20), people=24,
        story="Lembar hadir kelas tertinggal di balai desa sesudah acara dan ditemukan warga keesokan harinya.",
        exposed="Nama, nomor telepon, dan alamat peserta.", is_serious=False,
        handling="Lembarnya sudah diambil kembali; lembar hadir kini dibawa pulang petugas dalam map terkunci.",
        by=admin, at=now,
    )  # fmt: skip
