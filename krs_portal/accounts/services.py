"""Accounts that the portal makes itself. Everybody else's are made by an administrator in /admin/."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import ApiToken, User, digest_token
from krs_portal.kit.saving import save_checked_row


def find_administrator(email: str) -> User | None:
    """The administrator with this address; `ValidationError` when the address belongs to somebody who is none."""
    validate_email(email)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return None
    if not user.is_active:
        raise ValidationError(f"{user.email} is an account that was switched off; switch it on in /admin/.")
    if not (user.is_superuser and user.is_staff):
        raise ValidationError(
            f"{user.email} is an account without an administrator's rights. Choose another address, or let an "
            "administrator give the rights in /admin/."
        )
    return user


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str, at: datetime) -> tuple[User, bool]:
    """The administrator with this address, and whether it was made now. One who is there keeps name and password."""
    there = find_administrator(email)
    if there:
        return there, False
    new = User(email=email.lower(), name=name, joined_at=at, is_staff=True, is_superuser=True)
    validate_password(password, new)
    new.set_password(password)
    new.save()
    EmailAddress.objects.create(user=new, email=new.email, verified=True, primary=True)
    return new, True


def create_api_token(
    *, user: User, label: str, scopes: Iterable[Scope], ends_at: datetime, at: datetime
) -> tuple[ApiToken, str]:
    """The row and the token itself, which nobody sees again."""
    plain = secrets.token_urlsafe(32)
    token = ApiToken(
        user=user, label=label, digest=digest_token(plain), scopes=list(scopes), created_at=at, ends_at=ends_at
    )
    return save_checked_row(token), plain
