"""Targets of all offices at once: as a table, and as a workbook."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clinics.deciding import decide_targets
from clinics.decisions import TargetDecision
from clinics.imports import KIND
from clinics.models import ReportingPeriod, Target, TargetRevision
from clinics.plans import compute_expected, split_amount
from krs_portal.imports import services, tasks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch
from tests.factories import clinics, imports, offices

pytestmark = pytest.mark.django_db

YEAR = ReportingPeriod(starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31))
MONTHS = [10, 15, 20, 25, 25, 25, 25, 25, 25, 25, 20, 10]  # 250
TABLE = "/dasbor/target/tabel/"


@pytest.fixture
def three():
    clinics.indicator()
    clinics.year()
    return [offices.balai(code) for code in ("JAW2", "JAW3", "SUM3")]


@given(st.integers(0, 10**6), st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_parts_add_up_and_none_is_off_by_one(quantity, weights):
    parts = split_amount(quantity, weights)

    assert sum(parts) == quantity
    total = sum(weights) or len(weights)
    for part, weight in zip(parts, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part * total - quantity * weight) < total


def test_a_plan_expects_what_its_months_say_and_none_the_same_every_day():
    assert compute_expected(250, MONTHS, YEAR, date(2022, 2, 14)) == 10 + 15 * 14 / 28
    assert compute_expected(250, MONTHS, YEAR, date(2022, 12, 31)) == 250
    assert compute_expected(365, None, YEAR, date(2022, 1, 31)) == 31
    assert compute_expected(None, None, YEAR, date(2022, 1, 31)) is None


def open_table(browser):
    return browser.get(TABLE, {"indicator": "layanan", "period": clinics.year().pk})


def send(browser, step, values):
    address = f"{TABLE}?indicator=layanan&period={clinics.year().pk}"
    return browser.post(address, {"step": step, **values})


def test_what_is_pasted_fills_the_table_is_looked_at_and_saved_under_one_decree(signed_in, three):
    clinics.target(three[0], 250)
    browser = signed_in(offices.evaluator())
    assert open_table(browser).status_code == 200
    pasted = "JAW2\t300\nJAW3\t" + "\t".join(map(str, MONTHS)) + "\nSUM3;1.250"

    filled = send(browser, "paste", {"pasted": pasted})
    form = filled.context["form"]
    names = {office.code: form.list_names(office) for office in form.offices}
    typed = {name: form[name].value() or "" for of in names.values() for name in of}
    assert [typed[names[code][0]] for code in ("JAW2", "JAW3", "SUM3")] == ["300", "250", "1250"]
    assert not TargetRevision.objects.filter(quantity=300).exists()
    shown = filled.content.decode()
    assert "250 → 300" in shown

    decree = {"decree": "Keputusan 7/2022", "decided_on": "2022-07-01", "seen": filled.context["seen"]}
    unexplained = send(browser, "save", typed | decree)
    assert unexplained.status_code == 422  # of what is changed the reason is asked
    assert Target.objects.count() == 1
    unseen = send(browser, "save", typed | decree | {"reason": "Anggaran tambahan", names["SUM3"][0]: "999"})
    assert Target.objects.count() == 1
    assert unseen.context["changes"][2].after == 999
    saved = send(browser, "save", typed | decree | {"reason": "Anggaran tambahan"})

    assert saved.status_code == 302
    newest = {each.target.office.code: each for each in TargetRevision.objects.filter(decree="Keputusan 7/2022")}
    assert {code: (each.number, each.quantity) for code, each in newest.items()} == {
        "JAW2": (2, 300), "JAW3": (1, 250), "SUM3": (1, 1250),
    }  # fmt: skip
    assert newest["JAW3"].months == MONTHS


def test_a_target_is_split_evenly_and_as_last_year_went(signed_in, three):
    clinics.year(2021)
    rule = clinics.indicator().rules.get()
    rule.valid_from = date(2021, 1, 1)
    rule.save()
    clinics.entry(three[1], date(2021, 3, 1), 30)
    clinics.entry(three[1], date(2021, 9, 1), 10)
    browser = signed_in(offices.evaluator())
    form = open_table(browser).context["form"]
    whole, *months = form.list_names(form.offices[1])

    even = send(browser, "even", {whole: "250"}).context["form"]
    shaped = send(browser, "shape", {whole: "100"}).context["form"]

    assert [even[name].value() for name in months] == ["21"] * 10 + ["20"] * 2
    assert [shaped[name].value() for name in months] == [
        "75" if at == 2 else "25" if at == 8 else "0" for at in range(12)
    ]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("JAW9\t250", "bukan unit pada halaman ini"),
        ("JAW3\tdua ratus", "Masukkan bilangan bulat"),
        ("JAW3\t1\t2\t3", "di sini ada 3 bilangan"),
    ],
)
def test_what_cannot_be_pasted_is_said_by_its_line(signed_in, three, pasted, said):
    answer = send(signed_in(offices.evaluator()), "paste", {"pasted": pasted})

    assert answer.status_code == 422
    assert "Baris 1" in answer.context["form"].errors["pasted"][0]
    assert said in answer.context["form"].errors["pasted"][0]


def test_months_that_do_not_add_up_are_refused_and_so_is_emptying_a_target(signed_in, three):
    clinics.target(three[0], 250)
    browser = signed_in(offices.evaluator())
    form = open_table(browser).context["form"]
    first, second = form.list_names(form.offices[0]), form.list_names(form.offices[1])
    typed = {second[0]: "250"} | dict.fromkeys(second[1:], "20")

    errors = send(browser, "check", typed).context["form"].errors

    assert "Jumlah bulan-bulannya 240, sedangkan targetnya 250." in errors[second[0]][0]
    assert "tidak dihapus dengan mengosongkannya" in errors[first[0]][0]


def test_somebody_who_saved_meanwhile_is_not_overwritten(signed_in, three):
    clinics.target(three[0], 250)
    browser = signed_in(offices.evaluator())
    page = open_table(browser)
    whole, *_months = page.context["form"].list_names(three[0])
    typed = {whole: "300", "decree": "Keputusan 7/2022", "decided_on": "2022-07-01", "reason": "Tambahan"}
    typed |= {"version": page.context["form"].version}
    seen = send(browser, "check", typed).context["seen"]
    decide_targets(
        indicator=clinics.indicator(), period=clinics.year(), decisions=[TargetDecision(three[0], 275)],
        decree="Keputusan 6/2022", decided_on=date(2022, 6, 1), reason="Tambahan lain", by=offices.evaluator(),
        at=clinics.now(),
    )  # fmt: skip

    assert send(browser, "save", typed | {"seen": seen}).status_code == 409
    assert TargetRevision.objects.order_by("-pk").first().quantity == 275


def test_another_amount_keeps_the_shape_of_the_plan_before(three):
    of = {"indicator": clinics.indicator(), "period": clinics.year(), "by": offices.evaluator(), "at": clinics.now()}
    decree = {"decree": "Keputusan 1/2022", "decided_on": date(2022, 1, 3)}
    decide_targets(decisions=[TargetDecision(three[0], 250, MONTHS)], **decree, **of)
    (revised,) = decide_targets(decisions=[TargetDecision(three[0], 500)], reason="Naik", **decree, **of)

    assert revised.months == [2 * month for month in MONTHS]
    (plain,) = decide_targets(decisions=[TargetDecision(three[0], 500, [])], reason="Rata", **decree, **of)
    assert plain.months is None


def test_a_target_is_refused_where_the_office_does_not_exist_then(three):
    of = {"indicator": clinics.indicator(), "by": offices.evaluator(), "at": clinics.now()}
    late = offices.balai("BARU")
    late.opened_on = date(2022, 6, 1)
    late.save()
    decision = [TargetDecision(late, 100)]

    with pytest.raises(ValidationError, match="sebelum unitnya berdiri"):
        decide_targets(period=clinics.year(), decisions=decision, decree="SK 1", decided_on=date(2022, 1, 3), **of)
    with pytest.raises(ValidationError, match="baru berdiri"):
        decide_targets(period=clinics.year(2021), decisions=decision, decree="SK 1", decided_on=date(2022, 1, 3), **of)
    assert not Target.objects.exists()


# A workbook of targets.

HEAD = ["Unit kerja", "Tahun", "Target", "SK", "Tgl SK", "Alasan"]


@pytest.fixture
def ministry(three):
    return offices.evaluator()


def bring_in(by, rows) -> Batch:
    at, office = clinics.now(), by.memberships.get().office
    batch = services.upload_batch(
        kind=KIND, office=office, file_name="target.xlsx", content=imports.xlsx([HEAD, *rows]), by=by, at=at
    )
    tasks.run_batch_check(batch.pk)
    if batch.rows.filter(state=RowState.READY).exists():
        services.commit_batch(batch=Batch.objects.get(pk=batch.pk), by=by, at=at)
        tasks.run_batch_commit(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def test_a_workbook_of_targets_comes_in_once_and_is_taken_back(three, ministry):
    clinics.target(three[0], 250)
    rows = [
        ["Balai JAW2", 2022, 300, "Keputusan 7/2022", "01/07/2022", "Anggaran tambahan"],
        ["jaw3", "2022", "1.250", "Keputusan 7/2022", "01/07/2022", ""],
        ["Tidak Ada", 2022, 100, "Keputusan 7/2022", "01/07/2022", ""],
        ["SUM3", 2009, 100, "Keputusan 7/2022", "01/07/2022", ""],
    ]
    batch = bring_in(ministry, rows)

    assert batch.state == BatchState.COMMITTED
    assert +Counter(batch.counts) == {"COMMITTED": 2, "NEEDS_CORRECTION": 2}
    in_force = {row.office.code: row.revisions.order_by("number").last() for row in Target.objects.all()}
    assert {code: each.quantity for code, each in in_force.items()} == {"JAW2": 300, "JAW3": 1250}
    assert +Counter(bring_in(ministry, rows[:2]).counts) == {"DUPLICATE": 2}

    services.undo_batch(batch=batch, by=ministry, at=clinics.now())

    history = TargetRevision.objects.order_by("target", "number").values_list("number", "state", "quantity")
    assert list(history) == [
        (1, "SET", 250), (2, "SET", 300), (3, "SET", 250), (1, "SET", 1250), (2, "WITHDRAWN", None),
    ]  # fmt: skip


def test_a_workbook_is_not_taken_back_once_a_target_was_decided_anew(three, ministry):
    batch = bring_in(ministry, [["JAW3", 2022, 250, "Keputusan 7/2022", "01/07/2022", ""]])
    target = Target.objects.get()
    of = {"indicator": target.indicator, "period": target.period, "by": ministry, "at": clinics.now()}
    decision = [TargetDecision(three[1], 300)]
    decide_targets(decisions=decision, decree="Keputusan 8", decided_on=date(2022, 8, 1), reason="Naik", **of)

    with pytest.raises(ValidationError, match="sudah diubah lagi"):
        services.undo_batch(batch=batch, by=ministry, at=clinics.now())


def test_only_the_ministry_brings_targets_in(three):
    head = offices.head(three[0])

    with pytest.raises(PermissionDenied):
        bring_in(head, [["JAW2", 2022, 1, "Keputusan 7/2022", "01/07/2022", ""]])
