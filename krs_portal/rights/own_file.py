"""Somebody's own file, for them to take along: JSON for programs (Ps 13), PDF for people."""

from __future__ import annotations

import json
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from krs_portal.kit import pdf
from krs_portal.rights.subjects import SUBJECT_KINDS, DataSubject, FileSection

TYPES = {"json": "application/json", "pdf": "application/pdf"}


def collect_sections(subject: DataSubject) -> list[FileSection]:
    return SUBJECT_KINDS.get(subject.kind).collect(subject.key)


def build_own_file(subject: DataSubject, form: str, at: datetime) -> bytes:
    sections = collect_sections(subject)
    if form == "pdf":
        context = {"title": _("Salinan data pribadi"), "subject": subject, "sections": sections, "at": at}
        return pdf.write_pdf(render_to_string("rights/own_file.html", context))
    told = {
        "name": subject.name,
        "made_at": at.isoformat(),
        "data": {section.title: [dict(row) for row in section.rows] for section in sections},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
