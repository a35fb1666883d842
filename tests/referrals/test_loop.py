"""A referral from the consent to what became of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from krs_portal.kit.clock import day_of
from krs_portal.offices.enums import Role
from krs_portal.outbox.models import Message
from krs_portal.referrals import services
from krs_portal.referrals.enums import REFERRAL_MOVES, Basket, NextAct, ReferralState
from krs_portal.referrals.models import Programme, Referral
from krs_portal.referrals.showing import find_basket
from tests.factories import offices, referrals

pytestmark = pytest.mark.django_db
NOW = timezone.now()
S = ReferralState


def answer(referral, state, **values):
    return services.answer_referral(referral=referral, answer=state, **({"by": None, "at": timezone.now()} | values))


def test_only_what_the_consent_covers_is_kept(balai, officer, programme):
    made = referrals.referral(balai, officer, programme, shared=["ADDRESS"])

    made.refresh_from_db()
    assert (made.phone, made.address, made.nik_ciphertext) == ("", "Jl. Kenanga 1", None)
    assert made.shared == ["ADDRESS"]


def test_without_consent_nothing_is_made(balai, officer, programme):
    with pytest.raises(ValidationError, match="Tanpa persetujuan"):
        referrals.referral(balai, officer, programme, consents=False)

    assert not Referral.objects.exists()


def test_sending_writes_one_letter_that_names_nobody(balai, officer, programme):
    made = referrals.referral(balai, officer, programme)

    (letter,) = Message.objects.about("referral", made.pk)
    assert letter.recipient == programme.partner.email
    assert "/rujukan/jawab/" in letter.body
    assert "Siti" not in letter.body + letter.subject


def test_a_partner_without_an_address_is_not_written_to_and_the_draft_is_not_kept(balai, officer):
    silent = referrals.programme(referrals.partner(balai, email=""))

    with pytest.raises(ValidationError, match="belum punya surel"):
        referrals.referral(balai, officer, silent)

    assert not Referral.objects.exists()
    assert referrals.referral(balai, officer, silent, sends=False).state == S.DRAFT


def test_the_due_day_is_the_partners_own_clock(balai, officer):
    slow = referrals.programme(referrals.partner(balai, remind_after=14))

    made = referrals.referral(balai, officer, slow)

    assert made.due_on == day_of(made.sent_at, balai.time_zone) + timedelta(days=14)


def test_a_draft_that_waited_past_its_due_day_is_not_sent_as_it_stands(balai, officer, programme):
    draft = referrals.referral(balai, officer, programme, sends=False, at=NOW - timedelta(days=20))

    with pytest.raises(ValidationError, match="Beri mitra waktu"):
        services.send_referral(referral=draft, by=officer, at=NOW)


def test_a_due_day_behind_the_last_clock_is_refused(balai, officer, programme):
    with pytest.raises(ValidationError, match="ditutup sesudah 45 hari"):
        referrals.referral(balai, officer, programme, due_on=day_of(NOW) + timedelta(days=60))


def test_a_programme_that_is_closed_or_another_offices_takes_nobody(balai, officer, programme):
    foreign = referrals.programme(referrals.partner(offices.balai("JAW4"), "Bank Lain"))
    Programme.objects.filter(pk=programme.pk).update(is_active=False)

    for closed in (foreign, programme):
        with pytest.raises(ValidationError, match="tidak dibuka"):
            referrals.referral(balai, officer, closed)


def test_somebody_of_another_office_refers_nobody_here(balai, programme):
    with pytest.raises(PermissionDenied):
        referrals.referral(balai, offices.officer(offices.balai("JAW4")), programme)


def test_the_whole_way_leaves_its_steps(balai, officer, programme):
    made = referrals.referral(balai, officer, programme)
    for state in (S.RECEIVED, S.ACCEPTED):
        answer(made, state)
    done = answer(made, S.DELIVERED, delivered_on=day_of(timezone.now(), balai.time_zone))

    assert done.state == S.DELIVERED
    steps = list(done.steps.order_by("pk").values_list("state", "by"))
    assert steps == [
        (S.DRAFT, officer.pk),
        (S.SENT, officer.pk),
        (S.RECEIVED, None),
        (S.ACCEPTED, None),
        (S.DELIVERED, None),
    ]


def test_declining_needs_a_reason_and_leaves_a_next_act(balai, officer, programme):
    made = referrals.referral(balai, officer, programme)
    with pytest.raises(ValidationError, match="alasan penolakannya"):
        answer(made, S.DECLINED)

    declined = answer(made, S.DECLINED, reason="Kuota habis.")

    assert (declined.reason, declined.next_act) == ("Kuota habis.", NextAct.PENDING)
    assert find_basket(declined) == Basket.DECLINED


def test_another_programme_settles_the_refusal(balai, officer, programme):
    declined = answer(referrals.referral(balai, officer, programme), S.DECLINED, reason="Kuota habis.")
    other = referrals.programme(programme.partner, "Hibah")

    with pytest.raises(ValidationError, match="baru saja menolaknya"):
        referrals.referral(balai, officer, programme, follows=declined)
    made = referrals.referral(balai, officer, other, follows=declined)

    declined.refresh_from_db()
    assert (declined.next_act, made.follows) == (NextAct.ANOTHER, declined)
    with pytest.raises(ValidationError, match="Tidak ada penolakan"):
        services.explain_referral(referral=declined, note="Sudah.", by=officer, at=timezone.now())


def test_explaining_settles_the_refusal(balai, officer, programme):
    declined = answer(referrals.referral(balai, officer, programme), S.DECLINED, reason="Kuota habis.")

    told = services.explain_referral(referral=declined, note="Dijelaskan.", by=officer, at=timezone.now())

    assert (told.state, told.next_act, find_basket(told)) == (S.DECLINED, NextAct.EXPLAINED, Basket.DONE)


def test_withdrawing_asks_the_partner_to_delete_what_it_has(balai, officer, programme):
    made = referrals.referral(balai, officer, programme)

    services.withdraw_referral(referral=made, reason="Tidak jadi.", by=officer, at=timezone.now())

    kinds = set(Message.objects.about("referral", made.pk).values_list("kind", "state"))
    assert kinds == {("referral-sent", "CANCELLED"), ("referral-withdrawn", "QUEUED")}


def test_what_is_over_takes_no_answer(balai, officer, programme):
    made = referrals.referral(balai, officer, programme)
    answer(made, S.DECLINED, reason="Kuota habis.")

    for by in (None, officer):
        with pytest.raises(ValidationError, match="sudah ditolak"):
            answer(made, S.ACCEPTED, by=by)


def test_it_is_not_delivered_before_it_was_sent_or_tomorrow(balai, officer, programme):
    made = answer(referrals.referral(balai, officer, programme), S.ACCEPTED)
    day = day_of(timezone.now(), balai.time_zone)

    for wrong in (day - timedelta(days=1), day + timedelta(days=1), None):
        with pytest.raises(ValidationError):
            answer(made, S.DELIVERED, delivered_on=wrong)


def test_the_same_person_is_not_referred_twice_to_a_programme_at_once(balai, officer, programme):
    referrals.referral(balai, officer, programme)

    with pytest.raises(ValidationError, match="sedang dirujuk"):
        referrals.referral(balai, officer, programme)


def test_every_referral_lies_in_one_basket(balai, officer, programme):
    """Whatever the state, the counts of the baskets add up to all, and page and filter name the same basket."""
    for number, state in enumerate(S):
        made = referrals.referral(balai, officer, programme, key=number)
        refused = state in (S.DECLINED, S.CLOSED)
        Referral.objects.filter(pk=made.pk).update(
            state=state,
            sent_at=None if state == S.DRAFT else made.sent_at,
            sent_by=None if state == S.DRAFT else officer,
            reason="Alasan.",
            delivered_on=day_of(NOW) if state == S.DELIVERED else None,
            next_act=NextAct.PENDING if refused else NextAct.NONE,
        )

    counts = Referral.objects.count_baskets()

    assert sum(counts.values()) == len(S) == len(REFERRAL_MOVES)
    for basket in Basket:
        found = list(Referral.objects.in_basket(basket))
        assert len(found) == counts[basket]
        assert {find_basket(each) for each in found} <= {basket}


def test_names_are_for_those_who_refer(balai, officer, programme, signed_in):
    referrals.referral(balai, officer, programme)

    page = signed_in(offices.member(Role.AUDITOR, offices.directorate())).get("/rujukan/?keranjang=menunggu").text

    assert "S. A." in page
    assert "Siti Aminah" not in page
