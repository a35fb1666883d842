"""The code with which a side agrees.

It is derived from the agreement with the secret key and stored only once used, so knowing it proves having received it.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from krs_portal.kit.codes import group_code, normalise_code, spell_code
from krs_portal.meetings.models import Agreement

HALF = 4


def compute_agreement_code(agreement: Agreement, secret: str | None = None) -> str:
    """One for each side and version, under SECRET_KEY or an older one."""
    told = f"{agreement.pk}:{agreement.version}"
    digest = salted_hmac("meetings.agreement", told, secret, algorithm="sha256").digest()
    return group_code(spell_code(digest, 2 * HALF), HALF)


def is_agreement_code(agreement: Agreement, typed: str) -> bool:
    """Whether this is the code that was sent, also one that was sent before SECRET_KEY changed."""
    code = normalise_code(typed, HALF)
    secrets = [None, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(code, compute_agreement_code(agreement, secret)) for secret in secrets)
