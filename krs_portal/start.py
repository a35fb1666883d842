"""What is asked once, before the web takes its first request."""

import logging

from django.db import DatabaseError, connections

from krs_portal.environment import refuse_setting
from krs_portal.kit.sealed_columns import describe_foreign_keys

logger = logging.getLogger(__name__)


def refuse_foreign_keys() -> None:
    """Say in one sentence that a key does not fit what is stored, and leave with status 2.

    While the database is away nobody can tell; `/readyz` asks again.
    """
    try:
        sentence = describe_foreign_keys()
    except DatabaseError as error:
        logger.warning("Whether the keys of private columns fit was not asked: %s", error)
        return
    finally:
        connections.close_all()  # the processes that answer requests are parted from this one, and share no connection
    if sentence:
        refuse_setting(sentence)
