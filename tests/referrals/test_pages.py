"""The staff's page: baskets, filters, pages."""

import pytest

from krs_portal.referrals import services
from krs_portal.referrals.enums import Basket, ReferralState
from tests.factories import offices, referrals

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


def test_each_basket_names_its_next_act_and_opens_its_people(counter, balai, officer, programme):
    made = referrals.referral(balai, officer, programme)
    services.answer_referral(referral=made, answer=ReferralState.DECLINED, reason="Kuota.", by=None, at=made.sent_at)

    page = counter.get("/rujukan/").text

    assert "Rujuk ke program lain, atau jelaskan alasannya kepada pemohon." in page
    assert f"/rujukan/{made.pk}/" in page
    assert "Siti Aminah" in page


def test_filters_narrow_the_counts_as_well(counter, balai, officer, programme):
    other = referrals.programme(referrals.partner(balai, "Bank Dua"))
    for to in (programme, other):
        referrals.referral(balai, officer, to)
    referrals.referral(balai, offices.officer(balai), other, key="2", name="Tarno")

    for query, found in (
        ("", 3),
        (f"&partner={other.partner_id}", 2),
        (f"&programme={programme.pk}", 1),
        ("&mine=1", 2),
    ):
        answer = counter.get(f"/rujukan/?keranjang=menunggu{query}")
        assert len(answer.context["rows"]) == found
        assert next(tab.count for tab in answer.context["tabs"] if tab.current) == found
        assert sum(tab.count for tab in answer.context["tabs"]) == found


def test_every_basket_opens_what_it_counts_under_the_same_filter(counter, balai, officer, programme):
    other = referrals.programme(referrals.partner(balai, "Bank Dua"))
    for key, (to, sends) in enumerate([(programme, True), (programme, False), (other, True), (other, False)]):
        referrals.referral(balai, officer, to, key=key, sends=sends)
    declined = referrals.referral(balai, officer, other, key="9")
    services.answer_referral(
        referral=declined, answer=ReferralState.DECLINED, reason="Kuota.", by=None, at=declined.sent_at
    )

    for query, total in (("", 5), (f"?partner={other.partner_id}", 3), (f"?programme={programme.pk}&mine=1", 2)):
        tabs = counter.get(f"/rujukan/{query}").context["tabs"]
        assert sum(tab.count for tab in tabs) == total
        for basket, tab in zip(Basket, tabs, strict=True):
            answer = counter.get(tab.url)
            assert len(answer.context["rows"]) == tab.count
            assert basket.next_act in answer.text


def test_a_long_basket_is_read_page_by_page(counter, balai, officer, programme):
    for number in range(31):
        referrals.referral(balai, officer, programme, key=number)

    first = counter.get("/rujukan/?keranjang=menunggu")
    second = counter.get(f"/rujukan/?keranjang=menunggu&cursor={first.context['page'].next}")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (30, 1)


def test_another_office_sees_nothing(signed_in, balai, officer, programme):
    made = referrals.referral(balai, officer, programme)
    stranger = signed_in(offices.officer(offices.balai("JAW4")))

    assert stranger.get(f"/rujukan/{made.pk}/").status_code == 404
    assert stranger.get("/api/v1/referrals/").json()["results"] == []


def test_the_api_lists_with_basket_and_without_telephone(counter, balai, officer, programme):
    referrals.referral(balai, officer, programme)

    (row,) = counter.get("/api/v1/referrals/?state=SENT").json()["results"]

    assert (row["name"], row["basket"], row["office"]) == ("Siti Aminah", "menunggu", "JAW3")
    assert "phone" not in row
    assert counter.get("/api/v1/referrals/?state=DRAFT").json()["results"] == []


def test_what_can_be_done_stands_as_buttons_and_is_done(counter, balai, officer, programme):
    draft = referrals.referral(balai, officer, programme, sends=False)
    assert "Kirim kepada mitra" in counter.get(f"/rujukan/{draft.pk}/").text

    counter.post(f"/rujukan/{draft.pk}/kirim/")
    counter.post(f"/rujukan/{draft.pk}/jawaban/", {"answer": "DECLINED", "reason": "Kuota habis."})
    counter.post(f"/rujukan/{draft.pk}/penjelasan/", {"note": "Dijelaskan."})

    page = counter.get(f"/rujukan/{draft.pk}/").text
    assert "Dijelaskan kepada pemohon" in page
    assert "Tarik rujukan" not in page
