//! Reminders, with a clock that the test drives: in every zone, through changes of the clocks,
//! downtimes and a clock that is set back, each exactly once or left out on purpose.

use proptest::prelude::*;
use tonolog::domain::{
    reminder::{
        Due, MEASURED_WITHIN_MS, Reminder, ReminderId, SNOOZE_MS, TimeOfDay, USEFUL_MS, Weekdays,
        paused_for,
    },
    when::Zone,
};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How often somebody looks.
const LOOK_MS: i64 = 30 * 1000;

fn zone(name: &str) -> Zone {
    Zone::new(name).unwrap()
}

/// An instant, ms UTC.
fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn reminder(hour: u16, minute: u16, handled_ms: i64) -> Reminder {
    Reminder {
        id: ReminderId(1),
        time: TimeOfDay::of_minutes(hour * 60 + minute).unwrap(),
        days: Weekdays::ALL,
        on: true,
        paused_until_ms: None,
        again_ms: None,
        handled_ms,
    }
}

/// Deals with what is due, as the chore does.
fn look(
    reminder: &mut Reminder,
    now_ms: i64,
    zone: &Zone,
    measured_ms: Option<i64>,
) -> Option<Due> {
    let due = reminder.due(now_ms, zone, measured_ms)?;
    reminder.handled_ms = due.at_ms;
    reminder.again_ms = reminder.again_ms.filter(|at_ms| *at_ms > due.at_ms);
    Some(due)
}

/// Looks from one instant to another; the local times at which a reminder was sent.
fn sent(reminder: &mut Reminder, zone: &Zone, from: &str, to: &str) -> Vec<String> {
    let mut times = Vec::new();
    let mut now_ms = utc(from);
    while now_ms < utc(to) {
        if look(reminder, now_ms, zone, None).is_some_and(|due| due.speak) {
            times.push(zone.at(now_ms).strftime("%d. %H:%M %:z").to_string());
        }
        now_ms += LOOK_MS;
    }
    times
}

#[test]
fn a_time_that_the_clocks_skip_comes_once_and_later() {
    // 2026-03-29: from 02:00 to 03:00 in Berlin.
    let (berlin, from, to) = (zone("Europe/Berlin"), "2026-03-27T23:00Z", "2026-03-30T22:00Z");
    let times = sent(&mut reminder(2, 30, utc(from)), &berlin, from, to);
    assert_eq!(times, ["28. 02:30 +01:00", "29. 03:30 +02:00", "30. 02:30 +02:00"]);
    let times = sent(&mut reminder(8, 0, utc(from)), &berlin, from, to);
    assert_eq!(times, ["28. 08:00 +01:00", "29. 08:00 +02:00", "30. 08:00 +02:00"]);
    // 2026-09-06: midnight itself is skipped in Santiago.
    let (from, to) = ("2026-09-05T03:00Z", "2026-09-08T02:00Z");
    let times = sent(&mut reminder(0, 15, utc(from)), &zone("America/Santiago"), from, to);
    assert_eq!(times, ["05. 00:15 -04:00", "06. 01:15 -03:00", "07. 00:15 -03:00"]);
}

#[test]
fn a_time_that_the_clocks_show_twice_comes_once_and_first() {
    // 2026-10-25: from 03:00 back to 02:00 in Berlin.
    let (berlin, from, to) = (zone("Europe/Berlin"), "2026-10-23T22:00Z", "2026-10-26T23:00Z");
    let times = sent(&mut reminder(2, 30, utc(from)), &berlin, from, to);
    assert_eq!(times, ["24. 02:30 +02:00", "25. 02:30 +02:00", "26. 02:30 +01:00"]);
    let times = sent(&mut reminder(20, 0, utc(from)), &berlin, from, to);
    assert_eq!(times, ["24. 20:00 +02:00", "25. 20:00 +01:00", "26. 20:00 +01:00"]);
    // Half an hour only, on Lord Howe: 2026-04-05, from 02:00 back to 01:30.
    let (from, to) = ("2026-04-03T13:00Z", "2026-04-06T13:30Z");
    let times = sent(&mut reminder(1, 45, utc(from)), &zone("Australia/Lord_Howe"), from, to);
    assert_eq!(times, ["04. 01:45 +11:00", "05. 01:45 +11:00", "06. 01:45 +10:30"]);
}

#[test]
fn once_a_day_in_every_zone_and_on_a_leap_day() {
    for name in [
        "Pacific/Pago_Pago",
        "America/St_Johns",
        "Europe/Moscow",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
    ] {
        for (hour, minute) in [(0, 0), (8, 0), (23, 59)] {
            let (from, to) = ("2028-02-27T10:10Z", "2028-03-02T10:10Z");
            let times = sent(&mut reminder(hour, minute, utc(from)), &zone(name), from, to);
            assert_eq!(times.len(), 4, "{name} {hour}:{minute}: {times:?}");
            assert!(times.iter().all(|time| time.contains(&format!(" {hour:02}:{minute:02} "))));
            assert!(times.iter().any(|time| time.starts_with("29.")), "{name}: {times:?}");
        }
    }
}

#[test]
fn only_on_its_days_of_the_week() {
    let moscow = zone("Europe/Moscow");
    let mut weekend = reminder(8, 0, utc("2026-11-15T21:00Z"));
    weekend.days = Weekdays::of_bits(0b110_0000).unwrap();
    let times = sent(&mut weekend, &moscow, "2026-11-15T21:00Z", "2026-11-29T21:00Z");
    let days: Vec<&str> = times.iter().map(|time| &time[..2]).collect();
    assert_eq!(days, ["21", "22", "28", "29"]);
    for bits in [0, 0b1000_0000, 255] {
        assert!(Weekdays::of_bits(bits).is_none());
    }
    assert!(!Weekdays::ALL.contains(0) && Weekdays::ALL.contains(7) && !Weekdays::ALL.contains(8));
    assert!(TimeOfDay::of_minutes(1439).is_some() && TimeOfDay::of_minutes(1440).is_none());
}

#[test]
fn after_a_downtime_only_what_is_useful_comes() {
    let moscow = zone("Europe/Moscow");
    let at_eight = utc("2026-11-22T05:00Z");
    let due = |now_ms| reminder(8, 0, at_eight - DAY_MS).due(now_ms, &moscow, None);
    let expected = Some(Due { at_ms: at_eight, speak: true });
    assert_eq!(due(at_eight - 1), None);
    assert_eq!(due(at_eight), expected);
    assert_eq!(due(at_eight + USEFUL_MS), expected);
    assert_eq!(due(at_eight + USEFUL_MS + 1), None);
    assert_eq!(due(at_eight + 3 * HOUR_MS), None, "three hours");
    let after_three_days = at_eight + 3 * DAY_MS + HOUR_MS;
    assert_eq!(due(after_three_days).map(|due| due.at_ms), Some(at_eight + 3 * DAY_MS));
}

#[test]
fn a_reading_that_has_come_makes_it_silent() {
    let moscow = zone("Europe/Moscow");
    let at_eight = utc("2026-11-22T05:00Z");
    let speaks = |measured_ms, now_ms| {
        let due = reminder(8, 0, at_eight - DAY_MS).due(now_ms, &moscow, measured_ms).unwrap();
        due.speak
    };
    assert!(speaks(None, at_eight));
    assert!(speaks(Some(at_eight - DAY_MS), at_eight));
    assert!(speaks(Some(at_eight - MEASURED_WITHIN_MS - 1), at_eight));
    assert!(!speaks(Some(at_eight - MEASURED_WITHIN_MS), at_eight));
    assert!(!speaks(Some(at_eight + 10 * MINUTE_MS), at_eight + HOUR_MS));
    // What was silent does not come when the reading is deleted.
    let mut quiet = reminder(8, 0, at_eight - DAY_MS);
    assert!(look(&mut quiet, at_eight, &moscow, Some(at_eight)).is_some_and(|due| !due.speak));
    assert!(look(&mut quiet, at_eight + LOOK_MS, &moscow, None).is_none());
}

#[test]
fn a_clock_that_is_set_back_makes_nothing_come_twice() {
    let moscow = zone("Europe/Moscow");
    let at_eight = utc("2026-11-22T05:00Z");
    for back_ms in [MINUTE_MS, HOUR_MS, DAY_MS, 6 * DAY_MS] {
        let mut reminder = reminder(8, 0, at_eight - 20 * DAY_MS);
        assert!(look(&mut reminder, at_eight, &moscow, None).is_some());
        let mut now_ms = at_eight - back_ms;
        while now_ms <= at_eight + HOUR_MS {
            assert!(look(&mut reminder, now_ms, &moscow, None).is_none());
            now_ms += MINUTE_MS;
        }
        assert!(look(&mut reminder, at_eight + DAY_MS, &moscow, None).is_some());
    }
    // A week ahead may be a clock that was set back; a mark further ahead was made by a wrong one,
    // and silences nobody.
    let due = |ahead_ms| reminder(8, 0, at_eight + ahead_ms).due(at_eight, &moscow, None);
    assert_eq!(due(7 * DAY_MS), None);
    assert_eq!(due(7 * DAY_MS + 1), Some(Due { at_ms: at_eight, speak: true }));
    let mut ahead = reminder(8, 0, at_eight + 365 * DAY_MS);
    assert!(look(&mut ahead, at_eight, &moscow, None).is_some());
    assert!(look(&mut ahead, at_eight + LOOK_MS, &moscow, None).is_none());
}

#[test]
fn somebody_who_travels_is_reminded_by_the_clock_on_the_wall() {
    let (moscow, vladivostok) = (zone("Europe/Moscow"), zone("Asia/Vladivostok"));
    let mut eight = reminder(8, 0, utc("2026-11-21T12:00Z"));
    let to = "2026-11-22T06:00Z";
    assert_eq!(sent(&mut eight, &moscow, "2026-11-21T12:00Z", to), ["22. 08:00 +03:00"]);
    // There it is 16:00 already; the next morning is the 23rd.
    let times = sent(&mut eight, &vladivostok, to, "2026-11-23T06:00Z");
    assert_eq!(times, ["23. 08:00 +10:00"]);
}

#[test]
fn a_pause_a_snooze_and_off() {
    let moscow = zone("Europe/Moscow");
    let at_eight = utc("2026-11-22T05:00Z");
    let now = moscow.at(at_eight - HOUR_MS);
    let mut today = reminder(8, 0, at_eight - DAY_MS);
    today.paused_until_ms = Some(paused_for(1, &now));
    assert_eq!(today.paused_until_ms, Some(utc("2026-11-22T21:00Z")));
    assert!(today.due(at_eight, &moscow, None).is_none());
    assert_eq!(today.next(at_eight, &moscow), Some(at_eight + DAY_MS));
    assert!(today.due(at_eight + DAY_MS, &moscow, None).is_some());
    today.paused_until_ms = Some(paused_for(7, &now));
    assert_eq!(today.next(at_eight, &moscow), Some(at_eight + 7 * DAY_MS));
    assert!(today.due(at_eight + 6 * DAY_MS, &moscow, None).is_none());
    // What is due when the pause ends comes.
    today.paused_until_ms = Some(at_eight + DAY_MS);
    assert_eq!(today.next(at_eight, &moscow), Some(at_eight + DAY_MS));
    assert!(today.due(at_eight + DAY_MS, &moscow, None).is_some());

    let mut later = reminder(8, 0, at_eight - DAY_MS);
    assert!(look(&mut later, at_eight, &moscow, None).is_some());
    let again_ms = at_eight + 5 * MINUTE_MS + SNOOZE_MS;
    later.again_ms = Some(again_ms);
    assert!(look(&mut later, again_ms - 1, &moscow, None).is_none());
    assert_eq!(later.next(at_eight, &moscow), Some(again_ms));
    assert_eq!(later.next(again_ms, &moscow), Some(at_eight + DAY_MS));
    assert!(look(&mut later, again_ms, &moscow, None).is_some_and(|due| due.speak));
    assert!(look(&mut later, again_ms + 1, &moscow, None).is_none());
    later.again_ms = Some(again_ms + HOUR_MS);
    let measured_ms = Some(again_ms + MINUTE_MS);
    assert!(!look(&mut later, again_ms + HOUR_MS, &moscow, measured_ms).unwrap().speak);

    let off = Reminder { on: false, ..reminder(8, 0, at_eight - DAY_MS) };
    assert!(off.due(at_eight, &moscow, None).is_none() && off.next(at_eight, &moscow).is_none());
}

#[test]
fn the_next_time_is_told() {
    let moscow = zone("Europe/Moscow");
    let at_eight = utc("2026-11-22T05:00Z");
    let eight = reminder(8, 0, at_eight);
    assert_eq!(eight.next(at_eight - 1, &moscow), Some(at_eight));
    assert_eq!(eight.next(at_eight, &moscow), Some(at_eight + DAY_MS));
    // The 22nd is a Sunday.
    let sundays = Reminder { days: Weekdays::of_bits(0b100_0000).unwrap(), ..eight };
    assert_eq!(sundays.next(at_eight, &moscow), Some(at_eight + 7 * DAY_MS));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever looks at least once while a reminder is useful sends it exactly once a day, however
    /// often and irregularly they look, and wherever the clock jumps back to.
    #[test]
    fn each_day_once_however_often_one_looks(
        name in prop::sample::select(vec![
            "Pacific/Pago_Pago", "America/Santiago", "America/Havana", "Europe/Berlin",
            "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Kiritimati",
        ]),
        start_day in 0i64..365,
        minute in 0u16..1440,
        steps in prop::collection::vec(1i64..=USEFUL_MS / 1000, 60..200),
        back in prop::option::of((0usize..60, 1i64..=5 * 86_400)),
    ) {
        let zone = zone(name);
        let start_ms = utc("2026-01-01T12:00Z") + start_day * DAY_MS;
        let mut reminder = reminder(0, 0, start_ms);
        reminder.time = TimeOfDay::of_minutes(minute).unwrap();
        let (mut now_ms, mut last_ms) = (start_ms, start_ms);
        let mut seen = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            now_ms += step * 1000;
            if let Some((when, seconds)) = back && when == at {
                now_ms = start_ms.max(now_ms - seconds * 1000);
            }
            last_ms = last_ms.max(now_ms);
            if let Some(due) = look(&mut reminder, now_ms, &zone, None) {
                prop_assert!(due.speak && due.at_ms <= now_ms && now_ms - due.at_ms <= USEFUL_MS);
                seen.push(due.at_ms);
            }
        }
        prop_assert!(seen.is_sorted_by(|a, b| a < b), "twice: {:?}", seen);
        let mut expected = Vec::new();
        let mut at_ms = start_ms;
        let never = Reminder { handled_ms: 0, ..reminder.clone() };
        while let Some(next_ms) = never.next(at_ms, &zone).filter(|next_ms| *next_ms <= last_ms) {
            expected.push(next_ms);
            at_ms = next_ms;
        }
        prop_assert_eq!(seen, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_often_somebody_looks_each_reminder_comes_once_or_is_left_out_for_a_reason(
        place in 0..8_usize,
        minute in 0..1440_u16,
        day in 0..900_i64,
        // Minutes between two looks; now and then the clock is set back.
        steps in proptest::collection::vec(prop_oneof![9 => 0..400_i64, 1 => -200..0_i64], 1..120),
    ) {
        const PLACES: [&str; 8] = [
            "Pacific/Pago_Pago", "America/St_Johns", "Europe/London", "Europe/Berlin",
            "Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati",
        ];
        let zone = zone(PLACES[place]);
        let begun_ms = utc("2026-01-01T00:00Z") + day * DAY_MS;
        let mut watched = reminder(minute / 60, minute % 60, begun_ms);
        let (mut now_ms, mut came, mut looks) = (begun_ms, Vec::new(), vec![begun_ms]);
        for step in steps {
            now_ms = (now_ms + step * MINUTE_MS).max(begun_ms);
            looks.push(now_ms);
            if let Some(due) = look(&mut watched, now_ms, &zone, None) {
                prop_assert!(due.speak && (0..=USEFUL_MS).contains(&(now_ms - due.at_ms)));
                came.push(due.at_ms);
            }
        }
        let mut once = came.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(&once, &{ let mut sorted = came.clone(); sorted.sort_unstable(); sorted });
        // Every time of the stretch came, or nobody looked while it was of use, or a later one had
        // been dealt with before the clock was set back.
        let every = reminder(minute / 60, minute % 60, begun_ms);
        let (mut at_ms, last_ms) = (begun_ms, looks.iter().copied().max().unwrap());
        while let Some(next_ms) = every.next(at_ms, &zone).filter(|next_ms| *next_ms <= last_ms) {
            at_ms = next_ms;
            let seen = |look: &&i64| (0..=USEFUL_MS).contains(&(**look - next_ms));
            let first = looks.iter().position(|look| seen(&look));
            let passed = |to: usize| looks[..to].iter().any(|look| *look > next_ms + USEFUL_MS);
            let left_out = first.is_none_or(passed);
            prop_assert!(came.contains(&next_ms) || left_out, "{next_ms} was lost");
        }
    }
}
