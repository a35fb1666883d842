"""Databases of the tests: copies of one that has the structure and nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from krs_portal.runtime import templates


def ensure_template(url: str) -> str:
    """The name of the template on the server of `url`."""
    return templates.ensure_template({**os.environ, "DATABASE_URL": url})


@contextmanager
def borrow_database(url: str, name: str) -> Iterator[None]:
    """A structured database of that name on the server of `url`, dropped afterwards."""
    template = ensure_template(url)
    with psycopg.connect(templates.name_database(url, "postgres"), autocommit=True) as server:
        if templates.take_fresh_copy(server, template, name):
            yield  # the server is thrown away after this run
            return
        templates.copy_template(server, template, name)
        try:
            yield
        finally:
            templates.drop_database(server, name)
