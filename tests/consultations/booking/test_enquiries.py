"""A question in writing or a call, for whoever cannot come: owned by an office, due on a day, answered by number."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.booking import messages, policies, services
from consultations.booking.enums import EnquiryKind, EnquiryState
from consultations.booking.models.enquiries import Enquiry
from krs_portal.kit.clock import today
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Coverage, Holiday, Membership
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db
PHONE = "0812 3456 7890"
FRIDAY = datetime(2031, 3, 7, 3, tzinfo=UTC)


@pytest.fixture
def office():
    """A clinic that serves Kab. Sleman, with an officer and an open counter."""
    made = offices.balai("JAW3")
    province = offices.region("34", name="DI Yogyakarta")
    offices.region("34.04", RegionKind.KABUPATEN, province, "Sleman")
    Coverage.objects.create(office=made, region=province)
    clinics.place(made)
    return made


@pytest.fixture
def officer(office):
    return offices.officer(office)


@pytest.fixture(autouse=True)
def topic():
    return consultations.topic()


def typed(**changes):
    return {
        "kind": "QUESTION",
        "topic": "desain",
        "text": "Apakah dinding bata tanpa kolom aman?",
        "region": "sleman",
        "name": "Siti Aminah",
        "phone": PHONE,
        "contact_by": "WHATSAPP",
        "language": "id",
        "consents": "on",
    } | changes


def ask(client, query="", **changes):
    return client.post(f"{reverse('consultations:ask')}{query}", typed(**changes))


def send(kind=EnquiryKind.QUESTION, at=FRIDAY, **values):
    values = {"name": "Siti", "phone": PHONE, "text": "Bagaimana caranya?", "topic": consultations.topic()} | values
    return services.send_enquiry(kind=kind, consents=True, at=at, **values)


def test_a_question_is_sent_answered_and_read(client, signed_in, officer, office):
    sent = ask(client)
    enquiry = Enquiry.objects.get()
    assert sent.url == reverse("consultations:enquiry", args=[enquiry.reference])
    assert "menjawab paling lambat" in client.get(sent.url).content.decode()
    assert (enquiry.office, enquiry.region.name) == (office, "Sleman")

    staff = signed_in(officer)
    assert "Siti Aminah" in staff.get(reverse("consultations:enquiries")).content.decode()
    assert "Pertanyaan warga" in staff.get(reverse("consultations:desk")).content.decode()
    staff.post(reverse("consultations:answer", args=[enquiry.pk]), {"answer": "Tidak aman; tambahkan kolom praktis."})
    assert "Siti Aminah" not in staff.get(reverse("consultations:enquiries")).content.decode()
    staff.logout()

    reader = {"reference": enquiry.reference, "phone": PHONE}
    page = client.post(reverse("consultations:look_up"), reader, follow=True).content.decode()
    assert "tambahkan kolom praktis" in page
    assert [message.kind for message in outbox.written()] == [messages.RECEIVED, messages.ANSWERED]


def test_another_telephone_reads_nothing(client, office, officer):
    enquiry = consultations.enquiry(office)
    address = reverse("consultations:enquiry", args=[enquiry.reference])

    refused = client.post(reverse("consultations:look_up"), {"reference": enquiry.reference, "phone": "0813 0000 1111"})

    assert refused.status_code == 422
    assert enquiry.text not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"topic": ""}, "Pilih topik"),
        ({"text": "-"}, "Tulis pertanyaan"),
        ({"phone": "12"}, "tidak dikenali"),
        ({"region": "negeri dongeng"}, "tidak ditemukan"),
        ({"consents": ""}, "Persetujuan"),
        ({"contact_by": "EMAIL"}, "Isi surel"),
        ({"kind": "SURAT"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client, officer, changes, said):
    answer = ask(client, **changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kesalahan:" in answer.content.decode().partition("</title>")[0]
    assert not Enquiry.objects.exists()


def test_one_telephone_sends_a_few_an_hour(client, officer, settings):
    settings.THROTTLE = True
    answers = [ask(client, text=f"Pertanyaan nomor {number}").status_code for number in range(6)]

    assert answers == [302] * 5 + [422]


def test_the_same_question_is_taken_once_and_given_to_nobody_else(client, officer):
    ask(client)
    again = ask(client)

    assert again.status_code == 422
    assert "sudah kami terima" in again.content.decode()
    assert Enquiry.objects.count() == 1


def test_without_anybody_at_the_clinic_the_one_above_or_the_nearest_answers(office, officer):
    below = offices.office("SATKER", parent=office)
    far = offices.balai("PAP1")
    offices.officer(far)

    assert send(office=below).office == office
    Membership.objects.filter(office=office).update(ended_on=today())
    assert send(office=below, text="Dan siapa sekarang?").office == far
    Membership.objects.update(ended_on=today())
    with pytest.raises(ValidationError, match="Belum ada klinik"):
        send(office=below, text="Masih ada orang?")


@pytest.mark.parametrize(
    ("kind", "is_urgent", "due"),
    [
        (EnquiryKind.QUESTION, False, date(2031, 3, 17)),  # five working days after Friday 7 March, one a holiday
        (EnquiryKind.CALL_BACK, False, date(2031, 3, 12)),
        (EnquiryKind.CALL_BACK, True, date(2031, 3, 11)),
        (EnquiryKind.DATA, False, date(2031, 3, 9)),  # three times 24 hours, Sunday or not
    ],
)
def test_the_day_it_is_due_counts_the_clinics_working_days(office, kind, is_urgent, due):
    Holiday.objects.create(day_on=date(2031, 3, 10), name="Libur uji")

    assert policies.compute_due_day(office, kind, is_urgent, FRIDAY) == due


def test_an_answer_is_written_once_and_by_the_office(office, officer):
    enquiry = send()
    stranger = offices.officer(offices.balai("JAW4"))

    with pytest.raises(PermissionDenied):
        services.answer_enquiry(enquiry=enquiry, answer="Ya, boleh.", by=stranger, at=FRIDAY)
    with pytest.raises(ValidationError, match="Tulis jawabannya"):
        services.answer_enquiry(enquiry=enquiry, answer=" . ", by=officer, at=FRIDAY)
    services.answer_enquiry(enquiry=enquiry, answer="Ya, boleh.", by=officer, at=FRIDAY)
    with pytest.raises(ValidationError, match="sudah dijawab"):
        services.answer_enquiry(enquiry=enquiry, answer="Tidak.", by=officer, at=FRIDAY)

    assert Enquiry.objects.get().answer == "Ya, boleh."


def test_late_ones_stand_first_and_say_so(signed_in, office, officer):
    consultations.enquiry(office, name="Kemudian")
    consultations.enquiry(office, name="Terlambat", due_on=date(2026, 1, 5))

    page = signed_in(officer).get(reverse("consultations:enquiries")).content.decode()

    assert page.index("Terlambat") < page.index("Kemudian")
    assert "Terlambat sejak 5 Januari 2026" in page


def test_data_requests_need_no_topic(client, officer):
    assert ask(client, kind="DATA", topic="").status_code == 302
    assert Enquiry.objects.get().state == EnquiryState.OPEN


def test_answers_on_the_way_come_along(client, officer):
    made = consultations.danger()

    ask(client, f"?topic=desain&answers={made.pk}", kind="CALL_BACK")

    enquiry = Enquiry.objects.get()
    assert enquiry.is_urgent
    assert enquiry.triage[0]["answer"] == "Retak besar"
