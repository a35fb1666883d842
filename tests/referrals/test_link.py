"""The partner's page without an account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from krs_portal.referrals import services
from krs_portal.referrals.enums import LINK_LASTS, ReferralState
from krs_portal.referrals.links import sign_referral
from krs_portal.referrals.models import Referral
from tests.factories import referrals

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(balai, officer, programme):
    return referrals.referral(balai, officer, programme, shared=["PHONE"])


def page_of(referral):
    return f"/rujukan/jawab/{sign_referral(referral)}/"


def test_it_shows_only_what_the_consent_covers(client, sent):
    page = client.get(page_of(sent)).text

    assert "Siti Aminah" in page
    assert "0812-3456-7890" in page
    assert "Kenanga" not in page
    assert "9999990101800001" not in page


def test_the_partner_answers_step_by_step(client, sent):
    for answer in ("RECEIVED", "ACCEPTED"):
        said = client.post(page_of(sent), {"answer": answer}, follow=True)
        assert "Jawaban Anda tersimpan" in said.text

    sent.refresh_from_db()
    assert sent.state == ReferralState.ACCEPTED
    assert sent.steps.latest("pk").by is None


def test_declining_without_a_reason_is_said_at_its_field(client, sent):
    answer = client.post(page_of(sent), {"answer": "DECLINED"})

    assert answer.status_code == 422
    assert "alasan penolakannya" in answer.text


def test_the_link_ends_with_the_referral_and_shows_nothing_of_the_person(client, sent, officer):
    services.withdraw_referral(referral=sent, reason="Tidak jadi.", by=officer, at=timezone.now())

    page = client.get(page_of(sent))
    posted = client.post(page_of(sent), {"answer": "ACCEPTED"})

    assert "Rujukan ini ditarik" in page.text
    assert "Siti" not in page.text
    assert posted.status_code == 409
    sent.refresh_from_db()
    assert sent.state == ReferralState.WITHDRAWN


def test_a_link_ends_a_year_after_the_sending(client, sent):
    Referral.objects.filter(pk=sent.pk).update(sent_at=sent.sent_at - LINK_LASTS - timedelta(days=1))

    page = client.get(page_of(sent)).text

    assert "lewat masa berlakunya" in page
    assert "Siti" not in page


def test_a_wrong_token_is_unknown(client, sent):
    token = sign_referral(sent)

    for wrong in (token[:-1], f"x{token}", "0" * 32):
        answer = client.get(f"/rujukan/jawab/{wrong}/")
        assert (answer.status_code, "tidak dikenal" in answer.text) == (404, True)


def test_a_draft_has_no_link(client, balai, officer):
    draft = referrals.referral(
        balai, officer, sends=False, to=referrals.programme(referrals.partner(balai, "Bank Dua"))
    )

    assert client.get(page_of(draft)).status_code == 404
