"""Ports on the loopback interface."""

import os
import secrets
import socket
from pathlib import Path

from krs_portal.runtime import Refused

LOOPBACK = "127.0.0.1"
LOWEST = 15000


def find_free_port() -> int:
    """A port nobody uses now; who takes it must be ready to ask again.

    It lies below the ports that the system hands out to clients, so that a server that died finds it free again:
    a client knocking at a closed port among its own may be connected to itself, and then holds it.
    """
    candidates = range(LOWEST, max(find_first_client_port(), LOWEST + 1))
    for _attempt in range(50):
        if is_free(port := secrets.choice(candidates)):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def find_first_client_port() -> int:
    """The lowest port that the system gives to a program that connects to somebody."""
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError):
        return 32768


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def read_wanted_port() -> int:
    """PORT, or 8000; a wrong or a taken one is one sentence."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Refused(f"PORT must be a whole number from 1 to 65535, not {text!r}.")
    port = int(text)
    if not is_free(port):
        other = next((near for near in range(port + 1, port + 50) if near < 65536 and is_free(near)), 8080)
        raise Refused(f"Port {port} is taken by another program. Take another one: PORT={other} make run")
    return port
