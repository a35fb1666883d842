"""What the logs tell of a statement that PostgreSQL refused: which rule refused it, never what it held.

A refused INSERT of a booking holds a name, a telephone number and an e-mail address. The servers that `make run` and
compose start are told so on their command line; another server is told by the portal's own role, as far as that may.
The same words come back with the error, and would go from there into the portal's own log, a worker's, an error page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, connection

QUIET = {
    "log_error_verbosity": "terse",  # no DETAIL: "Key (phone)=(…) already exists"
    "log_min_error_statement": "panic",  # no STATEMENT
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

logger = logging.getLogger(__name__)


def quiet_database_log(**_of_signal: Any) -> None:
    """Have the next sessions of this role keep values out of the log; warn where that is not allowed."""
    with connection.cursor() as cursor:
        for name, wanted in QUIET.items():
            cursor.execute("SELECT current_setting(%s), has_parameter_privilege(%s, 'SET')", [name, name])
            found, may_set = cursor.fetchone()
            if found == wanted:
                continue
            statement = f"ALTER ROLE CURRENT_USER SET {name} = '{wanted}'"
            if may_set:
                cursor.execute(statement)
            else:
                logger.warning(
                    "PostgreSQL may write personal data of refused statements into its log. Let its administrator run, "
                    "for the portal's role: %s;",
                    statement.replace("CURRENT_USER", connection.settings_dict["USER"]),
                )


def quiet_errors(connection: Any, **_of_signal: Any) -> None:
    """Have every statement of this connection fail with the rule's own sentence alone."""
    if forget_values not in connection.execute_wrappers:  # it is told of each connect, and may be amid another wrapper
        connection.execute_wrappers.insert(0, forget_values)


@contextmanager
def copy_rows(statement: str) -> Iterator[Any]:
    """COPY rows into a table; what PostgreSQL refuses is told by its rule, without the line that it stands in."""
    with connection.cursor() as cursor:
        try:
            with cursor.copy(statement) as copy:
                yield copy
        except psycopg.Error as error:
            if rule := error.diag.message_primary:
                error.args = (rule,)
            raise


def forget_values(execute: Callable[..., Any], *of_statement: Any) -> Any:
    try:
        return execute(*of_statement)
    except DatabaseError as error:
        if isinstance(error.__cause__, psycopg.Error) and (rule := error.__cause__.diag.message_primary):
            error.args = error.__cause__.args = (rule,)
        raise
