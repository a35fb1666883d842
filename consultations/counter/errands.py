"""What the counter tells of a person: what they were advised on, and for what they are expected or wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.booking.enums import COMING, AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.promises.enums import PromiseState
from consultations.counter.promises.models import Promise
from consultations.people.errands import Errand, ErrandSource
from krs_portal.kit.badges import build_badge


def list_consultations_of(people: Iterable[int]) -> Mapping[int, list[Errand]]:
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    rows = Consultation.objects.standing().filter(person__in=people).select_related("house__merged_into")
    for each in rows.prefetch_related("topics"):
        badge = build_badge(ConsultationState(each.state), each.get_outcome_display())
        topics = ", ".join(str(topic) for topic in each.topics.all()) or str(each)
        found[each.person_id or 0].append(
            Errand(
                each.happened_on,
                topics,
                badge,
                reverse("consultations:consultation", args=[each.pk]),
                each.state == ConsultationState.OPEN,
                each.house and each.house.kept,
            )
        )
    return found


def list_visits_of(people: Iterable[int]) -> Mapping[int, list[Errand]]:
    """Bookings and visits of which there is no record yet, and those to which nobody came."""
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    shown = (*COMING, AttendanceState.LEFT, AttendanceState.NO_SHOW)
    rows = Attendance.objects.filter(person__in=people, state__in=shown)
    written = Consultation.objects.standing().filter(attendance=OuterRef("pk"))
    for each in rows.filter(~Exists(written)).select_related("slot__place__office", "topic"):
        badge = build_badge(AttendanceState(each.state))
        found[each.person_id or 0].append(Errand(each.slot.day, each.topic, badge, None, each.state in COMING))
    return found


def list_promises_to(people: Iterable[int]) -> Mapping[int, list[Errand]]:
    """What the clinic promised them and has not done yet."""
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    rows = Promise.objects.open().filter(consultation__person__in=people).select_related("consultation")
    for each in rows:
        url = reverse("consultations:promise", args=[each.pk])
        badge = build_badge(PromiseState(each.state), _("Dijanjikan klinik"))
        found[each.consultation.person_id or 0].append(Errand(each.due_on, each.text, badge, url, True))
    return found


SOURCES = (
    ErrandSource("consultations", list_consultations_of),
    ErrandSource("visits", list_visits_of),
    ErrandSource("promises", list_promises_to),
)
