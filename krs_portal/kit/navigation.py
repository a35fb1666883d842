"""The few words of navigation. Rooms register theirs in `AppConfig.ready`; the frame shows who may see which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def everyone(user: Any) -> bool:
    return True


def signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)


def signed_out(user: Any) -> bool:
    return not user.is_authenticated


@dataclass(frozen=True)
class NavItem:
    label: Any
    url_name: str
    icon: str
    order: int
    shown: Callable[[Any], bool] = everyone


@dataclass(frozen=True)
class Place:
    """An item as it stands on one page: with its address, and whether we are there."""

    label: Any
    url: str
    icon: str
    current: bool


_items: dict[str, NavItem] = {}
_public: dict[NavItem, str] = {}  # what everybody without an account may go to


def register(*items: NavItem) -> None:
    """The last one to register a URL name wins, so that an upper room may rename what a lower one offers."""
    _items.update({item.url_name: item for item in items})
    _public.clear()


def places(request: HttpRequest) -> tuple[Place, ...]:
    """What this user may go to, in order; the longest address that begins this page's path is the current one."""
    user = getattr(request, "user", None)
    urls = _urls(user) if user is None or user.is_authenticated else _public or _public_of(user)
    here = max((url for url in urls.values() if _holds(url, request.path)), key=len, default=None)
    return tuple(Place(item.label, url, item.icon, url == here) for item, url in urls.items())


def _public_of(nobody: Any) -> dict[NavItem, str]:
    _public.update(_urls(nobody))
    return _public


def _urls(user: Any) -> dict[NavItem, str]:
    items = [item for item in sorted(_items.values(), key=lambda item: item.order) if user is None or item.shown(user)]
    return {item: url for item in items if (url := _url(item))}


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _url(item: NavItem) -> str | None:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:  # a room that is not built yet
        return None
