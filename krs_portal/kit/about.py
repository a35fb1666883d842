"""What something is about, said without knowing what it is: the kind that a room gave it, and its key there."""

from typing import NamedTuple


class About(NamedTuple):
    kind: str = ""
    key: str = ""
