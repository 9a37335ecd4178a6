"""What the database itself holds: nothing that is signed is changed."""

import pgtrigger

# Of what is signed only the status may change; a column that is added later is held too.
SIGNED_AND_CHANGED = """OLD.status <> 'draft' AND (to_jsonb(OLD) - 'status') <> (to_jsonb(NEW) - 'status')"""


class SignedWithScreening(pgtrigger.Trigger):
    """What belongs to a signed screening is neither added, changed nor taken away."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = """
        IF EXISTS (
            SELECT 1 FROM screening_screening
            WHERE id IN (OLD.screening_id, NEW.screening_id) AND status <> 'draft'
        ) THEN
            RAISE EXCEPTION 'pgtrigger: the screening is signed: nothing changes in % table', TG_TABLE_NAME;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """
