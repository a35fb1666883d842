"""What a new portal begins with. Each room registers its own in `AppConfig.ready`, and `loading` puts it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from krs_portal.kit.registry import Registry


@dataclass
class Loading:
    """One loading under way. It knows by their keys the items that were put there at any time before."""

    known: set[str]
    made: Counter[str] = field(default_factory=Counter)
    new: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def put_once(self, kind: str, key: str, make: Callable[[], bool]) -> None:
        """Make an item unless it was put there before; `make` says whether there was anything to make.

        What became of an item since then is the administrators' business: one that was changed stays as they left it,
        and one that was deleted does not come back.
        """
        name = name_item(kind, key)
        if name in self.known:
            return
        self.known.add(name)
        self.new.add(name)
        if make():
            self.made[kind] += 1

    def keys_of(self, kind: str) -> list[str]:
        """The keys of a kind that were put there before."""
        start = name_item(kind, "")
        return sorted(name.removeprefix(start) for name in self.known if name.startswith(start))

    def forget(self, kind: str, key: str) -> None:
        """An item that its source has withdrawn: should the source name it again, it is put there again."""
        name = name_item(kind, key)
        self.known.discard(name)
        self.new.discard(name)
        self.gone.add(name)


def name_item(kind: str, key: str) -> str:
    return f"{kind}: {key}"


@dataclass(frozen=True)
class Reference:
    """A part of a room's reference data. `load` puts in what is missing, as at a day."""

    name: str
    load: Callable[[Loading, date], None]
    is_yearly: bool = False  # new years bring new items, so that a job loads it again and again


# In the order of their announcement: those of lower rooms first, on which those of upper rooms may build.
references = Registry[Reference](lambda reference: reference.name)
