"""For which reason somebody must show a second factor. Upper rooms register their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from krs_portal.kit.registry import Registry


@dataclass(frozen=True)
class Ground:
    """`holds` says of a user whether it concerns them; `sentence` says to them why."""

    code: str
    sentence: Any
    holds: Callable[[Any], bool]


GROUNDS: Registry[Ground] = Registry(lambda ground: ground.code)
