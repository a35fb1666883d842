"""The structure of the database: migrations that are quick to run, and a database that another version made."""

from collections.abc import Iterable
from pathlib import Path

import pgtrigger.migrations
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Operations that do not build on one another, done between two states of the models instead of one state each.

    Django renders every model that is related to a changed one after each operation; in this house nearly all
    are related through the user. One state for a whole migration makes an empty database ready in seconds.
    """

    serialization_expand_args = ["operations"]
    category = OperationCategory.MIXED

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if "apps" in vars(state):
            del state.apps  # rendered again when the database asks for it, once
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


INDEPENDENT = (
    CreateModel,
    AddField,
    AlterField,
    RemoveField,
    AddConstraint,
    RemoveConstraint,
    AddIndex,
    RemoveIndex,
    pgtrigger.migrations.AddTrigger,
    pgtrigger.migrations.RemoveTrigger,
)


def fold_operations(app_label: str, operations: Iterable[Operation]) -> list[Operation]:
    """What Django's autodetector wrote, with new models whole and each run of independent operations put together."""
    folded: list[Operation] = []
    run: list[Operation] = []
    for operation in complete_models(app_label, operations):
        if isinstance(operation, INDEPENDENT):
            run.append(operation)
            continue
        folded += put_together(run)
        folded.append(operation)
        run = []
    return folded + put_together(run)


def put_together(run: list[Operation]) -> list[Operation]:
    return [Together(run)] if len(run) > 1 else run


def complete_models(app_label: str, operations: Iterable[Operation]) -> list[Operation]:
    """New models side by side, as the code orders them, each with all its fields, indexes, constraints, triggers."""
    order = {model._meta.model_name: place for place, model in enumerate(apps.get_app_config(app_label).get_models())}
    created: dict[str, CreateModel] = {}
    others: list[Operation] = []
    before = 0  # operations that Django wants done before the first new model: renaming an old one of that name
    for operation in operations:
        if isinstance(operation, CreateModel):
            before = before if created else len(others)
            created[operation.name_lower] = operation
        elif not add_to_model(created.get(getattr(operation, "model_name_lower", "")), operation):
            others.append(operation)
    whole = sorted(created.values(), key=lambda model: order[model.name_lower])
    for model in whole:
        sort_fields(model, apps.get_model(app_label, model.name))
    return [*others[:before], *whole, *others[before:]]


def add_to_model(model: CreateModel | None, operation: Operation) -> bool:
    """Whether `operation` belongs to the new model, which then has it."""
    match operation:
        case _ if model is None:
            return False
        case AddField():
            model.fields.append((operation.name, operation.field))
        case AddIndex():
            model.options.setdefault("indexes", []).append(operation.index)
        case AddConstraint():
            model.options.setdefault("constraints", []).append(operation.constraint)
        case pgtrigger.migrations.AddTrigger() if not model.options.get(
            "proxy"
        ):  # a proxy makes no table to hang it on
            model.options.setdefault("triggers", []).append(operation.trigger)
        case _:
            return False
    return True


def sort_fields(model: CreateModel, written: type[models.Model]) -> None:
    """The columns in the order in which the model names them."""
    names = [field.name for field in (*written._meta.local_fields, *written._meta.local_many_to_many)]
    model.fields.sort(key=lambda field: names.index(field[0]))


def is_room(app: AppConfig) -> bool:
    """Whether an app is written here, and no installed package."""
    path = Path(app.path)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


def find_unknown_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Migrations of our rooms that the database has had and this version does not know: another version made it."""
    written = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {*written, *(old for migration in written.values() for old in migration.replaces)}
    rooms = {app.label for app in apps.get_app_configs() if is_room(app)}
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{room}.{name}" for room, name in sorted(applied) if room in rooms and (room, name) not in known]


def why_not_migrate(connection: BaseDatabaseWrapper) -> str | None:
    """The history was written anew once, so a database of an earlier one is not brought forward."""
    unknown = find_unknown_migrations(connection)
    if not unknown:
        return None
    others = f" and {len(unknown) - 1} more" if unknown[1:] else ""
    return (
        f"This database was made by another version of the portal, whose structure this one does not know "
        f"({unknown[0]}{others}), so nothing was changed; start that version again, or begin anew: move the data "
        f"folder {settings.DATA_DIR} away, or, where DATABASE_URL is set, name an empty database in it."
    )
