"""One truth: a frozen profile teaches the register, which fills the next profile; somebody settles the rest."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from monitoring.register import services as register
from monitoring.rounds.disagreements import FigureSettlement, list_disagreeing_profiles
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Profile
from monitoring.rounds.services import prefill, profiles, settling
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


def submitted(agency, estate, *, as_at=date(2021, 12, 31), **figures):
    round_ = monitoring.round_of(agency, data_as_at=as_at, state=RoundState.DESK)
    return monitoring.profile(round_, estate, **figures, state=ProfileState.SUBMITTED)


def find_waiting():
    return list(list_disagreeing_profiles(Profile.objects.all()))


def test_the_register_learns_from_a_frozen_profile_and_says_from_which_round(agency, semarang):
    estate = monitoring.estate(semarang, units=96, occupied=80, condition="GOOD")
    profile = submitted(agency, estate, towers=2, units=98, occupied=60, condition="LIGHT")

    profiles.freeze_profile(profile=profile, by=offices.head(agency), at=AT)

    estate.refresh_from_db()
    [block] = estate.blocks.all()
    assert (block.towers, block.declared_units, block.declared_occupied) == (2, 98, 60)
    assert (block.declared_on, block.declared_in, estate.condition_in) == (
        date(2021, 12, 31),
        profile.round,
        profile.round,
    )
    assert (estate.condition, estate.tally.occupied, find_waiting()) == ("LIGHT", 60, [])


def test_what_the_register_knows_from_a_later_day_or_unit_by_unit_stays_and_waits_to_be_settled(agency, semarang):
    later, listed = monitoring.estate(semarang), monitoring.estate(semarang, units=None)
    later.blocks.update(declared_on=date(2022, 6, 1))
    monitoring.tenancy(monitoring.listed_block(listed, units=4).units.first())
    found = [submitted(agency, later, occupied=60), submitted(agency, listed, units=4, occupied=3)]

    for profile in found:
        profiles.freeze_profile(profile=profile, by=offices.head(agency), at=AT)

    assert later.blocks.get().declared_occupied == 80
    assert listed.blocks.get().declared_units is None
    assert find_waiting() == found


def test_the_next_profile_begins_with_what_the_register_knows_since_the_last_round(agency, semarang, operator):
    estate = monitoring.estate(semarang)
    profile = submitted(agency, estate, occupied=60, residents=180, broken_units=3, empty_reasons={"BROKEN": 30})
    register.save_block(
        estate=estate, block=estate.blocks.get(), declared_occupied=90, declared_on=date(2022, 6, 1), by=operator, at=AT
    )
    next_round = monitoring.round_of(agency, data_as_at=date(2022, 12, 31), previous=profile.round)

    [made] = prefill.build_prefilled_profiles(next_round, [estate])

    assert (made.previous, made.occupied, made.residents, made.broken_units) == (profile, 90, 180, 3)
    assert made.empty_reasons == {}  # thirty reasons for six empty units are asked again


def test_the_people_of_listed_units_are_counted_only_if_every_household_says_how_many(agency, semarang):
    estate = monitoring.estate(semarang, units=None)
    first, second, *_others = monitoring.listed_block(estate).units.all()
    monitoring.tenancy(first, monitoring.household(estate, members=3))
    round_ = monitoring.round_of(agency)

    known = prefill.build_prefilled_profiles(round_, [estate])[0].residents
    monitoring.tenancy(second, monitoring.household(estate, member_count=None))

    assert (known, prefill.build_prefilled_profiles(round_, [estate])[0].residents) == (3, None)


def test_settling_for_the_profile_writes_that_figure_alone_into_the_register(agency, semarang, operator):
    estate = monitoring.estate(semarang)
    estate.blocks.update(declared_on=date(2022, 6, 1))
    profile = submitted(agency, estate, units=100, occupied=60)

    settling.settle_figure(profile=profile, field="occupied", right="PROFILE", reason="Dihitung", by=operator, at=AT)

    block = estate.blocks.get()
    assert (block.declared_units, block.declared_occupied, block.declared_in) == (96, 60, profile.round)
    assert find_waiting() == [profile]  # the number of units still differs


def test_settling_for_the_register_holds_until_one_of_the_two_figures_changes(agency, semarang, operator):
    estate = monitoring.estate(semarang)
    profile = submitted(agency, estate, occupied=60)
    asked = {"profile": profile, "field": "occupied", "right": "REGISTER", "by": operator, "at": AT}
    with pytest.raises(ValidationError, match="mengapa"):
        settling.settle_figure(**asked, reason=" ")
    with pytest.raises(PermissionDenied):
        settling.settle_figure(**asked | {"by": offices.evaluator()}, reason="x")

    settling.settle_figure(**asked, reason="Salah ketik di profil")

    assert find_waiting() == []
    estate.blocks.update(declared_occupied=81)
    assert find_waiting() == [profile]
    assert FigureSettlement.objects.count() == 1


def test_a_profile_that_nobody_submitted_states_nothing(agency, semarang):
    profile = submitted(agency, monitoring.estate(semarang), occupied=60)
    Profile.objects.filter(pk=profile.pk).update(state=ProfileState.DRAFT)

    assert find_waiting() == []


def test_the_page_shows_both_figures_and_their_days_and_a_neighbour_sees_nothing(signed_in, agency, semarang, operator):
    estate = monitoring.estate(semarang)
    submitted(agency, estate, occupied=60)
    address = reverse("monitoring:disagreements")

    page = signed_in(operator).get(address)
    dossier = signed_in(operator).get(reverse("monitoring:estate", args=[estate.pk])).content.decode()
    [(_profile, [line])] = page.context["groups"]
    other = signed_in(monitoring.operator(monitoring.local(agency, "33.72", "Surakarta"))).get(address)

    assert (line.found.profile_value, line.found.register_value) == (60, 80)
    assert "angka gabungan per 2 Agustus 2021" in page.content.decode()
    assert "profil 60, daftar hunian 80" in dossier
    assert other.context["groups"] == []


def test_the_decision_is_taken_on_a_page(signed_in, agency, semarang, operator):
    estate = monitoring.estate(semarang)
    profile = submitted(agency, estate, occupied=60)
    address = reverse("monitoring:settle_figure", args=[profile.pk, "occupied"])

    answer = signed_in(operator).post(address, {"right": "PROFILE", "reason": "Dihitung pengelola"})
    again = signed_in(operator).get(address, follow=True)

    assert answer.status_code == 302
    assert estate.blocks.get().declared_occupied == 60
    assert "Kedua angka ini sudah sama." in again.content.decode()
