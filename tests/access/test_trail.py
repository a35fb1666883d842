"""The audit trail has a reader: by kind, row, actor and day, views of specific data included."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pghistory.models import Event

from krs_portal.access.trail import list_trail_kinds
from krs_portal.kit.clock import today
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership
from monitoring.occupants.services.people import record_disclosures
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db
TRAIL = "/jejak/"


@pytest.fixture
def auditor():
    return offices.member(Role.AUDITOR, offices.directorate())


def read(client, **asked):
    answer = client.get(TRAIL, asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.context["found"].lines


def test_it_is_reached_from_the_first_page_of_an_auditor(signed_in, auditor):
    assert f'href="{TRAIL}"' in signed_in(auditor).get("/dasbor/").content.decode()


def test_every_tracked_model_can_be_read(signed_in, auditor):
    client = signed_in(auditor)
    tracked = [model for model in apps.get_models() if issubclass(model, Event)]

    kinds = list_trail_kinds()

    assert len(kinds) > len(tracked) > 60
    for code in kinds:
        read(client, kind=code, key="1", day=today().isoformat())


def test_a_change_is_told_with_its_actor_its_page_and_both_values(client, auditor):
    admin = offices.member(Role.ADMIN, offices.directorate())
    admin.is_staff = admin.is_superuser = True
    admin.save()
    head = offices.head(offices.balai())
    membership = Membership.objects.get(user=head)
    client.force_login(admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = {"user": head.pk, "office": membership.office_id, "role": "OFFICER", "started_on": "2022-01-03"}
    assert client.post(f"/admin/offices/membership/{membership.pk}/change/", sent).status_code == 302
    client.force_login(auditor, backend="allauth.account.auth_backends.AuthenticationBackend")

    (line,) = read(client, kind="offices.membership", key=membership.pk, actor=admin.email, day=today().isoformat())

    assert (line.who, line.what, line.address) == (f"{admin.name} ({admin.email})", "diubah", "127.0.0.1")
    assert line.page.startswith("/admin/offices/membership/<path:object_id>")
    assert [(each.before, each.after) for each in line.changes] == [("Kepala", "Petugas")]
    assert read(client, kind="offices.membership", actor="lain@krs.test") == []
    assert read(client, kind="offices.membership", day="2021-01-01") == []


def test_texts_are_said_to_have_changed_and_not_shown(signed_in, auditor):
    someone = offices.officer(offices.balai())
    someone.name = "Nama Yang Sangat Rahasia"
    someone.save()

    page = signed_in(auditor).get(TRAIL, {"kind": "accounts.user", "key": someone.pk}).content.decode()

    assert "nama: … → …" in page
    assert "Sangat Rahasia" not in page


def test_views_of_specific_data_are_part_of_it(signed_in, auditor):
    agency = monitoring.local(monitoring.province())
    home = monitoring.household(monitoring.estate(agency))
    operator = monitoring.operator(agency)
    record_disclosures(households=[home], purpose="Verifikasi berkas KPR", by=operator, at=timezone.now())

    (line,) = read(signed_in(auditor), kind="disclosures", actor=operator.email)

    assert (line.key, line.note, line.what) == (home.pk, "Verifikasi berkas KPR", "dibuka")


def test_an_auditor_of_one_balai_does_not_read_the_whole_country(signed_in):
    assert signed_in(offices.member(Role.AUDITOR, offices.balai())).get(TRAIL).status_code == 403


def test_as_many_queries_for_thirty_rows_as_for_three(signed_in, auditor):
    client = signed_in(auditor)
    counts = []
    for number in (3, 27):
        for _each in range(number):
            someone = offices.officer(offices.balai())
            someone.position = "Petugas"
            someone.save()
        with CaptureQueriesContext(connection) as counted:
            read(client, kind="accounts.user")
        counts.append(len(counted))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"kind": "accounts.user", "key": "9" * 40}, {"kind": "\0"}])
def test_what_cannot_be_read_is_said(signed_in, auditor, wrong):
    assert signed_in(auditor).get(TRAIL, wrong).status_code == 400
