"""Every route of the agencies' rooms × role, as tests/test_routes.py states for the clinics'.

The letters are explained there. `neighbour` is an operator of another kab/kota: where it reads `N`, one kab/kota cannot
see another's rows, whatever the address.
"""

import pytest
from django.urls import reverse

from tests.agency_world import ROLES, world
from tests.test_routes import TABLE as CLINICS
from tests.test_routes import ask_each, open_browsers, routes

pytestmark = pytest.mark.django_db
TABLE = {
    "estates-detail": ("U2N2N22F2", "UMMMMMMFM"),
    "estates-list": ("U222222F2", "UMMMMMMFM"),
    "files:attach": ("L2N2NFFNF", "L2N2NFFNF"),
    "files:open": ("L2N2N22N2", "LMMMMMMMM"),
    "files:remove": ("L2N2NFFNF", "L3N3NFFNF"),
    "files:thumbnail": ("L2N2N22N2", "LMMMMMMMM"),
    "households-detail": ("U2N2N22F2", "UMMMMMMFM"),
    "households-disclose": ("UMMMMMMFM", "U4N4N44F4"),
    "households-list": ("U222222F2", "UMMMMMMFM"),
    "imports-commit": ("UMMMMMMMM", "UFNFNFFNF"),
    "imports-detail": ("U2N2N22N2", "UMMMMMMMM"),
    "imports-list": ("U22222222", "U44444444"),
    "imports-rows": ("U2N2N22N2", "UMMMMMMMM"),
    "imports-undo": ("UMMMMMMMM", "UFNFNFFNF"),
    "imports:batch": ("L2N2N22N2", "LMMMMMMMM"),
    "imports:check": ("LMMMMMMMM", "L3N3NFFNF"),
    "imports:columns": ("L2N2NFFNF", "L2N2NFFNF"),
    "imports:commit": ("LMMMMMMMM", "LFNFNFFNF"),
    "imports:corrections": ("LMMMMMMMM", "LFNFNFFNF"),
    "imports:errors": ("LFNFNFFNF", "LMMMMMMMM"),
    "imports:list": ("L22222222", "LMMMMMMMM"),
    "imports:progress": ("L3N3N33N3", "LMMMMMMMM"),
    "imports:row": ("LFNFNFFNF", "LFNFNFFNF"),
    "imports:template": ("L222222N2", "LMMMMMMMM"),
    "imports:undo": ("LMMMMMMMM", "LFNFNFFNF"),
    "imports:upload": ("L2222FFNF", "L4444FFNF"),
    "meetings:agree": ("LNNNNNNNN", "LNNNNNNNN"),
    "meetings:answer": ("L2N2NFFNF", "L2N2NFFNF"),
    "meetings:answer_by_link": ("NNNNNNNNN", "NNNNNNNNN"),
    "meetings:attendance": ("LFNFNFFNF", "LFNFNFFNF"),
    "meetings:attendance_sheet": ("L2N2N22N2", "LMMMMMMMM"),
    "meetings:calendar": ("L2N2N22N2", "LMMMMMMMM"),
    "meetings:cancel": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:carry": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:decide": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:decision": ("L2N2N22N2", "L2N2NFFNF"),
    "meetings:edit": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:give_back": ("LNNNNNNNN", "LNNNNNNNN"),
    "meetings:invite": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:letter": ("L2N2N22N2", "LMMMMMMMM"),
    "meetings:letter_by_link": ("NNNNNNNNN", "MMMMMMMMM"),
    "meetings:list": ("L22222222", "LMMMMMMMM"),
    "meetings:meeting": ("L2N2N22N2", "LMMMMMMMM"),
    "meetings:minutes_paper": ("LNNNNNNNN", "LMMMMMMMM"),
    "meetings:move": ("LFN2NFFNF", "LFN2NFFNF"),
    "meetings:own_letter": ("L2N2N22N2", "LMMMMMMMM"),
    "meetings:plan": ("L22222F22", "L22222F22"),
    "meetings:propose": ("LMMMMMMMM", "LNNNNNNNN"),
    "meetings:write": ("LFN2NFFNF", "LFN2NFFNF"),
    "monitoring:block_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:block_new": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:consent": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:consent_withdraw": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:criteria": ("L222222F2", "LMMMMMMMM"),
    "monitoring:desk": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:disagreements": ("L222222F2", "LMMMMMMMM"),
    "monitoring:settle_figure": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:problem_step": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:problem_escalate": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:desk_agree_problem": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:desk_agree": ("LMMMMMMMM", "LNNNNNNFN"),
    "monitoring:desk_available": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:desk_decide": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:desk_hours": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:desk_invite": ("LMMMMMMMM", "LFN3NFFFF"),
    "monitoring:desk_minutes": ("LMMMMMMMM", "LFNFNFFFF"),
    "monitoring:desk_move": ("LFN2NFFFF", "LFN2NFFFF"),
    "monitoring:desk_paper": ("LNNNNNNFN", "LMMMMMMMM"),
    "monitoring:desk_presence": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:desk_problem": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:desk_propose": ("LMMMMMMMM", "LFNFNFFFF"),
    "monitoring:desk_remark": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:desk_remark_remove": ("LMMMMMMMM", "LFNFNFFFF"),
    "monitoring:desk_room": ("LFN2NFFFF", "LFN2NFFFF"),
    "monitoring:desk_rooms": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:desk_round_letters": ("LNNNNNNFN", "LMMMMMMMM"),
    "monitoring:desk_round_sheet": ("L2N2N22F2", "LMMMMMMMM"),
    "monitoring:desk_save": ("LMMMMMMMM", "LFN3NFFFF"),
    "monitoring:desk_session": ("L2N2N22F2", "LMMMMMMMM"),
    "monitoring:desk_sheet": ("L2N2N22F2", "LMMMMMMMM"),
    "monitoring:desk_start": ("LMMMMMMMM", "LFNFNFFFF"),
    "monitoring:desk_unavailable": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:openings": ("LFF22FFF2", "LFF22FFF2"),
    "monitoring:disclose": ("LMMMMMMMM", "L4N4NFFFF"),
    "monitoring:estate": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:estate_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:estate_new": ("L2222FFFF", "L2222FFFF"),
    "monitoring:estates": ("L222222F2", "L222222F2"),
    "monitoring:facilities": ("L2N2NFFFF", "L3N3NFFFF"),
    "monitoring:field": ("L22FFFFFF", "LMMMMMMMM"),
    "monitoring:hand_over_advance": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:hand_over_back": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:hand_over_begin": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:hand_over_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:hand_overs": ("L222222F2", "L222222F2"),
    "monitoring:household": ("L2N2N22F2", "LMMMMMMMM"),
    "monitoring:household_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:manifest": ("222222222", "MMMMMMMMM"),
    "monitoring:member_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:member_new": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:move_in": ("L2222FFFF", "L2222FFFF"),
    "monitoring:objection": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:objection_answer": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:objections": ("L222222F2", "LMMMMMMMM"),
    "monitoring:obstacle": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:obstacle_clear": ("LMMMMMMFM", "L3N3NFFFF"),
    "monitoring:papers": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:people": ("L222222F2", "LMMMMMMMM"),
    "monitoring:picture": ("L222222F2", "L222222F2"),
    "monitoring:problem": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:problem_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:problem_new": ("L2F2FFFFF", "L2F2FFFFF"),
    "monitoring:problem_note": ("LMMMMMMMM", "L4N4N44F4"),
    "monitoring:problem_reopen": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:problem_resolve": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:problem_start": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:problems": ("L222222F2", "L222222F2"),
    "monitoring:profile": ("L2N2N22F2", "L3N3NFFFF"),
    "monitoring:profile_return": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:profile_settle": ("LNNNNFFFF", "LNNNNFFFF"),
    "monitoring:profile_submit": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:readiness": ("L222222F2", "LMMMMMMMM"),
    "monitoring:readiness_rows": ("L222222F2", "LMMMMMMMM"),
    "monitoring:recompute": ("LMMMMMMMM", "L33333FF3"),
    "monitoring:recompute_progress": ("L3N3N33F3", "LMMMMMMMM"),
    "monitoring:refer": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:referral_answer": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:referral_enter": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:referral_file": ("LMMMMMMMM", "L2N2NFFFF"),
    "monitoring:referral_list": ("L2N2N22F2", "LMMMMMMMM"),
    "monitoring:referral_lists": ("L222222F2", "LMMMMMMMM"),
    "monitoring:referral_new": ("L2222FFFF", "L2222FFFF"),
    "monitoring:referral_remove": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:referral_send": ("LMMMMMMMM", "L3N3NFFFF"),
    "monitoring:round": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:round_close": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:round_edit": ("LFN2NFFFF", "LFN2NFFFF"),
    "monitoring:round_move": ("LMMMMMMMM", "LFN3NFFFF"),
    "monitoring:round_new": ("LFF22FFFF", "LFF22FFFF"),
    "monitoring:round_open": ("LFNFNFFFF", "LFNFNFFFF"),
    "monitoring:round_participant": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:round_participants": ("LFN2NFFFF", "LFN2NFFFF"),
    "monitoring:round_rows": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:round_workbook": ("L2N2NFFFF", "LMMMMMMMM"),
    "monitoring:rounds": ("L222222F2", "L222222F2"),
    "monitoring:stay_dues": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:stay_end": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:stay_extend": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:stay_move": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:tariff_new": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:unit_edit": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:units": ("L2N2N22F2", "L2N2N22F2"),
    "monitoring:units_add": ("L2N2NFFFF", "L2N2NFFFF"),
    "monitoring:worker": ("222222222", "MMMMMMMMM"),
    "problems-detail": ("U2N2N22F2", "UMMMMMMFM"),
    "problems-list": ("U222222F2", "U444444F4"),
    "problems-resolve": ("UMMMMMMFM", "U444444F4"),
    "problems-start": ("UMMMMMMFM", "U2N2NFFFF"),
    "profiles-detail": ("U2N2N22F2", "UMMMMMMFM"),
    "profiles-list": ("U222222F2", "UMMMMMMFM"),
    "profiles-save": ("UMMMMMMFM", "U4N4N44F4"),
    "readiness-list": ("U222222F2", "UMMMMMMFM"),
    "rounds-detail": ("U2N2N22F2", "UMMMMMMFM"),
    "rounds-list": ("U222222F2", "UMMMMMMFM"),
}
ARGUMENTS = {
    "files:open": ("photo",),
    "files:thumbnail": ("photo",),
    "files:remove": ("photo",),
    "files:attach": ("about", "estate"),
    "imports:upload": ("estates",),
    "imports:template": ("estates",),
    "imports:row": ("row",),
    "meetings:answer": ("invitation",),
    "meetings:own_letter": ("invitation",),
    "meetings:answer_by_link": ("token",),
    "meetings:letter_by_link": ("token",),
    "meetings:decision": ("decision",),
    "meetings:carry": ("decision",),
    "monitoring:block_edit": ("block",),
    "monitoring:units_add": ("block",),
    "monitoring:unit_edit": ("unit",),
    "monitoring:hand_over_begin": ("estate",),
    "monitoring:round_participant": ("round", "participant"),
    "monitoring:round_move": ("round", "desk"),
    "monitoring:desk_room": ("room",),
    "monitoring:desk_available": ("unavailability",),
    "monitoring:desk_remark": ("session", "profile"),
    "monitoring:desk_problem": ("session", "profile"),
    "monitoring:desk_agree_problem": ("session", "problem"),
    "monitoring:settle_figure": ("told", "occupied"),
    "monitoring:desk_remark_remove": ("remark",),
    "monitoring:profile_settle": ("profile", "uuid"),
    "monitoring:member_edit": ("home", "member"),
    "monitoring:consent_withdraw": ("consent",),
    "monitoring:objection_answer": ("objection",),
    "monitoring:recompute_progress": ("recomputation",),
    "monitoring:readiness_rows": ("programme",),
    "monitoring:referral_file": ("sent_list", "xlsx"),
    "monitoring:referral_answer": ("referral",),
    "monitoring:referral_remove": ("open_referral",),
}
ASKED = {"monitoring:round_rows": "?angka=units"}
WITHOUT = {
    "imports:list", "meetings:list", "meetings:plan", "monitoring:estates", "monitoring:estate_new",
    "monitoring:disagreements",
    "monitoring:hand_overs", "monitoring:picture", "monitoring:rounds", "monitoring:round_new", "monitoring:field",
    "monitoring:manifest", "monitoring:worker", "monitoring:problems", "monitoring:problem_new", "monitoring:people",
    "monitoring:move_in", "monitoring:objections", "monitoring:readiness", "monitoring:criteria",
    "monitoring:recompute", "monitoring:referral_lists", "monitoring:referral_new", "monitoring:openings",
}  # fmt: skip
ONE = [  # what the rest of a name begins with, and the row its address names
    ("imports:", "batch"), ("imports-", "batch"), ("meetings:", "meeting"),
    ("monitoring:desk_hours", "round"), ("monitoring:desk_rooms", "round"), ("monitoring:desk_unavailable", "round"),
    ("monitoring:desk_save", "round"), ("monitoring:desk_invite", "round"), ("monitoring:desk_round", "round"),
    ("monitoring:desk_", "session"), ("monitoring:desk", "round"), ("monitoring:round", "round"),
    ("monitoring:profile", "profile"), ("monitoring:problem", "problem"), ("monitoring:stay", "stay"),
    ("monitoring:referral", "list"), ("monitoring:hand_over", "handed_over"), ("monitoring:papers", "handed_over"),
    ("monitoring:obstacle", "handed_over"), ("monitoring:household", "home"), ("monitoring:disclose", "home"),
    ("monitoring:member", "home"), ("monitoring:consent", "home"), ("monitoring:objection", "home"),
    ("monitoring:refer", "home"), ("monitoring:", "estate"),
    ("estates-", "estate"), ("households-", "home"), ("rounds-", "round"), ("profiles-", "profile"),
    ("problems-", "problem"),
]  # fmt: skip


def arguments(name):
    if name in WITHOUT or name.endswith("-list"):
        return ()
    return ARGUMENTS.get(name) or (next(row for start, row in ONE if name.startswith(start)),)


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), open_browsers(world, ROLES, tmp_path_factory.mktemp("files")) as made:
        yield made


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_route_answers_each_role_as_stated(name, method, rows):
    browsers, keys = rows
    address = reverse(name, args=[keys[argument] for argument in arguments(name)]) + ASKED.get(name, "")

    assert ask_each(browsers, method, address) == TABLE[name][method == "post"]


def test_every_route_stands_in_one_of_the_tables():
    assert set(routes()) == set(CLINICS) | set(TABLE)
    assert not set(CLINICS) & set(TABLE)


def test_no_agency_sees_what_is_anothers():
    """Of an address that names a row, a neighbour and another province get `N`, unless it is open to everybody."""
    named = {name: TABLE[name] for name in TABLE if arguments(name) and TABLE[name][0][0] != "2"}
    seen = {
        name for name, (get, post) in named.items()
        for place in (ROLES.index("neighbour"), ROLES.index("elsewhere"))
        if {get[place], post[place]} & {"2", "3"}
    }  # fmt: skip

    # The kind of import, the rows of a programme in one's own scope, and a list that begins empty name nobody's row.
    assert seen == {"imports:upload", "imports:template", "monitoring:readiness_rows"}
