"""From the booking to the better house: each stage is the next and those who ended there, and each figure its rows."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter.assistance import services as assistance
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.services.record import close_consultation
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.funnel.enums import BETTER, ENDS, CaseEnd, FunnelStage
from consultations.evaluation.funnel.figures import FunnelFigures, compute_funnel
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office
from krs_portal.referrals.enums import ReferralState
from krs_portal.referrals.services import answer_referral, withdraw_referral
from tests.factories import clinics, consultations, offices, referrals
from tests.house.doors import open_browser
from tests.house.pages import read_page

pytestmark = pytest.mark.django_db
PAGE, CASES = reverse("consultations:funnel"), reverse("consultations:funnel_cases")
S, E = AttendanceState, CaseEnd
DAY = timedelta(days=1)
# One case that is cancelled, and so on; of IMPROVED two, a class of three people with one of them referred, and so on.
EXPECTED = {
    E.CANCELLED: 1, E.NO_SHOW: 1, E.EXPECTED: 1, E.LEFT: 1, E.BROKEN_OFF: 1, E.IN_HAND: 2, E.SETTLED: 2,
    E.IMPROVED_HERE: 1, E.NOT_SENT: 1, E.WITHDRAWN: 1, E.UNANSWERED: 2, E.EXPIRED: 1, E.ON_PAPER: 1,
    E.IMPROVED_UNANSWERED: 1, E.DECLINED: 1, E.ACCEPTED: 1, E.DELIVERED: 1, E.IMPROVED: 1,
}  # fmt: skip


class Country:
    """One balai with a case at every end, and another with one visit."""

    def __init__(self):
        self.ministry = offices.directorate("DIT-RS")
        self.balai, self.other = offices.balai("JAW3"), offices.balai("JAW4")
        self.officer, self.head = offices.officer(self.balai), offices.head(self.balai)
        self.evaluator = offices.evaluator(self.ministry)
        consultations.account()
        self.slot = consultations.slot(clinics.place(self.balai), seats=50, starts_at=timezone.now())
        self.partner, self.number = referrals.partner(self.balai), 0
        for state in (S.CANCELLED, S.NO_SHOW, S.BOOKED, S.LEFT, S.WAITING):
            self.visit(state)
        self.visit(S.HELD, hold_ends_at=timezone.now())  # nobody registered
        self.serve(Outcome.DISCONTINUED)
        consultations.consultation(self.balai, self.officer)  # a record without a visit, still open
        voided = consultations.consultation(self.balai, self.officer)
        Consultation.objects.filter(pk=voided.pk).update(state=ConsultationState.VOIDED)
        self.serve()
        self.improve(self.serve())
        for answer in (None, "draft", "withdrawn", "closed", ReferralState.DECLINED, ReferralState.ACCEPTED):
            self.refer(self.serve(), answer)
        self.refer(self.serve(), ReferralState.DELIVERED)
        self.improve(self.refer(self.serve(), ReferralState.DELIVERED))
        self.improve(self.refer(self.serve(), None))
        paper = consultations.consultation(self.balai, self.officer)
        Consultation.objects.filter(pk=paper.pk).update(
            state=ConsultationState.CLOSED, outcome=Outcome.REFERRED, closed_at=timezone.now(), closed_by=self.officer
        )
        self.teach()
        there = consultations.slot(clinics.place(self.other), starts_at=timezone.now())
        consultations.attendance(there, S.NO_SHOW, phone="+628129999999")
        self.period = CasePeriod(today() - DAY, today() + DAY)

    def visit(self, state=S.IN_SERVICE, **fields):
        self.number += 1
        phone = f"+62812{self.number:07}"
        return consultations.attendance(self.slot, state, phone=phone, name=f"Orang {self.number}", **fields)

    def serve(self, outcome=Outcome.ADVISED):
        house = consultations.house(f"Jl. Corong {self.number}")
        record = consultations.consultation(self.balai, self.officer, attendance=self.visit(), house=house)
        return close_consultation(consultation=record, outcome=outcome, by=self.officer, at=timezone.now())

    def refer(self, record, answer, name="Siti Aminah"):
        programme = referrals.programme(self.partner, f"Program {record.pk}")
        made = referrals.referral(
            self.balai, self.officer, programme, key=record.pk, name=name, sends=answer not in ("draft", "withdrawn")
        )
        at = timezone.now()
        match answer:
            case "withdrawn":
                withdraw_referral(referral=made, reason="Batal", by=self.officer, at=at)
            case "closed":
                type(made).objects.filter(pk=made.pk).update(
                    state=ReferralState.CLOSED, reason="Tidak dijawab", next_act="PENDING"
                )
            case ReferralState():
                said = {"delivered_on": today()} if answer == ReferralState.DELIVERED else {}
                if answer == ReferralState.DELIVERED:
                    made = answer_referral(
                        referral=made, answer=ReferralState.ACCEPTED, reason="", by=self.officer, at=at
                    )
                answer_referral(referral=made, answer=answer, reason="Penuh", by=self.officer, at=at, **said)
        return record

    def improve(self, record):
        made = consultations.assistance(record, self.officer)
        day, at = today(self.balai.time_zone), timezone.now()
        made = assistance.start_assistance(assistance=made, started_on=day, by=self.officer, at=at)
        assistance.record_improvement(
            assistance=made, seen_on=day, witness=self.officer, before={"ROOF": "STRUCTURE"}, after={"ROOF": "GOOD"},
            note="", by=self.officer, at=at,
        )  # fmt: skip

    def teach(self):
        """A class: two families came and one person is referred by name; a family of three is advised, no more."""
        lesson = consultations.slot(self.slot.place, 20, timezone.now(), SlotKind.GROUP)
        for name, phone, size in (("Ayu", "+628130000001", 1), ("Budi", "+628130000002", 3)):
            consultations.attendance(lesson, S.WAITING, name=name, phone=phone, party_size=size)
        record = consultations.consultation(self.balai, self.officer, session=lesson, kind="GROUP")
        record = close_consultation(consultation=record, outcome=Outcome.INFORMED, by=self.officer, at=timezone.now())
        self.refer(record, None, name="AYU")

    def __getitem__(self, code):
        return Office.objects.get(code=code)


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield Country()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def test_every_end_has_exactly_its_cases_and_no_stage_loses_anybody(country):
    offices_ = Office.objects.clinics().with_name_on(today())
    funnel = compute_funnel(offices_, country.period)

    [own] = [row.figures for row in funnel.rows if row.office == country.balai]
    assert {end: own.count_at(end) for end in CaseEnd} == EXPECTED
    for figures in (*(row.figures for row in funnel.rows), funnel.total):
        for stage, following in zip(FunnelStage, list(FunnelStage)[1:], strict=False):
            assert figures.count_from(stage) == figures.count_from(following) + figures.count_ended(stage)
            assert figures.count_people_from(stage) >= figures.count_people_from(following)
    assert funnel.total.count_from(FunnelStage.BOOKED) == sum(EXPECTED.values()) + 1
    assert funnel.total.count_people_from(FunnelStage.BOOKED) == sum(EXPECTED.values()) + 1 + 2  # a family of three
    assert {end for ends in ENDS.values() for end in ends} == set(CaseEnd)


def follow(client, address):
    """Every case behind an address: of both kinds, over all pages."""
    opened = client.get(address)
    assert opened.status_code == 200, address
    tabs = [tab.url for tab in opened.context["tabs"]] or [""]
    rows = []
    for tab in tabs:
        page = client.get(f"{CASES}{tab}") if tab else opened
        while True:
            rows += page.context["lines"]
            cursor = page.context["page"].next
            if not cursor:
                break
            page = client.get(f"{urlsplit(address).path}{tab or '?' + urlsplit(address).query}&cursor={cursor}")
    return rows, opened.context["number"]


@pytest.mark.parametrize("role", ["evaluator", "head"])
def test_every_number_opens_exactly_its_rows(country, role):
    client = open_browser(getattr(country, role))
    asked = {"since": country.period.since.isoformat(), "until": country.period.until.isoformat()}
    page = read_page(client.get(PAGE, asked))
    figures = {
        (link.text_content().strip(), link.get("href")) for link in page.xpath("//main//a[contains(@class, 'figure')]")
    } | {
        (mark.find("title").text_content().rpartition(": ")[2], mark.get("href"))
        for mark in page.xpath("//main//*[local-name()='svg']//a[@href]")
    }

    for text, address in figures:
        rows, number = follow(client, address)
        assert len(rows) == number == int(text), address
        if "office" in parse_qs(urlsplit(address).query) and role == "evaluator":
            assert len({row["office"] for row in rows}) == 1
    parts = {parse_qs(urlsplit(address).query)["part"][0] for _text, address in figures}
    assert parts >= {*FunnelStage.values, *(end.value for end in CaseEnd if EXPECTED[end])}


def test_a_head_sees_their_own_office_and_names_are_for_those_who_serve(country):
    asked = {"since": country.period.since.isoformat(), "until": country.period.until.isoformat()}
    head, evaluator = open_browser(country.head), open_browser(country.evaluator)

    rows, number = follow(head, f"{CASES}?part=terdaftar&since={asked['since']}&until={asked['until']}")
    assert number == sum(EXPECTED.values())
    assert "Orang 1" in {row["name"] for row in rows}
    masked, everybody = follow(evaluator, f"{CASES}?part=terdaftar&since={asked['since']}&until={asked['until']}")
    assert everybody == number + 1
    assert not {row["name"] for row in masked} & {row["name"] for row in rows}
    assert head.get(PAGE, asked | {"office": "JAW4"}).status_code == 400
    assert open_browser(country.officer).get(PAGE).status_code == 403


def test_few_cases_have_no_percentage():
    assert FunnelFigures({E.SETTLED: 5, E.IMPROVED: 4}).compute_share(FunnelStage.IMPROVED) is None
    assert FunnelFigures({E.SETTLED: 5, E.IMPROVED: 5}).compute_share(FunnelStage.IMPROVED) == 50


def test_what_is_not_understood_is_refused_with_a_sentence(country):
    client = open_browser(country.evaluator)

    for asked in ({"since": "x"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"office": "NUL\0"}):
        assert client.get(PAGE, asked).status_code == 400
    assert client.get(CASES, {"part": "hilang"}).status_code == 400
    assert {end.value for end in BETTER} <= set(CaseEnd.values)
