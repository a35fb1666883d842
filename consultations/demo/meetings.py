"""The meeting that evaluated 2022, and what it decided. Invented, but for its theme, place and day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from clinics.models import ReportingPeriod
from consultations.evaluation.meetings.kind import ABOUT, EVALUATION
from consultations.evaluation.meetings.models import EvaluationMeeting
from krs_portal.accounts.models import User
from krs_portal.meetings import codes, services
from krs_portal.meetings.enums import MinutesState
from krs_portal.meetings.models import Agreement, Invitation, Meeting, Minutes
from krs_portal.offices.models import Office

STARTS_AT = datetime(2022, 12, 7, 2, tzinfo=UTC)
AGENDA = (
    "Pembukaan dan tujuan rapat\n"
    "Capaian per 5 Desember 2022; 4 dari 5 unit mencapai target\n"
    "Kendala dan usulan unit kerja\n"
    "Keputusan, penanggung jawab, dan batas waktunya"
)
SAID = "Data contoh. Tiap unit membacakan kendalanya; kekurangan Satker Bali dibahas tersendiri."
DECIDED = [
    ("SATKER-BALI", "Data contoh. Membuka loket di Mal Pelayanan Publik tiap kabupaten.", date(2023, 3, 31)),
    ("JAW3", "Data contoh. Melatih dua petugas baru dan membuka jadwal daring.", date(2023, 2, 28)),
]


def load_meeting(offices: dict[str, Office], staff: dict[str, list[User]], evaluator: User) -> None:
    """Creates the records directly where a service would send letters about December 2022."""
    host = offices["DIT-RS"]
    meeting = services.plan_meeting(
        office=host, kind=EVALUATION, about=ABOUT, place="Tangerang", agenda=AGENDA,
        title="Layanan KRS untuk Mewujudkan Rumah Layak Huni bagi Semua",
        starts_at=STARTS_AT, ends_at=STARTS_AT + timedelta(hours=4), by=evaluator, at=STARTS_AT - timedelta(days=9),
    )  # fmt: skip
    period = ReportingPeriod.objects.of_year(2022).get()
    EvaluationMeeting.objects.create(meeting=meeting, period=period, as_at=date(2022, 12, 5))
    for code, people in staff.items():
        Invitation.objects.create(
            meeting=meeting, office=offices[code], invited_at=STARTS_AT - timedelta(days=8), invited_by=evaluator
        )
        services.record_attendance(
            meeting=meeting, name=people[0].name, position="Kepala", office=offices[code], by=evaluator, at=STARTS_AT
        )
    meeting = Meeting.objects.get(pk=meeting.pk)
    for code, text, due_on in DECIDED:
        services.record_decision(
            meeting=meeting, text=text, owner_office=offices[code], due_on=due_on, by=evaluator, at=meeting.ends_at
        )
    agree_on_minutes(meeting, [(host, evaluator), *((offices[code], people[0]) for code, people in staff.items())])


def agree_on_minutes(meeting: Meeting, sides: list[tuple[Office, User]]) -> None:
    by, ended = sides[0][1], meeting.ends_at
    minutes = Minutes.objects.create(
        meeting=meeting, text=SAID, state=MinutesState.PROPOSED, written_at=ended, written_by=by, proposed_at=ended,
        proposed_by=by,
    )  # fmt: skip
    for number, (office, user) in enumerate(sides, start=1):
        side = Agreement.objects.create(minutes=minutes, office=office, version=1, asked_at=ended)
        side.agreed_at, side.agreed_by = ended + timedelta(minutes=5 * number), user
        side.code = codes.compute_agreement_code(side)
        side.save()
    minutes.state = MinutesState.AGREED
    minutes.save()
