"""Erase the person, keep the count: a hundred people of a closed year, and nothing that was counted moves."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry, MonthTally, Tally
from clinics.services import lock_period
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.attachments import build_about_stage
from consultations.counter.assistance.enums import PhotoStage
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE, measure_consultation
from consultations.evaluation.build import compute_evaluation
from consultations.people.models.house import House
from consultations.people.models.person import Person
from consultations.satisfaction.models import SurveyAnswer
from consultations.subjects.belongings import gather_of_people
from consultations.subjects.erasing import erase_belongings
from krs_portal.files.services import attach_file
from krs_portal.kit.about import About
from krs_portal.kit.clock import now
from krs_portal.kit.personal import ERASED
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.services import enqueue_messages
from krs_portal.outbox.writing import OutgoingLetter, Recipient
from krs_portal.referrals.models import Referral
from krs_portal.reports.models import Figure, File
from monitoring.subjects.erasing import erase_households
from tests.factories import clinics, consultations, files, offices, referrals
from tests.factories import monitoring as estates
from tests.factories import reports as papers

pytestmark = pytest.mark.django_db

MARK = "Zarqun"  # stands in every column in which people write; nobody else is called so
PHONE, MAIL, NIK = "+6281199%06d", "zarqun%d@contoh.id", "990101010190%04d"
PEOPLE = 100
YEAR = now().year - 1
PARAMS = {"year": YEAR, "as_at": f"{YEAR}-12-31"}


@pytest.fixture
def vault(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def office():
    consultations.account()
    return offices.balai()


@pytest.fixture
def officer(office):
    return offices.officer(office)


@pytest.fixture
def slot(office):
    return consultations.slot(clinics.place(office), seats=PEOPLE + 1)


def serve(officer, slot, *numbers):
    """So many people come, each is served for a house of their own and gets a letter; every text names them.

    Written at once as closing would write it, because a hundred closings take half a minute; `read_figures` proves
    that the ledger says what the consultations say.
    """
    office, topic, at = slot.place.office, consultations.topic(), now()
    people = [
        Person(office=office, name=f"{MARK} {number}", phone=PHONE % number, address=f"Gang {MARK}")
        for number in numbers
    ]
    for number, person in zip(numbers, people, strict=True):
        person.set_nik(NIK % (number + 1))
    Person.objects.bulk_create(people)
    visits = Attendance.objects.bulk_create(
        Attendance(
            slot=slot, state=AttendanceState.DONE, reference=f"KRS-E{number:06}", topic=topic, name=person.name,
            phone=person.phone, email=MAIL % number, person=person, wish=MARK, word=MARK, remark=MARK, address=MARK,
            triage=[{"question": "?", "answer": MARK}],
        )
        for number, person in zip(numbers, people, strict=True)
    )  # fmt: skip
    houses = House.objects.bulk_create(
        House(address=f"Gang {MARK} {number}", owner_name=MARK, mark=MARK) for number in numbers
    )
    made = Consultation.objects.bulk_create(
        Consultation(
            office=office, officer=officer, recorded_by=officer, client_name=person.name, person=person,
            attendance=visit, house=house, summary=MARK, advice=MARK, obstacle=MARK, next_steps=MARK, follow_up=MARK,
            is_technical_assistance=True, happened_on=date(YEAR, 3 + number % 9, 7), head_count=1 + number % 3,
            state="CLOSED", outcome="ASSISTED", closed_at=at, closed_by=officer,
        )
        for number, person, visit, house in zip(numbers, people, visits, houses, strict=True)
    )  # fmt: skip
    rules = {rule.measure: rule for rule in CountingRule.objects.select_related("indicator")}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            indicator=rules[measure].indicator, rule=rules[measure], office=office, happened_on=each.happened_on,
            recorded_at=at, source_kind=SOURCE, source_key=each.pk, quantity=quantity, posted_by=officer,
        )
        for each in made
        for measure, quantity in (measure_consultation(each) | {Measure.ASSISTED_HOUSE: 1}).items()
        if quantity and measure in rules
    )  # fmt: skip
    letters = [
        OutgoingLetter("trial", f"uji:{visit.reference}", Recipient(visit.email, visit.name), Channel.EMAIL,
                       {"at": at}, office=office, about=About("booking", visit.reference))
        for visit in visits
    ]  # fmt: skip
    enqueue_messages(letters, at=at)
    return people


def read_figures(client):
    """Everything that anybody is shown of that year, and what it stands on."""
    codes = ("layanan", "sesi", "orang", "kelompok", "rumah-dibantu")
    asked = {code: client.get(f"/api/v1/achievements/?year={YEAR}&indicator={code}") for code in codes}
    assert all(answer.status_code == 200 for answer in asked.values())
    for command in ("verify_ledger", "verify_tallies"):
        call_command(command, stdout=StringIO())
    return {
        "ledger": list(LedgerEntry.objects.order_by("pk").values()),
        "tallies": [list(model.objects.order_by("pk").values()) for model in (Tally, MonthTally)],
        "report": compute_evaluation(PARAMS, now().replace(hour=0))[0].offices,
        "api": {code: answer.json() for code, answer in asked.items()},
        "answers": SurveyAnswer.objects.count(),
        "houses": House.objects.values_list("address_key").distinct().count(),
        "paper": list(Figure.objects.order_by("pk").values()),
        "files": list(File.objects.order_by("pk").values_list("pk", "sha256")),
    }


def find_mark(*words):
    """The columns of the database in which one of the words still stands, the audit trail included."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY (%s)',  # noqa: S608 a table of ours
                [[f"%{word}%" for word in words]],
            )
            if count := cursor.fetchone()[0]:
                found.append((table, count))
    return found


def erase(*people):
    erase_belongings(gather_of_people([each.pk for each in people]), at=now())


def test_a_hundred_people_of_a_closed_year_are_erased_and_no_figure_moves(client, signed_in, officer, slot):
    evaluator = offices.evaluator()
    clinics.target(slot.place.office, by=evaluator, period=clinics.year(YEAR))
    *people, stays = serve(officer, slot, *range(PEOPLE + 1))
    revision = papers.published(evaluator, PARAMS)
    lock_period(period=clinics.year(YEAR), by=evaluator, at=now())
    signed_in(evaluator)
    before = read_figures(client)
    assert find_mark(MARK)
    assert (
        before["api"]["layanan"]["total"]["realised"]
        == PEOPLE + 1
        == before["api"]["rumah-dibantu"]["total"]["realised"]
    )

    erase(*people)

    assert read_figures(client) == before
    assert "asli" in client.get(reverse("reports:verify", args=[revision.code])).content.decode().lower()
    stays.refresh_from_db()
    assert stays.name == f"{MARK} {PEOPLE}"
    erase(stays)
    assert find_mark(MARK, "+6281199", "contoh.id") == []


def test_everything_that_hangs_on_a_person_goes_with_them_in_the_audit_trail_too(
    office, officer, slot, vault, django_capture_on_commit_callbacks
):
    (person,) = serve(officer, slot, 1)
    made = person.consultations.get()
    consultations.promise(made, officer, text=MARK, officer=officer)
    helped = consultations.assistance(made, officer, kind="STRUCTURE", plan=MARK)
    sent = referrals.refer_consultation(made, officer)
    Referral.objects.filter(pk=sent.pk).update(name=person.name, note=MARK)
    photo = attach_file(
        file=files.upload(files.picture(), f"{MARK}.jpg"), about=build_about_stage(helped, PhotoStage.BEFORE),
        office=office, by=officer, at=now(), title=MARK,
    )  # fmt: skip
    merged = consultations.person(
        office, f"{MARK} satu", phone=PHONE % 1, merged_into=person, merged_at=now(), merged_by=officer
    )
    person.name = f"{MARK} Satu"
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        erase(person)

    assert find_mark(MARK, "+6281199", "contoh.id") == []
    assert not (vault / photo.content.name).exists()
    merged.refresh_from_db()
    assert (merged.name, merged.merged_into) == (ERASED, person)
    last = person.events.order_by("pgh_id").last()
    assert (last.pgh_label, last.name, last.nik_ciphertext) == ("update", ERASED, None)


def test_a_house_that_somebody_else_came_about_keeps_its_address(officer, slot):
    person, other = serve(officer, slot, 1, 2)
    house = person.consultations.get().house
    consultations.consultation(slot.place.office, officer, person=other, house=house)

    erase(person)

    house.refresh_from_db()
    assert house.address.startswith("Gang")


def test_a_household_is_erased_and_its_estate_stays_as_full_as_it_was():
    agency = estates.local(estates.province())
    block = estates.listed_block(estates.estate(agency, units=None))
    home = estates.household(block.estate, members=3, kk="9901010101900001", name=MARK, phone=PHONE % 1, workplace=MARK)
    home.members.update(name=MARK)
    estates.tenancy(block.units.first(), home, arrears=500_000)
    block.estate.tally.refresh_from_db()
    before = (block.estate.tally.units, block.estate.tally.occupied, home.member_count)

    erase_households([home.pk], at=now())

    block.estate.tally.refresh_from_db()
    home.refresh_from_db()
    assert (block.estate.tally.units, block.estate.tally.occupied, home.member_count) == before
    assert find_mark(MARK, "+6281199") == []
    assert (home.kk_ciphertext, home.kk_lookup, home.income) == (None, "", None)
