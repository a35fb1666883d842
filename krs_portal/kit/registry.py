"""What upper rooms register with a lower one when the portal starts: kinds of messages, reports, imports, meetings."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Items by code, in the order of registration. The last one registered under a code wins."""

    def __init__(self, code_of: Callable[[Item], str]) -> None:
        self._code_of = code_of
        self._items: dict[str, Item] = {}

    def register(self, *items: Item) -> None:
        self._items.update({self._code_of(item): item for item in items})

    def find(self, code: str) -> Item | None:
        """The item of that code, or None: its room may have been removed while its rows remain."""
        return self._items.get(code)

    def get(self, code: str) -> Item:
        """The item of that code. Raises KeyError if no room registered it."""
        return self._items[code]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __contains__(self, code: object) -> bool:
        return code in self._items
