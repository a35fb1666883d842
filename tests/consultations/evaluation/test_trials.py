"""“Coba aturan”: a year under another rule, from consultations, beside the ledger and without touching it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry
from clinics.reference import COUNTED_OUTCOMES
from consultations.counter.assistance.services import finish_assistance, plan_assistance, start_assistance
from consultations.counter.enums import Outcome
from consultations.counter.services import close_consultation, void_consultation
from consultations.evaluation.trials import services
from consultations.evaluation.trials.models import RuleTrial
from consultations.evaluation.trials.reckoning import count_trial_rows, fetch_trial_rows
from krs_portal.kit.clock import now
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
ALL = {"outcomes": list(COUNTED_OUTCOMES), "states": ["CLOSED"], "once_per": "EACH"}
MEASURES = Measure.list_of_consultations()


@pytest.fixture
def year():
    """This year in two offices: a returning person, a class, a house helped by both and one whose help was finished,
    one broken off, one still open.
    """
    consultations.account()
    CountingRule.objects.filter(measure__in=MEASURES).update(outcomes=COUNTED_OUTCOMES)
    period, day = clinics.year(now().year), now().date() - timedelta(days=2)
    made = {code: offices.balai(code) for code in ("JAW2", "JAW3")}
    officers = {code: offices.officer(office) for code, office in made.items()}
    someone, house = consultations.person(made["JAW2"]), consultations.house()

    def close(code, outcome=Outcome.ADVISED, at=None, **fields):
        record = consultations.consultation(
            made[code], officers[code], happened_on=max(day, period.starts_on), **fields
        )
        return close_consultation(consultation=record, outcome=outcome, by=officers[code], at=at or now())

    made["first"] = close("JAW2", person=someone)
    made["again"] = close("JAW2", person=someone)
    made["class"] = close("JAW2", Outcome.INFORMED, kind="GROUP", head_count=25)
    made["broken off"] = close("JAW2", Outcome.DISCONTINUED)
    made["helped"] = close("JAW2", Outcome.ASSISTED, house=house, is_technical_assistance=True)
    made["helped again"] = close("JAW3", Outcome.ASSISTED, house=house, is_technical_assistance=True)
    made["finished"] = help_house(made["JAW2"], officers["JAW2"], max(day, period.starts_on))
    made["open"] = consultations.consultation(
        made["JAW3"], officers["JAW3"], happened_on=max(day, period.starts_on), person=someone
    )
    made["period"], made["by"] = period, offices.evaluator()
    return made


def help_house(office, officer, day):
    """An assistance that was asked for a year ago and is finished: its house counts through it."""
    known, house = {"by": officer, "at": now()}, consultations.house("Jl. Lain 2")
    asked = consultations.consultation(office, officer, house=house, happened_on=day - timedelta(days=366))
    plan = {"kind": "DESIGN", "applicant": "Tini", "asked_on": asked.happened_on, "plan": "Denah", "officer": officer}
    made = plan_assistance(office=office, house=house, consultations=[asked], values=plan, **known)
    made = start_assistance(assistance=made, started_on=day, **known)
    return finish_assistance(assistance=made, finished_on=day, result="Gambar", **known)


def try_rule(year, measure=Measure.CONSULTATION, **changes):
    return services.try_rule(
        indicator=clinics.indicator(changes.pop("of", measure)), period=year["period"], measure=measure, by=year["by"],
        at=now(), **(ALL | changes),
    )  # fmt: skip


def read_sums(trial, year):
    names = {year[code].pk: code for code in ("JAW2", "JAW3")}
    return {names[each["office"]]: (each["real"], each["trial"]) for each in trial.sums}


@pytest.mark.parametrize("measure", MEASURES)
def test_the_rule_that_holds_makes_no_difference(year, measure):
    once = "HOUSE" if measure == Measure.ASSISTED_HOUSE else "EACH"

    trial = try_rule(year, measure, once_per=once)

    assert [each["real"] for each in trial.sums] == [each["trial"] for each in trial.sums] != []
    assert sum(each["real"] for each in trial.sums) == LedgerEntry.objects.filter(rule__measure=measure).total()


TRIED = [
    ({"outcomes": Outcome.values}, {"JAW2": (4, 5), "JAW3": (1, 1)}, {"broken off"}),
    ({"outcomes": ["INFORMED"]}, {"JAW2": (4, 1), "JAW3": (1, 0)}, {"first", "again", "helped", "helped again"}),
    ({"states": ["CLOSED", "OPEN"]}, {"JAW2": (4, 4), "JAW3": (1, 2)}, {"open"}),
    ({"once_per": "PERSON"}, {"JAW2": (4, 3), "JAW3": (1, 1)}, {"again"}),
    ({"once_per": "HOUSE"}, {"JAW2": (4, 4), "JAW3": (1, 0)}, {"helped again"}),
    ({"measure": Measure.PERSON, "of": Measure.CONSULTATION}, {"JAW2": (4, 28), "JAW3": (1, 1)}, {"class"}),
    ({"measure": Measure.ASSISTED_HOUSE}, {"JAW2": (2, 2), "JAW3": (0, 1)}, {"helped again"}),
    ({"states": ["OPEN"], "once_per": "PERSON"}, {"JAW2": (4, 0), "JAW3": (1, 1)}, None),
]


@pytest.mark.parametrize(("changes", "sums", "rows"), TRIED)
def test_another_rule_says_which_consultations_make_the_difference(year, changes, sums, rows):
    before = list(LedgerEntry.objects.order_by("pk").values())

    trial = try_rule(year, **changes)

    found = read_sums(trial, year)
    assert {code: found.get(code, (0, 0)) for code in sums} == sums
    assert list(LedgerEntry.objects.order_by("pk").values()) == before
    differing = set()
    for code, (real, tried) in sums.items():
        page = fetch_trial_rows(trial, year[code].pk, None)
        assert sum(row.trial - row.real for row in page) == tried - real
        assert count_trial_rows(trial, year[code].pk) == (len(page), tried - real)
        differing |= {row.key for row in page}
    assert rows is None or differing == {year[name].pk for name in rows}


def test_the_ministry_tries_a_rule_and_opens_each_difference(year, signed_in):
    browser = signed_in(year["by"])
    start = browser.get(
        reverse("consultations:trials"), {"indicator": "layanan", "year": year["period"].starts_on.year}
    )
    given = start.context["form"].initial
    assert (given["measure"], given["outcomes"], given["states"], given["once_per"]) == (
        "CONSULTATION", COUNTED_OUTCOMES, ["CLOSED"], "EACH",
    )  # fmt: skip

    sent = given | {"period": year["period"].pk, "outcomes": Outcome.values}
    page = browser.post(reverse("consultations:trials"), sent, follow=True)

    assert "6 menurut aturan ini, 5 sebenarnya" in page.content.decode()
    line = page.context["lines"][0]
    opened = browser.get(line.url)
    assert (line.name, line.found.difference, opened.context["difference"]) == ("JAW2", 1, 1)
    assert [each.url for each in opened.context["lines"]] == [f"/konsultasi/{year['broken off'].pk}/"]
    assert browser.get(opened.context["lines"][0].url).status_code == 200


def test_what_was_corrected_since_is_said(year, signed_in):
    trial = try_rule(year, outcomes=Outcome.values)
    head = offices.head(year["JAW2"])
    void_consultation(consultation=year["broken off"], by=head, at=now(), reason="Tidak pernah terjadi.")

    page = signed_in(year["by"]).get(reverse("consultations:trial_rows", args=[trial.pk, "JAW2"]))

    assert (page.context["has_moved"], page.context["number"]) == (True, 0)
    assert "Hitung sekali lagi" in page.content.decode()


def test_a_large_year_is_reckoned_by_a_worker_and_found_again(year, signed_in, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 3)
    asked = []
    monkeypatch.setattr(services, "ask_worker", lambda task, key: asked.append((task, key)))
    trial = try_rule(year)
    browser, url = signed_in(year["by"]), reverse("consultations:trial", args=[trial.pk])

    waiting = browser.get(url, headers={"HX-Request": "true"})
    assert services.resume_silent_trials(at=now() + timedelta(hours=1)) == 1
    for task, key in asked:
        task(key)
    done = browser.get(url, headers={"HX-Request": "true"})

    assert 'max="100"' in waiting.content.decode()
    assert len(asked) == 2
    assert done.headers["HX-Refresh"] == "true"
    assert read_sums(RuleTrial.objects.get(), year) == {"JAW2": (4, 4), "JAW3": (1, 1)}
    assert services.resume_silent_trials(at=now() + timedelta(hours=1)) == 0


def test_a_cursor_that_is_none_shows_the_first_page(year):
    trial = try_rule(year, outcomes=["INFORMED"])
    pages = [fetch_trial_rows(trial, year["JAW2"].pk, cursor) for cursor in (None, "x", "2022-02-31.consultation.1")]

    assert [len(page) for page in pages] == [3, 3, 3]
    last = pages[0].rows[-1]
    beyond = fetch_trial_rows(trial, year["JAW2"].pk, f"{last.happened_on}.{last.kind}.{last.key}")
    assert (len(beyond), beyond.is_first) == (0, False)
    assert date.min < last.happened_on
