"""Every route × role in one table. A route that is not in it fails; so does an answer that is not the one stated.

First column GET, second POST with nothing filled in. In each, one letter a role:
`2` shows · `3` sends elsewhere after doing something, or to sign-in for nobody (`L`) · `4` what was sent is wrong (400,
409) · `U` token or session missing (401) · `F` seen but not allowed, with the reason (403) · `N` not visible, so not
found (404) · `M` not a method of this address (405).
"""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.clinic_world import ROLES, world

pytestmark = pytest.mark.django_db

TABLE = {
    "healthz": ("22222222", "22222222"),
    "readyz": ("22222222", "22222222"),
    "readyz_worker": ("55555555", "55555555"),
    "readyz_scheduler": ("55555555", "55555555"),
    "readyz_broker": ("22222222", "22222222"),
    "set_language": ("33333333", "33333333"),
    "kit:gallery": ("NNNNNNNN", "NNNNNNNN"),
    "offices:list": ("L2222222", "LMMMMMMM"),
    "offices:found": ("LFFFFFF2", "LFFFFFF2"),
    "offices:office": ("L22N2N22", "LMMMMMMM"),
    "offices:rename": ("LFFFFFF2", "LFFFFFF2"),
    "offices:close": ("LFFFFFF2", "LFFFFFF2"),
    "offices:reopen": ("LMMMMMMM", "LFFNFNF3"),
    "unsaved:offer": ("L2222222", "LMMMMMMM"),
    "unsaved:keep": ("LMMMMMMM", "L4444444"),
    "unsaved:discard": ("LMMMMMMM", "L4444444"),
    "outbox:messages": ("L222FFF2", "L222FFF2"),
    "outbox:by_hand": ("L222FFF2", "LMMMMMMM"),
    "outbox:message": ("L22NNNNN", "L22NNNNN"),
    "outbox:retry": ("LMMMMMMM", "L33NNNNN"),
    "outbox:cancel": ("LMMMMMMM", "L33NNNNN"),
    "outbox:mark_sent": ("LMMMMMMM", "LFFNNNNN"),
    "outbox:receive": ("MMMMMMMM", "FFFFFFFF"),
    "reports:list": ("LF2F2222", "LMMMMMMM"),
    "reports:new": ("LFFF2FF2", "LFFF4FF4"),
    "reports:report": ("LNNN2N22", "LMMMMMMM"),
    "reports:rebuild": ("LMMMMMMM", "LNNN3NF3"),
    "reports:progress": ("LNNN3N33", "LMMMMMMM"),
    "reports:retry": ("LMMMMMMM", "LNNNFNFF"),
    "reports:publish": ("LMMMMMMM", "LNNNFNFF"),
    "reports:explain": ("LMMMMMMM", "LNNNFNFF"),
    "reports:file": ("LNNN2N22", "LMMMMMMM"),
    "reports:verify": ("22222222", "22222222"),
    "clinics:public": ("22222222", "22222222"),
    "clinics:dashboard": ("L2222222", "L2222222"),
    "clinics:rows": ("L2222222", "L2222222"),
    "clinics:rows_csv": ("L2222222", "L2222222"),
    "clinics:passport": ("22222222", "MMMMMMMM"),
    "clinics:changes": ("22222222", "MMMMMMMM"),
    "clinics:since": ("22222222", "MMMMMMMM"),
    "consultations:paper_figure": ("33333333", "MMMMMMMM"),
    "clinics:vintages": ("22222222", "MMMMMMMM"),
    "clinics:targets": ("L2222222", "L2222222"),
    "clinics:target_set": ("LFFF2FF2", "LFFF2FF2"),
    "clinics:target_table": ("LFFF2FF2", "LFFF2FF2"),
    "clinics:target_revise": ("LFFN2NF2", "LFFN2NF2"),
    "clinics:periods": ("L2222222", "L2222222"),
    "clinics:period_lock": ("LFFF2FF2", "LFFF3FF3"),
    "clinics:period_unlock": ("LFFFNFFN", "LFFFNFFN"),
    "clinics:period_except": ("LNNNNNNN", "LNNNNNNN"),
    "clinics:exception_grant": ("LFFF2FF2", "LFFF2FF2"),
    "clinics:figure_withdraw": ("LFFF2FF2", "LFFF2FF2"),
    "consultations:home": ("22222222", "22222222"),
    "consultations:book": ("22222222", "MMMMMMMM"),
    "consultations:regions": ("22222222", "MMMMMMMM"),
    "consultations:look_up": ("22222222", "44444444"),
    "consultations:lost_number": ("22222222", "22222222"),
    "consultations:ask": ("22222222", "22222222"),
    "consultations:enquiry": ("22222222", "44444444"),
    "consultations:enquiries": ("L222FFFF", "LMMMMMMM"),
    "consultations:answer": ("L22NNNNN", "L22NNNNN"),
    "consultations:privacy": ("22222222", "MMMMMMMM"),
    "consultations:accessibility": ("22222222", "MMMMMMMM"),
    "consultations:standards": ("22222222", "MMMMMMMM"),
    "consultations:standard": ("22222222", "MMMMMMMM"),
    "consultations:help": ("22222222", "MMMMMMMM"),
    "consultations:complaints": ("22222222", "MMMMMMMM"),
    "consultations:book_slot": ("22222222", "44444444"),
    "consultations:manage": ("22222222", "44444444"),
    "consultations:booked": ("33333333", "MMMMMMMM"),
    "consultations:wait": ("33333333", "33333333"),
    "consultations:person": ("33333333", "33333333"),
    "consultations:check": ("33333333", "33333333"),
    "consultations:link": ("33333333", "MMMMMMMM"),
    "consultations:move": ("33333333", "33333333"),
    "consultations:on_my_way": ("MMMMMMMM", "33333333"),
    "consultations:accept": ("MMMMMMMM", "33333333"),
    "consultations:agenda": ("L222FF22", "LMMMMMMM"),
    "consultations:agenda_book": ("L22NFNFF", "L22NFNFF"),
    "consultations:agenda_change": ("LMMMMMMM", "L223F3FF"),
    "consultations:agenda_feed": ("NNNNNNNN", "MMMMMMMM"),
    "consultations:feed_renew": ("LMMMMMMM", "L33NFNFF"),
    "consultations:session_new": ("L22NFNFF", "L22NFNFF"),
    "consultations:session": ("L22NFNFF", "L22NFNFF"),
    "consultations:session_cancel": ("L22NFNFF", "L22NFNFF"),
    "consultations:hours": ("L22NFNFF", "L22NFNFF"),
    "bookings-move": ("MMMMMMMM", "44444444"),
    "consultations:cancel": ("33333333", "33333333"),
    "consultations:calendar": ("33333333", "MMMMMMMM"),
    "consultations:desk": ("L222FF22", "L222FF22"),
    "consultations:session_list": ("L22NFNFF", "LMMMMMMM"),
    "consultations:session_tick": ("LMMMMMMM", "L33NFNFF"),
    "consultations:session_add": ("LMMMMMMM", "L44NFNFF"),
    "consultations:session_count": ("LMMMMMMM", "L44NFNFF"),
    "consultations:session_record": ("LMMMMMMM", "L33NFNFF"),
    "consultations:session_sheet": ("L22NFNFF", "LMMMMMMM"),
    "consultations:number": ("LFFNFNFF", "LMMMMMMM"),
    "consultations:day_list": ("L22NFNFF", "LMMMMMMM"),
    "consultations:check_in": ("LMMMMMMM", "L33NFNFF"),
    "consultations:call": ("LMMMMMMM", "L33NFNFF"),
    "consultations:no_show": ("LMMMMMMM", "L33NFNFF"),
    "consultations:survey": ("22222222", "22222222"),
    "consultations:survey_tablet": ("22222222", "22222222"),
    "consultations:survey_start": ("L22NFNFF", "LMMMMMMM"),
    "consultations:lobby_start": ("L22NFNFF", "LMMMMMMM"),
    "consultations:overview": ("LF2FFFFF", "LMMMMMMM"),
    "consultations:overview_visits": ("LF2FFFFF", "LMMMMMMM"),
    "consultations:lobby": ("22222222", "MMMMMMMM"),
    "consultations:satisfaction": ("L2222F22", "LMMMMMMM"),
    "consultations:satisfaction_public": ("22222222", "MMMMMMMM"),
    "consultations:satisfaction_csv": ("L2222F22", "LMMMMMMM"),
    "consultations:satisfaction_office": ("L22N2F22", "LMMMMMMM"),
    "consultations:satisfaction_answers": ("L22N2F22", "LMMMMMMM"),
    "consultations:survey_comment": ("L22N2N22", "L22NFNFF"),
    "satisfaction-list": ("U2222222", "UMMMMMMM"),
    "consultations:call_next": ("LMMMMMMM", "L33NFNFF"),
    "consultations:counter_find": ("LMMMMMMM", "L22NFNFF"),
    "consultations:end_day": ("L22NFNFF", "L33NFNFF"),
    "consultations:visit": ("L22NFFFF", "LMMMMMMM"),
    "consultations:call_again": ("LMMMMMMM", "L33NFNFF"),
    "consultations:serve": ("LMMMMMMM", "L33NFNFF"),
    "consultations:finish": ("LMMMMMMM", "L33NFNFF"),
    "consultations:set_aside": ("LMMMMMMM", "L33NFNFF"),
    "consultations:leave": ("LMMMMMMM", "L33NFNFF"),
    "consultations:hand_over": ("L22NFNFF", "L44NFNFF"),
    "consultations:priority": ("L22NFNFF", "L33NFNFF"),
    "consultations:served_after_all": ("LMMMMMMM", "L33NFNFF"),
    "consultations:evaluation": ("LF2F2F22", "LMMMMMMM"),
    "consultations:list": ("L2222F22", "LMMMMMMM"),
    "consultations:list_csv": ("L2222F22", "LMMMMMMM"),
    "consultations:list_xlsx": ("L2222F22", "LMMMMMMM"),
    "consultations:people": ("L222FFFF", "L222FFFF"),
    "consultations:person_page": ("L22NNNNN", "LMMMMMMM"),
    "consultations:person_edit": ("L22NNNNN", "L22NNNNN"),
    "consultations:person_merge": ("L22NNNNN", "L33NNNNN"),
    "consultations:person_separate": ("LMMMMMMM", "L33NNNNN"),
    "consultations:visitors": ("LMMMMMMM", "L22NFNFF"),
    "consultations:house_list": ("L222FFFF", "LMMMMMMM"),
    "consultations:house": ("L22NFFFF", "LMMMMMMM"),
    "consultations:house_edit": ("L22NFFFF", "L22NFFFF"),
    "consultations:house_merge": ("LF2NFFFF", "LF3NFFFF"),
    "consultations:house_separate": ("LMMMMMMM", "LF3NFFFF"),
    "consultations:houses": ("L222FFFF", "LMMMMMMM"),
    "consultations:new": ("L222FFFF", "L222FFFF"),
    "consultations:consultation": ("L22N2N22", "LFFNFNFF"),
    "consultations:correct": ("L22NFNFF", "L22NFNFF"),
    "consultations:reopen": ("LF2NFNFF", "LF2NFNFF"),
    "consultations:put_back": ("LMMMMMMM", "L33NFNFF"),
    "consultations:undo_check_in": ("LMMMMMMM", "L33NFNFF"),
    "consultations:void": ("LF2NFNFF", "LF2NFNFF"),
    "consultations:promises": ("L2222F22", "LMMMMMMM"),
    "consultations:promise": ("L22N2F22", "LMMMMMMM"),
    "consultations:promise_new": ("L22NFNFF", "L22NFNFF"),
    "consultations:promise_acknowledge": ("LMMMMMMM", "L3FNFFFF"),
    "consultations:promise_answer": ("L22NFFFF", "L22NFFFF"),
    "consultations:promise_finish": ("L22NFFFF", "L33NFFFF"),
    "consultations:promise_drop": ("L22NFFFF", "L22NFFFF"),
    "consultations:promise_extend": ("L22NFFFF", "L22NFFFF"),
    "consultations:promise_assign": ("LF2NFFFF", "LF2NFFFF"),
    "consultations:promise_say": ("33333333", "33333333"),
    "consultations:slip": ("L22NFNFF", "LMMMMMMM"),
    "consultations:slip_pdf": ("L22NFNFF", "LMMMMMMM"),
    "consultations:slip_send": ("LMMMMMMM", "L33NFNFF"),
    "consultations:own_slip": ("33333333", "MMMMMMMM"),
    "achievements": ("U2222222", "UMMMMMMM"),
    "offices-list": ("U2222222", "UMMMMMMM"),
    "offices-detail": ("U22N2N22", "UMMMMMMM"),
    "regions-list": ("22222222", "MMMMMMMM"),
    "places-list": ("22222222", "MMMMMMMM"),
    "places-detail": ("22222222", "MMMMMMMM"),
    "indicators-list": ("22222222", "MMMMMMMM"),
    "indicators-detail": ("22222222", "MMMMMMMM"),
    "targets-list": ("U2222222", "UFFF4FF4"),
    "targets-detail": ("U22N2N22", "UMMMMMMM"),
    "targets-revise": ("UMMMMMMM", "UFFN4NF4"),
    "figures-detail": ("22222222", "MMMMMMMM"),
    "figures-changes": ("22222222", "MMMMMMMM"),
    "figures-vintages": ("22222222", "MMMMMMMM"),
    "ledger-list": ("U2222222", "UMMMMMMM"),
    "topics-list": ("22222222", "MMMMMMMM"),
    "slots-list": ("22222222", "MMMMMMMM"),
    "bookings-list": ("MMMMMMMM", "44444444"),
    "bookings-cancel": ("MMMMMMMM", "44444444"),
    "consultations-list": ("U2222222", "U4444444"),
    "consultations-detail": ("U22N2N22", "UMMMMMMM"),
    "consultations-close": ("UMMMMMMM", "U22NFNFF"),
    "consultations-correct": ("UMMMMMMM", "U44NFNFF"),
    "consultations-reopen": ("UMMMMMMM", "UF2NFNFF"),
    "consultations-void": ("UMMMMMMM", "UF2NFNFF"),
    "reports-list": ("U2222222", "U4444444"),
    "reports-detail": ("UNNN2N22", "UMMMMMMM"),
    "reports-files": ("UNNN2N22", "UMMMMMMM"),
    "api_schema": ("22222222", "MMMMMMMM"),
    "api_docs": ("22222222", "22222222"),
    "consultations:evaluation_note": ("LF2NFNFF", "LF2NFNFF"),
    "referrals:list": ("L2222F22", "LMMMMMMM"),
    "referrals:partners": ("L2222F22", "LMMMMMMM"),
    "referrals:partner_new": ("LF2F2FF2", "LF2F2FF2"),
    "referrals:partner": ("L22N2F22", "LMMMMMMM"),
    "referrals:partner_edit": ("LF2NFFFF", "LF2NFFFF"),
    "referrals:programme_new": ("LF2NFFFF", "LF2NFFFF"),
    "referrals:programme_edit": ("LF2NFFFF", "LF2NFFFF"),
    "referrals:new": ("L22NFNFF", "L22NFNFF"),
    "referrals:answer_by_link": ("22222222", "22222222"),
    "referrals:referral": ("L22N2F22", "LMMMMMMM"),
    "referrals:send": ("LMMMMMMM", "L33NFFFF"),
    "referrals:answer": ("L22NFFFF", "L22NFFFF"),
    "referrals:withdraw": ("L22NFFFF", "L22NFFFF"),
    "referrals:another": ("L22NFFFF", "L22NFFFF"),
    "referrals:explain": ("L22NFFFF", "L22NFFFF"),
    "referrals-list": ("U2222222", "UMMMMMMM"),
    "referrals-detail": ("U22N2N22", "UMMMMMMM"),
}
ELSEWHERE = re.compile(r"^(admin:|account_)")  # Django's and allauth's own, with their own tests


def routes(resolver=None, namespace=""):
    """The full name of every named route of ours."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and entry.name and not ELSEWHERE.match(f"{namespace}{entry.name}"):
            yield f"{namespace}{entry.name}"


@contextmanager
def open_browsers(world, roles, folder):
    """A browser of each role and the world's keys, made once for all routes and taken back after them."""
    with override_settings(FILES_DIR=folder), transaction.atomic():
        people, keys = world()
        browsers = [Client() for _ in roles]
        for client, role in zip(browsers, roles, strict=True):
            if people[role]:
                client.force_login(people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        yield browsers, keys
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), open_browsers(world, ROLES, tmp_path_factory.mktemp("files")) as made:
        yield made


def letter(answer):
    if answer.status_code == 302 and reverse("account_login") in answer["Location"]:
        return "L"
    known = {400: "4", 401: "U", 403: "F", 404: "N", 405: "M", 409: "4"}
    return known.get(answer.status_code, str(answer.status_code)[0])


ARGUMENTS = {
    "consultations:book_slot": ("slot",),
    "consultations:manage": ("reference",),
    "consultations:enquiry": ("reference",),
    "consultations:answer": ("enquiry",),
    "consultations:standard": ("topic",),
    "consultations:survey": ("survey",),
    "consultations:survey_tablet": ("tablet",),
    "consultations:survey_start": ("place",),
    "consultations:lobby_start": ("place",),
    "consultations:lobby": ("screen",),
    "consultations:satisfaction_office": ("office",),
    "consultations:satisfaction_answers": ("office",),
    "consultations:survey_comment": ("comment",),
    "consultations:booked": ("reference",),
    "consultations:cancel": ("reference",),
    "consultations:calendar": ("reference",),
    "consultations:check_in": ("attendance",),
    "consultations:call": ("attendance",),
    "consultations:no_show": ("attendance",),
    **dict.fromkeys(
        (f"consultations:session_{what}" for what in ("list", "tick", "add", "count", "record", "sheet")), ("class",)
    ),
    "consultations:number": ("attendance",),
    "consultations:day_list": ("place",),
    "consultations:call_next": ("place",),
    "consultations:counter_find": ("place",),
    "consultations:end_day": ("place",),
    "consultations:visit": ("attendance",),
    "consultations:call_again": ("attendance",),
    "consultations:serve": ("attendance",),
    "consultations:finish": ("attendance",),
    "consultations:set_aside": ("attendance",),
    "consultations:leave": ("attendance",),
    "consultations:hand_over": ("attendance",),
    "consultations:priority": ("attendance",),
    "consultations:served_after_all": ("attendance",),
    "consultations:consultation": ("consultation",),
    "consultations:correct": ("consultation",),
    "consultations:reopen": ("consultation",),
    "consultations:evaluation_note": ("office",),
    **dict.fromkeys((f"offices:{what}" for what in ("office", "rename", "close", "reopen")), ("office",)),
    "clinics:passport": ("figure",),
    "clinics:changes": ("figure",),
    "clinics:since": ("figure",),
    "consultations:paper_figure": ("code", "figure_on_paper"),
    "clinics:vintages": ("figure",),
    "figures-detail": ("figure",),
    "figures-changes": ("figure",),
    "figures-vintages": ("figure",),
    "clinics:target_revise": ("target",),
    "clinics:period_lock": ("period",),
    "clinics:period_except": ("period",),
    "clinics:period_unlock": ("period",),
    "clinics:exception_grant": ("exception",),
    "clinics:figure_withdraw": ("published",),
    "consultations:put_back": ("attendance",),
    "consultations:person_page": ("someone",),
    "consultations:person_edit": ("someone",),
    "consultations:person_merge": ("someone", "double"),
    "consultations:person_separate": ("someone",),
    "consultations:visitors": ("place",),
    "consultations:house": ("house",),
    "consultations:house_edit": ("house",),
    "consultations:house_merge": ("house", "same_house"),
    "consultations:house_separate": ("house",),
    "consultations:undo_check_in": ("attendance",),
    "consultations:void": ("consultation",),
    "outbox:message": ("message",),
    "outbox:retry": ("message",),
    "outbox:cancel": ("message",),
    "outbox:mark_sent": ("message",),
    "reports:report": ("report",),
    "reports:rebuild": ("report",),
    "reports:progress": ("revision",),
    "reports:retry": ("revision",),
    "reports:publish": ("revision",),
    "reports:explain": ("reconciliation",),
    "reports:file": ("file",),
    "offices-detail": ("office",),
    "places-detail": ("place",),
    "indicators-detail": ("indicator",),
    "targets-detail": ("target",),
    "targets-revise": ("target",),
    "reports-detail": ("report",),
    "reports-files": ("report", "format"),
    "slots-detail": ("slot",),
    "topics-detail": ("topic",),
    "bookings-cancel": ("reference",),
    "consultations-detail": ("consultation",),
    "consultations:wait": ("slot",),
    "consultations:person": ("token",),
    "consultations:check": ("token",),
    "consultations:link": ("token",),
    "consultations:move": ("reference",),
    "consultations:on_my_way": ("reference",),
    "consultations:accept": ("reference",),
    "consultations:agenda_book": ("slot",),
    "consultations:agenda_feed": ("token",),
    "consultations:feed_renew": ("place",),
    "consultations:session_new": ("place",),
    "consultations:session": ("slot",),
    "consultations:session_cancel": ("slot",),
    "consultations:hours": ("place",),
    "bookings-move": ("reference",),
    "consultations:promise": ("promise",),
    "consultations:promise_new": ("consultation",),
    "consultations:promise_acknowledge": ("promise",),
    "consultations:promise_answer": ("promise",),
    "consultations:promise_finish": ("promise",),
    "consultations:promise_drop": ("promise",),
    "consultations:promise_extend": ("promise",),
    "consultations:promise_assign": ("promise",),
    "consultations:promise_say": ("reference", "promise"),
    "consultations:slip": ("consultation",),
    "consultations:slip_pdf": ("consultation",),
    "consultations:slip_send": ("consultation",),
    "consultations:own_slip": ("reference",),
    "consultations-close": ("open_consultation",),
    "consultations-reopen": ("consultation",),
    "consultations-void": ("consultation",),
    "consultations-correct": ("consultation",),
    "referrals:partner": ("partner",),
    "referrals:partner_edit": ("partner",),
    "referrals:programme_new": ("partner",),
    "referrals:programme_edit": ("programme",),
    "referrals:new": ("referral_kind", "consultation"),
    "referrals:answer_by_link": ("referral_token",),
    "referrals:referral": ("referral",),
    "referrals:send": ("draft_referral",),
    "referrals:answer": ("referral",),
    "referrals:withdraw": ("referral",),
    "referrals:another": ("refused_referral",),
    "referrals:explain": ("refused_referral",),
    "referrals-detail": ("referral",),
}


# What a POST carries where an empty one would stop before anybody asked who sends it.
ASKED = {"consultations:evaluation_note": "?year=2022"}
POSTED = {
    "consultations-close": {"outcome": "ADVISED", "summary": "Menanyakan desain."},
    "consultations-reopen": {"reason": "Salah orang"},
    "consultations-void": {"reason": "Salah orang"},
}
NAMED = {"consultations:agenda_change": ["attendance"]}


def arguments(name):
    return ARGUMENTS.get(name, ())


def ask_each(browsers, method, address, posted=None):
    """The letters of all answers; what each has written is taken back."""
    said = ""
    for client in browsers:
        with transaction.atomic():
            answer = getattr(client, method)(address, posted)
            said += letter(answer)
            answer.getvalue()  # read to its end, or a file stays open
            transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_route_answers_each_role_as_stated(name, method, rows):
    browsers, keys = rows
    posted = POSTED.get(name, {}) | {key: keys[key] for key in NAMED.get(name, ())}
    address = reverse(name, args=[keys[argument] for argument in arguments(name)]) + ASKED.get(name, "")

    assert ask_each(browsers, method, address, posted) == TABLE[name][method == "post"]
