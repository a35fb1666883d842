"""Meetings in one line: planned, with guests, held, with minutes that wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

from krs_portal.meetings import services
from krs_portal.meetings.models import Meeting, Minutes
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office
from tests.factories import offices

PLANNED_AT = datetime(2021, 8, 9, 2, 0, tzinfo=UTC)
STARTS_AT = datetime(2021, 8, 19, 2, 0, tzinfo=UTC)  # a Thursday, 09.00 WIB


def province() -> Office:
    return offices.office("DINAS-33", OfficeKind.PROVINCIAL_AGENCY, name="Disperakim Jawa Tengah")


def local_agency(of: Office, code: str = "DINAS-33-74") -> Office:
    return offices.office(code, OfficeKind.LOCAL_AGENCY, parent=of, name=f"Dinas Perumahan {code}")


def operator(of: Office) -> Any:
    return offices.member(Role.OPERATOR, of)


def meeting(of: Office, by: Any = None, **values: Any) -> Meeting:
    """A coordination meeting of the office, planned ten days before."""
    starts_at = values.pop("starts_at", STARTS_AT)
    given = {
        "title": "Rapat koordinasi monitoring rusun dan rusus",
        "place": "Ruang rapat lantai 2",
        "agenda": "1. Pembukaan\n2. Pengisian profil\n- Penutup",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "by": by or offices.officer(of),
        "at": PLANNED_AT,
    }
    return services.plan_meeting(office=of, **(given | values))


def held(meeting: Meeting, guest: Office, by: Any) -> Meeting:
    """The guest office was invited and came."""
    invitation = meeting.invitations.filter(office=guest).first() or services.invite_guest(
        meeting=meeting, office=guest, by=by, at=PLANNED_AT
    )
    services.record_attendance(
        meeting=meeting, name="Sri Wahyuni", position="Kepala Bidang", invitation=invitation, by=by, at=STARTS_AT
    )
    meeting.refresh_from_db()
    return meeting


def proposed(meeting: Meeting, guest: Office, by: Any, at: datetime = STARTS_AT) -> Minutes:
    """Minutes that host and guest are asked to agree to."""
    held(meeting, guest, by)
    minutes = services.write_minutes(meeting=meeting, text="Profil diisi sampai 30 Agustus.", by=by, at=at)
    services.propose_minutes(minutes=minutes, by=by, at=at)
    minutes.refresh_from_db()
    return minutes
