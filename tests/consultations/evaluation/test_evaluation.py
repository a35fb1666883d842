"""/evaluasi/: heads write what hindered them and what they will do; the ministry sees who has."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from consultations.evaluation.models import EvaluationNote
from consultations.evaluation.services import write_note
from krs_portal.offices.enums import Role
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db
URL = "/evaluasi/"


def noted(office, obstacles="Antrean panjang.", follow_up="Menambah petugas."):
    return EvaluationNote.objects.create(
        office=office,
        period=clinics.year(),
        obstacles=obstacles,
        follow_up=follow_up,
        written_by=offices.head(office),
    )


def address(office):
    return reverse("consultations:evaluation_note", args=[office.code]) + "?year=2022"


def test_a_head_writes_the_note_of_the_own_office_and_writes_it_anew(signed_in):
    made = reports.year_2022()
    client = signed_in(offices.head(made["JAW3"]))

    for words in ("Antrean panjang.", "Antrean sangat panjang."):
        answer = client.post(address(made["JAW3"]), {"obstacles": words, "follow_up": "Menambah petugas."})
        assert answer.url == f"{URL}?year=2022"

    assert EvaluationNote.objects.get().obstacles == "Antrean sangat panjang."


def test_an_empty_note_is_told_at_the_field_and_what_was_typed_stays(signed_in):
    made = reports.year_2022()

    answer = signed_in(offices.head(made["JAW3"])).post(
        address(made["JAW3"]), {"obstacles": "Antrean.", "follow_up": ""}
    )

    assert answer.status_code == 422
    assert "Antrean." in answer.content.decode()
    assert not EvaluationNote.objects.exists()


def test_another_office_is_not_found_and_an_officer_is_told_who_writes(signed_in):
    made = reports.year_2022()

    assert signed_in(offices.head(made["JAW3"])).get(address(made["JAW2"])).status_code == 404
    answer = signed_in(offices.officer(made["JAW3"])).get(address(made["JAW3"]))
    assert answer.status_code == 403
    assert "Hanya kepala" in answer.content.decode()


def test_the_service_asks_the_policy_itself():
    made = reports.year_2022()

    with pytest.raises(PermissionDenied):
        write_note(
            office=made["JAW3"],
            period=clinics.year(),
            obstacles="x",
            follow_up="x",
            by=offices.officer(made["JAW3"]),
            at=timezone.now(),
        )


def test_the_ministry_sees_every_office_its_note_and_the_published_figure(signed_in):
    made = reports.year_2022()
    noted(made["JAW3"], obstacles="Antrean menumpuk pada hari Senin.")

    text = signed_in(offices.evaluator()).get(URL, {"year": "2022", "as_at": "2022-12-05"}).content.decode()

    assert "1 dari 5 unit sudah menulis kendala dan tindak lanjut" in text
    assert "Antrean menumpuk pada hari Senin." in text
    assert "selisih 2" in text
    assert "Buat laporan evaluasi" in text


def test_a_head_sees_the_own_office_and_the_published_figure_beside_all_of_them(signed_in):
    made = reports.year_2022()
    noted(made["JAW2"], obstacles="Hanya untuk Jawa II.")

    text = signed_in(offices.head(made["JAW3"])).get(URL, {"year": "2022", "as_at": "2022-12-05"}).content.decode()

    assert "Balai JAW3" in text
    assert "Balai JAW2" not in text
    assert "Hanya untuk Jawa II." not in text
    assert "selisih 2" in text
    assert "Hanya evaluator kementerian yang menyusun laporan evaluasi." in text


def test_the_report_there_is_already_is_led_to(signed_in):
    reports.year_2022()
    evaluator = offices.evaluator()
    revision = reports.asked(evaluator)

    text = signed_in(evaluator).get(URL, {"year": "2022", "as_at": "2022-12-05"}).content.decode()

    assert reverse("reports:report", args=[revision.report_id]) in text


def test_officers_are_told_for_whom_it_is(signed_in):
    made = reports.year_2022()

    answer = signed_in(offices.member(Role.OFFICER, made["JAW3"])).get(URL)

    assert answer.status_code == 403
    assert "Evaluasi hanya untuk" in answer.content.decode()


def test_without_any_year_the_page_says_what_comes_first(signed_in):
    assert "Belum ada target atau catatan" in signed_in(offices.evaluator()).get(URL).content.decode()
