"""Why a message did not leave, in the provider's words."""


class Refused(Exception):
    """The provider will never take this message: trying again is no use."""


class Unreachable(Exception):
    """Not now: nobody answered, or the answer was to come back later."""
