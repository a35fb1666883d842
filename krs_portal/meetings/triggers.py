"""Triggers that freeze agreed minutes, and the words of their decisions."""

import pgtrigger

AGREED_IS_FROZEN = pgtrigger.Protect(
    name="agreed_is_frozen",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state="AGREED"),
)

FROZEN_WITH_MINUTES = pgtrigger.Trigger(
    name="frozen_with_minutes",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF TG_OP = 'UPDATE' AND (NEW.meeting_id, NEW.text, NEW.owner_office_id, NEW.owner_name)
        IS NOT DISTINCT FROM (OLD.meeting_id, OLD.text, OLD.owner_office_id, OLD.owner_name) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM meetings_minutes m
        WHERE m.meeting_id IN (NEW.meeting_id, OLD.meeting_id) AND m.state = 'AGREED'
    ) THEN
        RAISE EXCEPTION 'what was decided stands in agreed minutes and is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_agreed_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)
