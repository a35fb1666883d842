"""A token of the API is shown once: the database, the administration and the audit trail know its digest at most."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.migrations import __name__ as migrations
from krs_portal.accounts.models import ApiToken
from krs_portal.kit.clock import now
from tests.factories import offices

pytestmark = pytest.mark.django_db
ASKED = "/api/v1/offices/"


@pytest.fixture
def owner():
    return offices.officer(offices.balai())


def make_token(owner, label="Dasbor pusat"):
    told = StringIO()
    call_command("create_api_token", email=owner.email, label=label, stdout=told)
    return told.getvalue().strip()


def ask(client, token):
    return client.get(ASKED, headers={"Authorization": f"Token {token}"})


def list_stored_texts():
    """Every row of every table that has to do with accounts or the audit trail, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(accounts|auth|pghistory)'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608
            yield from (text for (text,) in cursor.fetchall())


def test_a_token_opens_the_api_as_its_owner(client, owner):
    answer = ask(client, make_token(owner))

    assert answer.status_code == 200
    assert [row["code"] for row in answer.json()["results"]] == [owner.memberships.get().office.code]


@pytest.mark.parametrize("token", ["", "wrong", "two words", "\u00e9", "x" * 5000])
def test_another_word_opens_nothing(client, owner, token):
    make_token(owner)

    answer = client.get(ASKED, HTTP_AUTHORIZATION=f"Token {token}")

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_the_digest_is_no_token(client, owner):
    make_token(owner)

    assert ask(client, ApiToken.objects.get().digest).status_code == 401


def test_the_token_of_an_account_that_is_switched_off_opens_nothing(client, owner):
    token = make_token(owner)
    owner.is_active = False
    owner.save()

    assert ask(client, token).status_code == 401


def test_the_token_stands_nowhere_in_clear(owner):
    token = make_token(owner)

    assert not [text for text in list_stored_texts() if token in text]


def test_the_administration_shows_neither_token_nor_digest_and_takes_it_away(admin_client, client, owner):
    token = make_token(owner)
    made = ApiToken.objects.get()

    pages = [
        admin_client.get(address).content.decode()
        for address in ("/admin/accounts/apitoken/", f"/admin/accounts/apitoken/{made.pk}/change/")
    ]

    assert all("Dasbor pusat" in page for page in pages)
    assert not [page for page in pages if token in page or made.digest in page]
    assert admin_client.get("/admin/accounts/apitoken/add/").status_code == 403
    admin_client.post(f"/admin/accounts/apitoken/{made.pk}/delete/", {"post": "yes"})
    assert ask(client, token).status_code == 401


@pytest.mark.parametrize(
    ("email", "label", "said"), [("nobody@krs.test", "x", "Nobody has"), (None, "", "cannot be blank")]
)
def test_a_token_for_nobody_or_for_nothing_is_refused(owner, email, label, said):
    with pytest.raises(CommandError, match=said):
        call_command("create_api_token", email=email or owner.email, label=label, stdout=StringIO())


def test_tokens_from_before_go_on_working_without_standing_in_clear(client, owner):
    keep = __import__(f"{migrations}.0002_api_tokens", fromlist=["KEEP_DIGESTS"]).KEEP_DIGESTS
    bring_over = __import__(f"{migrations}.0003_scoped_tokens", fromlist=["BRING_OVER"]).BRING_OVER
    with connection.cursor() as cursor:
        for table in ("accounts_apitoken", "accounts_apitokenevent"):  # as they were between the two
            cursor.execute(f"ALTER TABLE {table} ALTER ends_at DROP NOT NULL, ALTER scopes DROP NOT NULL")
        cursor.execute("CREATE TABLE authtoken_token (key varchar(40), created timestamptz, user_id bigint)")
        cursor.execute("INSERT INTO authtoken_token VALUES ('demo-uji', now(), %s)", [owner.pk])
        cursor.execute(keep)
        cursor.execute(bring_over)
        cursor.execute("SELECT to_regclass('authtoken_token')")
        assert cursor.fetchone() == (None,)

    assert ask(client, "demo-uji").status_code == 200
    brought = ApiToken.objects.get()
    assert set(brought.scopes) == set(Scope)
    assert brought.ends_at >= now() + timedelta(days=90) - timedelta(minutes=1)
