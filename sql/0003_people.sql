-- Several people may share a diary; each has a name but its holder. A target is what a doctor set.
ALTER TABLE person ADD COLUMN name TEXT;
ALTER TABLE person ADD COLUMN target_systolic INTEGER;
ALTER TABLE person ADD COLUMN target_diastolic INTEGER;
CREATE UNIQUE INDEX person_name ON person (account, name);
-- A speaker that only takes readings and tells none.
ALTER TABLE peer ADD COLUMN write_only INTEGER NOT NULL DEFAULT 0 CHECK (write_only IN (0, 1));
-- Whose message it was, so that its answer can be erased with everything else.
ALTER TABLE turn ADD COLUMN peer BLOB;
CREATE INDEX turn_peer ON turn (peer);
