"""Partners and programmes: who keeps them, and to whom they are offered."""

import pytest
from django.urls import reverse

from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from krs_portal.offices.models import Coverage
from krs_portal.referrals.models import Partner, Programme
from krs_portal.referrals.reference import PROGRAMMES, REFERENCES
from tests.factories import offices, referrals

pytestmark = pytest.mark.django_db


def test_a_head_keeps_partners_of_the_office_and_their_programmes(signed_in, balai):
    head = signed_in(offices.head(balai))
    values = {
        "name": "Notaris Uji", "kind": "NOTARY", "office": balai.pk, "phone": "0812 3456 7890",
        "remind_after": "5", "at_risk_after": "10", "close_after": "20", "is_active": "on",
    }  # fmt: skip

    head.post(reverse("referrals:partner_new"), values)
    partner = Partner.objects.get()
    head.post(reverse("referrals:programme_new", args=[partner.pk]), {"name": "Balik nama", "needs": "KTP\n\nKK "})

    assert (partner.phone, partner.office, partner.remind_after) == ("+6281234567890", balai, 5)
    assert partner.programmes.get().needs == ["KTP", "KK"]
    page = head.get(reverse("referrals:partner", args=[partner.pk])).text
    assert "Balik nama" in page


def test_clocks_out_of_order_are_refused_in_words(signed_in, balai):
    partner = referrals.partner(balai)
    head = signed_in(offices.head(balai))
    values = {"name": "Bank Uji", "kind": "BANK", "remind_after": "30", "at_risk_after": "10", "close_after": "20"}

    answer = head.post(reverse("referrals:partner_edit", args=[partner.pk]), values)

    assert answer.status_code == 422
    assert "lalu terancam, lalu ditutup" in answer.text


def test_a_head_makes_no_national_partner(signed_in, balai):
    head = signed_in(offices.head(balai))
    values = {"name": "Bank", "kind": "BANK", "remind_after": "9", "at_risk_after": "21", "close_after": "45"}

    assert head.post(reverse("referrals:partner_new"), values).status_code == 422
    assert not Partner.objects.exists()


def test_a_landline_takes_no_whatsapp(signed_in, balai):
    partner = referrals.partner(balai)
    head = signed_in(offices.head(balai))

    answer = head.post(reverse("referrals:partner_edit", args=[partner.pk]), {"phone": "0274 123456"})

    assert "tidak menerima WhatsApp" in answer.text


def test_a_partner_is_offered_to_the_regions_it_serves(balai):
    java, bali = offices.region("33"), offices.region("51")
    Coverage.objects.create(office=balai, region=java)
    here = referrals.programme(referrals.partner(None, "Di Jawa", region=java))
    referrals.programme(referrals.partner(None, "Di Bali", region=bali))
    everywhere = referrals.programme(referrals.partner(None, "Nasional"))
    own = referrals.programme(referrals.partner(balai, "Sendiri", region=bali))
    referrals.programme(referrals.partner(offices.balai("JAW4"), "Orang lain"))

    assert set(Programme.objects.offered_to(balai, today())) == {here, everywhere, own}


def test_the_reference_brings_the_nations_programmes_without_addresses():
    load_references(REFERENCES, today())
    load_references(REFERENCES, today())

    assert Programme.objects.count() == len(PROGRAMMES)
    assert not Partner.objects.exclude(email="", phone="", contact="").exists()
