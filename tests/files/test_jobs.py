"""The night's work lets bytes go by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from krs_portal.files import jobs, services
from krs_portal.files.enums import RETENTION
from krs_portal.files.models import Attachment
from tests.factories import files, offices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]


def test_bytes_of_what_was_removed_long_ago_go_at_night(vault):
    office = offices.office()
    by, then = offices.officer(office), timezone.now() - RETENTION - timedelta(days=1)
    with files.owner(office):
        made = services.attach_file(
            file=files.upload(files.picture()), about=files.ABOUT, office=office, by=by, at=then
        )
        services.remove_attachment(attachment=made, by=by, at=then)

    jobs.delete_expired_files()

    assert [path for path in vault.rglob("*") if path.is_file()] == []
    assert Attachment.objects.get().removed_by == by
