-- A timer of each kind, an alarm, a running home week, hours of quiet.
INSERT INTO timer (person, kind, chat, set_ms, due_ms)
VALUES (1, 0, 1000001, 1795328040000, 1795328100000),
       (1, 1, 1000001, 1795328040000, 1795328340000),
       (2, 2, 1000001, 1795328040000, 1795329840000);
INSERT INTO alarm (person, told_ms, stage) VALUES (1, 1795328040000, 1);
INSERT INTO home_week (person, chat, plan, handled_ms)
VALUES (1, 1000001,
        '{"profile":"Esh","begun_ms":1795328040000,"days":7,"pauses":[{"from":"2026-11-24","until":null}],"times":[480,1200]}',
        1795328040000);
UPDATE person SET quiet_from = 1320, quiet_to = 420 WHERE id = 1;
