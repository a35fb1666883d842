"""Every route × role in one table. A route that is not in it fails; so does an answer that is not the one stated.

First column GET, second POST with nothing filled in. In each, one letter a role:
`2` shows · `3` sends elsewhere after doing something, or to sign-in for nobody (`L`) · `4` what was sent is wrong (400,
409) · `U` token or session missing (401) · `F` seen but not allowed, with the reason (403) · `N` not visible, so not
found (404) · `M` not a method of this address (405).
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from consultations.enums import Outcome
from consultations.services import close_consultation
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.reports.models import File, Reconciliation
from krs_portal.reports.services import request_report
from tests.factories import clinics, consultations, offices, outbox

pytestmark = pytest.mark.django_db

# nobody, officer and head of the balai, officer of another balai, evaluator, operator of a local agency, auditor, admin
ROLES = ["nobody", "officer", "head", "stranger", "evaluator", "operator", "auditor", "admin"]
TABLE = {
    "healthz": ("22222222", "22222222"),
    "readyz": ("55555555", "55555555"),
    "set_language": ("33333333", "33333333"),
    "kit:gallery": ("NNNNNNNN", "NNNNNNNN"),
    "outbox:messages": ("L222FFF2", "L222FFF2"),
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
    "clinics:targets": ("L2222222", "L2222222"),
    "clinics:target_set": ("LFFF2FF2", "LFFF2FF2"),
    "clinics:target_revise": ("LFFN2NF2", "LFFN2NF2"),
    "clinics:periods": ("L2222222", "L2222222"),
    "clinics:period_lock": ("LMMMMMMM", "LFFF3FF3"),
    "clinics:period_except": ("LFFFNFFN", "LFFFNFFN"),
    "consultations:home": ("22222222", "22222222"),
    "consultations:book": ("22222222", "MMMMMMMM"),
    "consultations:look_up": ("22222222", "44444444"),
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
    "consultations:check_in": ("LMMMMMMM", "L33NFNFF"),
    "consultations:call": ("LMMMMMMM", "L33NFNFF"),
    "consultations:no_show": ("LMMMMMMM", "L33NFNFF"),
    "consultations:evaluation": ("LF2F2F22", "LMMMMMMM"),
    "consultations:list": ("L2222F22", "LMMMMMMM"),
    "consultations:new": ("L222FFFF", "L222FFFF"),
    "consultations:consultation": ("L22N2N22", "L22N2N22"),
    "consultations:correct": ("L22NFNFF", "L22NFNFF"),
    "consultations:reopen": ("LF2NFNFF", "LF2NFNFF"),
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
    "reports-list": ("U2222222", "U4444444"),
    "reports-detail": ("UNNN2N22", "UMMMMMMM"),
    "reports-files": ("UNNN2N22", "UMMMMMMM"),
    "api_schema": ("22222222", "MMMMMMMM"),
    "api_docs": ("22222222", "22222222"),
    "consultations:evaluation_note": ("LF2NFNFF", "LF2NFNFF"),
}
ELSEWHERE = re.compile(r"^(admin:|account_)")  # Django's and allauth's own, with their own tests


def routes(resolver=None, namespace=""):
    """The full name of every named route of ours."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and entry.name and not ELSEWHERE.match(f"{namespace}{entry.name}"):
            yield f"{namespace}{entry.name}"


@pytest.fixture
def world():
    """One of everything in the balai JAW3, and somebody of every role."""
    ministry, balai = offices.directorate("DIT-RS"), offices.balai("JAW3")
    agency = offices.office("SMG", OfficeKind.LOCAL_AGENCY)
    people = {
        "nobody": None,
        "officer": offices.officer(balai),
        "head": offices.head(balai),
        "stranger": offices.officer(offices.balai("JAW4")),
        "evaluator": offices.evaluator(ministry),
        "operator": offices.member(Role.OPERATOR, agency),
        "auditor": offices.member(Role.AUDITOR, ministry),
        "admin": offices.member(Role.ADMIN, ministry),
    }
    consultations.account()
    target = clinics.target(balai, by=people["evaluator"])
    place = clinics.place(balai)
    slot = consultations.slot(place, seats=9, starts_at=timezone.now() + timedelta(hours=1))
    booked = consultations.attendance(slot)
    closed = close_consultation(
        consultation=consultations.consultation(balai, people["officer"]),
        outcome=Outcome.ADVISED,
        by=people["officer"],
        at=timezone.now(),
    )
    revision = request_report(
        kind="krs-evaluation",
        params={"year": 2022, "as_at": "2022-12-05"},
        by=people["evaluator"],
        at=timezone.now(),
    )
    return people, {
        "attendance": booked.pk,
        "reference": booked.reference,
        "slot": slot.pk,
        "consultation": closed.pk,
        "open_consultation": consultations.consultation(balai, people["officer"]).pk,
        "target": target.pk,
        "period": target.period.pk,
        "place": place.pk,
        "office": balai.code,
        "token": "0" * 32,  # nobody's
        "topic": booked.topic.code,
        "indicator": "layanan",
        "message": outbox.message(balai).pk,
        "report": revision.report.pk,
        "revision": revision.pk,
        "reconciliation": Reconciliation.objects.create(
            revision=revision, key="total", position=1, label="Jumlah", ours=1808, theirs=1806, source="Surat kabar"
        ).pk,
        "file": File.objects.create(
            revision=revision, format="PDF", name="laporan.pdf", sha256="0" * 64, size=1, content=b"%"
        ).pk,
        "format": "pdf",
    }


def letter(answer):
    if answer.status_code == 302 and reverse("account_login") in answer["Location"]:
        return "L"
    known = {400: "4", 401: "U", 403: "F", 404: "N", 405: "M", 409: "4"}
    return known.get(answer.status_code, str(answer.status_code)[0])


ARGUMENTS = {
    "consultations:book_slot": ("slot",),
    "consultations:manage": ("reference",),
    "consultations:booked": ("reference",),
    "consultations:cancel": ("reference",),
    "consultations:calendar": ("reference",),
    "consultations:check_in": ("attendance",),
    "consultations:call": ("attendance",),
    "consultations:no_show": ("attendance",),
    "consultations:consultation": ("consultation",),
    "consultations:correct": ("consultation",),
    "consultations:reopen": ("consultation",),
    "consultations:evaluation_note": ("office",),
    "clinics:target_revise": ("target",),
    "clinics:period_lock": ("period",),
    "clinics:period_except": ("period",),
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
    "consultations-close": ("open_consultation",),
    "consultations-reopen": ("consultation",),
    "consultations-correct": ("consultation",),
}


# What a POST carries where an empty one would stop before anybody asked who sends it.
ASKED = {"consultations:evaluation_note": "?year=2022"}
POSTED = {
    "consultations-close": {"outcome": "ADVISED", "summary": "Menanyakan desain."},
    "consultations-reopen": {"reason": "Salah orang"},
}
NAMED = {"consultations:agenda_change": ["attendance"]}


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_route_answers_each_role_as_stated(name, method, world, client):
    people, rows = world
    posted = POSTED.get(name, {}) | {key: rows[key] for key in NAMED.get(name, ())}
    address = reverse(name, args=[rows[argument] for argument in ARGUMENTS.get(name, ())]) + ASKED.get(name, "")
    stated = TABLE[name][method == "post"]

    answers = ""
    for role in ROLES:
        client.logout()
        if people[role]:
            client.force_login(people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        with transaction.atomic():
            answers += letter(getattr(client, method)(address, posted))
            transaction.set_rollback(True)

    assert answers == stated
