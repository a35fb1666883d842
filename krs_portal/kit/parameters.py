"""The parameters of a list's address: what it does not understand is said, and never taken for no filter at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

# What other places add to a link so that they know who followed it; it asks nothing of us.
TRACKING = re.compile(
    r"utm_\w+|(fb|g|d|ms|tt|tw|y)clid|[gw]braid|li_fat_id|igshid|igsh|mc_[ce]id|_ga|_gl|_hs\w+|srsltid|ref|ref_src"
)

View = Callable[..., HttpResponseBase]


class WrongParameters(Exception):
    """Parameters of an address that cannot be answered, each with its sentence. `kit.error_pages` shows them as 400."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


def reads_parameters(*names: str) -> Callable[[View], View]:
    """Decorate the view of a list with the parameters that it reads; any other is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def strict(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            refuse_unknown_parameters(request.GET, names)
            return view(request, *arguments, **named)

        strict.parameters = frozenset(names)  # type: ignore[attr-defined]
        return strict

    return decorate


def refuse_unknown_parameters(query: Iterable[str], names: Collection[str]) -> None:
    unknown = [name for name in query if name not in names and not TRACKING.fullmatch(name)]
    if unknown:
        raise WrongParameters({name: _("Bagian ini tidak dikenal.") for name in unknown})


def refuse_parameter(name: str) -> None:
    raise WrongParameters({name: _("Isinya tidak terbaca atau tidak ada.")})


def read_choice(request: HttpRequest, name: str, choices: Collection[str], default: str = "") -> str:
    """One of a few words, or the default where nothing is asked. Raises WrongParameters for another word."""
    asked = request.GET.get(name, "")
    if asked and asked not in choices:
        refuse_parameter(name)
    return asked or default


# The parameters of each list by the name of its address: resolving an address costs 0,1 ms, and a page has 200 links.
known_lists: dict[str, frozenset[str]] = {}


def build_rows_url(name: str, *arguments: Any, **asked: Any) -> str:
    """The link from a figure to its rows; what is empty is not asked.

    Raises ValueError for what the list does not read: such a link would open other rows than those that were counted.
    """
    path = reverse(name, args=arguments)
    if name not in known_lists:
        known_lists[name] = frozenset(getattr(resolve(path).func, "parameters", ()))
    if unknown := asked.keys() - known_lists[name]:
        raise ValueError(f"{name} does not read {sorted(unknown)}")
    query = urlencode({key: value for key, value in asked.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path
