"""The servers of a first run: PostgreSQL and Valkey from packages, and the supervisor behind `make run`.

Owns the data folder (KRS_DATA_DIR): cluster, secrets, logs, lock, and the structured cluster that tests borrow.
`setup.py` makes a clone ready with the standard library alone; `python -m krs_portal.runtime` with `serve`, `develop`
or `exec` starts the rest. It knows no room, and no room knows it.
"""


class Refused(Exception):
    """Something cannot be done; the message is the whole explanation, for a person."""
