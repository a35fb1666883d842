"""What a referral can be about. The room that owns such rows says whom it is for, and where one reads about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from krs_portal.kit.registry import Registry
from krs_portal.offices.models import Office
from krs_portal.referrals.enums import SharedDatum
from krs_portal.referrals.models import Referral


@dataclass(frozen=True)
class ReferralSubject:
    """Who is to be referred, and what is known of them. `refusal` says why nobody can be referred from here."""

    office: Office
    title: str
    url: str
    name: str = ""
    phone: str = ""
    address: str = ""
    nik: str = ""
    refusal: str | None = None

    @property
    def known_data(self) -> dict[str, str]:
        """What could be told to a partner, if the person agrees."""
        data = {SharedDatum.PHONE: self.phone, SharedDatum.ADDRESS: self.address, SharedDatum.NIK: self.nik}
        return {datum.value: value for datum, value in data.items() if value}


@dataclass(frozen=True)
class ReferralKind:
    """`find_subject` answers None for a row that the user may not see. `on_moved` is told of every move of a referral
    within its transaction: by whom (None for the partner and the clocks) and when.
    """

    code: str
    label: Any
    find_subject: Callable[[Any, str], ReferralSubject | None]
    url: Callable[[str], str]
    on_moved: Callable[[Referral, Any, datetime], None] | None = None


REFERRAL_KINDS: Registry[ReferralKind] = Registry(lambda kind: kind.code)
