-- A home week that is over, and a person whose diary goes.
INSERT INTO past_week (person, ended_ms, plan)
VALUES (1, 1794723240000,
        '{"week":{"profile":"Esh","begun_ms":1794118440000,"days":7,"pauses":[],"times":[480,1200]},"rhythm":{"zone":"Europe/Moscow","borders":[240,720,1020]},"ended_ms":1794723240000}');
UPDATE person SET erase_ms = 1795414440000 WHERE name IS NOT NULL;
