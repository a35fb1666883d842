"""Problems: who writes them down, how they end, and how one that returns is recognised."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from monitoring.problems import reference
from monitoring.problems import services as problems
from monitoring.problems.clocks import list_clock_lines
from monitoring.problems.enums import ProblemState
from monitoring.problems.models import Problem
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def operator(semarang):
    return monitoring.operator(semarang)


@pytest.fixture
def estate(semarang):
    return monitoring.estate(semarang)


def create(estate, by, title="Atap bocor di lantai 4", **values) -> Problem:
    given = {"category": "BUILDING", "found_on": monitoring.TODAY, **values}
    on_that_day = AT + (given["found_on"] - monitoring.TODAY)
    return problems.create_problem(estate=estate, title=title, by=by, at=on_that_day, **given)


def resolve(problem, by, on=monitoring.TODAY, proof="Atap diganti, foto terlampir") -> Problem:
    return problems.resolve_problem(problem=problem, proof=proof, resolved_on=on, by=by, at=AT)


def test_a_problem_told_alike_after_it_was_resolved_is_its_next_occurrence(estate, operator):
    first = resolve(create(estate, operator), operator)

    again = create(estate, operator, "Atap lantai 4 bocor lagi", found_on=date(2021, 9, 1))

    assert (again.repeats, again.occurrence) == (first, 2)
    third = create(estate, operator, "bocor: atap lantai 4", found_on=date(2021, 10, 1))
    assert third.occurrence == 2  # the second is still open


@pytest.mark.parametrize(
    ("title", "changes"),
    [
        ("Pompa air mati", {}),
        ("Atap bocor di lantai 4", {"category": "WATER"}),
        ("Atap bocor di lantai 4", {"found_on": date(2021, 7, 1)}),
    ],
)
def test_another_matter_repeats_nothing(estate, operator, title, changes):
    resolve(create(estate, operator), operator)

    assert create(estate, operator, title, **{"found_on": date(2021, 9, 1), **changes}).repeats is None


def test_the_same_words_about_another_estate_repeat_nothing(estate, operator, semarang):
    resolve(create(estate, operator), operator)

    assert create(monitoring.estate(semarang), operator).occurrence == 1


def test_resolving_takes_a_proof(estate, operator):
    problem = create(estate, operator)

    with pytest.raises(ValidationError, match="bukti"):
        resolve(problem, operator, proof=" ")
    with pytest.raises(ValidationError, match="sebelum ditemukan"):
        resolve(problem, operator, on=date(2021, 1, 1))


def test_reopening_keeps_what_was_proven_in_the_log(estate, operator):
    problem = resolve(create(estate, operator), operator)

    problem = problems.reopen_problem(problem=problem, reason="Bocor lagi sesudah hujan", by=operator, at=AT)

    assert (problem.state, problem.proof) == (ProblemState.OPEN, "")
    assert [note.text for note in problem.log.order_by("pk")] == [
        "Selesai: Atap diganti, foto terlampir",
        "Dibuka kembali (2 Agustus 2021): Bocor lagi sesudah hujan",
    ]


def test_a_resolved_problem_is_not_started_or_edited(estate, operator):
    problem = resolve(create(estate, operator), operator)

    with pytest.raises(PermissionDenied, match="selesai"):
        problems.start_problem(problem=problem, by=operator, at=AT)
    with pytest.raises(PermissionDenied, match="selesai"):
        problems.edit_problem(problem=problem, title="Lain", by=operator, at=AT)


def test_a_due_day_before_the_problem_was_found_is_refused(estate, operator):
    with pytest.raises(ValidationError, match="Tenggat mendahului"):
        create(estate, operator, due_on=date(2021, 1, 1))


def test_the_province_and_the_own_agency_write_nobody_else(estate, agency):
    create(estate, offices.officer(agency))

    for user in (monitoring.operator(monitoring.local(agency, "33.72", "Surakarta")), offices.evaluator()):
        with pytest.raises(PermissionDenied):
            create(estate, user)


def test_the_database_counts_occurrences(estate):
    with pytest.raises(IntegrityError, match="counts_its_returns"), transaction.atomic():
        monitoring.problem(estate, occurrence=2)


def test_overdue_is_what_is_open_after_its_day(estate, operator):
    late = create(estate, operator, due_on=date(2021, 8, 10))
    create(estate, operator, "Pompa air mati", due_on=date(2021, 8, 20))

    assert list(Problem.objects.overdue(date(2021, 8, 11))) == [late]


def test_the_board_counts_and_narrows(signed_in, semarang, operator, estate):
    late = create(estate, operator, due_on=date(2021, 8, 10))
    create(estate, operator, "Pompa air mati", category="WATER", due_on=date(2999, 1, 1))
    resolve(create(estate, operator, "Lampu lorong padam", category="POWER"), operator)
    browser = signed_in(operator)

    page = browser.get("/monitoring/masalah/")
    overdue = browser.get("/monitoring/masalah/", {"show": "overdue", "by": "category"})
    water = browser.get("/monitoring/masalah/", {"category": "WATER"}, headers={"HX-Request": "true"})

    assert {each["state"]: each["count"] for each in page.context["headline"]} == {
        "open": 2,
        "overdue": 1,
        "repeated": 0,
        "resolved": 1,
    }
    assert [(group["label"], group["count"]) for group in page.context["groups"]] == [("Kota Semarang", 2)]
    assert [row["problem"] for row in overdue.context["rows"]] == [late]
    assert "Pompa air mati" in water.content.decode()
    assert "<html" not in water.content.decode()


def test_a_repeated_problem_is_said_when_it_is_written_down(signed_in, operator, estate):
    resolve(create(estate, operator), operator)
    browser = signed_in(operator)
    given = {
        "estate": estate.pk, "title": "Atap bocor lantai 4", "category": "BUILDING", "severity": "HEAVY",
        "found_on": "2021-09-01",
    }  # fmt: skip

    page = browser.post("/monitoring/masalah/baru/", given, follow=True).content.decode()

    assert "Terulang ke-2" in page
    assert "kejadian ke-2" in page


def test_a_problem_is_resolved_with_its_proof_on_the_web(signed_in, operator, estate):
    problem = create(estate, operator)
    browser = signed_in(operator)

    bare = browser.post(f"/monitoring/masalah/{problem.pk}/selesai/", {"resolved_on": "2021-08-03", "proof": ""})
    done = browser.post(f"/monitoring/masalah/{problem.pk}/selesai/", {"resolved_on": "2021-08-03", "proof": "Diganti"})

    problem.refresh_from_db()
    assert (bare.status_code, done.status_code, problem.state) == (422, 302, ProblemState.RESOLVED)


def test_the_api_lists_creates_and_resolves(signed_in, operator, estate):
    browser = signed_in(operator)
    given = {"estate": estate.pk, "category": "WATER", "title": "Pompa mati", "found_on": "2021-08-02"}

    made = browser.post("/api/v1/problems/", given, content_type="application/json")
    done = browser.post(
        f"/api/v1/problems/{made.json()['id']}/resolve/",
        {"proof": "Pompa diganti", "resolved_on": "2021-08-03"},
        content_type="application/json",
    )

    assert (made.status_code, done.json()["state"]) == (201, "RESOLVED")
    assert browser.get("/api/v1/problems/").json()["results"] == []
    assert len(browser.get("/api/v1/problems/", {"show": "all"}).json()["results"]) == 1


def test_what_is_still_to_come_is_not_reported_over_the_api_either(signed_in, operator, estate):
    tomorrow = (today(estate.office.time_zone) + timedelta(days=1)).isoformat()
    browser, problem = signed_in(operator), create(estate, operator)
    given = {"estate": estate.pk, "category": "WATER", "title": "Pompa mati", "found_on": tomorrow}

    made = browser.post("/api/v1/problems/", given, content_type="application/json")
    done = browser.post(
        f"/api/v1/problems/{problem.pk}/resolve/",
        {"proof": "Pompa diganti", "resolved_on": tomorrow},
        content_type="application/json",
    )

    assert made.json()["fields"] == {"found_on": ["Tanggal ini belum tiba."]}
    assert done.json()["fields"] == {"resolved_on": ["Tanggal ini belum tiba."]}
    assert Problem.objects.unresolved().get() == problem


def test_an_evaluator_reads_and_writes_nothing(signed_in, operator, estate):
    problem = create(estate, operator)
    browser = signed_in(offices.evaluator())

    assert browser.get(f"/monitoring/masalah/{problem.pk}/").status_code == 200
    assert browser.post(f"/monitoring/masalah/{problem.pk}/tangani/").status_code == 403
    assert browser.get("/monitoring/masalah/baru/").status_code == 403


GIVEN = {"title": "Pompa mati", "category": "WATER", "severity": "HEAVY", "found_on": "2021-08-02"}


def test_the_form_asks_for_the_block_where_an_estate_has_several(estate, operator, semarang, signed_in):
    block = monitoring.listed_block(estate)
    single = monitoring.estate(semarang)
    browser = signed_in(operator)

    page = browser.get("/monitoring/masalah/baru/").text
    browser.post("/monitoring/masalah/baru/", GIVEN | {"estate": estate.pk, "block": block.pk})
    wrong = browser.post("/monitoring/masalah/baru/", GIVEN | {"estate": single.pk, "block": block.pk})

    problem = Problem.objects.get()
    assert (problem.block, problem.section) == (block, "EXECUTION")
    assert f'<optgroup label="{estate.name}">' in page
    assert f'<option value="{block.pk}"' in page
    assert (
        f'<option value="{single.blocks.get().pk}"' not in page.partition("Seluruh lokasi")[2].partition("</select>")[0]
    )
    assert (wrong.status_code, "Blok ini bukan bagian dari lokasi tersebut." in wrong.text) == (422, True)


@pytest.mark.parametrize(
    ("category", "written", "section"),
    [("LAND", "", "PLANNING"), ("ARREARS", "", "OCCUPANCY"), ("LAND", "OCCUPANCY", "OCCUPANCY")],
)
def test_the_desk_section_follows_the_category_unless_it_is_chosen(
    estate, operator, signed_in, category, written, section
):
    given = GIVEN | {"estate": estate.pk, "category": category, "section": written}

    answer = signed_in(operator).post("/monitoring/masalah/baru/", given)

    assert (answer.status_code, Problem.objects.get().section) == (302, section)


def test_block_and_section_can_be_changed_later(estate, operator, signed_in):
    block = monitoring.listed_block(estate)
    problem = create(estate, operator)
    browser = signed_in(operator)

    browser.post(f"/monitoring/masalah/{problem.pk}/ubah/", GIVEN | {"block": block.pk, "section": "PLANNING"})

    problem.refresh_from_db()
    assert (problem.block, problem.section) == (block, "PLANNING")
    page = browser.get(f"/monitoring/masalah/{problem.pk}/ubah/").text
    assert f'<option value="{block.pk}" selected' in page


# Clocks, and the level that decides


@pytest.fixture
def clocks():
    load_references([reference.REFERENCE], today())


FOUND = date(2026, 3, 2)  # a Monday without a holiday in the two weeks after it


def tell_clocks(problem, day):
    return {line.clock.step: (line.due_on, line.late) for line in list_clock_lines(problem, day)}


def test_clocks_run_from_the_first_day_anybody_knew_and_the_later_ones_from_the_look(estate, operator, clocks):
    problem = create(estate, operator, found_on=FOUND)

    assert tell_clocks(problem, FOUND + timedelta(15)) == {
        "LOOK": (date(2026, 3, 16), 1), "SUMMARY": (None, 0), "SAFE": (None, 0),
    }  # fmt: skip
    looked = problems.record_problem_step(
        problem=problem, step="LOOK", on=date(2026, 3, 4), text="Rangka lapuk", by=operator,
        at=AT + (date(2026, 3, 9) - monitoring.TODAY),
    )  # fmt: skip
    assert tell_clocks(looked, date(2026, 3, 13)) == {
        "LOOK": (date(2026, 3, 16), 0), "SUMMARY": (date(2026, 3, 9), 4), "SAFE": (date(2026, 3, 11), 2),
    }  # fmt: skip


def test_an_emergency_has_a_day_and_what_was_found_before_the_rule_has_no_clock(estate, operator, clocks):
    urgent = create(estate, operator, found_on=FOUND, severity="EMERGENCY")
    old = create(estate, operator, "Pagar roboh")

    assert tell_clocks(urgent, FOUND) == {"LOOK": (FOUND + timedelta(1), 0), "SAFE": (FOUND + timedelta(1), 0)}
    assert tell_clocks(old, FOUND) == {}


def test_a_summary_needs_a_look_and_a_step_is_noted_once(estate, operator):
    problem = create(estate, operator)
    asked = {"problem": problem, "on": monitoring.TODAY, "text": "Diperiksa pengelola", "by": operator, "at": AT}
    with pytest.raises(ValidationError, match="pemeriksaannya"):
        problems.record_problem_step(**asked, step="SUMMARY")

    problems.record_problem_step(**asked, step="LOOK")

    with pytest.raises(ValidationError, match="sudah dicatat"):
        problems.record_problem_step(**asked, step="LOOK")
    with pytest.raises(ValidationError, match="mendahului"):
        problems.record_problem_step(**asked | {"on": monitoring.TODAY - timedelta(1)}, step="SAFE")


def test_a_decision_is_asked_of_the_level_that_can_take_it_and_is_found_there(signed_in, estate, operator, agency):
    problem, other = create(estate, operator), create(estate, operator, "Pompa mati")
    browser = signed_in(operator)

    browser.post(f"/monitoring/masalah/{problem.pk}/naikkan/", {"level": "PROVINCE", "reason": "Anggaran provinsi"})
    page = signed_in(offices.head(agency)).get("/monitoring/masalah/", {"level": "PROVINCE"})

    assert [row["problem"] for row in page.context["rows"]] == [problem]
    assert "Menunggu keputusan Provinsi" in page.content.decode()
    assert "Anggaran provinsi" in problem.log.get().text
    with pytest.raises(ValidationError, match="tingkat itu"):
        problems.escalate_problem(problem=other, level="LOCAL", reason="x", by=operator, at=AT)


def test_each_owner_has_a_list_of_work_and_what_nobody_owns_comes_first(signed_in, estate, operator):
    create(estate, operator, owner="DPU", due_on=monitoring.TODAY)
    create(estate, operator, "Pompa mati")
    page = signed_in(operator).get("/monitoring/masalah/", {"by": "owner"})

    [nobody, _dpu] = page.context["groups"]
    opened = signed_in(operator).get(nobody["url"])

    assert [(each["label"], each["count"]) for each in page.context["groups"]] == [("Belum ada", 1), ("DPU", 1)]
    assert [row["problem"].title for row in opened.context["rows"]] == ["Pompa mati"]
    assert "1 masalah lewat tenggat: yang terlama sejak 2 Agustus 2021; 0 belum punya penanggung jawab" in (
        page.content.decode()
    )


def test_a_day_that_is_asked_for_shows_what_was_open_then(signed_in, estate, operator):
    problem = resolve(create(estate, operator, found_on=date(2021, 7, 1)), operator)
    browser = signed_in(operator)

    then = browser.get("/monitoring/masalah/", {"on": "2021-07-15"})
    before = browser.get("/monitoring/masalah/", {"on": "2021-06-30", "show": "all"})

    assert [row["problem"] for row in then.context["rows"]] == [problem]
    assert before.context["rows"] == []
