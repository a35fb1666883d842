"""The advice slip: printed and sent when closed, and found again under the reference."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter import messages, services
from consultations.counter.enums import ConsultationKind, Outcome
from consultations.counter.referring import list_referrals
from consultations.counter.services.door import register_walk_in
from tests.factories import clinics, consultations, offices, outbox, referrals

pytestmark = pytest.mark.django_db

PHONE = "0812 3456 7890"


@pytest.fixture(autouse=True)
def _account():
    consultations.account()


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def walk_in(balai, officer):
    return arrive(balai, officer, phone=PHONE)


def arrive(balai, officer, **told):
    return register_walk_in(
        place=clinics.place(balai),
        topic=consultations.topic(),
        name="Siti Aminah",
        by=officer,
        at=timezone.now(),
        **told,
    )


def serve(attendance, officer, outcome=Outcome.ADVISED, **values):
    """Called, written and closed."""
    called = services.serve_person(attendance=attendance, by=officer, at=timezone.now())
    if outcome == Outcome.REFERRED:
        referrals.refer_consultation(called, officer)
    told = {"summary": "Catatan dalam.", "advice": "Pakai pondasi batu kali.", "next_steps": "Ukur lahannya."} | values
    return services.close_consultation(consultation=called, outcome=outcome, values=told, by=officer, at=timezone.now())


def look_up(client, attendance):
    typed = {"reference": attendance.reference, "phone": PHONE}
    return client.post(reverse("consultations:look_up"), typed, follow=True)


def test_a_walk_in_finds_advice_and_promise_again_under_the_number(client, signed_in, walk_in, officer):
    consultation = serve(walk_in, officer)
    consultations.promise(consultation, officer, text="mengirim gambar denah")
    staff = signed_in(officer)
    page = staff.get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()
    address = reverse("consultations:slip", args=[consultation.pk])
    assert address in page
    slip = staff.get(address).content.decode()
    for words in ("Pakai pondasi batu kali.", "gambar denah", "Ukur lahannya.", walk_in.reference, "<svg"):
        assert words in slip
    assert "Catatan dalam." not in slip
    staff.post(reverse("consultations:slip_send", args=[consultation.pk]))
    staff.logout()

    told = outbox.written(kind=messages.SLIP)
    assert [(message.channel, message.recipient) for message in told] == [("WHATSAPP", "+6281234567890")]
    assert walk_in.reference in told[0].body
    assert "batu kali" not in told[0].body
    own = look_up(client, walk_in).content.decode()
    for words in ("Kunjungan", "Pakai pondasi batu kali.", "gambar denah", "Ukur lahannya."):
        assert words in own
    assert "Catatan dalam." not in own
    paper = client.get(reverse("consultations:own_slip", args=[walk_in.reference]))
    assert paper["Content-Type"] == "application/pdf"


def test_the_paper_is_tagged_and_in_the_language_of_whom_it_is_for(signed_in, walk_in, officer):
    walk_in.language = "en"
    walk_in.save()
    consultation = serve(walk_in, officer)

    answer = signed_in(officer).get(reverse("consultations:slip_pdf", args=[consultation.pk]))

    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "en"
        assert len(paper.pages) == 1


def test_nobody_without_the_number_opens_it(client, walk_in, officer):
    serve(walk_in, officer)

    answer = client.get(reverse("consultations:own_slip", args=[walk_in.reference]))

    assert answer.url == reverse("consultations:manage", args=[walk_in.reference])
    assert "pondasi" not in client.get(answer.url).content.decode()


def test_what_is_not_closed_is_no_advice_yet(client, signed_in, walk_in, officer):
    called = services.serve_person(attendance=walk_in, by=officer, at=timezone.now())
    called.advice = "Baru separuh"
    called.save()

    assert "Baru separuh" not in look_up(client, walk_in).content.decode()
    refused = signed_in(officer).get(reverse("consultations:slip", args=[called.pk]))
    assert refused.status_code == 403
    assert "Tutup konsultasi dahulu" in refused.content.decode()


def test_without_advice_and_promise_there_is_nothing_to_print(signed_in, walk_in, officer):
    consultation = serve(walk_in, officer, advice="", next_steps="")

    page = signed_in(officer).get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()

    assert "Belum ada saran atau tindak lanjut untuk dicetak" in page


def test_without_a_telephone_it_is_printed_and_not_sent(signed_in, balai, officer):
    nameless = arrive(balai, officer)
    consultation = serve(nameless, officer)

    slip = signed_in(officer).get(reverse("consultations:slip", args=[consultation.pk])).content.decode()

    assert nameless.reference in slip
    assert "Tidak ada nomor telepon pemohon" in slip
    with pytest.raises(ValidationError, match="cetak lembarnya"):
        services.send_slip(consultation=consultation, by=officer, at=timezone.now())


def test_a_class_finds_the_advice_of_its_session(client, balai, officer):
    slot = consultations.slot(clinics.place(balai), 9, clinics.earlier_today(hours=1), SlotKind.GROUP)
    coming = consultations.attendance(slot, AttendanceState.DONE, arrived_at=timezone.now())
    record = consultations.consultation(
        balai, officer, session=slot, kind=ConsultationKind.GROUP, advice="Catat semua bahan."
    )
    services.close_consultation(consultation=record, outcome=Outcome.ADVISED, by=officer, at=timezone.now())

    assert "Catat semua bahan." in look_up(client, coming).content.decode()


def test_a_referral_is_said(signed_in, walk_in, officer):
    consultation = serve(walk_in, officer, Outcome.REFERRED)

    slip = signed_in(officer).get(reverse("consultations:slip", args=[consultation.pk])).content.decode()

    assert "Anda dirujuk" in slip


def test_corrected_advice_stands_in_the_trail_and_on_the_slip(signed_in, walk_in, officer):
    consultation = serve(walk_in, officer)
    services.correct_consultation(
        consultation=consultation, values={"next_steps": "Urus PBG."}, topics=None, reason="Kurang", by=officer,
        at=timezone.now(),
    )  # fmt: skip
    staff = signed_in(officer)

    page = staff.get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()

    assert "Langkah pemohon berikutnya: Ukur lahannya. → Urus PBG." in page
    assert "Urus PBG." in staff.get(reverse("consultations:slip", args=[consultation.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_another_topic_stands_in_the_trail(signed_in, walk_in, officer):
    consultation = services.serve_person(attendance=walk_in, by=officer, at=timezone.now())
    (first,) = consultation.topics.all()
    second = consultations.topic("izin")
    services.edit_consultation(consultation=consultation, values={}, topics=[second], by=officer, at=timezone.now())

    page = signed_in(officer).get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()

    assert f"Topik: {first} → {second}" in page
    assert "Topik: —" not in page  # the first one came with the record


def test_the_slip_and_the_own_page_name_the_partner(client, signed_in, walk_in, officer):
    consultation = serve(walk_in, officer, Outcome.REFERRED)
    partner = str(list_referrals(consultation).get().programme.partner)

    slip = signed_in(officer).get(reverse("consultations:slip", args=[consultation.pk])).content.decode()

    assert f"Anda dirujuk ke {partner}" in slip
    assert f"Anda dirujuk ke {partner}" in look_up(client, walk_in).content.decode()
