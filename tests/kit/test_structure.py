"""The structure of the database: quick to make, complete, and never laid over one of another version."""

import ast
from itertools import pairwise

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management import CommandError, call_command, get_commands
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from pgtrigger.migrations import AddTrigger, MigrationAutodetectorMixin

from krs_portal.kit.structure import INDEPENDENT, Together, find_unknown_migrations, fold_operations, is_room

ROOMS = [app.label for app in apps.get_app_configs() if is_room(app)]
WRITTEN = {
    key: migration
    for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
    if key[0] in ROOMS
}


def test_a_room_begins_with_whole_models_made_together():
    """A field, constraint, index or trigger added later than its table costs a state of all models each."""
    beginnings = {
        key: [operation for operation in migration.operations if not isinstance(operation, CreateExtension)]
        for key, migration in WRITTEN.items()
        if migration.initial
    }

    assert {room for room, _ in beginnings} == {room for room, _ in WRITTEN}
    assert {
        key: [type(operation).__name__ for operation in operations]
        for key, operations in beginnings.items()
        if len(operations) != 1
    } == {}
    assert {
        operation
        for (made,) in beginnings.values()
        for operation in getattr(made, "operations", [made])
        if not isinstance(operation, migrations.CreateModel)
    } == set()


@pytest.mark.parametrize("key", WRITTEN, ids=".".join)
def test_what_needs_no_state_of_its_own_stands_together(key):
    apart = [isinstance(operation, INDEPENDENT) for operation in WRITTEN[key].operations]

    assert not any(one and another for one, another in pairwise(apart)), (
        "manage.py makemigrations puts such operations into one Together; do so by hand in what you wrote by hand"
    )


@pytest.mark.django_db
def test_the_database_has_every_trigger_of_the_models_as_it_stands_there_and_no_other():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
        installed = {(table.strip('"'), name): digest for table, name, digest in cursor.fetchall()}

    written = {
        (model._meta.db_table, trigger.get_pgid(model)): trigger.compile(model).hash
        for model, trigger in pgtrigger.registered()
    }
    assert len(written) > 200
    assert installed == written


def detect_from_nothing(room):
    """What Django's autodetector would write for the models of a room, had it no migration."""
    written = ProjectState.from_apps(apps)
    before = written.clone()
    for label, name in list(before.models):
        if label == room:
            before.remove_model(label, name)
    detector = type("Detector", (MigrationAutodetectorMixin, MigrationAutodetector), {})(before, written)
    (migration,) = detector._detect_changes()[room]
    return migration.operations


def test_makemigrations_makes_new_models_whole_and_in_the_order_of_the_code():
    detected = detect_from_nothing("files")
    assert any(isinstance(operation, AddTrigger) for operation in detected)

    (made,) = fold_operations("files", detected)
    written = MigrationWriter(type("Migration", (migrations.Migration,), {"operations": [made]})("0001", "files"))

    assert get_commands()["makemigrations"] == "krs_portal.kit"
    ast.parse(written.as_string())
    assert [model.name for model in made.operations] == [
        model._meta.object_name for model in apps.get_app_config("files").get_models()
    ]
    for model in made.operations:
        meta = apps.get_model("files", model.name)._meta
        assert [name for name, _ in model.fields] == [field.name for field in meta.local_fields]
        assert {trigger.name for trigger in model.options.get("triggers", [])} == {
            trigger.name for trigger in getattr(meta, "triggers", [])
        }
        assert {one.name for one in model.options.get("constraints", [])} == {one.name for one in meta.constraints}


def test_what_reads_or_writes_rows_keeps_a_state_of_its_own():
    day = models.DateField(null=True)
    first, second = (migrations.AddField("paper", name, day) for name in ("first_on", "second_on"))
    fill = migrations.RunPython(migrations.RunPython.noop)
    index = migrations.AddIndex("paper", models.Index(fields=["first_on"], name="files_paper_by_first"))

    folded = fold_operations("files", [first, second, fill, index])

    assert [type(operation) for operation in folded] == [Together, migrations.RunPython, migrations.AddIndex]
    assert folded[0].operations == [first, second]


def make_shelves():
    """Two tables that refer to each other, with a trigger: no order of theirs would do without deferred keys."""
    frozen = pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)
    shelf = migrations.CreateModel(
        "Shelf",
        [("id", models.BigAutoField(primary_key=True)), ("first", models.ForeignKey("Box", models.CASCADE, null=True))],
        options={"triggers": [frozen]},
    )
    box = migrations.CreateModel(
        "Box",
        [("id", models.BigAutoField(primary_key=True)), ("shelf", models.ForeignKey("Shelf", models.CASCADE))],
    )
    return Together([shelf, box])


@pytest.mark.django_db
def test_together_makes_tables_keys_and_triggers_and_takes_them_back():
    made = make_shelves()
    before = ProjectState()
    assert before.apps.get_models() == []
    after = before.clone()

    made.state_forwards("attic", after)
    assert "apps" not in vars(after)
    with connection.schema_editor(atomic=False) as editor:
        made.database_forwards("attic", editor, before, after)

    with connection.cursor() as cursor:
        keys = connection.introspection.get_relations(cursor, "attic_shelf")
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'attic_shelf'::regclass AND NOT tgisinternal")
        triggers = [name for (name,) in cursor.fetchall()]
    assert keys == {"first_id": ("id", "attic_box")}
    assert [name.startswith("pgtrigger_kept_") for name in triggers] == [True]

    with connection.schema_editor(atomic=False) as editor:
        made.database_backwards("attic", editor, after, before)
    assert not {"attic_shelf", "attic_box"} & set(connection.introspection.table_names())


@pytest.mark.django_db
def test_a_database_of_another_version_is_told_apart_and_left_alone():
    assert find_unknown_migrations(connection) == []
    recorder = MigrationRecorder(connection)
    recorder.record_applied("clinics", "0001_initial")
    recorder.record_applied("clinics", "0002_of_then")
    recorder.migration_qs.filter(app="sessions").delete()  # what migrate would do next

    with pytest.raises(CommandError, match=r"another version .*clinics\.0001_initial and 1 more.* nothing was") as told:
        call_command("migrate", verbosity=0)

    assert "\n" not in str(told.value)
    assert not recorder.migration_qs.filter(app="sessions").exists()


@pytest.mark.django_db
def test_a_package_may_forget_its_old_migrations():
    MigrationRecorder(connection).record_applied("sessions", "0000_before_it_was_squashed")

    assert find_unknown_migrations(connection) == []
