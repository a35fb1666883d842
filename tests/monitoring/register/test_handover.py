"""The way of an asset: one step at a time, each with its day and letter; what blocks it, and the check-list."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from krs_portal.offices.enums import Role
from monitoring.register.handover import services
from monitoring.register.handover.enums import HAND_OVER_MOVES, HAND_OVER_PATHS, HandOverPath, HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.handover.papers import GRANT
from tests.factories import monitoring as given
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = datetime(2021, 8, 20, 3, tzinfo=UTC)


@pytest.fixture
def agency():
    return given.local(given.province())


@pytest.fixture
def operator(agency):
    return given.operator(agency)


@pytest.fixture
def file(agency, operator):
    """A grant begun on 1 March 2021."""
    return services.begin_hand_over(
        estate=given.estate(agency), path=HandOverPath.GRANT, recipient="Pemkot Semarang", on=date(2021, 3, 1),
        by=operator, at=AT,
    )  # fmt: skip


def test_a_step_closes_the_one_before_with_its_letter(file, operator):
    services.advance_hand_over(hand_over=file, on=date(2021, 4, 5), letter="B-12/2021", by=operator, at=AT)

    file.refresh_from_db()
    first, second = file.steps.order_by("entered_on")
    assert (file.state, file.since_on) == (HandOverState.SECRETARIAT, date(2021, 4, 5))
    assert (first.left_on, second.entered_on, second.letter) == (date(2021, 4, 5), date(2021, 4, 5), "B-12/2021")


def test_the_whole_way_of_a_grant_ends(file, operator):
    for _step in HAND_OVER_PATHS[HandOverPath.GRANT][1:]:
        services.advance_hand_over(hand_over=file, on=date(2021, 5, 1), by=operator, at=AT)

    file.refresh_from_db()
    assert file.state == HandOverState.DONE
    with pytest.raises(PermissionDenied, match="sudah selesai"):
        services.advance_hand_over(hand_over=file, on=date(2021, 5, 1), by=operator, at=AT)


def test_sending_back_needs_its_reason(file, operator):
    services.advance_hand_over(hand_over=file, on=date(2021, 4, 5), by=operator, at=AT)

    with pytest.raises(ValidationError, match="alasan"):
        services.return_hand_over(hand_over=file, on=date(2021, 5, 1), letter=" ", by=operator, at=AT)
    services.return_hand_over(hand_over=file, on=date(2021, 5, 1), letter="Sertifikat belum ada", by=operator, at=AT)

    file.refresh_from_db()
    assert file.state == HandOverState.NOT_STARTED


def test_nothing_lies_before_the_beginning(file, operator):
    with pytest.raises(PermissionDenied, match="tidak ada tahap sebelumnya"):
        services.return_hand_over(hand_over=file, on=date(2021, 5, 1), letter="x", by=operator, at=AT)


@pytest.mark.parametrize(("on", "sentence"), [(date(2021, 2, 1), "baru dimulai"), (date(2021, 9, 1), "belum tiba")])
def test_a_step_is_neither_before_the_last_nor_in_the_future(file, operator, on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.advance_hand_over(hand_over=file, on=on, by=operator, at=AT)


def test_an_obstacle_has_its_day_and_goes(file, operator):
    services.set_obstacle(
        hand_over=file, obstacle="Sertifikat belum ada", since_on=date(2021, 5, 1), by=operator, at=AT
    )
    file.refresh_from_db()
    assert (file.obstacle, file.obstacle_since_on) == ("Sertifikat belum ada", date(2021, 5, 1))

    services.clear_obstacle(hand_over=file, by=operator, at=AT)
    file.refresh_from_db()
    assert (file.obstacle, file.obstacle_since_on) == ("", None)


def test_a_paper_is_there_or_missing(file, operator):
    services.tick_papers(
        hand_over=file,
        received={"sertifikat": date(2021, 6, 1), "pbg": None, "nonsense": date(2021, 6, 1)},
        by=operator,
        at=AT,
    )

    assert dict(file.papers.values_list("code", "received_on")) == {"sertifikat": date(2021, 6, 1), "pbg": None}


def test_another_kab_kota_moves_nothing(file, agency):
    stranger = given.operator(given.local(agency.parent, "33.73", "Salatiga"))

    with pytest.raises(PermissionDenied):
        services.advance_hand_over(hand_over=file, on=date(2021, 5, 1), by=stranger, at=AT)


def test_a_state_of_the_other_path_is_refused_by_the_database(file):
    with pytest.raises(IntegrityError, match="monitoring_hand_over_on_its_path"), transaction.atomic():
        HandOver.objects.filter(pk=file.pk).update(state=HandOverState.TRANSFER_DEED)


def test_the_moves_are_the_steps_of_both_paths():
    assert HAND_OVER_MOVES[HandOverState.FINANCE_MINISTRY] == {
        HandOverState.ASSET_BUREAU,
        HandOverState.STATE_SECRETARIAT,
        HandOverState.TRANSFER_DEED,
    }


def test_the_check_list_names_each_paper_once():
    assert len({paper.code for paper in GRANT}) == len(GRANT) == 20


def test_the_board_counts_by_state_and_says_what_blocks(file, operator, agency, signed_in):
    services.set_obstacle(
        hand_over=file, obstacle="Sertifikat belum ada", since_on=date(2021, 5, 1), by=operator, at=AT
    )
    given.estate(agency, name="Rusunawa Tanpa Catatan")

    page = signed_in(operator).get(reverse("monitoring:hand_overs"), {"state": "NOT_STARTED", "blocked": 1})

    assert page.context["unrecorded"] == 1
    first = page.context["columns"][0]
    assert (first["count"], first["blocked"]) == (1, 1)
    assert "Sertifikat belum ada" in page.content.decode()


def test_the_dossier_walks_the_way_through_its_forms(file, operator, signed_in):
    browser = signed_in(operator)

    shown = browser.get(reverse("monitoring:hand_over_advance", args=[file.estate_id]))
    wrong = browser.post(reverse("monitoring:hand_over_advance", args=[file.estate_id]), {"on": "2021-02-01"})
    done = browser.post(reverse("monitoring:hand_over_advance", args=[file.estate_id]), {"on": "2021-04-01"})

    assert "Usulan dan pemberkasan di Setditjen" in shown.content.decode()
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert HandOver.objects.get(pk=file.pk).state == HandOverState.SECRETARIAT


def test_an_evaluator_reads_and_moves_nothing(file, signed_in):
    browser = signed_in(offices.member(Role.EVALUATOR, offices.directorate()))

    assert browser.get(reverse("monitoring:estate", args=[file.estate_id])).status_code == 200
    assert browser.get(reverse("monitoring:hand_over_advance", args=[file.estate_id])).status_code == 403
