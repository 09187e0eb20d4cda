-- Reminders: one that is on, one that rests, one that comes again soon.
INSERT INTO reminder (id, person, minute, days, active, paused_until_ms, again_ms, handled_ms)
VALUES (4611686018427387904, 1, 480, 127, 1, NULL, NULL, 1795328040000),
       (31, 1, 1200, 31, 0, 1795932840000, NULL, 1795280400000),
       (32, 2, 1439, 64, 1, NULL, 1795329840000, 1795328040000);
