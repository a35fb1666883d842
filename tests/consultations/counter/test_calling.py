"""Called to a window, served, set aside, handed over, gone: each step, its way back, and the page that leads to it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.booking.enums import AttendanceState, Priority, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter import services
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation, Window
from consultations.counter.policies import CALL_AGAIN_AFTER, CALLS_BEFORE_NO_SHOW
from consultations.people.enums import Need
from krs_portal.kit.clock import get_midnight, today
from tests.consultations.counter.test_races import press_at_once
from tests.factories import clinics, consultations, offices

COUNTER = "/meja/"


@pytest.fixture
def balai(db):
    return offices.balai("JAW3")


@pytest.fixture
def place(balai):
    return clinics.place(balai)


@pytest.fixture
def officer(balai, place):
    return offices.officer(balai)


@pytest.fixture
def colleague(balai, place):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


@pytest.fixture(autouse=True)
def topic(db):
    return consultations.topic()


def noon(place):
    """A moment of today that is far from both midnights."""
    return get_midnight(today(place.office.time_zone), place.office.time_zone) + timedelta(hours=12)


def walk_in(place, by, name="Dewi Lestari", at=None, **fields):
    return services.register_walk_in(
        place=place, topic=consultations.topic(), name=name, by=by, at=at or noon(place), **fields
    )


def press(browser, name, visit, **words):
    answer = browser.post(reverse(f"consultations:{name}", args=[visit.pk]), words, follow=True)
    visit.refresh_from_db()
    return answer.content.decode()


def test_a_person_is_called_to_the_window_then_served_then_finished(counter, place, officer):
    Window.objects.create(place=place, officer=officer, name="3")
    visit = walk_in(place, officer)

    assert "dipanggil ke loket 3" in press(counter, "call", visit)
    assert (visit.state, visit.officer, visit.window, visit.calls) == (AttendanceState.CALLED, officer, "3", 1)
    assert not Consultation.objects.exists()
    press(counter, "serve", visit)
    assert visit.state == AttendanceState.IN_SERVICE
    press(counter, "finish", visit)

    record = Consultation.objects.get()
    assert (visit.state, record.state) == (AttendanceState.DONE, ConsultationState.OPEN)
    assert visit.called_at < visit.served_at < visit.finished_at
    assert "catatan belum ditutup" in counter.get(COUNTER, {"show": "over"}).content.decode()


def test_served_until_stays_when_the_record_is_closed_later(balai, place, officer):
    visit, at = walk_in(place, officer), noon(place)
    record = services.serve_person(attendance=visit, by=officer, at=at)
    services.finish_service(attendance=visit, by=officer, at=at + timedelta(minutes=20))
    Consultation.objects.filter(pk=record.pk).update(summary="Bertanya.")
    consultations.account()

    services.close_consultation(consultation=record, outcome="ADVISED", by=officer, at=at + timedelta(hours=2))

    visit.refresh_from_db()
    assert visit.finished_at == at + timedelta(minutes=20)


def test_finished_by_mistake_goes_on_with_the_same_record(counter, place, officer):
    visit = walk_in(place, officer)
    record = services.serve_person(attendance=visit, by=officer, at=noon(place))
    services.finish_service(attendance=visit, by=officer, at=noon(place))

    press(counter, "serve", visit)

    assert (visit.state, visit.finished_at) == (AttendanceState.IN_SERVICE, None)
    assert Consultation.objects.get() == record


def test_whose_record_is_closed_is_not_served_further(place, officer):
    visit = walk_in(place, officer)
    record = services.serve_person(attendance=visit, by=officer, at=noon(place))
    Consultation.objects.filter(pk=record.pk).update(summary="Bertanya.")
    consultations.account()
    services.close_consultation(consultation=record, outcome="ADVISED", by=officer, at=noon(place))

    with pytest.raises(ValidationError, match="sudah ditutup"):
        services.serve_person(attendance=visit, by=officer, at=noon(place))


def test_who_does_not_come_is_called_again_after_some_minutes_at_whatever_window(place, officer, colleague):
    Window.objects.create(place=place, officer=colleague, name="5")
    visit, at = walk_in(place, officer), noon(place)
    services.call_person(attendance=visit, by=officer, at=at)

    with pytest.raises(ValidationError, match="panggil lagi mulai pukul"):
        services.call_again(attendance=visit, by=officer, at=at + CALL_AGAIN_AFTER - timedelta(seconds=1))
    again = services.call_again(attendance=visit, by=colleague, at=at + CALL_AGAIN_AFTER)

    assert (again.calls, again.officer, again.window) == (2, colleague, "5")


def test_who_was_called_is_given_up_after_the_third_call_and_may_still_come(counter, place, officer):
    visit, at = walk_in(place, officer), noon(place)
    services.call_person(attendance=visit, by=officer, at=at - timedelta(hours=1))

    assert "tidak hadir sesudah 3 kali" in press(counter, "no_show", visit)
    assert visit.state == AttendanceState.CALLED
    Attendance.objects.filter(pk=visit.pk).update(calls=CALLS_BEFORE_NO_SHOW)
    press(counter, "no_show", visit)
    assert visit.state == AttendanceState.NO_SHOW
    press(counter, "check_in", visit)

    assert (visit.state, visit.queue_number, visit.calls) == (AttendanceState.WAITING, 1, 0)


@pytest.mark.parametrize(("step", "state"), [("set_aside", AttendanceState.ON_HOLD), ("leave", AttendanceState.LEFT)])
@pytest.mark.parametrize("before", ["waiting", "called", "served"])
def test_set_aside_or_gone_there_is_a_way_back_with_the_same_number(counter, place, officer, step, state, before):
    visit = walk_in(place, officer)
    came = visit.arrived_at
    if before != "waiting":
        services.call_person(attendance=visit, by=officer, at=noon(place))
    if before == "served":
        services.serve_person(attendance=visit, by=officer, at=noon(place))

    press(counter, step, visit)
    assert visit.state == state
    press(counter, "put_back", visit)

    assert (visit.state, visit.arrived_at, visit.queue_number) == (AttendanceState.WAITING, came, 1)
    assert (visit.officer, visit.called_at, visit.finished_at) == (None, None, None)
    assert not Consultation.objects.exclude(state=ConsultationState.VOIDED).exists()


def test_who_was_set_aside_goes_on_at_once_with_what_was_written(counter, place, officer):
    visit = walk_in(place, officer)
    record = services.serve_person(attendance=visit, by=officer, at=noon(place))
    Consultation.objects.filter(pk=record.pk).update(summary="Belum lengkap.")
    press(counter, "set_aside", visit)
    assert visit.set_aside_at

    press(counter, "serve", visit)

    assert visit.state == AttendanceState.IN_SERVICE
    assert Consultation.objects.get().summary == "Belum lengkap."


def test_who_left_in_the_middle_leaves_what_was_written(counter, place, officer):
    visit = walk_in(place, officer)
    record = services.serve_person(attendance=visit, by=officer, at=noon(place))
    Consultation.objects.filter(pk=record.pk).update(summary="Baru mulai.")

    press(counter, "leave", visit)

    record.refresh_from_db()
    assert (visit.state, record.state) == (AttendanceState.LEFT, ConsultationState.OPEN)


def test_who_is_handed_over_waits_for_the_colleague_with_the_word_and_the_record(
    counter, signed_in, place, officer, colleague
):
    visit = walk_in(place, officer)
    record = services.serve_person(attendance=visit, by=officer, at=noon(place))
    Consultation.objects.filter(pk=record.pk).update(summary="Sudah dihitung.")
    walk_in(place, officer, "Budi Santoso", at=noon(place) - timedelta(hours=1))

    page = press(counter, "hand_over", visit, to=colleague.pk, word="Tinggal soal izin")
    assert "dititipkan kepada" in page
    assert "Tinggal soal izin" in page
    assert (visit.state, visit.officer) == (AttendanceState.WAITING, colleague)
    called = services.call_next(place=place, by=colleague, at=noon(place))
    assert called == visit
    services.serve_person(attendance=called, by=colleague, at=noon(place))

    record.refresh_from_db()
    assert (record.officer, record.summary) == (colleague, "Sudah dihitung.")


def test_nobody_is_handed_to_themselves_or_to_a_stranger(place, officer):
    visit = walk_in(place, officer)
    stranger = offices.officer(offices.balai("JAW2"))

    for to, said in ((officer, "pilih rekan lain"), (stranger, "tidak melayani di unit ini")):
        with pytest.raises(ValidationError, match=said):
            services.hand_over(attendance=visit, to=to, word="", by=officer, at=noon(place))


def test_only_colleagues_are_offered(counter, place, officer, colleague):
    offices.officer(offices.balai("JAW2"))
    visit = walk_in(place, officer)

    page = counter.get(reverse("consultations:hand_over", args=[visit.pk]))

    assert list(page.context["form"].fields["to"].queryset) == [colleague]


def test_the_next_one_is_called_by_the_order(counter, place, officer):
    walk_in(place, officer, "Datang Kedua", at=noon(place) - timedelta(minutes=30))
    first = walk_in(place, officer, "Datang Pertama", at=noon(place) - timedelta(minutes=50))

    answer = counter.post(reverse("consultations:call_next", args=[place.pk]), {"window": " Meja  2 "}, follow=True)

    first.refresh_from_db()
    assert "Datang Pertama, dipanggil ke loket Meja 2" in answer.content.decode()
    assert (first.state, first.window) == (AttendanceState.CALLED, "Meja 2")
    assert Window.objects.get().name == "Meja 2"  # remembered
    assert 'value="Meja 2"' in answer.content.decode()


def test_a_window_that_is_cleared_is_forgotten(place, officer):
    Window.objects.create(place=place, officer=officer, name="3")
    visit = walk_in(place, officer)

    services.call_next(place=place, by=officer, at=noon(place), window="")

    visit.refresh_from_db()
    assert (visit.window, Window.objects.exists()) == ("", False)


def test_two_priorities_in_a_row_are_followed_by_who_waits_longest(place, officer):
    at = noon(place)
    ordinary = walk_in(place, officer, "Biasa", at=at - timedelta(minutes=20))
    for name in ("Satu", "Dua", "Tiga"):
        walk_in(place, officer, name, at=at - timedelta(minutes=30), priority=Priority.ELDERLY)

    called = [services.call_next(place=place, by=officer, at=at + timedelta(seconds=turn)) for turn in range(4)]

    assert [each.name for each in called] == ["Satu", "Dua", ordinary.name, "Tiga"]


def test_who_still_serves_somebody_is_asked_to_finish_first(counter, place, officer):
    served, following = walk_in(place, officer, "Sedang Dilayani"), walk_in(place, officer, "Berikutnya")
    services.serve_person(attendance=served, by=officer, at=noon(place))
    address = reverse("consultations:call_next", args=[place.pk])

    asked = counter.post(address)
    assert asked.status_code == 409
    assert "Anda masih melayani Sedang Dilayani. Selesaikan dahulu?" in asked.content.decode()
    following.refresh_from_db()
    assert following.state == AttendanceState.WAITING
    counter.post(address, {"finish": "1"})

    served.refresh_from_db()
    following.refresh_from_db()
    assert (served.state, following.state) == (AttendanceState.DONE, AttendanceState.CALLED)


def test_who_serves_two_at_once_says_so(counter, place, officer):
    served, following = walk_in(place, officer, "Sedang Dilayani"), walk_in(place, officer, "Berikutnya")
    services.serve_person(attendance=served, by=officer, at=noon(place))

    counter.post(reverse("consultations:call_next", args=[place.pk]), {"keep": "1"})

    served.refresh_from_db()
    following.refresh_from_db()
    assert (served.state, following.state) == (AttendanceState.IN_SERVICE, AttendanceState.CALLED)


def test_with_nobody_waiting_nobody_is_called(counter, place):
    answer = counter.post(reverse("consultations:call_next", args=[place.pk]), follow=True)

    assert "Tidak ada yang menunggu" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_once_call_two_people(place, officer, colleague):
    at = noon(place)
    waiting = [walk_in(place, officer, f"Orang {number}", at=at - timedelta(minutes=9 - number)) for number in range(4)]

    for turn in range(2):
        called = press_at_once(
            *(
                lambda by=by, at=at + timedelta(seconds=turn): services.call_next(place=place, by=by, at=at)
                for by in (officer, colleague)
            )
        )

        assert sorted(each.pk for each in called) == [each.pk for each in waiting[2 * turn : 2 * turn + 2]]


def test_a_stranger_calls_nobody(signed_in, place, officer):
    stranger = offices.officer(offices.balai("JAW2"))
    walk_in(place, officer)

    assert signed_in(stranger).post(reverse("consultations:call_next", args=[place.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        services.call_next(place=place, by=stranger, at=noon(place))


def test_priority_follows_from_what_is_known_of_the_person_and_can_be_changed(counter, place, officer, balai):
    known = consultations.person(balai, "Sri Rahayu", phone="+6281200000009", needs=[Need.WHEELCHAIR])
    visit = walk_in(place, officer, "Sri Rahayu", person=known)
    assert visit.priority == Priority.DISABLED

    press(counter, "priority", visit, priority=Priority.PREGNANT)
    assert visit.priority == Priority.PREGNANT
    press(counter, "priority", visit, priority="")

    assert visit.priority == ""


def test_priority_of_a_booking_follows_from_its_needs_at_check_in(place, officer):
    slot = consultations.slot(place, starts_at=noon(place))
    booked = consultations.attendance(slot, needs=["WHEELCHAIR"])

    checked_in = services.check_in_person(attendance=booked, by=officer, at=noon(place))

    assert checked_in.priority == Priority.DISABLED


def test_a_priority_told_at_the_door_is_kept(counter, place):
    counter.post(
        COUNTER,
        {"name": "Dewi", "topic": consultations.topic().pk, "party_size": "1", "priority": Priority.WITH_CHILD},
    )

    assert Attendance.objects.get().priority == Priority.WITH_CHILD


def test_members_of_a_session_are_not_called_one_by_one(place, officer):
    slot = consultations.slot(place, 5, noon(place), SlotKind.GROUP)
    member = consultations.attendance(slot, AttendanceState.WAITING, arrived_at=noon(place))

    with pytest.raises(ValidationError, match="tidak dipanggil satu per satu"):
        services.call_person(attendance=member, by=officer, at=noon(place))
    with pytest.raises(ValidationError, match="Tidak ada yang menunggu"):
        services.call_next(place=place, by=officer, at=noon(place))


def test_the_page_of_a_visit_shows_its_moments_and_every_step(counter, place, officer):
    visit = walk_in(place, officer, phone="0812 0000 0001")
    services.serve_person(attendance=visit, by=officer, at=noon(place))

    page = counter.get(reverse("consultations:visit", args=[visit.pk])).content.decode()

    for said in ("Datang", "Mulai dilayani", "Selesai dilayani", "Tunda", "Titipkan kepada rekan", "Pergi", "0812-"):
        assert said in page, said


def test_only_who_serves_there_opens_a_visit(signed_in, place, officer):
    visit = walk_in(place, officer)
    address = reverse("consultations:visit", args=[visit.pk])

    assert signed_in(offices.officer(offices.balai("JAW2"))).get(address).status_code == 404
    assert signed_in(offices.evaluator(offices.directorate())).get(address).status_code == 403
