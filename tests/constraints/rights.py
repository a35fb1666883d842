from datetime import timedelta

from django.utils import timezone

from krs_portal.rights.enums import RequestState
from krs_portal.rights.models import Breach, DataRequest
from tests.constraints.breaches import Breach as Broken
from tests.constraints.breaches import changed, repeated
from tests.factories import consultations, offices, rights


def asked() -> DataRequest:
    office = offices.balai()
    return rights.data_request(consultations.person(office), offices.officer(office))


def breach() -> Breach:
    return rights.breach(offices.officer(offices.balai()))


ROWS: dict[str, Broken] = {
    "rights_request_due_later": changed(asked, due_at=lambda row: row.received_at),
    "rights_id_seen_by_somebody": changed(asked, received_by=None),
    "rights_refused_in_words": changed(
        asked, state=RequestState.REFUSED, answered_at=timezone.now(), answered_by=lambda row: row.received_by
    ),
    "rights_answered_once_ended": changed(asked, state=RequestState.DONE),
    "rights_answered_by_somebody": changed(asked, state=RequestState.DONE, answered_at=timezone.now()),
    "rights_asked_once_at_a_time": repeated(asked, number="HD-OTHER"),
    "rights_breach_found_before_recorded": changed(breach, found_at=lambda row: row.recorded_at + timedelta(days=1)),
    "rights_authority_told_by_somebody": changed(breach, authority_told_at=timezone.now()),
    "rights_people_told_by_somebody": changed(breach, people_told_at=timezone.now()),
}
