-- Removed readings: one with everything beside the numbers, one of somebody else without.
INSERT INTO removed (id, person, at_ms, systolic, diastolic, pulse, origin, said_ms, approximate, arm,
                     position, irregular, note, removed_ms)
VALUES (8001, 1, 1795250100000, 141, 94, 76, zeroblob(32), 1795250100000, 1, 'left', 'sitting', 1,
        'after coffee', 1795250200000),
       (8002, 2, 1795260100000, 128, 81, NULL, zeroblob(32), 1795260100000, 0, NULL, NULL, 0, NULL,
        1795260200000);
