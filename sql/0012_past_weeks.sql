-- Home weeks that are over: the plan, with the zone and the parts of the day in which its slots
-- are found, as JSON. What they amount to is worked out from the readings.
CREATE TABLE past_week (
    person   INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    ended_ms INTEGER NOT NULL,
    plan     TEXT    NOT NULL,
    PRIMARY KEY (person, ended_ms)
) STRICT, WITHOUT ROWID;

-- The diary of one person beside the holder goes at this time, ms UTC, if that was asked for.
ALTER TABLE person ADD COLUMN erase_ms INTEGER;
