"""Referring somebody: under consent, to a programme that takes people from the office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.words import squeeze_spaces
from krs_portal.referrals import clocks, consent, policies
from krs_portal.referrals.enums import NextAct, SharedDatum
from krs_portal.referrals.kinds import ReferralSubject
from krs_portal.referrals.models import Programme, Referral
from krs_portal.referrals.services.loop import lock_referral, record_step, send_referral, settle_refusal


@transaction.atomic
def start_referral(
    *,
    about: About,
    subject: ReferralSubject,
    programme: Programme,
    name: str,
    note: str,
    shared: Collection[str],
    consents: bool,
    sends: bool,
    by: Any,
    at: datetime,
    due_on: date | None = None,
    follows: Referral | None = None,
) -> Referral:
    """Draw up a referral and, where that is asked, send it: both or neither.

    Only what the person lets the partner know is taken over. After a refusal (`follows`) this is its next act.
    """
    office = subject.office
    refuse_if(policies.why_not_refer(by, office))
    reject_if(subject.refusal)
    reject_if(None if consents else _("Tanpa persetujuan pemohon, datanya tidak disampaikan kepada mitra."), "consents")
    reject_if(None if note.strip() else _("Tuliskan apa yang dibutuhkan dari mitra."), "note")
    today = day_of(at, office.time_zone)
    reject_if(policies.why_not_offer(programme, office, today), "programme")
    if follows:
        follows = lock_referral(follows)
        reject_if(policies.why_not_settle(by, follows))
        same = follows.programme_id == programme.pk
        reject_if(_("Program ini baru saja menolaknya. Pilih program lain.") if same else None, "programme")
    due_on = due_on or clocks.compute_due_day(programme.partner, today)
    reject_if(policies.why_not_due(programme.partner, due_on, today), "due_on")
    told = {datum: value for datum, value in subject.known_data.items() if datum in shared}
    made = Referral(
        office=office, about_kind=about.kind, about_key=about.key, programme=programme, follows=follows,
        name=squeeze_spaces(name), note=note.strip(), shared=sorted(told), consent_version=consent.VERSION,
        phone=told.get(SharedDatum.PHONE, ""), address=told.get(SharedDatum.ADDRESS),
        nik_ciphertext=told.get(SharedDatum.NIK), due_on=due_on, created_at=at, created_by=by,
    )  # fmt: skip
    save_checked_row(made, checks_fields=False)
    record_step(made, by=by, at=at)
    if follows:
        settle_refusal(follows, NextAct.ANOTHER, f"{made.number}: {programme}", by=by, at=at)
    return send_referral(referral=made, by=by, at=at) if sends else made
