"""What the clinic promised: made, answered, kept in time or late, passed on, and what the citizen says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from clinics.enums import Measure
from clinics.models import LedgerEntry
from clinics.services import lock_period
from consultations.booking.enums import AttendanceState
from consultations.counter import services as counter
from consultations.counter.enums import Outcome
from consultations.counter.promises import clocks, messages, services
from consultations.counter.promises.clocks import find_next_act
from consultations.counter.promises.enums import PromiseState, PromiseStep
from consultations.counter.promises.models import Promise, PromiseClock
from consultations.counter.promises.reference import REFERENCES
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.kit.loading import load_references
from krs_portal.offices.models import Holiday
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db

PHONE = "0812 3456 7890"
MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC)  # ten in the morning in Jakarta
DAY = timedelta(days=1)


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
def head(balai):
    return offices.head(balai)


@pytest.fixture
def visit(balai):
    """Somebody who is being served now."""
    slot = consultations.slot(clinics.place(balai), 3, starts_at=clinics.earlier_today(hours=1))
    return consultations.attendance(slot, AttendanceState.IN_SERVICE, arrived_at=timezone.now())


@pytest.fixture
def consultation(balai, officer, visit):
    return consultations.consultation(balai, officer, attendance=visit, advice="Pakai pondasi batu kali.")


@pytest.fixture
def promise(consultation, officer):
    """Of Monday, due on Friday."""
    return consultations.promise(consultation, officer, days=4, at=MONDAY)


def finish(promise, by, at, note=""):
    return services.finish_promise(promise=promise, note=note, by=by, at=at)


def say(promise, visit, says, at, note=""):
    return services.take_citizens_word(promise=promise, attendance=visit, says=says, note=note, at=at)


def counted():
    """Kept in time and fallen due, as the ledger has it."""
    return tuple(
        LedgerEntry.objects.filter(rule__measure=measure).total()
        for measure in (Measure.PROMISE_KEPT, Measure.PROMISE_DUE)
    )


def open_page(client, visit):
    return client.post(reverse("consultations:look_up"), {"reference": visit.reference, "phone": PHONE}, follow=True)


def test_promised_at_the_counter_done_and_confirmed_by_the_citizen(client, signed_in, officer, consultation, visit):
    staff = signed_in(officer)
    page = staff.get(reverse("consultations:consultation", args=[consultation.pk])).content.decode()
    add = reverse("consultations:promise_new", args=[consultation.pk])
    assert add in page
    due = (day_of(timezone.now()) + 3 * DAY).isoformat()
    for text in ("Mengirim gambar denah", "Menanyakan syarat PBG"):
        staff.post(add, {"text": text, "due_on": due})
    first, second = Promise.objects.order_by("pk")
    listed = staff.get(reverse("consultations:promises")).content.decode()
    assert "Mengirim gambar denah" in listed
    assert "Tindak lanjut" in staff.get(reverse("consultations:desk")).content.decode()
    staff.post(reverse("consultations:promise_answer", args=[second.pk]), {"answer": "Kami tanyakan ke dinas."})
    staff.post(reverse("consultations:promise_finish", args=[first.pk]), {"note": "Dikirim lewat WhatsApp"})
    staff.logout()

    page = open_page(client, visit).content.decode()
    assert "Kami tanyakan ke dinas." in page
    assert "Dikirim lewat WhatsApp" in page
    address = reverse("consultations:promise_say", args=[visit.reference, first.pk])
    assert address in page
    assert reverse("consultations:promise_say", args=[visit.reference, second.pk]) not in page
    said = client.post(address, {"says": "DONE", "note": "Terima kasih"}, follow=True).content.decode()
    assert "Klinik tahu bahwa Anda sudah menerimanya" in said
    first.refresh_from_db()
    assert (first.state, first.citizen_says, first.citizen_note) == ("DONE", "DONE", "Terima kasih")
    kinds = [message.kind for message in outbox.written()]
    assert sorted(kinds) == [messages.ANSWERED, messages.DONE]


def test_a_promise_is_made_after_closing_too_and_in_nobody_elses_record(consultation, officer):
    counter.close_consultation(consultation=consultation, outcome=Outcome.ADVISED, by=officer, at=timezone.now())

    assert consultations.promise(consultation, officer).state == PromiseState.OPEN
    with pytest.raises(PermissionDenied):
        consultations.promise(consultation, offices.officer(offices.balai("JAW4")))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " - "}, "text"),
        ({"days": -1}, "due_on"),
        ({"days": 61}, "due_on"),
    ],
)
def test_what_cannot_be_promised_is_refused(consultation, officer, values, field):
    with pytest.raises(ValidationError) as refused:
        consultations.promise(consultation, officer, at=MONDAY, **values)

    assert list(refused.value.message_dict) == [field]


def test_only_people_of_the_office_are_given_a_promise(consultation, officer):
    stranger = offices.officer(offices.balai("JAW4"))

    with pytest.raises(ValidationError, match="petugas unit ini"):
        consultations.promise(consultation, officer, officer=stranger)


def test_kept_on_its_day_is_in_time_and_the_day_after_is_late(consultation, officer):
    in_time, late = (consultations.promise(consultation, officer, days=4, at=MONDAY) for _ in range(2))

    finish(in_time, officer, MONDAY + 4 * DAY)
    finish(late, officer, MONDAY + 5 * DAY)

    assert counted() == (1, 2)
    days = set(LedgerEntry.objects.filter(rule__measure=Measure.PROMISE_DUE).values_list("happened_on", flat=True))
    assert days == {date(2026, 3, 6)}


def test_the_day_ends_where_the_office_is():
    """Half past midnight in Papua is half past ten in the evening in Jakarta."""
    papua = offices.balai("PAP1", zone=TimeZone.WIT)
    officer = offices.officer(papua)
    promise = consultations.promise(
        consultations.consultation(papua, officer, happened_on=date(2026, 3, 2)), officer, days=4, at=MONDAY
    )

    done = finish(promise, officer, datetime(2026, 3, 6, 15, 30, tzinfo=UTC))

    assert counted() == (0, 1)
    assert done.settled_on == date(2026, 3, 7)


def test_done_early_counts_on_the_day_it_was_done(promise, officer):
    finish(promise, officer, MONDAY + DAY)

    assert set(LedgerEntry.objects.values_list("happened_on", flat=True)) == {date(2026, 3, 3)}
    assert counted() == (1, 1)


def test_what_falls_due_is_counted_by_the_night_and_taken_back_when_it_is_not_needed(promise, officer):
    assert services.count_late_promises(at=MONDAY + 4 * DAY) == []
    assert counted() == (0, 0)

    for _ in range(2):
        services.count_late_promises(at=MONDAY + 5 * DAY)
    assert counted() == (0, 1)

    services.drop_promise(promise=promise, note="Pemohon pindah kota", by=officer, at=MONDAY + 6 * DAY)
    assert counted() == (0, 0)


def test_a_locked_period_keeps_a_late_promise_out_and_the_others_in(consultation, officer):
    old, fresh = (consultations.promise(consultation, officer, days=days, at=MONDAY) for days in (1, 4))
    Promise.objects.filter(pk=old.pk).update(due_on=date(2025, 12, 31))
    lock_period(period=clinics.year(2025), by=offices.evaluator(), at=MONDAY)

    assert services.count_late_promises(at=MONDAY + 9 * DAY) == [old.pk]
    assert counted() == (0, 1)
    assert fresh.pk in LedgerEntry.objects.values_list("source_key", flat=True)


def test_not_done_says_the_citizen_and_it_is_the_heads_to_pass_on(promise, officer, head, visit, balai):
    colleague = offices.officer(balai)
    finish(promise, officer, MONDAY + DAY)
    assert counted() == (1, 1)

    said = say(promise, visit, "NOT_DONE", MONDAY + 2 * DAY, "Gambarnya belum ada")

    assert (said.state, said.officer, said.settled_at) == (PromiseState.OPEN, None, None)
    assert counted() == (0, 0)
    assert find_next_act(said, date(2026, 3, 4), clocks.fetch_clocks()).label == "Kepala unit menunjuk petugas"
    with pytest.raises(PermissionDenied):
        services.assign_promise(promise=promise, officer=colleague, by=officer, at=MONDAY + 2 * DAY)
    given = services.assign_promise(promise=promise, officer=colleague, by=head, at=MONDAY + 2 * DAY)
    assert (given.officer, given.acknowledged_at, given.acknowledge_due_on) == (colleague, None, date(2026, 3, 9))
    services.acknowledge_promise(promise=promise, by=colleague, at=MONDAY + 3 * DAY)
    done = finish(promise, colleague, MONDAY + 7 * DAY)
    assert (done.citizen_says, counted()) == ("", (0, 1))
    assert say(promise, visit, "DONE", MONDAY + 8 * DAY).citizen_says == "DONE"


def test_a_locked_period_does_not_silence_the_citizen(promise, officer, visit):
    finish(promise, officer, MONDAY)
    lock_period(period=clinics.year(2026), by=offices.evaluator(), at=datetime(2027, 1, 5, tzinfo=UTC))
    later = datetime(2027, 1, 6, 3, tzinfo=UTC)

    assert say(promise, visit, "NOT_DONE", later).state == PromiseState.OPEN
    assert counted() == (1, 1)  # as it was locked
    assert services.count_late_promises(at=later) == [promise.pk]


def test_the_citizen_judges_once_and_only_what_is_done_or_late(promise, officer, visit):
    with pytest.raises(ValidationError, match="masih mengerjakannya"):
        say(promise, visit, "NOT_DONE", MONDAY + DAY)
    with pytest.raises(ValidationError, match="belum menyelesaikannya"):
        say(promise, visit, "DONE", MONDAY + 5 * DAY)

    assert say(promise, visit, "NOT_DONE", MONDAY + 5 * DAY).officer is None
    with pytest.raises(ValidationError, match="sudah menanggapi"):
        say(promise, visit, "NOT_DONE", MONDAY + 6 * DAY)


def test_nobody_judges_another_ones_promise(client, promise, officer, visit):
    finish(promise, officer, timezone.now())
    other = consultations.attendance(visit.slot, AttendanceState.DONE, phone="+6281399990000", reference="KRS-LAIN22")
    address = reverse("consultations:promise_say", args=[visit.reference, promise.pk])

    assert client.post(address, {"says": "NOT_DONE"}).url == reverse("consultations:manage", args=[visit.reference])
    client.post(reverse("consultations:look_up"), {"reference": other.reference, "phone": "0813 9999 0000"})
    own = reverse("consultations:promise_say", args=[other.reference, promise.pk])
    assert client.post(own, {"says": "NOT_DONE"}).status_code == 404
    promise.refresh_from_db()
    assert promise.state == PromiseState.DONE


def test_one_extension_with_a_reason_before_the_day(promise, officer):
    with pytest.raises(ValidationError, match="alasan"):
        services.extend_promise(promise=promise, due_on=date(2026, 3, 20), reason="-", by=officer, at=MONDAY)
    with pytest.raises(ValidationError, match="sudah lewat dan tidak diperpanjang"):
        services.extend_promise(
            promise=promise, due_on=date(2026, 3, 20), reason="Sakit", by=officer, at=MONDAY + 5 * DAY
        )

    later = services.extend_promise(
        promise=promise, due_on=date(2026, 3, 20), reason="Juru gambar sakit", by=officer, at=MONDAY
    )
    assert (later.due_on, later.extended_from_on) == (date(2026, 3, 20), date(2026, 3, 6))
    assert later.answer_due_on == date(2026, 3, 20)  # fourteen working days instead of five
    with pytest.raises(ValidationError, match="hanya sekali"):
        services.extend_promise(promise=promise, due_on=date(2026, 3, 27), reason="Lagi", by=officer, at=MONDAY)


def test_the_ladder_counts_working_days_and_names_the_next_act(consultation, officer, balai):
    Holiday.objects.create(day_on=date(2026, 3, 3), name="Libur", is_observed=True)
    colleague = offices.officer(balai)
    promise = consultations.promise(consultation, officer, days=30, at=MONDAY, officer=colleague)
    today, ladder = date(2026, 3, 2), clocks.fetch_clocks()

    def name_next(on=today):
        found = find_next_act(Promise.objects.get(pk=promise.pk), on, ladder)
        return found.label, found.due_on, found.is_late

    assert name_next() == ("Terima tugas ini", date(2026, 3, 6), False)
    assert name_next(date(2026, 3, 7))[2]
    services.acknowledge_promise(promise=promise, by=colleague, at=MONDAY)
    assert name_next() == ("Kabari pemohon", date(2026, 3, 10), False)
    services.answer_promise(promise=promise, answer="Sedang digambar.", by=colleague, at=MONDAY)
    assert name_next() == ("Selesaikan", date(2026, 4, 1), False)
    assert name_next(date(2026, 5, 2))[0] == "Putuskan: selesai atau tidak diperlukan lagi"
    finish(promise, colleague, MONDAY)
    assert find_next_act(Promise.objects.get(pk=promise.pk), today, ladder) is None


def test_the_clocks_are_data(consultation, officer, balai):
    assert dict(load_references(REFERENCES, date(2026, 3, 2))) == {"promise clocks": 4}
    PromiseClock.objects.filter(step=PromiseStep.ANSWER).update(days=2)

    assert consultations.promise(consultation, officer, days=30, at=MONDAY).answer_due_on == date(2026, 3, 4)


def test_the_officer_is_reminded_the_day_before_and_on_the_day_once_each(promise, officer):
    for at in (MONDAY, MONDAY + 3 * DAY, MONDAY + 3 * DAY, MONDAY + 4 * DAY, MONDAY + 5 * DAY):
        services.remind_officers(at=at)

    written = outbox.written(kind=messages.DUE)
    assert [message.recipient for message in written] == [officer.email] * 2
    assert "Mengirim gambar denah" in written[0].body


def test_of_what_has_no_officer_the_head_is_reminded(promise, officer, head, visit):
    finish(promise, officer, MONDAY + DAY)
    say(promise, visit, "NOT_DONE", MONDAY + 2 * DAY)

    services.remind_officers(at=MONDAY + 4 * DAY)

    assert [message.recipient for message in outbox.written(kind=messages.DUE)] == [head.email]


def test_voiding_the_consultation_takes_its_promises_along(consultation, promise, officer):
    done = consultations.promise(consultation, officer, at=MONDAY)
    finish(done, officer, MONDAY)
    assert counted() == (1, 1)

    counter.void_consultation(consultation=consultation, reason="Salah orang", by=officer, at=timezone.now())

    assert set(Promise.objects.values_list("state", flat=True)) == {PromiseState.NOT_NEEDED}
    assert counted() == (0, 0)


def test_a_draft_with_a_promise_outlives_a_call_that_was_a_mistake(balai, officer, visit):
    draft = consultations.consultation(balai, officer, attendance=visit, summary="")
    consultations.promise(draft, officer)

    counter.put_back(attendance=visit, by=officer, at=timezone.now())

    draft.refresh_from_db()
    assert draft.state == "OPEN"
    assert Promise.objects.get().state == PromiseState.OPEN


def test_verifying_asks_both_ways(consultation, officer):
    promise = consultations.promise(consultation, officer)
    call_command("verify_ledger")
    Promise.objects.filter(pk=promise.pk).update(due_on=day_of(timezone.now()) - 3 * DAY)
    with pytest.raises(CommandError):  # overdue for days, and nothing stands for it
        call_command("verify_ledger")
    services.count_late_promises(at=timezone.now())
    call_command("verify_ledger")
    Promise.objects.filter(pk=promise.pk).update(due_on=day_of(timezone.now()) + 3 * DAY)
    with pytest.raises(CommandError):  # an entry of what is not due
        call_command("verify_ledger")


def test_the_api_answers_both_sums(client, promise, officer):
    clinics.year(2026)
    finish(promise, officer, MONDAY)
    asked = {"year": 2026, "as_at": "2026-06-30"}

    def realised(indicator):
        answer = client.get(
            "/api/v1/achievements/",
            asked | {"indicator": indicator},
            headers={"Authorization": f"Token {offices.token(officer)}"},
        )
        return answer.json()["total"]["realised"]

    assert (realised("tindak-lanjut-tepat-waktu"), realised("tindak-lanjut-jatuh-tempo")) == (1, 1)


def test_an_officer_begins_with_their_own_and_the_head_with_all(client, signed_in, consultation, officer, head, balai):
    colleague = offices.officer(balai)
    consultations.promise(consultation, officer, text="Yang saya kerjakan")
    consultations.promise(consultation, colleague, text="Yang rekan kerjakan")
    address = reverse("consultations:promises")

    own = signed_in(officer).get(address).content.decode()
    every = signed_in(head).get(address).content.decode()
    basket = client.get(f"{address}?whose=basket").content.decode()

    assert ("Yang saya kerjakan" in own, "Yang rekan kerjakan" in own) == (True, False)
    assert ("Yang saya kerjakan" in every, "Yang rekan kerjakan" in every) == (True, True)
    assert "Tidak ada tindak lanjut di sini" in basket


@pytest.mark.parametrize(
    ("tab", "shown"), [("late", "lama"), ("week", "dekat"), ("open", "lama dekat jauh"), ("settled", "beres")]
)
def test_the_tabs_part_by_day(signed_in, consultation, officer, tab, shown):
    now = timezone.now()
    rows = {word: consultations.promise(consultation, officer, text=f"Kata {word}", days=days) for word, days in
            {"lama": 1, "dekat": 3, "jauh": 30, "beres": 2}.items()}  # fmt: skip
    Promise.objects.filter(pk=rows["lama"].pk).update(due_on=day_of(now) - 2 * DAY)
    finish(rows["beres"], officer, now)

    page = signed_in(officer).get(reverse("consultations:promises"), {"tab": tab, "whose": "all"}).content.decode()

    assert [word for word in rows if f"Kata {word}" in page] == shown.split()


def test_the_ministry_sees_all_with_initials_and_a_strange_office_none(signed_in, consultation, officer):
    promise = consultations.promise(consultation, officer)
    address = reverse("consultations:promise", args=[promise.pk])

    ministry = signed_in(offices.evaluator(offices.directorate("DIT-RS"))).get(address).content.decode()
    stranger = signed_in(offices.officer(offices.balai("JAW4"))).get(address)

    assert "Siti Aminah" not in ministry
    assert "Tandai selesai" not in ministry
    assert stranger.status_code == 404


def test_the_small_form_answers_in_its_place(signed_in, consultation, officer):
    address = reverse("consultations:promise_new", args=[consultation.pk])
    browser, due = signed_in(officer), (day_of(timezone.now()) + DAY).isoformat()

    wrong = browser.post(address, {"text": "-", "due_on": due}, headers={"HX-Request": "true"}).content.decode()
    right = browser.post(address, {"text": "Menelepon", "due_on": due}, headers={"HX-Request": "true"}).content.decode()

    assert "Tuliskan apa yang dijanjikan" in wrong
    assert "<html" not in right
    assert "Menelepon</a>" in right


def test_a_person_who_comes_back_shows_what_was_promised(signed_in, balai, officer):
    someone = consultations.person(balai, phone="+6281234567890")
    consultations.promise(consultations.consultation(balai, officer, person=someone), officer, text="Mengirim RAB")

    page = signed_in(officer).get(reverse("consultations:person_page", args=[someone.pk])).content.decode()

    assert "Mengirim RAB" in page
