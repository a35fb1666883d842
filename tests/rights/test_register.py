"""The register of personal data is whole: a column in which people can stand is declared, or is named here as none."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from pghistory.models import Event

from krs_portal.kit.personal import HOLDINGS, list_event_models
from krs_portal.kit.sealing import EncryptedField, LookupField
from krs_portal.rooms import PACKAGES

TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField, EncryptedField)
# Columns of text that hold no data of people: names of things, words of offices about their work, keys and hashes.
IMPERSONAL = {
    "kit": {"ReferenceItem": "key", "Submission": "caller operation key digest answer"},  # forgotten after days
    "accounts": {"User": "password", "ApiToken": "digest label"},
    "access": {"Attempt": "key", "KnownDevice": "digest", "SealedSecret": "text"},
    "offices": {
        "Region": "code name", "RegionAlias": "name", "Village": "code name", "Office": "address phone email",
        "Succession": "decree", "OfficeName": "name short_name", "Holiday": "name",
        "Institution": "name name_en address phone email information_url law_url data_officer",
    },
    "unsaved": {"UnsavedText": "address"},
    "files": {"Attachment": "about_kind about_key sha256"},
    "outbox": {"Announcement": "about_key reason last_error", "Message": "event_key about_key provider_id",
               "Attachment": "content_type"},
    "meetings": {
        "Meeting": "title about_kind about_key place link agenda introduction letter_number copies_to cancel_reason",
        "Minutes": "text", "Agreement": "code remark", "Decision": "text about_kind about_key proof",
    },
    "referrals": {"Partner": "name", "Programme": "name offer source", "Referral": "about_key consent_version"},
    "rights": {"DataRequest": "number subject_key", "Breach": "title story exposed handling"},
    "reports": {
        "Report": "params scope_key title",
        "Revision": "code step error snapshot drift_reason note official_number place copies_to"
        " signatory_name signatory_nip signatory_position",  # who signs, as everybody may read on the paper
        "Figure": "key label unit rule office_code address", "Reconciliation": "key label source",
        "ReconciliationLine": "reference", "File": "name sha256 content",
    },
    "imports": {
        "Batch": "file_name sha256 failure sheet mapping layout notes leftovers counts sums_before sums_after",
        "Row": "result_key", "Mapping": "fingerprint columns",
    },
    "clinics": {
        "Indicator": "name definition", "CountingRule": "statement basis", "ReportingPeriod": "name",
        "PeriodUnlock": "reason", "PeriodException": "reason", "TargetRevision": "decree reason",
        "PublishedFigure": "source link said_by withdrawal_reason", "ProgrammeName": "name short_name decree",
        "SavedView": "name query", "Place": "name address directions", "Closure": "reason",
        "MonthRemark": "text answer",
    },
    "consultations": {
        "WeeklyHours": "link", "Absence": "reason", "Topic": "name name_en explanation",
        "Enquiry": "reference", "Slot": "title speaker link note", "Attendance": "reference hold_token window",
        "ServiceStandard": "text text_en", "TriageQuestion": "text text_en",
        "TriageChoice": "text text_en advice advice_en", "House": "components", "Window": "name",
        "HouseImprovement": "before after", "FactForm": "asked", "PromiseClock": "act act_en",
        "EvaluationNote": "obstacles follow_up proposal", "RuleTrial": "sums",
        "HowTo": "question question_en steps steps_en",
    },
    "monitoring": {
        "Estate": "code name package_name address builder proposer unit_type variant manager stay_rule_source notes",
        "Block": "name", "Unit": "number unit_type", "Facility": "note", "Wage": "source", "Tariff": "decree",
        "ProfileForm": "questions", "Round": "name", "Profile": "empty_reasons answers return_reason unfrozen_reason",
        "ProfileEntry": "values former", "DeskRoom": "name link", "Unavailability": "reason", "DeskSession": "record",
        "Remark": "field text", "Consent": "text_version", "DisclosureRelease": "reason",
        "Programme": "name provider source", "Criterion": "parameters text source",
        "IncomeLimit": "region_codes source", "ReferralList": "recipient",
        "Problem": "title description owner plan proof", "ProblemAgreement": "owner plan", "ProblemClock": "source",
        "FigureSettlement": "profile_value register_value reason", "ProblemNote": "text",
        "HandOver": "recipient recipient_address obstacle", "HandOverStep": "letter", "HandOverPaper": "note",
        "BacklogFigure": "unit definition source",
    },
}  # fmt: skip
VERSIONS = {"consent_version"}  # of a text, not of a person
NOT_COPIED = {"name_key", "address_key"}  # made of others, and not in the trail


def list_text_columns():
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in PACKAGES and not issubclass(model, Event):
            for field in model._meta.local_fields:
                is_key = field.primary_key or isinstance(field, models.SlugField | LookupField)
                if isinstance(field, TEXT) and not field.choices and not is_key:
                    yield model, field.name


def test_each_column_of_text_is_in_the_register_or_named_as_no_personal_one():
    found = {(model._meta.app_label, model.__name__, name) for model, name in list_text_columns()}
    declared = {
        (holding.model._meta.app_label, holding.model.__name__, name)
        for holding in HOLDINGS
        for name in (*holding.stubs, *holding.columns)
    }
    named = {
        (app, model, name) for app, rows in IMPERSONAL.items() for model, all_ in rows.items() for name in all_.split()
    }

    assert {column for column in found - declared - named if column[2] not in VERSIONS} == set()
    assert named - found == set()  # none that is gone
    assert named & declared == set()


def test_what_the_register_names_are_columns_of_the_table_and_of_its_trail():
    for holding in HOLDINGS:
        columns = {field.name for field in holding.model._meta.local_fields}
        assert {*holding.stubs, *holding.columns} <= columns, holding.code
        for event in list_event_models(holding.model):
            copied = {field.name for field in event._meta.local_fields}
            assert set(holding.stubs) - copied <= NOT_COPIED, event


@pytest.mark.django_db
def test_citizens_read_the_register_from_the_page_about_privacy(client):
    page = client.get(reverse("consultations:privacy")).content.decode()
    register = client.get(reverse("rights:holdings")).content.decode()

    assert reverse("rights:holdings") in page
    assert all(str(label) in register for holding in HOLDINGS for label in holding.labels[:1])
