"""The list of consultations as a file for spreadsheets: what the filter shows, written row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from consultations.booking.enums import ServiceChannel
from consultations.booking.models.topics import Topic
from consultations.counter.enums import ConsultationKind, ConsultationState, Outcome
from consultations.counter.facts.enums import FactKind
from consultations.counter.facts.models import FactForm, TopicFacts, list_told
from consultations.counter.facts.showing import format_fact, format_line
from consultations.counter.models import Consultation
from consultations.counter.querysets import ConsultationQuerySet
from krs_portal.kit.cells import begins_like_formula, create_workbook, write_cell, write_csv
from krs_portal.kit.formats import format_person_name

CHUNK = 2_000
MOST_ROWS = 100_000  # of a workbook, which is finished before its first byte is sent: some 15 s on the smallest server
WIDTHS = (9, 12, 10, 28, 13, 16, 8, 34, 24, 12, 24, 34, 24, 14, 40)
FACT_WIDTHS = (9, 28, 34, 28, 10)


def list_heads() -> list[str]:
    return [
        _("Nomor"),
        _("Tanggal layanan"),
        _("Kode unit"),
        _("Pemohon"),
        _("Jenis"),
        _("Cara"),
        _("Orang"),
        _("Topik"),
        _("Petugas"),
        _("Status"),
        _("Hasil"),
        _("Alamat rumah"),
        _("Kab/kota rumah"),
        _("Bantuan teknis"),
        _("Isian topik"),
    ]


def list_consultation_rows(consultations: ConsultationQuerySet, served: Collection[int]) -> Iterator[list[Any]]:
    """One row a consultation, in the order of the queryset; last the facts of its topics, each with what was asked.

    `served` are the keys of the offices whose people the reader may know: elsewhere a name is its initials, and the
    address of a house is left out, as on the page.
    """
    names = {topic.pk: str(topic) for topic in Topic.objects.all()}
    through = Consultation.topics.through.objects.filter(consultation=OuterRef("pk"))
    topics_of_each = ArraySubquery(through.order_by("topic__position", "topic").values("topic"))
    answers = TopicFacts.objects.filter(consultation=OuterRef("pk")).order_by("topic__position", "topic")
    facts_of_each = ArraySubquery(answers.values(each=JSONObject(form="form", values="values")))
    asked = {form.pk: form for form in FactForm.objects.select_related("topic")}
    kinds, channels, states, outcomes = (
        {key: str(label) for key, label in each.choices}
        for each in (ConsultationKind, ServiceChannel, ConsultationState, Outcome)
    )
    yes = _("ya")
    columns = consultations.annotate(topic_keys=topics_of_each, answers=facts_of_each).values_list(
        "pk", "happened_on", "office__code", "office", "client_name", "kind", "channel", "head_count", "topic_keys",
        "officer__name", "state", "outcome", "house__address", "house__region__name", "is_technical_assistance",
        "answers",
    )  # fmt: skip
    for (
        pk, day, code, office, name, kind, channel, people, topics, officer, state, outcome, address, region, helped,
        answers,
    ) in columns.iterator(CHUNK):  # fmt: skip
        known = office in served
        yield [
            pk,
            day,
            code,
            format_person_name(name, known=known),
            kinds[kind],
            channels[channel],
            people,
            ", ".join(names[topic] for topic in topics),
            officer or "",
            states[state],
            outcomes.get(outcome, ""),
            (address or "") if known else "",
            region or "",
            yes if helped else "",
            [(asked[each["form"]], each["values"]) for each in answers],
        ]


def write_consultations_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    return write_csv(chain([list_heads()], ([*row[:-1], format_answers(row[-1])] for row in rows)))


def format_answers(answers: list[tuple[FactForm, dict[str, Any]]]) -> str:
    """The facts of all topics in one cell."""
    return "; ".join(format_line(list_told(form.definitions, values)) for form, values in answers)


def write_consultations_xlsx(rows: Iterable[list[Any]]) -> IO[bytes]:
    """A workbook with a frozen head and a filter over every column, in a file that goes away once it is closed."""
    # The answer that sends the file closes it.
    book, made = create_workbook(TemporaryFile(), constant_memory=True)  # noqa: SIM115
    page = book.add_worksheet(_("Konsultasi"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    day, quoted = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"quote_prefix": True})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_row(0, 0, list_heads(), bold)
    page.freeze_panes(1, 0)
    facts = FactSheet(book, bold, quoted)
    last = 0
    for last, row in enumerate(rows, start=1):
        page.write_number(last, 0, row[0])
        page.write_datetime(last, 1, row[1], day)
        facts.write(row[0], row[-1])
        for column, value in enumerate([*row[2:-1], format_answers(row[-1])], start=2):
            if isinstance(value, int):
                page.write_number(last, column, value)
            elif value:
                page.write_string(last, column, value, quoted if begins_like_formula(value) else None)
    page.autofilter(0, 0, last, len(WIDTHS) - 1)
    facts.finish()
    book.close()
    made.seek(0)
    return made


class FactSheet:
    """The facts, one a line, with numbers as numbers: what is added up, counted or pivoted."""

    def __init__(self, book: Any, bold: Any, quoted: Any) -> None:
        self.page = book.add_worksheet(_("Isian topik"))
        self.quoted = quoted
        self.last = 0
        for column, width in enumerate(FACT_WIDTHS):
            self.page.set_column(column, column, width)
        heads = [_("Nomor"), _("Topik"), _("Isian"), _("Jawaban"), _("Satuan")]
        self.page.write_row(0, 0, heads, bold)
        self.page.freeze_panes(1, 0)

    def write(self, key: int, answers: list[tuple[FactForm, dict[str, Any]]]) -> None:
        for form, values in answers:
            for fact, value in list_told(form.definitions, values):
                self.last += 1
                answer = value if fact.kind.is_measured else format_fact(fact, value)
                unit = "Rp" if fact.kind == FactKind.MONEY else fact.unit
                for column, cell in enumerate((key, str(form.topic), str(fact), answer, unit)):
                    write_cell(self.page, self.last, column, cell, None, self.quoted)

    def finish(self) -> None:
        self.page.autofilter(0, 0, self.last, len(FACT_WIDTHS) - 1)
