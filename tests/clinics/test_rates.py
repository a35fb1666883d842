"""Ratios: two counts divided, of one office as of all; held against a target that is a percentage too."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics import services
from clinics.enums import Cause, Direction, Measure, TargetState
from clinics.figures import compute_achievements
from clinics.models import Indicator
from clinics.questions import FigureQuestion
from clinics.rates import RateStanding, RateValue, compute_rates, divide_sums
from krs_portal.kit.numbers import compute_percent
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

BOARD = "/dasbor/?year=2022&as_at=2022-12-31&indicator=janji-tepat-waktu"
API = "/api/v1/achievements/?year=2022&as_at=2022-12-31&indicator=janji-tepat-waktu"
COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)
ROUGHLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))  # of other workers' load


@ROUGHLY
@given(COUNTS)
def test_a_total_divides_the_sums_and_is_no_average(counts):
    """Numerators and denominators of all offices, whatever their sizes."""
    numerator = {office: min(pair) for office, pair in enumerate(counts)}
    denominator = {office: max(pair) for office, pair in enumerate(counts)}

    found = divide_sums(numerator, denominator)

    due, kept = sum(denominator.values()), sum(numerator.values())
    assert (found.total.numerator or 0, found.total.denominator or 0) == (kept, due)
    assert found.total.numerator == (sum(each.numerator for each in found.offices.values()) if counts else None)
    if due:
        exact = Fraction(100 * kept, due)
        rounded = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert found.total.value == rounded
        known = [each.value for each in found.offices.values() if each.value is not None]
        assert min(known) <= found.total.value <= max(known)
    else:
        assert found.total.value is None


STANDINGS = [
    (Direction.UP, "90.00", 80, "112.50", TargetState.REACHED),
    (Direction.UP, "60.00", 80, "75.00", TargetState.MISSED),
    (Direction.DOWN, "15.00", 10, "50.00", TargetState.MISSED),
    (Direction.DOWN, "8.00", 10, "120.00", TargetState.REACHED),
    (Direction.DOWN, "25.00", 10, "0.00", TargetState.MISSED),
]


@pytest.mark.parametrize(("direction", "value", "target", "percent", "state"), STANDINGS)
def test_the_direction_says_what_reaches_a_target(direction, value, target, percent, state):
    standing = RateStanding(of=RateValue(Decimal(value)), target=target, direction=direction)

    assert (str(standing.percent), standing.state) == (percent, state)


def test_nothing_to_divide_by_is_a_blank_and_no_failure():
    standing = RateStanding(of=RateValue(None, 0, 0), target=80, is_over=True)

    assert (standing.realised, standing.is_missed, standing.state) == (None, False, TargetState.UNRECORDED)


@pytest.fixture
def kept(db):
    """A large office that kept nine of ten, and a small one that kept its only one: 31 of 34, not an average."""
    ratio = clinics.ratio()
    made = {"BESAR": offices.balai("BESAR"), "KECIL": offices.balai("KECIL"), "KOSONG": offices.balai("KOSONG")}
    kept_in_time, due = ratio.counted
    for office, number, of in (("BESAR", 27, 30), ("KECIL", 1, 4)):
        clinics.entry(made[office], date(2022, 5, 2), number, counts=kept_in_time)
        clinics.entry(made[office], date(2022, 5, 2), of, counts=due)
    by = offices.evaluator()
    for office, amount in (("BESAR", 80), ("KECIL", 80), ("KOSONG", 80)):
        clinics.target(made[office], amount, counts=ratio, by=by)
    return by


def test_the_board_shows_a_ratio_with_two_operands_that_open_their_rows(kept, signed_in):
    browser = signed_in(kept)

    board = browser.get(BOARD).context["board"]

    assert board.answer == "Janji tepat waktu: 82,35\xa0%; 1 dari 3 unit mencapai target, KECIL belum."
    assert board.total.value == "82,35\xa0%"  # (27 + 1) ÷ (30 + 4), where the average would be 57,50
    rows = {row.name: row for row in board.rows}
    assert [rows["KECIL"].value, rows["KECIL"].percent, rows["KECIL"].gap] == [
        "25,00\xa0%",
        "31,25\xa0%",
        "−55,00 poin",
    ]
    assert (rows["KOSONG"].value, rows["KOSONG"].state) == ("–", TargetState.UNRECORDED)
    for row in (*board.rows, board.total):
        for part in row.parts:
            if part.count is not None:
                assert browser.get(part.rows_url).context["realised"] == part.count
                assert browser.get(part.url).context["passport"].value == part.count


def test_a_passport_divides_its_operands_and_leads_to_what_changed_them(kept, client):
    page = client.get("/angka/janji-tepat-waktu.2022.1231.semua.realisasi/")
    passport = page.context["passport"]

    assert "".join(part.text for part in passport.line) == "28 ÷ 34 × 100 % = 82,35\xa0%"
    assert [client.get(operand.url).context["passport"].shown for operand in passport.operands] == ["28", "34"]
    percent = client.get("/angka/janji-tepat-waktu.2022.1231.KECIL.persen/").context["passport"]
    assert "".join(part.text for part in percent.line) == "25,00\xa0% ÷ 80\xa0% × 100 % = 31,25\xa0%"
    assert client.get("/angka/janji-tepat-waktu.2022.1231.semua.tercapai/").context["passport"].shown == "1"
    assert client.get("/angka/janji-tepat-waktu.2022.1231.semua.sisa/").status_code == 404
    changes = client.get("/angka/janji-tepat-waktu.2022.1231.semua.realisasi/perubahan/")
    assert changes["Location"] == "/angka/janji-tepat-waktu.2022.1231.semua.realisasi/"
    assert client.get("/api/v1/figures/janji-tepat-waktu.2022.1231.semua.realisasi/").json()["value"] == 82.35
    assert client.get("/api/v1/figures/janji-tepat-waktu.2022.1231.semua.realisasi/changes/").status_code == 404


def test_the_api_adds_numerators_and_denominators_and_rows_count_the_numerator(kept, signed_in):
    browser = signed_in(kept)

    told = browser.get(API).json()

    total = told["total"]
    assert (total["realised"], total["numerator"], total["denominator"], total["target"]) == (82.35, 28, 34, 80)
    assert browser.get(total["rows"]).json()["count"] == 28
    assert browser.get(total["denominator_rows"]).json()["count"] == 34
    small = next(row for row in told["offices"] if row["office"] == "KECIL")
    assert (small["realised"], small["percent"], small["difference"], small["state"]) == (25.0, 31.25, -55.0, "failed")
    assert browser.get(small["rows"]).json()["count"] == small["numerator"] == 1
    assert (told["numerator"], [rule["code"] for rule in told["rules"]]) == (
        "tindak-lanjut-tepat-waktu", ["tindak-lanjut-tepat-waktu", "tindak-lanjut-jatuh-tempo"],
    )  # fmt: skip


def test_rows_are_asked_of_a_count_and_not_of_a_ratio(kept, signed_in):
    answer = signed_in(kept).get("/api/v1/ledger/?year=2022&indicator=janji-tepat-waktu")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["indicator"])


ENTRIES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(0, 300), st.integers(0, 60), st.integers(1, 9)),
    min_size=1, max_size=12,
)  # fmt: skip


@pytest.mark.django_db
def test_the_parts_of_every_indicator_are_its_total():
    """Offices add up to the total by day and by moment of knowing; of a ratio its operands do, and divide to it."""
    counted, ratio = clinics.all_indicators(), clinics.ratio()
    places = [offices.balai(code) for code in ("A", "B", "C")]
    first, everybody = date(2022, 1, 1), Office.objects.all()

    @settings(ROUGHLY, max_examples=4)
    @given(entries=ENTRIES, until=st.integers(0, 364), lag=st.none() | st.integers(0, 400))
    def check(entries, until, lag):
        with transaction.atomic():
            for which, place, day, late, quantity in entries:
                on = first + timedelta(days=day)
                at = datetime.combine(on + timedelta(days=late), time(3), UTC)
                clinics.entry(places[place], on, quantity, counts=counted[which], recorded_at=at)
            known_at = None if lag is None else datetime.combine(first + timedelta(days=lag), time(12), UTC)
            asked = FigureQuestion(ratio, clinics.year(), first + timedelta(days=until), known_at)
            totals = {each: check_count(asked.but(indicator=each)) for each in counted}
            check_ratio(compute_rates(asked, everybody), [totals[each] for each in ratio.counted])
            transaction.set_rollback(True)

    check()


def check_count(asked):
    found = compute_achievements(asked, Office.objects.all())
    assert (found.total.realised or 0) == clinics.LedgerEntry.objects.behind(asked, Office.objects.all()).total()
    assert (found.total.realised or 0) == sum(row.realised or 0 for row in found.offices)
    return found.total.realised


def check_ratio(found, operands):
    kept, due = (each or 0 for each in operands)
    assert (found.total.numerator or 0, found.total.denominator or 0) == (kept, due)
    assert sum(row.numerator or 0 for row in found.offices) == kept
    assert sum(row.denominator or 0 for row in found.offices) == due
    assert found.total.realised == compute_percent(kept, due)


def test_a_ratio_is_known_as_its_counts_were(kept):
    """Reversed, and answered again: as known before, it is what it was."""
    ratio, office = clinics.ratio(), Office.objects.get(code="KECIL")
    entry = ratio.denominator.rules.get()
    wrong = clinics.LedgerEntry.objects.get(rule=entry, office=office)
    before = datetime(2022, 6, 1, tzinfo=UTC)
    services.reverse_entries(entries=[wrong], cause=Cause.CORRECTED, by=None, at=before + timedelta(days=1))
    clinics.entry(office, date(2022, 5, 2), 1, counts=ratio.denominator, recorded_at=before + timedelta(days=1))
    question = FigureQuestion(ratio, clinics.year(), date(2022, 12, 31))

    now, then = (compute_rates(question.but(known_at=at), Office.objects.all()).total for at in (None, before))

    assert (now.numerator, now.denominator, str(now.realised)) == (28, 31, "90.32")
    assert (then.denominator, str(then.realised)) == (34, "82.35")


@pytest.mark.django_db
def test_a_target_of_a_percentage_is_at_most_a_hundred():
    of, by = offices.balai(), offices.evaluator()
    values = {"office": of, "period": clinics.year(), "decree": "Keputusan 1", "decided_on": date(2022, 1, 3)}

    with pytest.raises(ValidationError) as refused:
        services.set_target(indicator=clinics.ratio(), quantity=101, by=by, at=timezone.now(), **values)

    assert refused.value.message_dict == {"quantity": ["Target indikator ini antara 0 dan 100."]}
    services.set_target(indicator=clinics.ratio(), quantity=100, by=by, at=timezone.now(), **values)


@pytest.mark.django_db
def test_indicators_tell_their_kind_direction_and_operands(client):
    clinics.ratio()

    told = client.get("/api/v1/indicators/janji-tepat-waktu/").json()

    assert (told["kind"], told["direction"]) == ("RATIO", "UP")
    assert (told["numerator"], told["denominator"]) == ("tindak-lanjut-tepat-waktu", "tindak-lanjut-jatuh-tempo")


@pytest.mark.django_db
def test_a_ratio_without_a_rule_for_one_of_its_counts_has_no_figure(client):
    ratio = clinics.ratio()
    ratio.denominator.rules.all().delete()

    assert list(Indicator.objects.measured()) == [clinics.indicator(Measure.PROMISE_KEPT)]
    assert client.get("/capaian/?year=2022&indicator=janji-tepat-waktu").status_code == 404
