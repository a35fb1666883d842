"""Why a message did not leave, in the provider's words."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """The provider will never take this message: trying again is no use."""


class Unreachable(Exception):
    """Not now: nobody answered, or the answer was to come back later."""


def no_answer(error: Exception) -> Unreachable:
    """The connection failed before the provider said anything."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Unreachable(_("Penyedia tidak menjawab: %(reason)s") % {"reason": reason})
