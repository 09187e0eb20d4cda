-- Rows of every table as the first schema had them: an owner with two readings, a link that a
-- speaker has claimed, and a guest who came by voice.
INSERT INTO meta (name, value) VALUES ('seal', zeroblob(128));
INSERT INTO account (id, role, created_ms, consent_version, consent_language, consent_door,
                     consent_ms, language, zone, chat)
VALUES (1, 'owner', 1795328040000, '1', 'ru', 'chat', 1795328040000, 'ru', 'Europe/Moscow', 2000001),
       (2, 'guest', 1795328050000, '1', 'en', 'voice', 1795328050000, NULL, NULL, NULL);
INSERT INTO person (id, account) VALUES (1, 1), (2, 2);
INSERT INTO peer (hash, door, account, at_ms)
VALUES (zeroblob(32), 'chat', 1, 1795328040000),
       (CAST('speaker-hash-of-thirty-two-bytes' AS BLOB), 'voice', 2, 1795328050000);
INSERT INTO reading (person, at_ms, id, systolic, diastolic, pulse, origin, said_ms)
VALUES (1, 1795328060000, 4611686018427387903, 120, 80, 75, zeroblob(32), 1795328060000),
       (1, 1795328200000, 2, 118, 79, NULL, zeroblob(32), 1795328200000),
       (2, 1795328060000, 3, 135, 85, 66, zeroblob(32), 1795328060000);
INSERT INTO thread (peer, version, body, at_ms)
VALUES (zeroblob(32), 1, '{}', 1795328200000),
       (CAST('speaker-hash-of-thirty-two-bytes' AS BLOB), 0, 'of an unknown version', 1795328060000);
INSERT INTO turn (source, reply, at_ms) VALUES (zeroblob(32), '"Greeting"', 1795328040000);
INSERT INTO inbox (update_id, chat, raw, state, tries, at_ms)
VALUES (100001, 2000001, CAST('{"update_id":100001}' AS BLOB), 0, 1, 1795328210000),
       (100000, NULL, NULL, 1, 0, 1795328040000),
       (99999, NULL, NULL, 2, 3, 1795328030000);
INSERT INTO outbox (chat, body, state, tries, at_ms)
VALUES (2000001, '{"reply":"Greeting","language":"Ru","back":null}', 0, 0, 1795328210000),
       (0, '', 2, 1500, 1795328030000);
INSERT INTO link (account, id, code, chat, language, issued_ms, expires_ms, claimed_by)
VALUES (1, 77, zeroblob(32), 2000001, 'ru', 1795328300000, 1795328900000,
        CAST('speaker-hash-of-thirty-two-bytes' AS BLOB));
INSERT INTO guess (peer, at_ms) VALUES (zeroblob(32), 1795328310000);
INSERT INTO closed_chat (hash, why, at_ms) VALUES (zeroblob(32), 'group', 1795328320000);
INSERT INTO counter (name, value) VALUES ('strangers', 3);
