"""What leaves the agency: under consent, once, frozen; what comes back is counted. And what a household may say."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from python_calamine import CalamineWorkbook

from krs_portal.imports import services as imports
from krs_portal.imports import tasks
from krs_portal.kit.clock import now
from monitoring.occupants.enums import ConsentPurpose, ObjectionKind, ObjectionState
from monitoring.occupants.models import Disclosure
from monitoring.occupants.readiness import imports as answers
from monitoring.occupants.readiness.enums import ReferralAnswer
from monitoring.occupants.readiness.models import Assessment, Referral
from monitoring.occupants.readiness.services import referrals
from monitoring.occupants.services import people, rights
from tests.factories import offices
from tests.factories import referrals as directory
from tests.factories.people import AT, FLPP, ON, agency, changed, consented, family, programmes

pytestmark = pytest.mark.django_db
LISTS = "/monitoring/kesiapan/usulan/"


@pytest.fixture
def local():
    return agency(), programmes()[FLPP]


def listed(office, programme, by, *households):
    made = referrals.start_referral_list(programme=programme, office=office, recipient="Bank Uji", by=by, at=AT)
    for household in households:
        referrals.refer_household(list_=made, household=household, by=by, at=AT)
    return made


def test_without_consent_nobody_enters(local):
    (office, operator, estate), programme = local
    household = family(estate, operator).household

    with pytest.raises(PermissionDenied, match="belum menyetujui"):
        listed(office, programme, operator, household)
    consented(household, operator, ConsentPurpose.PROFILE)  # a consent to something else
    with pytest.raises(PermissionDenied, match="belum menyetujui"):
        listed(office, programme, operator, household)
    consented(household, operator)
    assert listed(office, programme, operator, household).referrals.count() == 1


def test_everybody_ready_and_consenting_enters_at_once_and_once(local):
    (office, operator, estate), programme = local
    ready, silent = (family(estate, operator, unit=unit).household for unit in (0, 1))
    not_yet = family(estate, operator, unit=2, owns_house=True).household
    for household in (ready, not_yet):
        consented(household, operator)
    made = listed(office, programme, operator)

    assert referrals.refer_ready_households(list_=made, by=operator, at=AT) == 1
    assert referrals.refer_ready_households(list_=made, by=operator, at=AT) == 0
    assert list(made.referrals.values_list("household", flat=True)) == [ready.pk]
    assert silent.pk


def test_who_is_not_ready_enters_only_after_an_objection_was_upheld(local):
    (office, operator, estate), programme = local
    household = family(estate, operator, owns_house=True).household
    consented(household, operator)
    with pytest.raises(PermissionDenied, match="belum siap"):
        listed(office, programme, operator, household)
    objection = rights.record_objection(
        household=household, kind=ObjectionKind.OBJECTION, programme=programme, text="Rumah itu milik kakak saya.",
        by=operator, at=AT,
    )  # fmt: skip

    with pytest.raises(ValidationError, match="Jawab dengan kata-kata"):
        rights.answer_objection(objection=objection, state=ObjectionState.UPHELD, answer=" ", by=operator, at=AT)
    rights.answer_objection(
        objection=objection,
        state=ObjectionState.UPHELD,
        answer="Benar; sertifikat atas nama kakak.",
        by=operator,
        at=AT,
    )

    assert listed(office, programme, operator, household).referrals.count() == 1
    with pytest.raises(PermissionDenied, match="sudah dijawab"):
        rights.answer_objection(objection=objection, state=ObjectionState.REJECTED, answer="x", by=operator, at=AT)


def test_an_answer_is_due_within_three_times_24_hours(local):
    (_office, operator, estate), _programme = local
    household = family(estate, operator).household

    asked = rights.record_objection(
        household=household, kind=ObjectionKind.CORRECTION, programme=None, text="Nama salah", by=operator, at=AT
    )

    assert asked.answer_due_at == AT + timedelta(hours=72)
    with pytest.raises(ValidationError, match="menyebut programnya"):
        rights.record_objection(
            household=household, kind=ObjectionKind.OBJECTION, programme=None, text="Salah", by=operator, at=AT
        )


def test_sending_freezes_the_list_also_against_sql(local):
    (office, operator, estate), programme = local
    first, second = (family(estate, operator, unit=unit).household for unit in (0, 1))
    consents = [consented(household, operator) for household in (first, second)]
    made = listed(office, programme, operator, first)
    with pytest.raises(PermissionDenied, match="masih kosong"):
        referrals.send_referral_list(list_=listed(office, programme, operator), by=operator, at=AT)

    made = referrals.send_referral_list(list_=made, by=operator, at=AT)

    referral = made.referrals.get()
    with pytest.raises(PermissionDenied, match="sudah dikirim"):
        referrals.refer_household(list_=made, household=second, by=operator, at=AT)
    with pytest.raises(PermissionDenied, match="sudah dikirim"):
        referrals.remove_referral(referral=referral, by=operator, at=AT)
    for attack in (
        lambda: Referral.objects.create(list=made, household=second, consent=consents[1]),
        lambda: Referral.objects.filter(pk=referral.pk).delete(),
        lambda: Referral.objects.filter(pk=referral.pk).update(household=second),
    ):
        with pytest.raises(IntegrityError, match="keeps its households"), transaction.atomic():
            attack()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(recipient="Bank Lain")


def test_withdrawing_consent_takes_the_household_off_what_was_not_sent(local):
    (office, operator, estate), programme = local
    household = family(estate, operator).household
    consent = consented(household, operator)
    sent = listed(office, programme, operator, household)
    draft = listed(office, programme, operator, household)
    referrals.send_referral_list(list_=sent, by=operator, at=AT)

    rights.withdraw_consent(consent=consent, by=operator, at=AT)

    assert (sent.referrals.count(), draft.referrals.count()) == (1, 0)
    with pytest.raises(PermissionDenied, match="sudah ditarik"):
        rights.withdraw_consent(consent=consent, by=operator, at=AT)
    consented(household, operator)  # it may be given again
    with pytest.raises(ValidationError, match="masih berlaku"):
        consented(household, operator)


def test_without_consent_to_the_profile_its_specific_data_go(local):
    (_office, operator, estate), programme = local
    household = family(estate, operator).household
    consent = consented(household, operator, ConsentPurpose.PROFILE)

    rights.withdraw_consent(consent=consent, by=operator, at=AT)

    household.refresh_from_db()
    assert [household.income, household.spouse_income, household.savings, household.instalment] == [None] * 4
    assert Assessment.objects.get(household=household, programme=programme).verdict == "NEEDS_DATA"


def test_the_file_is_harmless_complete_and_written_down(local, signed_in):
    (office, operator, estate), programme = local
    household = family(
        estate, operator, name='=HYPERLINK("http://jahat")', kk="9901010101200001", income=3_456_789
    ).household
    gone = family(estate, operator, unit=1, name="Ditarik").household
    consented(household, operator)
    withdrawn = consented(gone, operator)
    made = listed(office, programme, operator, household, gone)
    browser = signed_in(operator)
    assert browser.post(f"{LISTS}{made.pk}/unduh/csv/").status_code == 403  # not before it was sent
    referrals.send_referral_list(list_=made, by=operator, at=AT)
    rights.withdraw_consent(consent=withdrawn, by=operator, at=AT)

    answer = browser.post(f"{LISTS}{made.pk}/unduh/csv/")
    book = browser.post(f"{LISTS}{made.pk}/unduh/xlsx/")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    line = next(row for row in rows if any("HYPERLINK" in cell for cell in row))
    assert line[1].startswith("'=HYPERLINK")
    assert {"9901010101200001", "3456789"} <= set(line)
    assert not any("Ditarik" in cell for row in rows for cell in row)
    assert any("Persetujuan ditarik" in cell for row in rows for cell in row)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert any(3_456_789 in row for row in cells)
    assert list(Disclosure.objects.values_list("household", flat=True)) == [household.pk] * 2
    assert browser.post(f"{LISTS}{made.pk}/unduh/pdf/").status_code == 404
    assert signed_in(offices.evaluator()).post(f"{LISTS}{made.pk}/unduh/csv/").status_code == 403


def test_answers_come_back_and_are_counted(local, signed_in):
    (office, operator, estate), programme = local
    homes = [family(estate, operator, unit=unit, name=f"Keluarga {unit}").household for unit in range(3)]
    for home in homes:
        consented(home, operator)
    made = listed(office, programme, operator, *homes)
    first, second, _third = made.referrals.order_by("pk")
    with pytest.raises(PermissionDenied, match="belum dikirim"):
        referrals.answer_referral(
            referral=first, answer=ReferralAnswer.ACCEPTED, answered_on=ON, note="", by=operator, at=AT
        )
    referrals.send_referral_list(list_=made, by=operator, at=AT)
    browser = signed_in(operator)

    def answers(referral, answer, day):
        typed = {"answer": answer, "answered_on": day, "note": "Akad bulan depan"}
        return browser.post(f"{LISTS}rumah-tangga/{referral.pk}/jawab/", typed).status_code

    assert answers(first, "ACCEPTED", "2025-06-20") == 302
    assert answers(second, "DECLINED", "2025-06-21") == 302
    assert answers(second, "DECLINED", "2025-06-01") == 422  # before it was sent
    assert answers(second, "DECLINED", "2125-06-01") == 422

    counts = browser.get(f"{LISTS}{made.pk}/").context["counts"]
    assert counts == {"total": 3, "accepted": 1, "declined": 1, "waiting": 1, "withdrawn": 0}
    row = browser.get(LISTS).context["page"].rows[0]
    assert (row.accepted, row.declined, row.waiting) == (1, 1, 1)


def test_a_list_over_the_pages_from_draft_to_sent(local, signed_in):
    (office, operator, estate), programme = local
    household = family(estate, operator).household
    consented(household, operator)
    browser = signed_in(operator)
    directory.partner(name="Bank Direktori")  # of the ministry
    directory.partner(name="Bank Berhenti", is_active=False)

    asked = browser.get(f"{LISTS}baru/").content.decode()
    assert '<option value="Bank Direktori"></option>' in asked
    assert "Bank Berhenti" not in asked
    made = browser.post(f"{LISTS}baru/", {"programme": programme.pk, "office": office.pk, "recipient": "Bank Uji"})
    assert browser.post(f"{made.url}isi/").status_code == 302
    assert browser.post(f"{made.url}kirim/").status_code == 302

    page = browser.get(made.url).content.decode()
    assert "Siti Uji" in page
    assert "Catat jawaban" in page
    assert "Unduh XLSX" in page


def test_the_figures_of_readiness_open_as_many_households(local, signed_in):
    (_office, operator, estate), _programme = local
    family(estate, operator, name="Siap")
    changed(family(estate, operator, unit=1, name="Belum").household, operator, owns_house=True, savings=0)
    family(estate, operator, unit=2, name="Entah", owns_house=None)
    browser = signed_in(operator)

    shown = {each["programme"].code: each for each in browser.get("/monitoring/kesiapan/").context["programmes"]}

    flpp = shown[FLPP]
    assert [figure["count"] for figure in flpp["verdicts"]] == [1, 1, 1]
    figures = [*flpp["verdicts"], *(figure for _title, found in flpp["reasons"] for figure in found)]
    assert len(figures) == 6
    for figure in figures:
        assert len(browser.get(figure["url"]).context["rows"]) == figure["count"], figure
    page = browser.get(figures[3]["url"]).content.decode()
    assert "Belum" in page
    assert "Rp" not in page.split("<main")[1].split("<footer")[0]


def test_a_household_says_it_is_wrong_over_the_pages(local, signed_in):
    (_office, operator, estate), programme = local
    household = family(estate, operator).household
    browser = signed_in(operator)
    address = f"/monitoring/penghuni/{household.pk}/keberatan/"

    assert browser.post(address, {"kind": "OBJECTION", "text": "Salah"}).status_code == 422
    assert browser.post(address, {"kind": "OBJECTION", "text": "Salah", "programme": programme.pk}).status_code == 302
    objection = household.objections.get()
    assert "Siti Uji" in browser.get("/monitoring/penghuni/keberatan/").content.decode()
    answered = browser.post(f"/monitoring/keberatan/{objection.pk}/", {"state": "REJECTED", "answer": "Sudah sesuai."})

    assert answered.status_code == 302
    assert "Sudah sesuai." in browser.get(f"/monitoring/penghuni/{household.pk}/").content.decode()


def test_consent_over_the_pages(local, signed_in):
    (_office, operator, estate), _programme = local
    household = family(estate, operator).household
    browser = signed_in(operator)
    typed = {"purpose": "PROGRAMME", "given_on": date(2025, 6, 1)}

    assert browser.post(f"/monitoring/penghuni/{household.pk}/persetujuan/", typed).status_code == 422
    assert (
        browser.post(f"/monitoring/penghuni/{household.pk}/persetujuan/", typed | {"is_read": "on"}).status_code == 302
    )
    consent = household.consents.get()
    assert browser.post(f"/monitoring/persetujuan/{consent.pk}/tarik/").status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_by == operator


def test_an_export_asks_the_policy_for_each_estate(local):
    (office, operator, estate), programme = local
    household = family(estate, operator).household
    stranger = agency("33.22")[1]

    with pytest.raises(PermissionDenied):
        people.record_disclosures(households=[household], purpose="ingin tahu", by=stranger, at=AT)
    assert office
    assert programme


def test_answers_come_back_as_a_file_too(local):
    (office, operator, estate), programme = local
    homes = [family(estate, operator, unit=unit).household for unit in range(2)]
    for home in homes:
        consented(home, operator)
    sent = referrals.send_referral_list(list_=listed(office, programme, operator, *homes), by=operator, at=AT)
    draft = listed(office, programme, operator, homes[0]).referrals.get()
    first, second = sent.referrals.order_by("pk")
    lines = [
        f"{first.pk},Disetujui,20/6/2025,Akad bulan depan",
        f"{second.pk},Ditolak,1/6/2025,",
        f"{draft.pk},Ditolak,20/6/2025,",
    ]
    batch = imports.upload_batch(
        kind=answers.KIND,
        office=office,
        file_name="jawaban.csv",
        content="\n".join(["Nomor usulan,Jawaban,Dijawab,Keterangan", *lines]).encode(),
        by=operator,
        at=now(),
    )
    tasks.run_batch_check(batch.pk)
    batch.refresh_from_db()

    waiting = [" ".join(problem["text"] for problem in row.problems) for row in batch.rows.order_by("number")]
    assert waiting[0] == ""
    assert "mendahului pengiriman" in waiting[1]
    assert "Tidak ada usulan bernomor ini" in waiting[2]
    imports.commit_batch(batch=batch, by=operator, at=now())
    tasks.run_batch_commit(batch.pk)
    first.refresh_from_db()
    assert (first.answer, first.answered_on, first.note) == ("ACCEPTED", date(2025, 6, 20), "Akad bulan depan")
    batch.refresh_from_db()
    imports.undo_batch(batch=batch, by=operator, at=now())
    first.refresh_from_db()
    assert (first.answer, first.answered_on) == ("WAITING", None)
