from django.db.models import F

from krs_portal.files.enums import AttachmentKind, ContentType
from krs_portal.files.models import Attachment
from tests.constraints.breaches import BEFORE, MOMENT, Breach, changed, repeated
from tests.factories import offices


def photo() -> Attachment:
    office = offices.balai()
    return Attachment.objects.create(
        office=office, about_kind="uji.rumah", about_key="7", kind=AttachmentKind.PHOTO, content="foto",
        content_type=ContentType.JPEG, size=1, sha256="0" * 64, width=1, height=1,
        uploaded_at=MOMENT, uploaded_by=offices.officer(office),
    )  # fmt: skip


ROWS: dict[str, Breach] = {
    "files_bytes_until_removed": changed(photo, content=""),
    "files_not_empty": changed(photo, size=0),
    "files_only_photos_have_measures": changed(photo, width=None),
    "files_removal_signed": changed(photo, removed_at=MOMENT),
    "files_removed_after_upload": changed(photo, removed_at=BEFORE, removed_by=F("uploaded_by")),
    "files_same_bytes_once": repeated(photo),
}
