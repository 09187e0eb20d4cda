-- In which zone a reading was taken: its day and its part of the day stay as they were when its person
-- lives elsewhere later. Nothing while no zone is known; then that of the account is meant.
ALTER TABLE reading ADD COLUMN zone TEXT;
ALTER TABLE removed ADD COLUMN zone TEXT;
UPDATE reading SET zone = (
    SELECT account.zone FROM person JOIN account ON account.id = person.account
     WHERE person.id = reading.person);
UPDATE removed SET zone = (
    SELECT account.zone FROM person JOIN account ON account.id = person.account
     WHERE person.id = removed.person);
