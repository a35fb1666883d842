"""Questions that wait at Sleman's clinic, one late, one urgent, one from far away, and one that is answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.booking import messages
from consultations.booking.enums import EnquiryKind
from consultations.booking.models.topics import Topic
from consultations.booking.models.triage import TriageChoice
from consultations.booking.services.enquiries import answer_enquiry, send_enquiry
from consultations.booking.triage import describe_choice
from krs_portal.accounts.models import User
from krs_portal.kit.about import About
from krs_portal.offices.models import Office, Region
from krs_portal.outbox import services as outbox

LATE, YESTERDAY, LAST_WEEK = timedelta(days=20), timedelta(days=1), timedelta(days=8)


def load_enquiries(office: Office, topics: dict[str, Topic], officer: User, now: datetime) -> None:
    """The people are invented, and their names say so."""
    regions = {region.code: region for region in Region.objects.filter(code__in=("34.04", "33.10", "35.78"))}
    danger = TriageChoice.objects.filter(is_urgent=True).first()
    asked = [
        send_enquiry(
            kind=EnquiryKind.QUESTION, topic=topics["PERIZINAN"], region=regions.get("34.04"), office=office,
            name="Sumarni (contoh)", phone="0812 0000 0001", consents=True, at=now - LATE,
            text="Rumah saya di tanah warisan yang belum dibagi. Apakah PBG dapat diurus sekarang?",
        ),
        send_enquiry(
            kind=EnquiryKind.CALL_BACK, topic=topics["STRUKTUR"], region=regions.get("33.10"), office=office,
            name="Wagiman (contoh)", phone="0812 0000 0002", consents=True, at=now - YESTERDAY, is_urgent=True,
            text="Kolom depan retak miring sesudah gempa, pintu tidak bisa ditutup.", call_when="sesudah magrib",
            triage=[describe_choice(danger)] if danger else [],
        ),
        send_enquiry(
            kind=EnquiryKind.QUESTION, topic=topics["BANTUAN"], region=regions.get("35.78"),
            name="Suliono (contoh)", phone="0812 0000 0003", consents=True, at=now - YESTERDAY,
            text="Di Surabaya belum ada loket. Ke mana saya mengajukan bantuan perbaikan rumah orang tua saya?",
        ),
    ]  # fmt: skip
    answered = send_enquiry(
        kind=EnquiryKind.QUESTION, topic=topics["RAB"], region=regions.get("34.04"), office=office,
        name="Tutik (contoh)", phone="0812 0000 0004", consents=True, at=now - LAST_WEEK,
        text="Berapa sak semen untuk dinding bata 6 meter persegi?",
    )  # fmt: skip
    answer_enquiry(
        enquiry=answered, by=officer, at=now - LAST_WEEK + YESTERDAY,
        answer="Untuk pasangan setengah bata dengan adukan 1:5 dan plester dua sisi, siapkan dua sampai tiga sak. "
        "Bawa ukuran dindingnya bila ingin dihitung tepat.",
    )  # fmt: skip
    for enquiry in (*asked, answered):
        about = About(messages.ABOUT_ENQUIRY, enquiry.reference)
        outbox.cancel_messages_about(about, at=now, reason="Data contoh; orangnya rekaan.")
