"""What must be right in a line of a logbook before it becomes a closed consultation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import CountingRule
from clinics.months.policies import why_not_record
from clinics.policies import why_not_on_day
from consultations.counter.models import Consultation
from consultations.people.names import build_name_key
from krs_portal.accounts.models import User
from krs_portal.imports import values
from krs_portal.imports.kinds import ImportLine, Lines, Values
from krs_portal.imports.regions import find_written_region
from krs_portal.kit.clock import now, today
from krs_portal.offices.finding import RegionFinder
from krs_portal.offices.models import Membership, Office


def build_line_key(row: Values) -> str:
    """One service: who came on which day for what. The same line twice in a file is written down once."""
    who = f"{build_name_key(row['client_name'])} {row.get('phone') or ''}".strip()
    return f"{row['happened_on']} {row['topic']} {who}"


def check_logbook_rows(lines: Lines, office: Office, user: Any) -> None:
    calendar, finder = ServiceCalendar(office), RegionFinder()
    officers, recorded = find_officers(office), find_recorded(lines, office)
    for line in lines:
        row = line.values
        if refusal := calendar.explain(row["happened_on"]):
            line.wants("happened_on", refusal)
        if row.get("is_assistance") and not row.get("address"):
            line.wants("address", _("Bantuan teknis diberikan untuk sebuah rumah; isi alamat rumahnya."))
        find_written_region(line, "region", finder)
        find_officer(line, officers)
        if not row.get("summary"):
            line.hint("summary", _("Ringkasannya kosong; konsultasi ini masuk tanpa ringkasan."))
        if known := recorded.get(build_line_key(row)):
            line.is_twin(_("Konsultasi ini sudah tercatat dengan nomor %(number)d.") % {"number": known})


class ServiceCalendar:
    """On which days an office's services may be recorded; asked once for each day."""

    def __init__(self, office: Office) -> None:
        self.office, self.today, self.at = office, today(office.time_zone), now()
        self.known: dict[str, str | None] = {}

    def explain(self, day: str) -> str | None:
        if day not in self.known:
            self.known[day] = self.judge(date.fromisoformat(day))
        return self.known[day]

    def judge(self, day: date) -> str | None:
        if refusal := why_not_on_day(self.office, day, today=self.today):
            return refusal
        if not CountingRule.objects.in_force(day).exists():
            return _("Belum ada aturan hitung yang berlaku pada tanggal ini.")
        return why_not_record(self.office.pk, day, self.at)


def find_officers(office: Office) -> Mapping[str, list[int]]:
    """Whoever works or worked at the office, by name."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    members = Membership.objects.filter(office=office).values("user")
    for pk, name in User.objects.filter(pk__in=members).values_list("pk", "name").order_by("pk"):
        found[build_name_key(name)].append(pk)
    return found


def find_officer(line: ImportLine, officers: Mapping[str, list[int]]) -> None:
    written = line.values.get("officer")
    if not written:
        return
    found = officers.get(build_name_key(written), [])
    line.values["officer_id"] = found[0] if len(found) == 1 else None
    if len(found) != 1:
        said = _("“%(name)s” bukan petugas unit ini yang dikenal portal. Petugasnya dibiarkan kosong.")
        line.hint("officer", said % {"name": values.quote_cell(written)})


def find_recorded(lines: Lines, office: Office) -> dict[str, int]:
    """What stands in the portal already, by the key of a line: brought in before, or written at the counter."""
    days = {line.values["happened_on"] for line in lines}
    if not days:
        return {}
    rows = Consultation.objects.standing().filter(office=office, happened_on__in=days)
    return {
        build_line_key({"happened_on": day.isoformat(), "client_name": name, "topic": topic, "phone": phone}): pk
        for pk, day, name, topic, phone in rows.order_by("-pk").values_list(
            "pk", "happened_on", "client_name", "topics__code", "person__phone"
        )
    }
