"""What Sleman's clinic promised: late, due soon, given to a colleague, done, and not done as the citizen sees it."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.counter.models import Consultation
from consultations.counter.promises import messages, services
from consultations.counter.promises.enums import CitizenWord
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from krs_portal.outbox import services as outbox

# What, how many days ago it was promised, and how many days it had.
PROMISED = (
    ("mengirim gambar denah tipe 36", 12, 9),
    ("menanyakan syarat PBG ke dinas kabupaten", 4, 8),
    ("mengirim daftar toko bahan ber-SNI", 6, 7),
    ("mengirim contoh RAB pondasi", 9, 5),
    ("mendampingi pengukuran lahan", 1, 14),
)


def load_promises(office: Office, staff: list[User], now: datetime) -> None:
    """The last is of today's visitor, the others of people of 2022 who, it is invented, asked again."""
    head, officer, colleague = staff[0], staff[1], staff[2]
    today = Consultation.objects.open().filter(office=office, attendance__isnull=False).order_by("-pk")[:1]
    before = Consultation.objects.closed().filter(office=office, person__isnull=False).order_by("-pk")[:4]
    made = [
        services.make_promise(
            consultation=consultation,
            text=text,
            due_on=day_of(now - timedelta(days=ago), office.time_zone) + timedelta(days=days),
            by=officer,
            at=now - timedelta(days=ago),
        )
        for (text, ago, days), consultation in zip(PROMISED, [*before, *today], strict=True)
    ]
    _late, asked, listed, costs, measured = made
    services.answer_promise(
        promise=asked, answer="Dinas menjawab minggu depan; kami kabari.", by=officer, at=now - timedelta(days=2)
    )
    services.finish_promise(promise=costs, note="Dikirim lewat surel", by=officer, at=now - timedelta(days=5))
    services.assign_promise(promise=listed, officer=colleague, by=head, at=now - timedelta(days=1))
    services.finish_promise(promise=measured, note="Dijadwalkan", by=officer, at=now)
    if visit := measured.consultation.attendance:
        services.take_citizens_word(
            promise=measured, attendance=visit, says=CitizenWord.NOT_DONE, note="Belum ada yang menelepon", at=now
        )
    services.count_late_promises(at=now)
    for promise in made:
        about = About(messages.ABOUT, str(promise.pk))
        outbox.cancel_messages_about(about, at=now, reason="Data contoh; orangnya rekaan.")
