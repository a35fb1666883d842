"""A written question or a call that somebody owns: sent without an account, answered by the office's people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking import consent, messages, owners, policies
from consultations.booking.enums import EnquiryKind, EnquiryState
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.topics import Topic
from consultations.booking.services.seats import create_reference, read_phone
from consultations.people.policies import why_not_serve
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.words import has_letters
from krs_portal.offices.models import Office, Region

LEAST_LETTERS = 3
# Not under which number: anybody who knows telephone number and text can provoke this sentence.
ALREADY_SENT = gettext_lazy(
    "Pertanyaan yang sama dari nomor telepon ini sudah kami terima dan menunggu jawaban. Buka dengan nomornya di Cek "
    "Janji."
)


@transaction.atomic
def send_enquiry(
    *,
    kind: EnquiryKind,
    text: str,
    name: str,
    phone: str,
    consents: bool,
    at: datetime,
    topic: Topic | None = None,
    region: Region | None = None,
    office: Office | None = None,
    is_urgent: bool = False,
    **details: Any,
) -> Enquiry:
    """Take a question in, give it to the office that answers it, and set the day it is due.

    `office` is the clinic that was asked; another one answers where nobody works there. `details` are more fields of
    the enquiry. Raises ValidationError with the field that is wrong.
    """
    reject_if("" if consents else _("Persetujuan diperlukan agar kami boleh mencatat data Anda."), "consents")
    reject_if("" if has_letters(text, LEAST_LETTERS) else _("Tulis pertanyaan Anda."), "text")
    reject_if("" if has_letters(name, 1) else _("Tulis nama Anda."), "name")
    reject_if(_("Pilih topik pertanyaan Anda.") if topic is None and kind != EnquiryKind.DATA else "", "topic")
    same = Enquiry.objects.open().filter(kind=kind, topic=topic, phone=read_phone(phone), text=text.strip())
    reject_if(str(ALREADY_SENT) if same.exists() else "", "text", "sent")
    owner = owners.find_answering_office(region, day_of(at), office)
    if owner is None:
        raise ValidationError(
            _("Belum ada klinik yang dapat menjawab. Hubungi kanal pengaduan di bagian bawah halaman.")
        )
    made = Enquiry(
        reference=create_reference(),
        kind=kind,
        office=owner,
        topic=topic,
        region=region,
        text=text.strip(),
        name=name.strip(),
        phone=read_phone(phone),
        is_urgent=is_urgent,
        consented_at=at,
        consent_version=consent.VERSION,
        created_at=at,
        due_on=policies.compute_due_day(owner, kind, is_urgent, at),
        **details,
    )
    made.full_clean(validate_unique=False)
    made.save(force_insert=True)
    messages.announce_enquiry(made, at=at)
    return made


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, answer: str, by: Any, at: datetime) -> Enquiry:
    """Write the answer, once; the citizen is told that it is there.

    Raises PermissionDenied for whoever does not serve at the office, ValidationError where it is answered already.
    """
    enquiry = lock_row(enquiry, "office__parent")
    refuse_if(why_not_serve(by, enquiry.office))
    reject_if(policies.why_not_answer_again(enquiry))
    reject_if("" if has_letters(answer, LEAST_LETTERS) else _("Tulis jawabannya."), "answer")
    enquiry.answer, enquiry.state = answer.strip(), EnquiryState.ANSWERED
    enquiry.answered_at, enquiry.answered_by = at, by
    enquiry.save(update_fields=["answer", "state", "answered_at", "answered_by"])
    messages.announce_answer(enquiry, at=at)
    return enquiry
