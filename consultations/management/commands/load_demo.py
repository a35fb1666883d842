from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string

from consultations.booking.models.topics import Topic
from consultations.counter.models import Consultation
from consultations.demo import (
    account,
    agenda,
    assistances,
    enquiries,
    meetings,
    months,
    notes,
    offices,
    past,
    people,
    promises,
    records,
    referrals,
    rights,
    satisfaction,
)
from krs_portal import demo
from krs_portal.accounts.audit import record_actor
from krs_portal.accounts.models import User
from krs_portal.kit.clock import now
from krs_portal.offices.models import Office, Region


class Command(BaseCommand):
    help = "Loads the demo: offices, accounts, the services of 2022 exactly as published, and slots for four weeks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are offices already")
        parser.add_argument("--allow-production", action="store_true", help="load even though DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["allow_production"]:
            raise CommandError("DEBUG is off and demo accounts have a known password; --allow-production loads them.")
        if Office.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are offices already; the demo is loaded into an empty database only.")
        if not Region.objects.exists():
            call_command("load_regions", stdout=self.stdout)
        call_command("load_reference", stdout=self.stdout)
        load_demo()
        self.stdout.write(
            f"Demo: {Office.objects.count()} offices, {Consultation.objects.closed().count()} services of 2022; "
            f"sign in as {', '.join(demo.ACCOUNTS)} @{demo.DOMAIN} with {demo.PASSWORD}"
        )


@transaction.atomic
@record_actor("load_demo")
def load_demo() -> None:
    made = offices.load_offices()
    staff = people.load_staff(made)
    by_code = {topic.code: topic for topic in Topic.objects.all()}
    evaluator = User.objects.get(email=f"kementerian@{demo.DOMAIN}")
    rules = account.load_account(made, evaluator)
    places = agenda.load_places(made)
    past.load_past(made, places, staff, by_code, rules)
    notes.load_notes(made, staff)
    meetings.load_meeting(made, staff, evaluator)
    months.load_months(made, staff, User.objects.get(email=f"kementerian@{demo.DOMAIN}"))
    satisfaction.load_satisfaction(made, staff)
    moment = now()
    account.load_rate_targets(made["JAW3"], evaluator, moment)
    agenda.load_slots(places, by_code, moment)
    agenda.load_today(places["JAW3"], by_code, User.objects.get(email=f"petugas@{demo.DOMAIN}"), moment)
    enquiries.load_enquiries(made["JAW3"], by_code, User.objects.get(email=f"petugas@{demo.DOMAIN}"), moment)
    promises.load_promises(made["JAW3"], staff["JAW3"], moment)
    records.load_records(made["JAW3"], staff["JAW3"], moment)
    referrals.load_referrals(made["JAW3"], User.objects.get(email=f"petugas@{demo.DOMAIN}"), moment)
    assistances.load_assistances(made["JAW3"], User.objects.get(email=f"petugas@{demo.DOMAIN}"), moment)
    rights.load_data_requests(
        made["JAW3"],
        User.objects.get(email=f"petugas@{demo.DOMAIN}"),
        User.objects.get(email=f"admin@{demo.DOMAIN}"),
        moment,
    )
    for part in demo.PARTS:
        import_string(part)(moment)
