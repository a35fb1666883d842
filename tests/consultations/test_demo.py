from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clinics.figures import compute_achievements
from clinics.models import Indicator, LedgerEntry, ReportingPeriod, Target
from clinics.questions import FigureQuestion
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.models import Assistance
from consultations.counter.models import Consultation
from consultations.demo.account import SERVICES, split_houses_by_office
from consultations.demo.past import HOLIDAYS_2022, PAPER_DAYS
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.funnel.enums import BETTER, FunnelStage
from consultations.evaluation.funnel.figures import compute_funnel
from consultations.people.models.house import House
from consultations.satisfaction.figures import SurveyPeriod, compute_board
from krs_portal import demo
from krs_portal.accounts.models import ApiToken, User
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office
from krs_portal.outbox.models import Message
from krs_portal.referrals.enums import ReferralState
from krs_portal.referrals.models import Partner, Referral

AS_AT = date(2022, 12, 5)


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("loaded_demo"),
    pytest.mark.xdist_group("demo-consultations"),  # the demo is loaded once
]


def achieved(code="layanan", user="kementerian", as_at=AS_AT):
    indicator, period = Indicator.objects.get(code=code), ReportingPeriod.objects.of_year(2022).get()
    reader = User.objects.get(email=f"{user}@{demo.DOMAIN}")
    return compute_achievements(FigureQuestion(indicator, period, as_at), Office.objects.visible_to(reader))


def test_the_five_offices_stand_as_published():
    standing = achieved()

    assert {row.office.code: (row.target, row.realised, row.percent) for row in standing.offices} == {
        "SUM3": (250, 336, Decimal("134.40")),
        "KAL1": (250, 305, Decimal("122.00")),
        "JAW2": (250, 334, Decimal("133.60")),
        "JAW3": (250, 660, Decimal("264.00")),
        "SATKER-BALI": (250, 173, Decimal("69.20")),
    }


def test_the_total_is_1808_and_the_published_1806_stands_beside_it():
    standing = achieved()

    assert (standing.total.realised, standing.total.target) == (1808, 1250)
    assert (standing.total.offices_reached, standing.total.offices) == (4, 5)
    assert (standing.total.capped, standing.total.capped_percent) == (1173, Decimal("93.84"))
    assert [(said.value, said.difference) for said in standing.published] == [(1806, 2)]


def test_one_office_has_too_few_answers_for_a_grade():
    board = compute_board(Office.objects.all(), SurveyPeriod(2022))

    graded = {row.office.code for row in board.rows if row.found.grade}
    assert graded == SERVICES.keys() - {"SATKER-BALI"}
    assert {row.found.grade for row in board.rows if row.office.code == "SATKER-BALI"} == {None}
    assert all(row.found.index for row in board.rows if row.office.code in SERVICES)


def test_nothing_of_2022_happened_after_the_fifth_of_december():
    assert achieved(as_at=date(2022, 12, 31)).total.realised == 1808
    assert achieved(as_at=date(2022, 12, 4)).total.realised < 1808


def test_806_houses_are_split_in_proportion_to_the_services():
    assert split_houses_by_office() == {"SUM3": 150, "KAL1": 136, "JAW2": 149, "JAW3": 294, "SATKER-BALI": 77}
    assert {row.office.code: row.realised for row in achieved("rumah-dibantu").offices} == split_houses_by_office()
    assert House.objects.count() == 806


def test_groups_count_one_service_and_all_their_heads():
    groups = Consultation.objects.closed().filter(kind="GROUP")

    assert achieved("kelompok").total.realised == groups.count()
    assert achieved("orang").total.realised == 1808 - groups.count() + sum(each.head_count for each in groups)
    assert 100 < groups.count() < 200


def test_services_happened_on_working_days_and_were_recorded_by_the_day_of_the_published_figure():
    recorded = Consultation.objects.closed().values_list("happened_on", "recorded_at", "office__time_zone", "channel")
    for happened_on, recorded_at, zone, channel in recorded:
        assert happened_on.weekday() < 5
        assert happened_on not in HOLIDAYS_2022
        days = (day_of(recorded_at, zone) - happened_on).days
        assert days == 0 or (channel, days) == ("OUTREACH", PAPER_DAYS)
        assert day_of(recorded_at, zone) <= AS_AT


def test_ledger_and_tallies_agree_with_what_was_loaded(capsys):
    call_command("verify_tallies")
    call_command("verify_ledger")


def test_every_account_has_its_token_and_sees_what_is_its_own(client):
    seen = {
        name: Office.objects.visible_to(ApiToken.objects.find(f"demo-{name}").user).count() for name in demo.ACCOUNTS
    }

    assert seen["kementerian"] == seen["auditor"] == seen["admin"] == Office.objects.count() == 57
    assert (seen["petugas"], seen["kepala"], seen["provinsi"], seen["kabkota"]) == (1, 1, 36, 1)
    assert client.login(email=f"petugas@{demo.DOMAIN}", password=demo.PASSWORD)


def test_names_change_with_the_ministry():
    jaw3 = Office.objects.get(code="JAW3")

    assert jaw3.name_on(date(2022, 12, 5)) == "Balai Pelaksana Penyediaan Perumahan Jawa III"
    assert jaw3.name_on(date(2024, 10, 21)).endswith("dan Kawasan Permukiman Jawa III")


def test_slots_are_offered_for_four_weeks_on_working_days():
    now = timezone.now()
    slots = Slot.objects.filter(starts_at__date__gt=day_of(now)).select_related("place__office")

    assert {slot.place.office.code for slot in slots} == set(SERVICES)
    assert all(day_of(slot.starts_at, slot.place.office.time_zone).weekday() < 5 for slot in slots)
    assert max(slot.starts_at for slot in slots) > now + timedelta(days=24)
    assert slots.filter(kind=SlotKind.GROUP, seats__lt=50).exists()


def test_the_counter_of_today_is_not_empty_and_has_not_counted():
    states = list(Attendance.objects.values_list("state", flat=True))

    assert states.count(AttendanceState.WAITING) == 3 + 2  # and who came early for the class
    assert states.count(AttendanceState.BOOKED) == 2 + 2
    assert states.count(AttendanceState.IN_SERVICE) == 1
    assert states.count(AttendanceState.CALLED) == 1
    assert states.count(AttendanceState.ON_HOLD) == 1
    assert states.count(AttendanceState.NO_SHOW) == 2  # of days before, for the head's overview
    assert LedgerEntry.objects.filter(source_kind="consultation", happened_on__year__gt=2022).count() == 0
    assert all(each.nik_ciphertext.startswith("999999") for each in Attendance.objects.exclude(nik_lookup=""))


def test_referrals_stand_in_every_state_and_basket_and_no_letter_leaves():
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState)
    assert all(Referral.objects.count_baskets().values())
    letters = Message.objects.filter(about_kind="referral")
    assert letters.exists()
    assert not letters.exclude(state="CANCELLED").exists()
    assert not Partner.objects.filter(office=None).exclude(email="", phone="", contact="").exists()


def test_eight_of_fourteen_topics_are_offered():
    assert Topic.objects.count() == 14
    assert Topic.objects.filter(is_offered=True).count() == 8


def test_targets_say_what_they_rest_on():
    for target in Target.objects.filter(period__starts_on__year=2022):
        revision = target.revisions.get()

        assert "nomor keputusan tidak diketahui" in revision.decree
        assert revision.recorded_at.year == 2022


def test_rates_of_this_year_have_figures_and_an_invented_target():
    for code in ("janji-tepat-waktu", "rujukan-terjawab"):
        ratio = Indicator.objects.get(code=code)
        kept, due = (LedgerEntry.objects.filter(indicator=each).total() for each in ratio.counted)
        target = Target.objects.get(indicator=ratio)

        assert 0 < kept < due
        assert (target.office.code, target.revisions.get().quantity) == ("JAW3", 80)
        assert "contoh" in target.revisions.get().decree


def test_a_second_loading_is_refused_or_does_nothing():
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo", "--allow-production")

    call_command("load_demo", "--allow-production", "--if-empty")


def test_production_is_asked_for_by_name(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="--allow-production"):
        call_command("load_demo")


def test_houses_are_assisted_in_every_state_and_those_of_2022_stay_806():
    states = Assistance.objects.values_list("state", flat=True)

    assert set(states) == {state.value for state in AssistanceState if state != AssistanceState.VOIDED}
    assert Assistance.objects.improved().count() == 2
    assert achieved("rumah-dibantu", as_at=date(2022, 12, 31)).total.realised == 806
    funnel = compute_funnel(Office.objects.clinics().with_name_on(AS_AT), CasePeriod(date(2022, 1, 1), AS_AT))
    assert funnel.total.count_from(FunnelStage.BOOKED) == 1808
    assert funnel.total.count_from(FunnelStage.ANSWERED) > funnel.total.count_from(FunnelStage.IMPROVED)
    assert sum(funnel.total.count_at(end) for end in BETTER) == 2
