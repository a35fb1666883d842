"""A logbook goes in without a row lost or invented: each counts as if it had been closed at the counter."""

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse

from clinics.models import LedgerEntry, ReportingPeriod
from consultations.counter.enums import AmendmentKind, ConsultationState, Outcome
from consultations.counter.imports.columns import COLUMNS, list_topic_columns
from consultations.counter.imports.kind import KIND
from consultations.counter.models import Amendment, Consultation
from consultations.counter.services import record
from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.files.models import Attachment
from krs_portal.imports import services, tasks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now, today
from tests.factories import clinics, consultations, offices, referrals

pytestmark = pytest.mark.django_db
GOOD = {
    "happened_on": "14/03/2022", "client_name": "Siti Aminah", "topic": "Desain", "outcome": "Diberi saran",
    "phone": "81234567890", "nik": "9901014101900001", "summary": "Denah tipe 36.", "advice": "Tambah kolom praktis.",
}  # fmt: skip
HELPED = {"outcome": "Bantuan teknis", "is_assistance": "Ya", "address": "Jl. Melati No. 3"}


@pytest.fixture
def balai():
    consultations.account()
    for code in ("desain", "rab"):
        consultations.topic(code)
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def bring_in(balai, officer):
    def do(*lines):
        batch = check(balai, officer, *lines)
        if batch.rows.filter(state=RowState.READY).exists():
            services.commit_batch(batch=batch, by=officer, at=now())
            tasks.run_batch_commit(batch.pk)
        return Batch.objects.get(pk=batch.pk)

    return do


def check(office, by, *lines):
    titles = {column.code: str(column.title) for column in (*COLUMNS, *list_topic_columns())}
    text = io.StringIO()
    sheet = csv.DictWriter(text, titles.values())
    sheet.writeheader()
    sheet.writerows({titles[code]: value for code, value in line.items()} for line in lines)
    batch = services.upload_batch(
        kind=KIND, office=office, file_name="buku.csv", content=text.getvalue().encode(), by=by, at=now()
    )
    tasks.run_batch_check(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def list_states(batch):
    return [row.state for row in batch.rows.order_by("number")]


def list_reasons(batch):
    return [" ".join(problem["text"] for problem in row.problems) for row in batch.rows.order_by("number")]


def sum_ledger():
    """What is counted by indicator and day, reversals taken off."""
    total = Counter()
    for code, day, quantity in LedgerEntry.objects.values_list("indicator__code", "happened_on", "quantity"):
        total[code, day] += quantity
    return +total


def verify():
    told = io.StringIO()
    call_command("verify_ledger", stdout=told, stderr=told)


def test_a_good_line_is_a_closed_consultation_that_counts(balai, officer, bring_in):
    batch = bring_in(GOOD | HELPED | {"officer": officer.name.upper(), "head_count": "2", "channel": "WA"})

    made = Consultation.objects.get()
    assert batch.state == BatchState.COMMITTED
    assert (made.state, made.outcome, made.happened_on, made.head_count, made.channel, made.officer) == (
        ConsultationState.CLOSED, Outcome.ASSISTED, date(2022, 3, 14), 2, "WHATSAPP", officer,
    )  # fmt: skip
    assert (made.person.name, made.person.phone, made.person.nik_ciphertext) == (
        "Siti Aminah", "+6281234567890", "9901014101900001",
    )  # fmt: skip
    assert (made.house.address, made.summary, made.advice) == (
        "Jl. Melati No. 3", "Denah tipe 36.", "Tambah kolom praktis.",
    )  # fmt: skip
    assert [topic.code for topic in made.topics.all()] == ["desain"]
    assert sum_ledger() == {
        (code, made.happened_on): count
        for code, count in {"layanan": 1, "sesi": 1, "orang": 2, "rumah-dibantu": 1}.items()
    }
    assert set(LedgerEntry.objects.values_list("cause", flat=True)) == {"IMPORTED"}
    verify()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"happened_on": ""}, "wajib"),
        ({"happened_on": "kemarin"}, "kemarin"),
        ({"happened_on": "1/1/1999"}, "aturan hitung"),
        ({"topic": "Ramalan cuaca"}, "tidak dikenal"),
        ({"outcome": ""}, "wajib"),
        ({"client_name": " "}, "wajib"),
        ({"nik": "123"}, "16"),
        ({"head_count": "nol koma lima"}, "bukan angka"),
        ({"is_assistance": "Ya"}, "alamat rumahnya"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_line_that_cannot_be_right_waits_with_its_reason(bring_in, changed, said):
    batch = bring_in(GOOD | changed)

    assert list_states(batch) == [RowState.NEEDS_CORRECTION]
    assert said in list_reasons(batch)[0].lower() or said in list_reasons(batch)[0]
    assert not Consultation.objects.exists()


def test_a_day_to_come_or_in_a_locked_period_waits(bring_in, balai):
    period = clinics.year(2022)
    ReportingPeriod.objects.filter(pk=period.pk).update(locked_at=now(), locked_by=offices.evaluator())
    tomorrow = (today() + timedelta(days=1)).strftime("%d/%m/%Y")

    batch = bring_in(GOOD, GOOD | {"happened_on": tomorrow})

    assert list_states(batch) == [RowState.NEEDS_CORRECTION] * 2
    assert "sudah dikunci" in list_reasons(batch)[0]


def test_a_line_of_a_month_that_was_sent_waits_and_the_others_come_in(bring_in, balai):
    clinics.month(balai, number=3)

    batch = bring_in(GOOD, GOOD | {"happened_on": "14/04/2022"})

    assert list_states(batch) == [RowState.NEEDS_CORRECTION, RowState.COMMITTED]
    assert "sedang diajukan" in list_reasons(batch)[0]


def test_the_same_line_is_written_down_once(bring_in):
    first = bring_in(GOOD, GOOD | {"client_name": "SITI  AMINAH"}, GOOD | {"topic": "RAB"})
    again = bring_in(GOOD, GOOD | {"topic": "RAB"})

    assert list_states(first) == [RowState.COMMITTED, RowState.DUPLICATE, RowState.COMMITTED]
    assert list_states(again) == [RowState.DUPLICATE] * 2
    assert "sudah tercatat dengan nomor" in list_reasons(again)[0]
    assert (Consultation.objects.count(), Person.objects.count()) == (2, 1)


def test_what_is_not_known_is_left_empty_and_said(bring_in):
    batch = bring_in(GOOD | {"officer": "Pak Entah", "address": "Jl. Mawar 1", "region": "Atlantis", "summary": ""})

    made = Consultation.objects.get()
    assert (made.officer, made.house.region, made.summary) == (None, None, "")
    assert {hint["column"] for hint in batch.rows.get().hints} == {"officer", "region", "summary"}


def test_a_class_is_one_line_and_nobody(bring_in):
    bring_in(GOOD | {"client_name": "Kelas RAB", "kind": "Kelompok", "head_count": "25", "phone": "", "nik": ""})

    made = Consultation.objects.get()
    assert (made.person, made.head_count, Person.objects.count()) == (None, 25, 0)
    assert sum_ledger()["orang", made.happened_on] == 25
    assert sum_ledger()["kelompok", made.happened_on] == 1


def test_a_house_counts_once_a_year_whoever_wrote_it_down(balai, officer, bring_in):
    house = House.objects.create(address="Jalan Melati 3")
    counted = consultations.consultation(
        balai, officer, house=house, is_technical_assistance=True, happened_on=date(2022, 5, 1)
    )
    record.close_consultation(consultation=counted, outcome=Outcome.ASSISTED, by=officer, at=now())

    bring_in(GOOD | HELPED, GOOD | HELPED | {"topic": "RAB"}, GOOD | HELPED | {"happened_on": "3/2/2023"})

    houses = [(day.year, total) for (code, day), total in sum_ledger().items() if code.startswith("rumah")]
    assert sorted(houses) == [(2022, 1), (2023, 1)]
    assert House.objects.count() == 1
    verify()


def invent_lines(chance, count):
    """Lines as an office may have written them: families, houses and classes that come again."""
    outcomes = ["Diberi saran", "Bantuan teknis", "Dirujuk", "Tidak dilanjutkan pemohon"]
    for number in range(count):
        is_class = chance.random() < 0.1
        helps = not is_class and chance.random() < 0.4
        yield {
            "happened_on": (date(2022, 1, 1) + timedelta(days=chance.randrange(700))).strftime("%d/%m/%Y"),
            "client_name": f"Orang {number % 40}",
            "topic": chance.choice(["Desain", "RAB"]),
            "outcome": chance.choice(outcomes),
            "kind": "Kelompok" if is_class else "Perseorangan",
            "head_count": str(chance.randrange(2, 30)) if is_class else "1",
            "phone": "" if is_class or number % 3 == 0 else f"0812{number % 40:07}",
            "summary": "Bertanya.",
            "address": f"Jl. Melati {chance.randrange(12)}" if helps else "",
            "is_assistance": "Ya" if helps else "",
        }


def test_what_comes_in_at_once_counts_as_what_is_closed_one_by_one(balai, officer, bring_in):
    batch = bring_in(*invent_lines(random.Random(5), 120))
    at_once = sum_ledger()
    verify()
    brought = list(Consultation.objects.order_by("pk").values(*COPIED, "outcome"))
    services.undo_batch(batch=batch, by=officer, at=now())
    assert sum_ledger() == {}

    for values in brought:
        outcome, house = values.pop("outcome"), values.pop("house")
        written = consultations.consultation(balai, officer, house_id=house, **values)
        if outcome == Outcome.REFERRED:
            referrals.refer_consultation(written, officer)
        if outcome == Outcome.ASSISTED and not written.is_technical_assistance:
            outcome = Outcome.ADVISED  # old logbooks say so without a house; it counts alike
        record.close_consultation(consultation=written, outcome=outcome, by=officer, at=now())
    assert len(brought) == batch.rows.exclude(state=RowState.DUPLICATE).count() > 100
    assert sum_ledger() == at_once


def test_logbooks_that_come_in_in_any_order_count_a_house_once_a_year(officer, bring_in):
    lines = list(invent_lines(random.Random(7), 120))
    random.Random(7).shuffle(lines)
    for part in (lines[:40], lines[40:80], lines[80:]):
        bring_in(*part)
        verify()

    helped = Consultation.objects.closed().filter(is_technical_assistance=True, house__isnull=False)
    homes = {(house, day.year) for house, day in helped.values_list("house", "happened_on")}
    counted = sum(quantity for (code, _day), quantity in sum_ledger().items() if code == "rumah-dibantu")
    assert counted == len(homes) < helped.count()


COPIED = ("client_name", "kind", "head_count", "happened_on", "house", "is_technical_assistance")


def test_an_import_that_is_taken_back_reverses_and_says_why(officer, bring_in):
    batch = bring_in(GOOD | HELPED, GOOD | {"topic": "RAB"})
    services.undo_batch(batch=batch, by=officer, at=now())

    assert sum_ledger() == {}
    assert set(Consultation.objects.values_list("state", flat=True)) == {ConsultationState.VOIDED}
    assert set(Amendment.objects.values_list("kind", "reason")) == {
        (AmendmentKind.VOIDED, "Impor buku catatan dibatalkan.")
    }
    verify()


def test_an_import_somebody_worked_with_is_not_taken_back(officer, bring_in):
    batch = bring_in(GOOD, GOOD | {"topic": "RAB"})
    made = Consultation.objects.first()
    record.correct_consultation(
        consultation=made, values={"head_count": 3}, topics=None, reason="Salah ketik", by=officer, at=now()
    )
    before = sum_ledger()
    with pytest.raises(ValidationError, match="sudah diubah sesudah impor"):
        services.undo_batch(batch=batch, by=officer, at=now())

    assert sum_ledger() == before


WORK = {
    "promise": lambda of, by: consultations.promise(of, by),
    "assistance": lambda of, by: consultations.assistance(of, by),
    "referral": lambda of, by: referrals.refer_consultation(of, by),
    "paper": lambda of, by: Attachment.objects.create(
        office=of.office,
        about_kind="consultation",
        about_key=of.pk,
        kind="DOCUMENT",
        content_type="application/pdf",
        content="uji.pdf",
        size=1,
        sha256="0" * 64,
        uploaded_at=now(),
        uploaded_by=by,
    ),
}


@pytest.mark.parametrize("work", WORK)
def test_an_import_somebody_went_on_from_is_not_taken_back(officer, bring_in, work):
    batch = bring_in(GOOD | HELPED)
    WORK[work](Consultation.objects.get(), officer)

    with pytest.raises(ValidationError, match="sudah diubah sesudah impor"):
        services.undo_batch(batch=batch, by=officer, at=now())


def test_every_line_of_a_dirty_logbook_is_accounted_for(bring_in):
    lines = list(invent_lines(random.Random(9), 200))
    for number, line in enumerate(lines):
        line |= [{}, {"topic": "?"}, {"happened_on": "31/02/2022"}, {"outcome": "ok"}, {"client_name": ""}][
            number % 9 if number % 9 < 5 else 0
        ]
    batch = bring_in(*lines, lines[0])

    states = Counter(list_states(batch))
    imported, waiting, twice = (
        states[state] for state in (RowState.COMMITTED, RowState.NEEDS_CORRECTION, RowState.DUPLICATE)
    )
    assert imported + waiting + twice == 201
    assert Consultation.objects.count() == imported
    assert waiting > 80
    assert twice > 0


def test_only_the_clinics_own_people_bring_in_its_logbook(signed_in, balai, officer):
    answer = signed_in(officer).get(reverse("imports:list"))
    assert "Buku catatan konsultasi" in answer.content.decode()

    stranger = offices.officer(offices.balai("JAW4"))
    with pytest.raises(PermissionDenied):
        check(balai, stranger, GOOD)
    assert not Batch.objects.exists()
