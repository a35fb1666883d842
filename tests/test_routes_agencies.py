"""Every route of the agencies' rooms × role, as tests/test_routes.py states for the clinics'.

The letters are explained there. `neighbour` is an operator of another kab/kota: where it reads `N`, one kab/kota cannot
see another's rows, whatever the address.
"""

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from tests.agency_world import ROLES, world
from tests.test_routes import letter

pytestmark = pytest.mark.django_db
TABLE: dict[str, tuple[str, str]] = {}
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
    "monitoring:hand_overs", "monitoring:picture", "monitoring:rounds", "monitoring:round_new", "monitoring:field",
    "monitoring:manifest", "monitoring:worker", "monitoring:problems", "monitoring:problem_new", "monitoring:people",
    "monitoring:move_in", "monitoring:objections", "monitoring:readiness", "monitoring:criteria",
    "monitoring:recompute", "monitoring:referral_lists", "monitoring:referral_new",
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
    """The world, made once for all routes and taken back after them."""
    files = override_settings(FILES_DIR=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield world()
        transaction.set_rollback(True)


def answers(name, method, rows, client):
    people, keys = rows
    address = reverse(name, args=[keys[argument] for argument in arguments(name)]) + ASKED.get(name, "")
    said = ""
    for role in ROLES:
        client.logout()
        if people[role]:
            client.force_login(people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        with transaction.atomic():
            said += letter(getattr(client, method)(address))
            transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_route_answers_each_role_as_stated(name, method, rows, client):
    assert answers(name, method, rows, client) == TABLE[name][method == "post"]
