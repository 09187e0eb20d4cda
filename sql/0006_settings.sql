-- What people set: in which unit pressures are shown, in how many words they are reminded, whose
-- emergency numbers they are told (nothing: those of their zone), whether the menu of buttons is
-- shown, and where the parts of their day begin (minutes after midnight).
ALTER TABLE account ADD COLUMN unit TEXT NOT NULL DEFAULT 'mmhg' CHECK (unit IN ('mmhg', 'kpa'));
ALTER TABLE account ADD COLUMN tone TEXT NOT NULL DEFAULT 'friendly' CHECK (tone IN ('friendly', 'brief'));
ALTER TABLE account ADD COLUMN country TEXT;
ALTER TABLE account ADD COLUMN menu INTEGER NOT NULL DEFAULT 1 CHECK (menu IN (0, 1));
ALTER TABLE account ADD COLUMN morning_min INTEGER NOT NULL DEFAULT 240;
ALTER TABLE account ADD COLUMN daytime_min INTEGER NOT NULL DEFAULT 720;
ALTER TABLE account ADD COLUMN evening_min INTEGER NOT NULL DEFAULT 1020;
-- Whose thresholds a person has chosen; nothing: those of the language.
ALTER TABLE person ADD COLUMN profile TEXT;
