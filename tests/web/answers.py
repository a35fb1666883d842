"""A small application behind the real web server: what it answers depends on the path."""

import os
import time

MB = 1024 * 1024


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1)
    body = {
        "/body": lambda: str(len(environ["wsgi.input"].read())).encode(),
        "/large": lambda: b"x" * 20 * MB,
        "/told": lambda: environ.get("HTTP_X_FORWARDED_FOR", "").encode(),
    }.get(path, lambda: str(os.getpid()).encode())()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
