"""A private column names its key: another key is an error and never ciphertext on a page, and keys can be changed."""

import logging
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from krs_portal.accounts import nik
from krs_portal.imports.models import Workbook
from krs_portal.kit import sealed_columns, sealing
from krs_portal.kit.api import build_problem_response
from krs_portal.kit.sealing import EncryptedField, Unreadable
from krs_portal.start import refuse_foreign_keys
from monitoring.occupants.models import Household
from tests.factories import imports as given_imports
from tests.factories import monitoring as given
from tests.test_settings import start

pytestmark = pytest.mark.django_db
NUMBER = "3374010101900001"
NEW, OTHER = "a new key of the portal, long enough 0", "another key of the portal, long enough"


@pytest.fixture(autouse=True)
def fresh_knowledge(monkeypatch):
    monkeypatch.setattr(sealed_columns, "_fitting", set())


@pytest.fixture
def home():
    """A household whose amounts and KK are encrypted, once changed, so that the audit trail holds ciphertext too."""
    made = given.household(given.estate(given.local(given.province())), kk=NUMBER, income=4_000_000, savings=0)
    made.income = 4_500_000
    made.save()
    return made


def read_stored(row, column):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])  # noqa: S608
        return cursor.fetchone()[0]


def test_ciphertext_and_look_up_name_their_keys(home):
    assert read_stored(home, "kk_ciphertext").startswith(sealing.list_readable_prefixes()[0])
    assert read_stored(home, "kk_lookup").startswith(sealing.get_lookup_prefix())
    assert sealing.list_readable_prefixes()[0] != sealing.get_lookup_prefix()


def test_what_is_stored_comes_back_as_it_was_typed(home):
    home = Household.objects.get(pk=home.pk)

    assert (home.kk_ciphertext, home.income, home.savings, home.instalment) == (NUMBER, 4_500_000, 0, None)


def test_typed_ciphertext_is_text_and_nothing_else(home):
    typed = sealing.seal_bytes(b"12345").decode()[:16]
    home.kk_ciphertext = typed
    home.save()

    assert Household.objects.get(pk=home.pk).kk_ciphertext == typed


def test_secret_key_may_change_without_harm(home, settings):
    settings.SECRET_KEY = NEW

    home = Household.objects.get(pk=home.pk)

    assert (home.kk_ciphertext, nik.hash_nik(NUMBER)) == (NUMBER, home.kk_lookup)


def test_another_key_is_an_error_and_loud(home, settings, caplog):
    settings.FIELD_KEY = NEW

    with caplog.at_level(logging.CRITICAL), pytest.raises(Unreadable):
        Household.objects.get(pk=home.pk)

    assert "A private column cannot be read" in caplog.text
    assert NUMBER not in caplog.text


@pytest.mark.parametrize("stored", ["plain text", "gAAAAABkciphertext-without-a-name", "", "0.0", "é" * 30])
def test_what_names_no_key_of_ours_is_an_error(home, stored):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_household SET kk_ciphertext = %s WHERE id = %s", [stored, home.pk])

    with pytest.raises(Unreadable):
        Household.objects.get(pk=home.pk)


def test_changed_ciphertext_is_an_error(home):
    stored = read_stored(home, "kk_ciphertext")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE monitoring_household SET kk_ciphertext = %s WHERE id = %s", [f"{stored[:-9]}AAAAAAA==", home.pk]
        )

    with pytest.raises(Unreadable):
        Household.objects.get(pk=home.pk)


def test_a_page_says_calmly_that_it_cannot_be_read(home, client, settings):
    client.force_login(
        given.operator(home.estate.office), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    settings.FIELD_KEY = NEW

    answer = client.get(reverse("monitoring:household", args=[home.pk]))

    assert answer.status_code == 503
    assert "Data pribadi ini belum dapat dibaca" in answer.content.decode()
    assert read_stored(home, "kk_ciphertext") not in answer.content.decode()


def test_the_api_says_so_as_a_problem():
    answer = build_problem_response(Unreadable("written with key 0a1b2c3d"), {})

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert (answer.data["code"], answer.data["title"]) == ("unreadable", "Data pribadi ini belum dapat dibaca.")


def test_a_fallback_reads_and_today_s_key_writes(home, settings):
    settings.FIELD_KEY_FALLBACKS, settings.FIELD_KEY = [settings.FIELD_KEY], NEW

    home = Household.objects.get(pk=home.pk)
    home.save()

    assert home.kk_ciphertext == NUMBER
    settings.FIELD_KEY_FALLBACKS = []
    assert Household.objects.get(pk=home.pk).kk_ciphertext == NUMBER


def test_keys_are_changed_and_the_old_ones_forgotten(home, settings, monkeypatch):
    monkeypatch.setattr(sealed_columns, "AT_ONCE", 2)
    others = [given.household(home.estate, kk=f"337401010190000{number}") for number in range(2, 7)]
    workbook = given_imports.uploaded(home.estate.office, given.operator(home.estate.office)).workbook
    Workbook.objects.filter(pk=workbook.pk).update(content=sealing.seal_bytes(b"a book"), is_sealed=True)
    before = home.events.model.objects.count()
    settings.FIELD_KEY_FALLBACKS, settings.FIELD_KEY = [settings.FIELD_KEY], NEW
    settings.LOOKUP_KEY = OTHER
    assert "KRS_LOOKUP_KEY does not fit what is stored in" in sealed_columns.describe_foreign_keys()

    call_command("reencrypt_fields", stdout=StringIO())

    settings.FIELD_KEY_FALLBACKS = []
    assert sealed_columns.describe_foreign_keys() == ""
    for made in [home, *others]:
        found = Household.objects.get(pk=made.pk)
        assert (found.kk_ciphertext, found.kk_lookup) == (made.kk_ciphertext, nik.hash_nik(made.kk_ciphertext))
    assert Workbook.objects.get(pk=workbook.pk).plain == b"a book"
    assert [event.income for event in home.events.order_by("pgh_id")] == [4_000_000, 4_500_000]
    assert home.events.model.objects.count() == before
    again = StringIO()
    call_command("reencrypt_fields", stdout=again)
    assert again.getvalue().startswith("0 values")


def test_a_change_of_keys_stops_at_what_it_cannot_read(home, settings):
    settings.FIELD_KEY = NEW

    with pytest.raises(CommandError, match=r"monitoring_household\.kk_ciphertext cannot be read: written with key"):
        call_command("reencrypt_fields", stdout=StringIO())


def test_what_somebody_writes_meanwhile_stays(home, settings, monkeypatch):
    settings.FIELD_KEY_FALLBACKS, settings.FIELD_KEY = [settings.FIELD_KEY], NEW
    (column,) = [each for each in sealed_columns.list_sealed_columns() if str(each) == "monitoring_household.income"]
    (rows,) = sealed_columns._iterate_older_rows(column)
    Household.objects.filter(pk=home.pk).update(income=7)

    assert sealed_columns._reencrypt_batch(column, rows) == 0
    assert Household.objects.get(pk=home.pk).income == 7


def test_a_key_that_does_not_fit_is_not_ready(home, client, settings):
    assert client.get("/readyz").json()["keys"] is True
    settings.FIELD_KEY = NEW

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["keys"]) == (503, False)


def test_every_column_of_ciphertext_is_looked_at():
    columns = {str(column) for column in sealed_columns.list_sealed_columns()}

    assert {
        "monitoring_household.kk_ciphertext", "monitoring_householdevent.kk_ciphertext", "monitoring_member.born_on",
        "monitoring_tenancy.arrears", "consultations_attendance.nik_ciphertext", "imports_row.sealed",
        "imports_workbook.content",
    } <= columns  # fmt: skip


def test_every_look_up_names_the_column_that_it_finds():
    for column in sealed_columns.list_sealed_columns():
        for field in column.model._meta.local_fields:
            if isinstance(field, sealing.LookupField):
                assert isinstance(column.model._meta.get_field(field.of), EncryptedField)


def test_a_key_that_does_not_fit_keeps_the_web_from_starting(home, monkeypatch, capsys):
    monkeypatch.setattr("krs_portal.start.connections.close_all", lambda: None)
    refuse_foreign_keys()
    monkeypatch.setattr(configured, "FIELD_KEY", NEW)

    with pytest.raises(SystemExit) as left:
        refuse_foreign_keys()

    said = capsys.readouterr().err
    assert left.value.code == 2
    assert said.startswith("krs-portal: KRS_FIELD_KEY does not fit what is stored in monitoring_")
    assert said.count("\n") == 1


def test_the_web_starts_while_the_database_is_away():
    told = start("-c", "import krs_portal.wsgi", DATABASE_URL="postgres://krs:krs@127.0.0.1:9/krs")

    assert told.returncode == 0
    assert "Whether the keys of private columns fit was not asked" in told.stderr
