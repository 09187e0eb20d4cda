-- Somebody who has set everything, and a person with thresholds of another guideline.
UPDATE account SET unit = 'kpa', tone = 'brief', country = 'us', menu = 0, morning_min = 300,
                   daytime_min = 660, evening_min = 1080, zone = 'America/New_York'
 WHERE id = (SELECT min(id) FROM account);
UPDATE person SET profile = 'aha' WHERE id = (SELECT min(id) FROM person);
