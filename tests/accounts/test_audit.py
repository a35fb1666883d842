"""Who changed what, when and from where: page, bulk write and raw SQL alike."""

import pytest
from django.apps import apps
from django.db import connection

from clinics.models import Place
from krs_portal.accounts.audit import record_actor
from krs_portal.offices.models import Office
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db


def events(model):
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event").objects.order_by("pgh_id")


def test_a_bulk_update_leaves_an_event_for_each_row():
    first, second = offices.balai(), offices.balai()

    Office.objects.filter(pk__in=[first.pk, second.pk]).update(phone="021")

    assert events(Office).filter(pgh_label="update").count() == 2


def test_raw_sql_is_caught():
    place = clinics.place(offices.balai())

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM clinics_place WHERE id = %s", [place.pk])

    assert events(Place).filter(pgh_label="delete", pgh_obj_id=place.pk).exists()


def test_a_command_names_itself():
    with record_actor("load_demo"):
        place = clinics.place(offices.balai())

    event = events(Place).get(pgh_obj_id=place.pk)
    assert event.pgh_context.metadata == {"actor": "load_demo"}


def test_the_password_is_not_kept_in_the_trail():
    fields = {field.name for field in events(offices.officer(offices.balai()).__class__).model._meta.get_fields()}

    assert "email" in fields
    assert "password" not in fields
