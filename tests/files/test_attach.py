"""Files are looked into, stripped and kept where nobody can guess them; what is none is refused in words."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from PIL import Image, ImageFile

from krs_portal.files import photos, services
from krs_portal.files.enums import LARGEST, RETENTION, AttachmentKind, ContentType
from krs_portal.files.models import Attachment
from tests.factories import files, offices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
AT = datetime(2031, 3, 3, 3, 0, tzinfo=UTC)


@pytest.fixture
def agency():
    office = offices.office("SMG")
    with files.owner(office):
        yield office


def attach(agency, content, kind=AttachmentKind.PHOTO, **values):
    values = {"title": "Tampak depan", "by": offices.officer(agency), "at": AT} | values
    name = values.pop("name", "IMG_0001.jpg")
    return services.attach_file(file=files.upload(content, name), about=files.ABOUT, office=agency, kind=kind, **values)


def kept(attachment):
    with attachment.content.open() as file:
        return file.read()


def test_a_photo_is_shrunk_and_loses_place_comment_and_camera(agency):
    made = attach(agency, files.telephone_photo())

    stored = Image.open(io.BytesIO(kept(made)))
    assert (made.width, made.height) == stored.size == (2000, 1333)
    assert dict(stored.getexif()) == {}
    assert b"rahasia" not in kept(made)
    assert made.taken_on == date(2021, 8, 19)


def test_a_photo_held_sideways_stands_upright(agency):
    made = attach(agency, files.telephone_photo(1200, 800, orientation=6))

    assert (made.width, made.height) == (800, 1200)


def test_a_thumbnail_lies_beside_it(agency):
    made = attach(agency, files.picture())

    with made.thumbnail.open() as file:
        assert Image.open(file).size == (480, 360)


@pytest.mark.parametrize("made", [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("PNG", "I;16")])
def test_every_common_picture_becomes_a_jpeg(agency, made):
    fmt, mode = made

    attachment = attach(agency, files.picture(fmt=fmt, mode=mode))

    assert attachment.content_type == ContentType.JPEG


def test_bytes_have_a_name_that_says_nothing_and_only_the_portal_reads_them(agency, vault):
    made = attach(agency, files.picture())

    path = vault / made.content.name
    assert "IMG" not in made.content.name
    assert len(made.content.name) == 49
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    with pytest.raises(ValueError, match="no address"):
        _ = made.content.url


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"<html><script>alert(1)</script>", "bukan foto"),
        (files.pdf(), "bukan foto"),
        (files.picture(fmt="GIF", mode="L"), "bukan foto"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 64, "HEIC"),
        (files.picture()[:4000], "rusak"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "bukan foto"),
    ],
)
def test_a_photo_that_is_no_photo_is_refused(agency, content, said):
    with pytest.raises(ValidationError, match=said):
        attach(agency, content)


def test_half_a_photo_is_refused_even_where_papers_are_printed(agency, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does when it is imported

    with pytest.raises(ValidationError, match="rusak"):
        attach(agency, files.picture()[:4000])


def test_a_picture_that_would_fill_the_memory_is_never_unpacked(agency, monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 100 * 100)

    with pytest.raises(ValidationError, match="terlalu besar"):
        attach(agency, files.picture(200, 200, "PNG"))


def test_a_picture_whose_head_claims_a_billion_points_is_refused(agency):
    png = bytearray(files.picture(4, 4, "PNG"))
    png[16:24] = (60_000).to_bytes(4, "big") * 2

    with pytest.raises(ValidationError, match=r"terlalu besar|bukan foto"):
        attach(agency, bytes(png))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), ContentType.PDF),
        (files.package("xl/workbook.xml"), ContentType.XLSX),
        (files.package("word/document.xml"), ContentType.DOCX),
    ],
)
def test_a_document_is_known_by_its_content_whatever_its_name(agency, content, kind):
    made = attach(agency, content, AttachmentKind.DOCUMENT, name="foto.jpg", title="")

    assert (made.content_type, made.download_name) == (kind, f"foto.{kind.extension}")
    assert kept(made) == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ program", "bukan PDF"),
        (files.picture(), "bukan PDF"),
        (b"%PDF-1.7 lalu tidak ada apa-apa", "rusak"),
        (files.package("xl/workbook.xml", "xl/vbaProject.bin"), "makro"),
        (files.package("xl/workbook.xml")[:-30], "rusak"),
        (files.package("apa/saja.xml"), "bukan PDF"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "kata sandi"),
        (files.package("xl/workbook.xml", content=b"0" * 120_000_000), "mengembang"),
    ],
)
def test_what_is_no_plain_document_is_refused_in_words(agency, content, said):
    with pytest.raises(ValidationError, match=said):
        attach(agency, content, AttachmentKind.DOCUMENT)


def test_a_locked_pdf_is_refused(agency):
    import pikepdf

    locked = files.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(ValidationError, match="berkata sandi"):
        attach(agency, locked, AttachmentKind.DOCUMENT)


def test_a_pdf_with_a_program_is_refused(agency):
    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(made)

    with pytest.raises(ValidationError, match="program"):
        attach(agency, made.getvalue(), AttachmentKind.DOCUMENT)


def test_a_file_over_fifteen_megabytes_is_refused(agency):
    with pytest.raises(ValidationError, match="15 MB"):
        attach(agency, b"\xff\xd8\xff" + b"\0" * LARGEST)


def test_the_same_bytes_are_kept_once(agency, vault):
    first, second = (attach(agency, files.picture()) for _ in range(2))

    assert first == second
    assert len([path for path in vault.rglob("*") if path.is_file()]) == 2


def test_only_who_may_change_the_matter_attaches():
    office = offices.office()

    with (
        files.owner(office, why_not=lambda user: "Rumah ini sudah dikunci."),
        pytest.raises(PermissionDenied, match="dikunci"),
    ):
        attach(office, files.picture())


def test_a_matter_nobody_registered_takes_no_files():
    with pytest.raises(PermissionDenied, match="bukan untuk unit Anda"):
        attach(offices.office(), files.picture())


def test_removing_is_recorded_and_the_bytes_go_when_the_retention_is_over(agency, vault):
    made = attach(agency, files.picture())
    by = offices.officer(agency)

    removed = services.remove_attachment(attachment=made, by=by, at=AT)
    path = vault / made.content.name
    early = services.delete_expired_contents(at=AT + RETENTION - timedelta(seconds=1))
    still_there = path.exists()
    late = services.delete_expired_contents(at=AT + RETENTION)

    removed.refresh_from_db()
    assert (early, still_there, late, path.exists()) == (0, True, 1, False)
    assert (removed.removed_by, removed.content.name, removed.sha256) == (by, "", made.sha256)
    assert not Attachment.objects.present().exists()


def test_bytes_of_a_failed_transaction_are_swept(agency, vault):
    with transaction.atomic():
        attach(agency, files.picture())
        transaction.set_rollback(True)
    kept_one = attach(agency, files.picture(300, 300))

    swept = services.delete_stray_contents(at=datetime.now(UTC) + timedelta(days=2))

    assert swept == 2
    assert (vault / kept_one.content.name).exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"removed_at": AT}, "files_removal_signed"),
        ({"content": ""}, "files_bytes_until_removed"),
        ({"width": None}, "files_only_photos_have_measures"),
        ({"size": 0}, "files_not_empty"),
    ],
)
def test_a_constraint_bites(agency, values, constraint):
    made = attach(agency, files.picture())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(**values)


def test_the_same_bytes_twice_are_refused_by_the_database(agency):
    made = attach(agency, files.picture())

    with pytest.raises(IntegrityError, match="files_same_bytes_once"), transaction.atomic():
        Attachment.objects.create(
            **{field: getattr(made, field) for field in (
                "office", "about_kind", "about_key", "kind", "content_type", "content", "size", "sha256", "width",
                "height", "uploaded_at", "uploaded_by",
            )}
        )  # fmt: skip


def test_removal_does_not_come_before_upload(agency):
    made = attach(agency, files.picture())

    with pytest.raises(IntegrityError, match="files_removed_after_upload"), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(removed_at=AT - timedelta(days=1), removed_by=made.uploaded_by)
