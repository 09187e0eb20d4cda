-- Readings with everything that may be said beside the numbers.
INSERT INTO reading (person, at_ms, id, systolic, diastolic, pulse, origin, said_ms, approximate,
                     arm, position, irregular, note)
VALUES (1, 1795250000000, 9001, 131, 84, 66, zeroblob(32), 1795250000000, 1, 'left', 'sitting', 1,
        'after coffee'),
       (1, 1795260000000, 9002, 128, 80, NULL, zeroblob(32), 1795260000000, 0, 'right', 'lying', 0,
        NULL),
       (1, 1795270000000, 9003, 128, 80, NULL, zeroblob(32), 1795270000000, 0, NULL, 'standing', 0,
        NULL);
