"""The house itself: names, arrows between tables, constraints that exist, states that are written down."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from clinics import enums as clinic_enums  # noqa: F401 imported so that a broken enum fails here first
from krs_portal.kit.states import build_states_page
from krs_portal.rooms import LABELS, PACKAGES

ROOT = Path(settings.BASE_DIR)
OURS = [model for label in LABELS for model in apps.get_app_config(label).get_models()]
OWN_MODELS = [model for model in OURS if not hasattr(model, "pgh_tracked_model")]
SOURCES = [path for folder in PACKAGES for path in (ROOT / folder).rglob("*.py")]
DOMAIN_WORDS = re.compile(
    r"\b(balai|satker|rusun|rusus|konsultasi|consultation|clinic|klinik|ledger|office|kab/kota|penghuni|attendance)\b",
    re.IGNORECASE,
)


def test_no_module_is_named_for_nothing():
    vague = {"utils", "helpers", "common", "misc"}

    assert [path for path in SOURCES if path.stem in vague] == []


def test_kit_holds_no_domain_word():
    found = {
        path.name: DOMAIN_WORDS.findall(path.read_text())
        for path in (ROOT / "krs_portal" / "kit").rglob("*.py")
        if DOMAIN_WORDS.search(path.read_text())
    }

    assert found == {}


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_a_model_refers_only_to_its_own_room_and_those_below(model):
    own = LABELS.index(model._meta.app_label)
    related = {
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    } & set(LABELS)

    assert all(LABELS.index(label) <= own for label in related)


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_moments_end_in_at_and_days_in_on(model):
    wrong = [
        field.name
        for field in model._meta.concrete_fields
        if (isinstance(field, models.DateTimeField) and not field.name.endswith(("_at", "last_login")))
        or (
            type(field) is models.DateField
            and not field.name.endswith(("_on", "as_at"))
            and field.name not in {"valid_from", "valid_until", "month"}
        )
    ]

    assert wrong == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_no_model_has_a_standing_order(model):
    assert model._meta.ordering == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_constraints_speak(model):
    """Each constraint a person can run into says what is wrong; trigger-written tallies have no person."""
    if model.__name__.endswith("Tally"):
        return
    silent = [c.name for c in model._meta.constraints if not (c.violation_error_message or "").strip()]
    default = "Constraint “%(name)s” is violated."

    assert silent == []
    assert [c.name for c in model._meta.constraints if c.violation_error_message == default] == []


def test_every_domain_model_is_in_the_audit_trail():
    untracked = {
        model._meta.label
        for model in OWN_MODELS
        if not any(getattr(event, "pgh_tracked_model", None) is model for event in OURS)
    }

    # Regions are reference data loaded whole; the ledger is its own history, and so are a message's receipts, beside
    # words that are frozen; an announcement lasts until its messages are written; tallies, report figures and
    # assessments are derived. Staged rows keep what came beside what was corrected, and a batch the hash of its
    # workbook; what was written and not saved is nobody's record, and goes; a disclosure is itself a line of the trail,
    # append-only. That an item of reference data was put in says the item's own trail, and that something was sent, the
    # trail of what it made. Attempts, devices and sealed secrets are to be forgotten, which a trail would not. A step
    # of a referral is a line of its own trail, append-only. An answer to the survey is nobody's, and when its link was
    # used may not be known.
    assert untracked == {
        "access.Attempt",
        "access.KnownDevice",
        "access.SealedSecret",
        "kit.ReferenceItem",
        "kit.Submission",
        "offices.Region",
        "offices.Village",
        "clinics.LedgerEntry",
        "clinics.Tally",
        "clinics.MonthTally",
        "consultations.SurveyAnswer",
        "consultations.SurveyLink",
        "reports.Figure",
        "outbox.Announcement",
        "outbox.Message",
        "outbox.Attachment",
        "outbox.Receipt",
        "imports.Workbook",
        "unsaved.UnsavedText",
        "imports.Row",
        "monitoring.EstateTally",
        "monitoring.Assessment",
        "monitoring.Recomputation",
        "monitoring.Disclosure",
        "referrals.ReferralStep",
    }


def test_states_are_written_down():
    assert (ROOT / "docs" / "states.md").read_text() == build_states_page()


def test_no_registry_host_and_no_secret_stands_in_a_file():
    hosts = re.compile(r"(pypi\.org|pythonhosted|npmjs|registry\.)", re.IGNORECASE)
    tracked = [ROOT / name for name in ("package-lock.json", "package.json", "Makefile", "Dockerfile", ".npmrc")]
    tracked += [ROOT / name for name in ("pyproject.toml", ".pre-commit-config.yaml")]
    tracked += [*(ROOT / "requirements").iterdir(), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]

    assert [path.name for path in tracked if path.exists() and hosts.search(path.read_text())] == []
