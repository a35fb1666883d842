"""Who may act for which office, as sentences. `None` means yes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.formats import format_full_day
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office, OfficeName, Succession
from krs_portal.offices.querysets import list_memberships

# Below which kind of office one stands: a satker below its balai or straight below its directorate.
PARENT_KINDS: dict[str, Collection[str]] = {
    OfficeKind.DIRECTORATE: (),
    OfficeKind.BALAI: (OfficeKind.DIRECTORATE,),
    OfficeKind.SATKER: (OfficeKind.DIRECTORATE, OfficeKind.BALAI),
    OfficeKind.PROVINCIAL_AGENCY: (),
    OfficeKind.LOCAL_AGENCY: (OfficeKind.PROVINCIAL_AGENCY,),
}


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the user has one of the roles in any office."""
    return any(role in roles for _office, _kind, role in list_memberships(user))


def list_kinds_and_roles(user: Any) -> list[tuple[str, str]]:
    """Kind of office and role of each current membership."""
    return [(kind, role) for _office, kind, role in list_memberships(user)]


def why_not_act(user: Any, office: Office, *roles: Role) -> str | None:
    """To act for an office one needs one of the roles in it, or in an office above it."""
    above = office.list_ids_at_or_above()
    if any(own in above and role in roles for own, _kind, role in list_memberships(user)):
        return None
    named = f" {_('atau')} ".join(str(role.label).lower() for role in roles)
    return _("Hanya %(roles)s di unit ini yang dapat melakukannya.") % {"roles": named}


def why_not_restructure(user: Any) -> str | None:
    """Offices are founded, renamed, merged, split and closed by administrators, as a decree says."""
    if getattr(user, "is_superuser", False) or has_role(user, Role.ADMIN):
        return None
    return _("Hanya administrator yang mengubah susunan unit kerja.")


def why_not_stand_below(kind: str, parent: Office | None) -> str | None:
    allowed = PARENT_KINDS[kind]
    if parent is None:
        return _("Pilih unit di atasnya.") if allowed else None
    if parent.kind not in allowed:
        return _("Unit sejenis ini tidak berada di bawah unit tersebut.")
    return _("Unit di atasnya sudah ditutup.") if parent.closed_on else None


def why_not_rename(office: Office, valid_from: date) -> str | None:
    if office.closed_on and valid_from > office.closed_on:
        return _("Unit ini sudah ditutup pada %(day)s.") % {"day": format_full_day(office.closed_on)}
    if valid_from < office.opened_on:
        return _("Unit ini baru berdiri pada %(day)s.") % {"day": format_full_day(office.opened_on)}
    if OfficeName.objects.filter(office=office, valid_from=valid_from).exists():
        return _("Unit ini sudah punya nama mulai tanggal itu.")
    return None


def why_not_close(office: Office, closed_on: date, successions: Sequence[Succession]) -> str | None:
    """An office ends once, after its founding and after those below it, and goes on in offices that exist then."""
    if office.closed_on:
        return _("Unit ini sudah ditutup pada %(day)s.") % {"day": format_full_day(office.closed_on)}
    if closed_on < office.opened_on:
        return _("Unit ini baru berdiri pada %(day)s.") % {"day": format_full_day(office.opened_on)}
    below = Office.objects.filter(parent=office, closed_on__isnull=True).order_by("code").first()
    if below:
        return _("Masih ada unit di bawahnya, %(office)s. Tutup atau pindahkan dahulu.") % {"office": below.code}
    return next(filter(None, (why_not_go_on_in(office, closed_on, each) for each in successions)), None)


def why_not_go_on_in(office: Office, closed_on: date, succession: Succession) -> str | None:
    successor = succession.successor
    words = {"office": successor.code}
    if successor == office:
        return _("Unit diteruskan oleh unit lain, bukan oleh dirinya.")
    if successor.kind != office.kind:
        return _("%(office)s bukan unit sejenis.") % words
    if successor.closed_on and successor.closed_on <= closed_on:
        return _("%(office)s sendiri sudah ditutup.") % words
    return None


def why_not_share(successions: Sequence[Succession]) -> str | None:
    """Shares are given for all successors or for none, and add up to the whole."""
    shares = [each.share for each in successions]
    if len({each.successor.pk for each in successions}) < len(successions):
        return _("Tiap unit penerus disebut sekali.")
    if any(share is None for share in shares) and any(share is not None for share in shares):
        return _("Isi bagian semua unit penerus, atau kosongkan semuanya.")
    if shares and shares[0] is not None and sum(share or 0 for share in shares) != 100:
        return _("Bagian semua unit penerus berjumlah 100 persen.")
    return None


def why_not_reopen(office: Office) -> str | None:
    return None if office.closed_on else _("Unit ini tidak ditutup.")
