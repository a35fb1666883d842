"""Triggers: disclosures are never changed or deleted; a referral list that was sent keeps its households."""

import pgtrigger

WRITTEN_ONCE = pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)

# Once a list was sent, no household is added or removed; only the answers are still written.
SENT_IS_FROZEN = pgtrigger.Trigger(
    name="sent_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (
        SELECT FROM monitoring_referrallist l
        WHERE l.id IN (NEW.list_id, OLD.list_id) AND l.sent_at IS NOT NULL
    ) AND (TG_OP <> 'UPDATE' OR (NEW.list_id, NEW.household_id, NEW.consent_id)
           IS DISTINCT FROM (OLD.list_id, OLD.household_id, OLD.consent_id)) THEN
        RAISE EXCEPTION 'a list that was sent keeps its households'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'monitoring_sent_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)
LEFT_ONCE = pgtrigger.Protect(
    name="left_once",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__sent_at__isnull=False),
)
