from django.utils import timezone

from krs_portal.kit.models import Submission
from tests.constraints.breaches import Breach, repeated


def submission() -> Submission:
    return Submission.objects.create(
        caller="user 1", operation="consultations:desk", key="satu", digest="0" * 64, taken_at=timezone.now()
    )


ROWS: dict[str, Breach] = {"kit_submission_taken_once": repeated(submission)}
