"""Is this document genuine? For everybody, without signing in; no person is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from krs_portal.reports.codes import normalise_code
from krs_portal.reports.forms import DocumentCodeForm, ReceivedFileForm
from krs_portal.reports.models import File, Revision


@dataclass(frozen=True)
class CodeVerdict:
    """What the portal can say about a code."""

    kind: str  # of the badge and the alert
    word: str
    sentence: str
    newest: Revision | None = None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_paper(request: HttpRequest, code: str = "") -> HttpResponse:
    if not code:
        form = DocumentCodeForm(request.GET if "kode" in request.GET else None)
        if form.is_valid():
            return redirect("reports:verify", normalise_code(form.cleaned_data["kode"]))
        return render(request, "reports/verify.html", {"form": form})
    if code != normalise_code(code):
        return redirect("reports:verify", normalise_code(code) or "-")
    revision = Revision.objects.select_related("report").filter(code=code).first()
    standing = judge_revision(revision)
    known = revision is not None and revision.published_at is not None
    files = list(revision.files.defer("content").order_by("pk")) if known and revision else []
    check = ReceivedFileForm(request.POST, request.FILES) if request.method == "POST" else ReceivedFileForm()
    context = {
        "form": DocumentCodeForm(),
        "code": code,
        "revision": revision if known else None,
        "draft": revision if revision and not known else None,
        "standing": standing,
        "files": files,
        "figures": revision.figures.filter(is_headline=True).order_by("position", "pk") if known and revision else [],
        "check": check,
        "match": match_sent_file(check, files),
    }
    return render(request, "reports/verify.html", context, status=404 if revision is None else 200)


def judge_revision(revision: Revision | None) -> CodeVerdict:
    if revision is None:
        return CodeVerdict(
            "danger",
            _("Tidak dikenal"),
            _("Tidak ada dokumen dengan kode ini. Periksa lagi kodenya; bila sudah benar, jangan pakai dokumennya."),
        )
    if revision.published_at is None:
        return CodeVerdict("warning", _("Draf"), _("Dokumen ini belum terbit. Angkanya masih dapat berubah."))
    newest = Revision.objects.published().filter(report=revision.report_id).order_by("-number").first()
    if newest and newest != revision:
        sentence = _("Dokumen ini pernah terbit, lalu digantikan oleh revisi %d.") % newest.number
        return CodeVerdict("warning", _("Sudah digantikan"), sentence, newest)
    return CodeVerdict("success", _("Berlaku"), _("Dokumen ini terbit dari portal ini dan belum digantikan."))


def match_sent_file(check: ReceivedFileForm, files: list[File]) -> dict[str, Any] | None:
    """Hash the uploaded file without storing it and compare it with the revision's files."""
    if not check.is_bound or not check.is_valid():
        return None
    digest = hashlib.sha256()
    for chunk in check.cleaned_data["file"].chunks():
        digest.update(chunk)
    found = next((file for file in files if file.sha256 == digest.hexdigest()), None)
    return {"file": found, "sha256": digest.hexdigest()}
