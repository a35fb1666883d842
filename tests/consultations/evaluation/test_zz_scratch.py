import pathlib
from datetime import UTC, date, datetime
import pytest
from django.utils import timezone
from krs_portal.meetings import services as meetings
from krs_portal.reports import services, tasks
from krs_portal.reports.models import File, Revision
from consultations.evaluation.models import EvaluationNote
from tests.consultations.evaluation.test_meeting import *
from tests.consultations.evaluation.test_evaluation import noted

OUT = pathlib.Path("/tmp/meeting-pdf"); OUT.mkdir(exist_ok=True)

def save(rev, name):
    for f in File.objects.filter(revision=rev):
        (OUT / f"{name}.{f.format.lower()}").write_bytes(bytes(f.content))

@pytest.mark.django_db
def test_scratch(signed_in, year, evaluator):
    for k, o in enumerate(year.values()):
        n = noted(o, obstacles="Antrean panjang pada hari Senin 🏠👍. " * (k + 1) + "ꦏꦭꦶꦤꦶꦏ꧀ ꦲꦩꦃ ", follow_up="Menambah petugas. " * 3)
        n.proposal = "Tambah tenaga ahli " + "https://contoh.go.id/" + "pemberitahuanperubahan" * 8 if k % 2 else ""
        n.save()
    held = plan(signed_in(evaluator))
    decide(held, evaluator, year["SATKER-BALI"], text="Membuka loket 🏠 ꦏꦭꦶ " + "sangat" * 40)
    decide(held, evaluator, year["JAW3"])
    at = timezone.now()
    for kind, params in (("krs-evaluation", reports.PARAMS), ("krs-evaluation-pack", reports.PARAMS), ("krs-office", reports.PARAMS | {"office": "SATKER-BALI"})):
        rev = services.request_report(kind=kind, params=params, by=evaluator, at=timezone.now())
        tasks.render_revision(rev.pk); rev.refresh_from_db(); assert rev.state == "READY", rev.error
        save(rev, kind)
        if kind == "krs-evaluation":
            reports.explained(rev, evaluator)
            services.write_particulars(revision=rev, by=evaluator, at=at, official_number="9/LP-KRS/XII/2022", place="Jakarta", signatory_position="Direktur Rumah Swadaya", signatory_name="Sri Contoh", signatory_nip="197004301991031001", copies_to="Sekretaris Direktorat Jenderal\nArsip")
            services.publish_revision(revision=rev, by=evaluator, at=timezone.now())
            tasks.render_revision(rev.pk)
            save(rev, "published")
    # next year
    clinics.target(year["JAW3"], period=clinics.year(2023), by=evaluator)
    clinics.entry(year["JAW3"], date(2023, 5, 2))
    rev = services.request_report(kind="krs-evaluation", params={"year": 2023, "as_at": "2023-12-05"}, by=evaluator, at=timezone.now())
    tasks.render_revision(rev.pk); save(rev, "next")
