"""Why a message was not sent, in the provider's words."""

from django.utils.translation import gettext as _


class MessageRefused(Exception):
    """The provider will never accept this message: trying again is useless."""


class ProviderUnreachable(Exception):
    """The message may be sent later: nobody answered, or the provider asked to try again."""


def build_unreachable(error: Exception) -> ProviderUnreachable:
    """The error for a connection that failed before the provider answered."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return ProviderUnreachable(_("Penyedia tidak menjawab: %(reason)s") % {"reason": reason})
