"""`manage.py makemigrations`: as Django writes them, put together so that an empty database is ready in seconds."""

from typing import Any

from django.core.management.commands import makemigrations

from krs_portal.kit.structure import fold_operations


class Command(makemigrations.Command):
    def write_migration_files(self, changes: dict[str, list[Any]], *args: Any, **kwargs: Any) -> None:
        for app_label, migrations in changes.items():
            for migration in migrations:
                migration.operations = fold_operations(app_label, migration.operations)
        super().write_migration_files(changes, *args, **kwargs)
