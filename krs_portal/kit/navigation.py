"""The few words of navigation. Rooms register theirs in `AppConfig.ready`; the frame shows who may see which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language


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

    label: str
    url: str
    icon: str
    current: bool


MOST = 5  # words at the head

_items: dict[str, NavItem] = {}
_public_urls: dict[NavItem, str] = {}  # what everybody without an account may go to
_public: dict[tuple[str, str | None], tuple[Place, ...]] = {}  # by language and by the current one


def register(*items: NavItem) -> None:
    """The last one to register a URL name wins, so that an upper room may rename what a lower one offers."""
    _items.update({item.url_name: item for item in items})
    _public_urls.clear()
    _public.clear()


def places(request: HttpRequest) -> tuple[Place, ...]:
    """The few words at the head of the page: the first of what this user may go to."""
    return _every(request)[:MOST]


def elsewhere(request: HttpRequest) -> tuple[Place, ...]:
    """What is left of it, for the foot of the page."""
    return _every(request)[MOST:]


def _every(request: HttpRequest) -> tuple[Place, ...]:
    """Asked twice a page, so remembered on the request."""
    found: tuple[Place, ...] | None = getattr(request, "_places", None)
    if found is None:
        found = _places(request)
        setattr(request, "_places", found)  # noqa: B010 - a request has no such attribute of its own
    return found


def _places(request: HttpRequest) -> tuple[Place, ...]:
    """All that this user may go to, in order; the longest address that begins this page's path is the current one."""
    user = getattr(request, "user", None)
    if user is None or user.is_authenticated:
        urls = _urls(user)
        return _marked(urls, _here(urls.values(), request.path))
    public = _public_urls or _public_of(user)
    kept = get_language(), _here(public.values(), request.path)
    if kept not in _public:
        _public[kept] = _marked(public, kept[1])
    return _public[kept]


def _marked(urls: dict[NavItem, str], here: str | None) -> tuple[Place, ...]:
    return tuple(Place(str(item.label), url, item.icon, url == here) for item, url in urls.items())


def _here(urls: Iterable[str], path: str) -> str | None:
    return max((url for url in urls if _holds(url, path)), key=len, default=None)


def _public_of(nobody: Any) -> dict[NavItem, str]:
    _public_urls.update(_urls(nobody))
    return _public_urls


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
