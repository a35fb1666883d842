"""One comment: what it is about, and what the head answers in public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consultations.satisfaction import policies, services
from consultations.satisfaction.enums import CommentKind, SurveyElement
from consultations.satisfaction.figures import SurveyPeriod, count_marks
from consultations.satisfaction.forms import CommentForm
from consultations.satisfaction.models import SurveyComment
from consultations.satisfaction.views.reading import build_office_url
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form


def sort_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Sort it and, as head, reply; whoever may do neither reads."""
    comment, period = get_comment(request, pk)
    form = None
    refusal = policies.why_not_sort(request.user, comment)
    if refusal is None:
        replies = policies.why_not_reply(request.user, comment) is None
        form = CommentForm(request.POST or None, comment=comment, replies=replies)
        if submit_form(request, form, services.sort_comment, said=_("Komentar tersimpan."), comment=comment):
            return redirect(build_office_url(comment.office, period))
    elif request.method == "POST":
        refuse_if(refusal)
    context: dict[str, Any] = {
        "comment": comment,
        "badge": build_badge(CommentKind(comment.kind)),
        "about": SurveyElement(comment.element).label if comment.element else "",
        "name": comment.office.name_on(today(comment.office.time_zone)),
        "back": build_office_url(comment.office, period),
        "form": form,
        "zone": comment.office.time_zone,
    }
    return render(request, "consultations/satisfaction/comment.html", context, status=form.status if form else 200)


def get_comment(request: HttpRequest, pk: int) -> tuple[SurveyComment, SurveyPeriod]:
    """With the year it belongs to, in which its office needs ten answers before anybody reads it."""
    visible = SurveyComment.objects.visible_to(request.user).select_related("office__parent", "replied_by")
    comment = get_object_or_404(visible, pk=pk)
    refuse_if(policies.why_not_read_satisfaction(request.user))
    period = SurveyPeriod(comment.answered_on.year)
    tally = count_marks([comment.office_id], period).get(comment.office_id)
    refuse_if(policies.why_not_open_rows(tally.answers if tally else 0))
    return comment, period
