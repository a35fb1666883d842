"""Stands in for the portal's own: notes what it was asked, and fails if FAIL names it, with the words of SAID.

`runserver` answers until it is stopped.
"""

import os
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import psycopg

from krs_portal.wsgi import application

with (Path(os.environ["KRS_DATA_DIR"]) / "asked").open("a") as file:
    file.write(sys.argv[1] + "\n")
if os.environ.get("FAIL") == sys.argv[1]:
    sys.exit(os.environ.get("SAID", "a sentence of its own"))
if sys.argv[1] == "migrate":
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (app text, name text)")
        connection.execute("INSERT INTO django_migrations VALUES ('rooms', '0001_initial')")
if sys.argv[1] == "runserver":
    host, _, port = sys.argv[2].partition(":")
    with make_server(host, int(port), application) as server:
        server.serve_forever()
