-- Readings of a traveller: one with its zone, one whose zone is not known; and a removed one.
INSERT INTO reading (person, at_ms, id, systolic, diastolic, pulse, origin, said_ms, approximate,
                     irregular, zone)
VALUES (1, 1795280000000, 9101, 127, 82, 64, zeroblob(32), 1795280000000, 0, 0, 'Asia/Vladivostok'),
       (2, 1795280000000, 9102, 129, 83, NULL, zeroblob(32), 1795280000000, 0, 0, NULL);
INSERT INTO removed (id, person, at_ms, systolic, diastolic, pulse, origin, said_ms, approximate,
                     irregular, removed_ms, zone)
VALUES (8101, 1, 1795281000000, 133, 86, 70, zeroblob(32), 1795281000000, 0, 0, 1795281200000,
        'Asia/Vladivostok');
