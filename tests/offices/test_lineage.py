"""Offices are renamed, merged, split and closed on their pages; what they did stays under the names of its day."""

from datetime import date

import pytest

from krs_portal.kit.clock import now
from krs_portal.offices import lineage, services
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office, Succession
from tests.factories import offices

pytestmark = pytest.mark.django_db

SK = {"decree": "Permen 5/2024", "closed_on": "2024-12-31"}


@pytest.fixture
def admin():
    return offices.member(Role.ADMIN, offices.directorate("DIT"))


@pytest.fixture
def browser(signed_in, admin):
    return signed_in(admin)


def test_a_balai_is_founded_renamed_and_its_page_tells_both(browser):
    parent = Office.objects.get(code="DIT")
    founded = browser.post(
        "/unit/baru/",
        {"kind": "BALAI", "code": "JAW5", "name": "Balai Jawa V", "short_name": "Jawa V", "parent": parent.pk,
         "time_zone": "Asia/Jakarta", "opened_on": "2023-01-02"},
    )  # fmt: skip
    renamed = browser.post(
        "/unit/JAW5/nama/", {"name": "BP3KP Jawa V", "short_name": "BP3KP V", "valid_from": "2025-01-01"}
    )

    assert (founded.status_code, renamed.status_code) == (302, 302)
    office = Office.objects.get(code="JAW5")
    assert (office.name_on(date(2024, 12, 31)), office.name_on(date(2025, 1, 1))) == ("Balai Jawa V", "BP3KP Jawa V")
    page = browser.get("/unit/JAW5/").content.decode()
    assert page.index("Balai Jawa V") > page.index("BP3KP Jawa V")  # the heading is today's name
    assert [event.name for event in lineage.list_lineage(office) if event.name] == ["Balai Jawa V", "BP3KP Jawa V"]


@pytest.mark.parametrize(
    ("page", "values", "field", "said"),
    [
        ("nama", {"name": "X", "short_name": "X", "valid_from": "1990-01-01"}, "valid_from", "baru berdiri"),
        ("nama", {"name": "X", "short_name": "X", "valid_from": "2020-06-19"}, "valid_from", "sudah punya nama"),
        ("tutup", SK | {"closed_on": "1990-01-01"}, "closed_on", "baru berdiri"),
        ("tutup", SK | {"successor_1": "ITSELF"}, "successor_1", "Pilihan tersebut bukan salah satu"),
        ("tutup", SK | {"successor_1": "OTHER", "successor_2": "OTHER"}, "__all__", "disebut sekali"),
        ("tutup", SK | {"successor_1": "OTHER", "share_1": "60"}, "__all__", "berjumlah 100"),
        ("tutup", SK | {"successor_1": "AGENCY"}, "closed_on", "bukan unit sejenis"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browser, page, values, field, said):
    named = {
        "ITSELF": offices.balai("JAW3"), "OTHER": offices.balai("JAW4"),
        "AGENCY": offices.office("DINAS", "PROVINCIAL_AGENCY"),
    }  # fmt: skip
    sent = {name: named[value].pk if value in named else value for name, value in values.items()}

    answer = browser.post(f"/unit/JAW3/{page}/", sent)

    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert Office.objects.get(code="JAW3").closed_on is None
    assert not Succession.objects.exists()


def test_two_are_merged_into_one_and_one_is_split_in_two(browser, admin):
    one, two, into = (offices.balai(code) for code in ("JAW3", "JAW4", "JAWA"))
    for code in ("JAW3", "JAW4"):
        assert browser.post(f"/unit/{code}/tutup/", SK | {"successor_1": into.pk}).status_code == 302
    split = offices.balai("SUM3")
    parts = [offices.balai(code) for code in ("SUM6", "SUM7")]
    services.close_office(
        office=split, closed_on=date(2024, 12, 31), decree="Permen 5/2024", by=admin, at=now(),
        successions=[Succession(successor=part, share=share) for part, share in zip(parts, (60, 40), strict=True)],
    )  # fmt: skip

    heirs = lineage.find_heirs([one, two, into, split])

    assert [heirs[office.pk].code for office in (one, two, into, split)] == ["JAWA", "JAWA", "JAWA", "SUM3"]
    taken = [(event.text, event.office.code) for event in lineage.list_lineage(into) if event.office]
    assert taken == [("Meneruskan", "JAW3"), ("Meneruskan", "JAW4")]
    merged = browser.get("/unit/JAW3/")
    assert merged.context["heir"] == into
    assert '<a href="/unit/JAWA/">JAWA</a>.' in merged.content.decode()
    page = browser.get("/unit/SUM3/").content.decode()
    assert "Diteruskan oleh 60 %" in page
    assert "ditutup sesudah 31 Desember 2024" in page


def test_an_office_with_others_below_it_is_not_closed_and_a_mistake_is_taken_back(browser):
    above = offices.balai("JAW3")
    below = offices.office("SATKER-X", "SATKER", parent=above)
    refused = browser.post("/unit/JAW3/tutup/", SK)
    assert "Masih ada unit di bawahnya" in refused.context["form"].errors["closed_on"][0]

    browser.post("/unit/SATKER-X/tutup/", SK)
    browser.post("/unit/SATKER-X/buka/")

    below.refresh_from_db()
    assert below.closed_on is None


def test_others_read_what_they_may_see_and_change_nothing(signed_in):
    office = offices.balai("JAW3")
    offices.balai("JAW4")
    reader = signed_in(offices.officer(office))

    assert [each.code for each in reader.get("/unit/").context["page"]] == ["JAW3"]
    assert reader.get("/unit/JAW4/").status_code == 404
    assert reader.get("/unit/", {"q": "balai jaw3"}).context["page"].rows == [office]
    for page in ("baru", "JAW3/nama", "JAW3/tutup"):
        assert reader.get(f"/unit/{page}/").status_code == 403
    assert reader.post("/unit/JAW3/buka/").status_code == 403
