-- A second person of the same account, a target, a speaker that tells nothing, a turn with its peer.
INSERT INTO person (account, name, target_systolic, target_diastolic)
SELECT account, 'мама', 130, 80 FROM person LIMIT 1;
INSERT INTO peer (hash, door, account, at_ms, write_only)
SELECT x'aa0000000000000000000000000000000000000000000000000000000000aa', 'voice', account, 1795280000000, 1
  FROM person LIMIT 1;
INSERT INTO turn (source, reply, at_ms, peer)
VALUES (x'bb0000000000000000000000000000000000000000000000000000000000bb', '"Greeting"', 1795280000000,
        x'aa0000000000000000000000000000000000000000000000000000000000aa');
