"""Filling in a profile: versions, conflicts, submitting, returning, freezing."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from krs_portal.outbox.models import Message
from monitoring.rounds.enums import EntryState, ProfileState, RoundState
from monitoring.rounds.models import Profile, ProfileEntry, ProfileForm
from monitoring.rounds.services import profiles
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON
WHOLE = {"towers": 1, "units": 96, "occupied": 81, "broken_units": 2, "residents": 230, "condition": "GOOD"}


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
def profile(agency, semarang):
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    monitoring.participant(round_, semarang)
    return monitoring.profile(round_, monitoring.estate(semarang))


def save(profile, values, by, base=0, **more):
    return profiles.save_profile(profile=profile, values=values, base_version=base, by=by, at=AT, **more)


def test_saving_raises_the_version_and_keeps_what_is_not_named(profile, operator):
    done = save(profile, {"occupied": 90, "reason_BROKEN": 4}, operator)

    profile.refresh_from_db()
    assert (profile.version, profile.occupied, profile.units, profile.edited_by) == (1, 90, 96, operator)
    assert profile.empty_reasons == {"BROKEN": 4}
    assert done.entry.made_version == 1


def test_two_who_began_from_the_same_version_both_keep_their_words(profile, operator, semarang):
    colleague = monitoring.operator(semarang)
    save(profile, {"occupied": 90}, operator)

    late = save(profile, {"occupied": 70, "units": 96}, colleague)

    profile.refresh_from_db()
    assert late.is_conflict
    assert (profile.occupied, profile.version) == (90, 1)
    assert ProfileEntry.objects.waiting().get().values["occupied"] == 70


def test_who_says_the_same_as_the_newest_version_has_no_conflict(profile, operator, semarang):
    save(profile, {"occupied": 90}, operator)

    again = save(profile, {"occupied": 90}, monitoring.operator(semarang))

    assert (again.is_conflict, again.entry.made_version) == (False, 1)


def test_a_choice_takes_the_named_fields_and_leaves_the_others(profile, operator):
    save(profile, {"occupied": 90, "residents": 10}, operator)
    late = save(profile, {"occupied": 70, "residents": 20}, operator)

    profiles.settle_entry(entry=late.entry, mine={"residents"}, seen_version=1, by=operator, at=AT)

    profile.refresh_from_db()
    late.entry.refresh_from_db()
    assert (profile.occupied, profile.residents, profile.version) == (90, 20, 2)
    assert (late.entry.state, late.entry.settled_by) == (EntryState.SETTLED, operator)


def test_a_choice_made_before_yet_another_saving_is_asked_again(profile, operator):
    save(profile, {"occupied": 90}, operator)
    late = save(profile, {"occupied": 70}, operator)
    save(profile, {"occupied": 91}, operator, base=1)

    with pytest.raises(ValidationError, match="berubah lagi"):
        profiles.settle_entry(entry=late.entry, mine={"occupied"}, seen_version=1, by=operator, at=AT)


def test_the_same_key_counts_once(profile, operator):
    key = uuid4()

    first, second = (save(profile, {"occupied": 90}, operator, key=key) for _ in range(2))

    assert (first.entry.pk, second.profile.version) == (second.entry.pk, 1)


def test_a_key_of_somebody_else_opens_nothing(profile, operator, semarang):
    key = uuid4()
    save(profile, {"occupied": 90}, operator, key=key)

    with pytest.raises(ValidationError, match="sudah dipakai"):
        save(profile, {"occupied": 1}, monitoring.operator(semarang), key=key)


def test_two_savings_of_one_phone_written_offline_both_arrive(profile, operator):
    first, second = uuid4(), uuid4()
    save(profile, {"occupied": 85}, operator, key=first)

    done = save(profile, {"occupied": 86}, operator, key=second, after=first)

    assert (done.is_conflict, done.profile.version, done.profile.occupied) == (False, 2, 86)


def test_the_second_of_two_offline_savings_waits_in_the_place_of_the_first(profile, operator, semarang):
    save(profile, {"occupied": 90}, monitoring.operator(semarang))
    first = save(profile, {"occupied": 70}, operator, key=uuid4())

    save(profile, {"occupied": 71}, operator, after=first.entry.key)

    assert ProfileEntry.objects.waiting().get().values == {"occupied": 71}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"occupied": 97}, "Unit terhuni melebihi jumlah unit"),
        ({"broken_units": 97}, "Unit rusak melebihi jumlah unit"),
        ({"reason_BROKEN": 10, "reason_SELECTION": 7}, "menjelaskan lebih banyak unit"),
    ],
)
def test_figures_that_contradict_one_another_are_refused_in_words(profile, operator, values, message):
    with pytest.raises(ValidationError, match=message):
        save(profile, values, operator)

    assert not ProfileEntry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"occupied": 97}, "profile_occupied_fits"), ({"broken_units": 97}, "profile_broken_fits")],
)
def test_the_database_refuses_them_too(profile, changes, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Profile.objects.filter(pk=profile.pk).update(**changes)


def test_an_entry_that_was_taken_names_its_version(profile, operator):
    entry = ProfileEntry(
        key=uuid4(), profile=profile, base_version=0, values={}, state=EntryState.TAKEN, received_at=AT,
        received_by=operator,
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="entry_taken_has_version"), transaction.atomic():
        entry.save()


def test_submitting_needs_every_required_field(profile, operator):
    done = save(profile, {"occupied": 90}, operator, submit=True)

    profile.refresh_from_db()
    assert "Unit rusak" in done.refusal
    assert (profile.state, profile.occupied) == (ProfileState.DRAFT, 90)


def test_after_submitting_only_the_province_changes_it(profile, operator, agency):
    save(profile, WHOLE, operator, submit=True)

    with pytest.raises(PermissionDenied, match="sudah disampaikan"):
        save(profile, {"occupied": 80}, operator, base=1)
    done = save(profile, {"occupied": 80}, offices.officer(agency), base=1)
    assert (done.profile.state, done.profile.occupied) == (ProfileState.SUBMITTED, 80)


def test_a_returned_profile_says_why_and_can_be_submitted_again(profile, operator, agency, semarang):
    type(semarang).objects.filter(pk=semarang.pk).update(email="dinas@semarang.test")
    save(profile, WHOLE, operator, submit=True)
    province = offices.head(agency)

    with pytest.raises(ValidationError, match="Tuliskan"):
        profiles.return_profile(profile=profile, reason=" ", by=province, at=AT)
    profiles.return_profile(profile=profile, reason="Jumlah tower keliru", by=province, at=AT)

    assert "Jumlah tower keliru" in Message.objects.get(kind="profile-returned").body
    assert save(profile, {"towers": 2}, operator, base=1, submit=True).profile.state == ProfileState.SUBMITTED


def test_a_frozen_profile_changes_no_more(profile, operator, agency):
    save(profile, WHOLE, operator, submit=True)

    profiles.freeze_profile(profile=profile, by=operator, at=AT)

    with pytest.raises(PermissionDenied, match="dibekukan"):
        save(profile, {"occupied": 1}, offices.head(agency), base=1)


def test_a_profile_that_was_not_submitted_is_not_frozen(profile, operator):
    with pytest.raises(ValidationError, match="belum disampaikan"):
        profiles.freeze_profile(profile=profile, by=operator, at=AT)


def test_who_may_not_fill_it_is_told_so(profile, agency):
    stranger = monitoring.operator(monitoring.local(agency, "33.72", "Surakarta"))

    for user in (stranger, offices.evaluator()):
        with pytest.raises(PermissionDenied):
            save(profile, {"occupied": 1}, user)


QUESTION = {"code": "air", "label": "Bagaimana pasokan air?", "kind": "CHOICE", "choices": ["Cukup", "Kurang"]}


@pytest.mark.parametrize(
    "questions",
    [
        "air",
        [{**QUESTION, "code": "Air Bersih"}],
        [{**QUESTION, "label": ""}],
        [{**QUESTION, "kind": "DATE"}],
        [{**QUESTION, "choices": []}],
        [QUESTION, QUESTION],
    ],
)
def test_a_form_whose_questions_cannot_be_asked_is_refused(questions):
    with pytest.raises(ValidationError):
        ProfileForm(version=9, questions=questions, valid_from=monitoring.TODAY).full_clean()


def test_a_version_of_the_form_stays_while_a_round_asks_it(admin_client, profile):
    used = profile.round.form
    free = ProfileForm.objects.create(version=9, questions=[QUESTION], valid_from=monitoring.TODAY)

    pages = [admin_client.get(f"/admin/monitoring/profileform/{each.pk}/change/") for each in (used, free)]

    assert [page.context["has_change_permission"] for page in pages] == [False, True]


def test_questions_of_the_form_are_asked_answered_and_required(profile, operator, signed_in):
    form = ProfileForm.objects.create(
        version=9, questions=[{**QUESTION, "is_required": True}], valid_from=monitoring.TODAY
    )
    type(profile.round).objects.filter(pk=profile.round.pk).update(form=form)
    browser = signed_in(operator)
    page = f"/monitoring/profil/{profile.pk}/"
    given = {name: str(value) for name, value in WHOLE.items()} | {"base_version": "0", "then": "submit"}

    unanswered = browser.post(page, given, follow=True).content.decode()
    browser.post(page, given | {"base_version": "1", "question_air": "Kurang"})

    profile.refresh_from_db()
    assert "Isian wajib yang masih kosong: Bagaimana pasokan air?" in unanswered
    assert (profile.state, profile.answers) == (ProfileState.SUBMITTED, {"air": "Kurang"})
