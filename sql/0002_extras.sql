-- What may be said beside the numbers, and whether the time is only a representative one.
ALTER TABLE reading ADD COLUMN approximate INTEGER NOT NULL DEFAULT 0 CHECK (approximate IN (0, 1));
ALTER TABLE reading ADD COLUMN arm TEXT CHECK (arm IN ('left', 'right'));
ALTER TABLE reading ADD COLUMN position TEXT CHECK (position IN ('sitting', 'lying', 'standing'));
ALTER TABLE reading ADD COLUMN irregular INTEGER NOT NULL DEFAULT 0 CHECK (irregular IN (0, 1));
ALTER TABLE reading ADD COLUMN note TEXT;
-- An edited message finds the readings that came with it.
CREATE INDEX reading_origin ON reading (person, origin);
