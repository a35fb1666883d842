"""Pages that a public service owes: they say what is recorded, and say so where nothing is."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from consultations.booking.enums import StandardComponent
from consultations.booking.models.how_tos import HowTo
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.topics import Topic
from consultations.booking.reference.how_tos import load_how_tos
from consultations.booking.reference.standards import load_standards
from consultations.booking.reference.topics import load_topics
from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from krs_portal.kit.reference import Reference
from krs_portal.offices.models import Institution
from krs_portal.offices.reference import INSTITUTION
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
PAGES = ("privacy", "accessibility", "standards", "help", "complaints")


def read(client, name, *arguments):
    return client.get(reverse(f"consultations:{name}", args=arguments)).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_without_an_institution_nothing_is_invented(client, page):
    said = read(client, page)

    assert "Kementerian Perumahan dan" not in said
    assert said.count("<h1") == 1


def test_the_foot_names_the_ministry_its_address_and_what_is_owed(client):
    load_references([INSTITUTION], today())
    Institution.objects.update(law_url="https://jdih.contoh.go.id/")
    foot = read(client, "home").partition('<footer class="site-footer">')[2]

    for said in ("Jl. Raden Patah I No. 1", f"© {today().year} Kementerian Perumahan", "https://jdih.contoh.go.id/"):
        assert said in foot
    for page in ("privacy", "accessibility", "standards", "help", "complaints", "ask"):
        assert f'href="{reverse(f"consultations:{page}")}"' in foot
    assert f"{reverse('consultations:help')}#informasi-publik" in foot  # PPID: no address is recorded


def test_an_edited_institution_is_seen_at_once(client):
    load_references([INSTITUTION], today())
    read(client, "home")

    row = Institution.objects.get()
    row.data_officer = "Sekretaris Direktorat Jenderal"
    row.save()

    assert "Sekretaris Direktorat Jenderal" in read(client, "privacy")
    for page in ("privacy", "help"):
        assert (
            "Kementerian Perumahan dan Kawasan Permukiman"
            in read(client, page).partition("<main")[2].partition("</main")[0]
        )


def test_a_standard_has_its_fourteen_components_and_says_what_is_open(client):
    load_references([Reference("standards", load_standards)], today())
    office = offices.balai()
    offices.officer(office)
    consultations.slot(clinics.place(office))
    topic = consultations.topic("desain")

    page = read(client, "standard", "desain")

    assert page.count("<dt>") == len(StandardComponent) == 14
    assert page.count("Belum ditetapkan oleh penyelenggara") == 3  # competence, oversight, pledge
    assert "Satu pertemuan berlangsung 45 menit" in page
    assert "1 petugas dan kepala di 1 klinik" in page
    ServiceStandard.objects.create(topic=topic, component=StandardComponent.COST, text="Tanpa biaya, juga di rumah.")
    assert "Tanpa biaya, juga di rumah." in read(client, "standard", "desain")


def test_an_unknown_topic_is_not_found(client):
    assert client.get(reverse("consultations:standard", args=["naga"])).status_code == 404


def test_a_right_to_ones_data_has_a_door(client):
    assert f"{reverse('consultations:ask')}?kind=DATA" in read(client, "privacy")


def test_a_topic_answers_before_a_seat_is_taken(client):
    load_references([Reference("topics", load_topics), Reference("how-tos", load_how_tos)], today())
    every, permit = read(client, "how_tos"), read(client, "how_to", "perizinan")

    assert every.count("cukup tanpa janji") == HowTo.objects.filter(is_enough=True).count() == 4
    offered = Topic.objects.filter(is_offered=True)
    assert set(HowTo.objects.values_list("topic", flat=True)) == set(offered.values_list("pk", flat=True))
    assert "simbg.pu.go.id" in permit
    assert "Cukup tanpa janji." in permit
    assert "data-print" in permit
    assert f"{reverse('consultations:ask')}?topic=PERIZINAN" in permit
    for name in ("help", "home", "book"):
        assert reverse("consultations:how_tos") in read(client, name)


def test_every_answer_has_as_many_steps_in_both_languages():
    load_references([Reference("topics", load_topics), Reference("how-tos", load_how_tos)], today())

    for how_to in HowTo.objects.all():
        with override("en"):
            english = how_to.listed_steps
        with override("id"):
            assert len(how_to.listed_steps) == len(english) > 2
