"""Words as people type them, and as they read them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def squeeze_spaces(text: str) -> str:
    """Every run of blanks and line ends becomes one space, none is left at the ends."""
    return " ".join(text.split())


def has_letters(text: str, least: int) -> bool:
    """Whether a text says anything: "." or "-" fills a field and tells nobody why."""
    return sum(sign.isalnum() for sign in text) >= least


def join_names(names: Sequence[str]) -> str:
    """All of them as a sentence names them: "A", "A dan B", "A, B, dan C"."""
    if len(names) < 3:
        return _(" dan ").join(names)
    return _("%(names)s, dan %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
