from datetime import timedelta

from django.utils import timezone

from krs_portal.access.models import KnownDevice
from krs_portal.accounts.models import ApiToken
from tests.constraints.breaches import Breach, changed, repeated
from tests.factories import access, offices


def device() -> KnownDevice:
    at = timezone.now()
    user = offices.officer(offices.balai())
    return KnownDevice.objects.create(
        user=user, digest="0" * 64, browser="Firefox, Windows", first_seen_at=at, last_seen_at=at
    )


def token() -> ApiToken:
    return access.token(offices.officer(offices.balai()))


ROWS: dict[str, Breach] = {
    "access_device_once": repeated(device),
    "accounts_token_ends_later": changed(token, ends_at=lambda row: row.created_at - timedelta(days=1)),
    "accounts_token_has_scope": changed(token, scopes=[]),
}
