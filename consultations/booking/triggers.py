"""The trigger that counts seats in the database, so that no code path can oversell a slot."""

import pgtrigger

from consultations.booking.enums import SEATED, TIMED, SlotState

SEATED_STATES = ", ".join(f"'{state}'" for state in SEATED)
TIMED_STATES = ", ".join(f"'{state}'" for state in TIMED)

# Rows of slots are locked in the order of their ids: two moves in opposite directions do not wait on each other.
# A hold that is confirmed takes no seat, yet it asks whether the slot is still open: whoever closes the slot locks it
# and then lists its people, so each booking is either refused here or listed there.
KEEP_SEATS = pgtrigger.Trigger(
    name="keep_seats",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "seats", "slot_id") | pgtrigger.Delete,
    declare=[("gone", "integer := 0"), ("come", "integer := 0"), ("other", "bigint")],
    func=f"""
    IF TG_OP <> 'INSERT' THEN
        other := OLD.slot_id;
        gone := CASE WHEN OLD.state IN ({SEATED_STATES}) THEN OLD.seats ELSE 0 END;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        come := CASE WHEN NEW.state IN ({SEATED_STATES}) THEN NEW.seats ELSE 0 END;
        IF come > 0 AND (TG_OP = 'INSERT' OR gone = 0 OR OLD.slot_id <> NEW.slot_id
            OR (OLD.state IN ({TIMED_STATES}) AND NEW.state NOT IN ({TIMED_STATES}))) THEN
            PERFORM FROM consultations_slot WHERE id IN (NEW.slot_id, other) ORDER BY id FOR NO KEY UPDATE;
            IF EXISTS (SELECT FROM consultations_slot WHERE id = NEW.slot_id AND state <> '{SlotState.OPEN}') THEN
                RAISE EXCEPTION 'the slot is not open'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'consultations_slot_is_open';
            END IF;
        END IF;
        IF other = NEW.slot_id THEN
            come := come - gone;
            gone := 0;
        END IF;
        IF come <> 0 THEN
            UPDATE consultations_slot SET seats_taken = seats_taken + come WHERE id = NEW.slot_id;
        END IF;
    END IF;
    IF gone <> 0 THEN
        UPDATE consultations_slot SET seats_taken = seats_taken - gone WHERE id = other;
    END IF;
    RETURN NULL;
    """,  # noqa: S608 - names of states
)
