from django.db.models import F

from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch, Mapping, Row
from tests.constraints.breaches import MOMENT, Breach, changed, repeated
from tests.factories import offices


def batch() -> Batch:
    office = offices.balai()
    return Batch.objects.create(
        kind="gedung-uji", office=office, file_name="daftar.xlsx", sha256="0" * 64, size=1,
        moved_at=MOMENT, uploaded_at=MOMENT, uploaded_by=offices.officer(office),
    )  # fmt: skip


def row() -> Row:
    return Row.objects.create(batch=batch(), number=1, state=RowState.READY)


def mapping() -> Mapping:
    of = batch()
    return Mapping.objects.create(
        office=of.office, kind=of.kind, fingerprint="0" * 64, chosen_at=MOMENT, chosen_by=of.uploaded_by
    )


COMMITTED = {"committed_at": MOMENT, "committed_by": F("uploaded_by")}

ROWS: dict[str, Breach] = {
    "imports_commit_signed": changed(batch, committed_at=MOMENT),
    "imports_committed_is_signed": changed(batch, state=BatchState.COMMITTED),
    "imports_header_from_1": changed(batch, header_row=0),
    "imports_mapping_once": repeated(mapping),
    "imports_progress_to_100": changed(batch, progress=101),
    "imports_result_of_committed": changed(row, result_key="7"),
    "imports_row_once": repeated(row),
    "imports_undo_signed": changed(batch, state=BatchState.UNDONE, undone_at=MOMENT, **COMMITTED),
    "imports_undone_is_signed": changed(batch, state=BatchState.UNDONE, **COMMITTED),
}
