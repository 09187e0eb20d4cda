//! The home week where days are not as usual: borders of one's own, changes of the clocks, zones at
//! both ends of the world, a leap day, a journey; a third reading; weeks that are over.

use crate::stage::Stage;
use proptest::prelude::*;
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Shown},
    domain::{
        period::{Borders, Rhythm},
        person::{Access, AccountId, PersonId, ReadingId},
        reading::{Extras, Reading},
        reminder::{Reminder, ReminderId, TimeOfDay, Weekdays},
        summary::Measured,
        threshold::Profile,
        week::{Slot, Week, times},
        when::Zone,
    },
    store::{NewReading, Tx},
};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
const CHAT: i64 = 1;
const PERSON: PersonId = PersonId(1);

fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn measured(at_ms: i64, systolic: u16) -> Measured {
    let reading = Reading::new(systolic, 80, None).unwrap();
    Measured::new(reading, at_ms, &Zone::utc(), false)
}

fn rhythm(zone: &str, borders: (u16, u16, u16)) -> Rhythm {
    let (morning, daytime, evening) = borders;
    let borders = Borders::new(morning * 60, daytime * 60, evening * 60).unwrap();
    Rhythm { zone: Zone::new(zone).unwrap(), borders }
}

/// The slot of the first morning with these readings, minutes after seven.
fn morning(taken: &[(i64, u16)]) -> (Slot, u32, u32) {
    let begun_ms = utc("2026-11-02T00:00Z");
    let seven = begun_ms + 7 * HOUR_MS;
    let readings: Vec<Measured> =
        taken.iter().map(|(minute, upper)| measured(seven + minute * MINUTE_MS, *upper)).collect();
    let week = Week::new(Profile::Esc2024, begun_ms, Reminder::PAIR);
    let progress = week.progress(&readings, &rhythm("UTC", (4, 12, 17)), seven + HOUR_MS);
    (progress.days[0].morning, progress.counted, progress.planned)
}

#[test]
fn a_third_reading_is_asked_for_when_two_differ_by_more_than_ten_and_all_three_count() {
    let mean = |slot: Slot| slot.mean.map(|mean| mean.systolic());
    let (slot, counted, planned) = morning(&[(0, 140), (2, 130)]);
    assert!((slot.count, slot.wants_third, mean(slot)) == (2, false, Some(135)));
    assert_eq!((counted, planned), (2, 28));
    let (slot, ..) = morning(&[(0, 141), (2, 130)]);
    assert!((slot.count, slot.wants_third, slot.full(), slot.settled()) == (2, true, true, false));
    // (141 + 130 + 132) / 3 = 134.33
    let (slot, counted, planned) = morning(&[(0, 141), (2, 130), (4, 132)]);
    assert!((slot.count, slot.wants_third, mean(slot)) == (3, false, Some(134)));
    assert_eq!((counted, planned), (3, 29));
    // In the order of time, whatever order they come in; nothing after the third counts, nor one
    // that comes within the minute, nor one that comes later than ten minutes after the second.
    let (slot, ..) = morning(&[(4, 132), (0, 141), (2, 130), (6, 199)]);
    assert!((slot.count, mean(slot)) == (3, Some(134)));
    let (slot, ..) = morning(&[(0, 141), (2, 130), (2, 132)]);
    assert!((slot.count, slot.wants_third) == (2, true));
    // One that was taken too late for it does not count, and a third one is not asked for any more.
    let (slot, ..) = morning(&[(0, 141), (2, 130), (13, 132)]);
    assert!((slot.count, slot.wants_third, slot.settled()) == (2, false, true));
    // Two that agree leave a third one out.
    let (slot, counted, _) = morning(&[(0, 131), (2, 130), (4, 160)]);
    assert!((slot.count, counted) == (2, 2));
}

#[test]
fn slots_are_those_of_the_persons_own_day() {
    let begun_ms = utc("2026-11-02T00:00Z");
    let (six, thirteen) = (begun_ms + 6 * HOUR_MS, begun_ms + 13 * HOUR_MS);
    let readings = [measured(six, 130), measured(thirteen, 140), measured(thirteen + DAY_MS, 141)];
    let week = Week::new(Profile::Esc2024, begun_ms, Reminder::PAIR);
    let counts = |borders| {
        let progress = week.progress(&readings, &rhythm("UTC", borders), thirteen + DAY_MS);
        progress.days.iter().take(2).map(|day| day.morning.count).collect::<Vec<_>>()
    };
    assert_eq!(counts((4, 12, 17)), [1, 0]);
    // Who sleeps long has the morning until two: six o'clock is still night.
    assert_eq!(counts((9, 14, 20)), [1, 1]);
    assert_eq!(counts((5, 6, 17)), [0, 0]);
}

#[test]
fn reminders_of_a_week_lie_within_the_slots_of_the_persons_own_day() {
    let at = |hour: u16, minute: u16| TimeOfDay::of_minutes(hour * 60 + minute).unwrap();
    let check = |borders: (u16, u16, u16), own: &[TimeOfDay], expected: [TimeOfDay; 2]| {
        let reminder = |(id, time): (i64, &TimeOfDay)| Reminder {
            id: ReminderId(id),
            time: *time,
            days: Weekdays::ALL,
            on: true,
            paused_until_ms: None,
            again_ms: None,
            handled_ms: 0,
        };
        let own: Vec<Reminder> = (0..).zip(own).map(reminder).collect();
        let Rhythm { borders, .. } = rhythm("UTC", borders);
        assert_eq!(times(&own, &borders), expected);
        let mut week = Week::new(Profile::Esh, 0, expected);
        assert!(week.fits(&borders));
        week.times = [at(3, 0), at(23, 59)];
        assert!(!week.fits(&borders));
    };
    check((4, 12, 17), &[], [at(8, 0), at(20, 0)]);
    check((4, 12, 17), &[at(7, 30), at(13, 0), at(21, 15)], [at(7, 30), at(21, 15)]);
    // Eight is night for who gets up at nine, and nine to two has its middle at half past eleven.
    check((9, 14, 21), &[], [at(11, 30), at(22, 30)]);
    check((9, 14, 21), &[at(8, 0), at(10, 0), at(20, 0)], [at(10, 0), at(22, 30)]);
    // A morning of a quarter of an hour has its beginning.
    let quarter = Borders::new(8 * 60, 8 * 60 + 15, 17 * 60).unwrap();
    assert_eq!(times(&[], &quarter), Reminder::PAIR);
    // Half an hour before its end a slot is too short.
    check((4, 12, 17), &[at(11, 45), at(23, 45)], [at(8, 0), at(20, 0)]);
}

/// Somebody in this zone who begins a home week now and measures at once.
async fn begun(zone: &str, now: &str) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    stage.now_ms.store(utc(now), Ordering::SeqCst);
    stage.say(CHAT, "en", "/start").await;
    stage.say(CHAT, "en", "yes").await;
    let zone = Zone::new(zone).unwrap();
    stage.store.write(move |tx| tx.learn_zone(AccountId(1), &zone)).await.unwrap();
    stage.tap(CHAT, "en", 1, "hw:begin-esc2024").await;
    take(&stage, utc(now), 130).await;
    stage
}

async fn take(stage: &Stage, at_ms: i64, systolic: u16) {
    let seal = stage.store.seal().clone();
    let save = move |tx: &Tx<'_>| {
        let id = ReadingId(at_ms);
        let origin = seal.identity("test", &at_ms.to_string());
        tx.save_reading(&NewReading {
            person: PERSON,
            id,
            reading: Reading::new(systolic, 80, None).unwrap(),
            at_ms,
            zone: None,
            approximate: false,
            extras: &Extras::default(),
            origin: &origin,
            said_ms: at_ms,
        })
    };
    stage.store.write(save).await.unwrap();
}

/// Looks every half hour; the local time of whatever came, and "end" for the summary.
async fn seen(stage: &mut Stage, zone: &str, from_ms: i64, to_ms: i64) -> Vec<String> {
    let zone = Zone::new(zone).unwrap();
    let (mut times, mut now_ms) = (Vec::new(), from_ms);
    while now_ms < to_ms {
        stage.now_ms.store(now_ms, Ordering::SeqCst);
        stage.app.remind(now_ms).await.unwrap();
        for event in stage.settle().await {
            let (Event::Sent(shown) | Event::Edited(shown)) = event;
            let what = if shown.text.starts_with("The home week is over") { " end" } else { "" };
            times.push(format!("{}{what}", zone.at(now_ms).strftime("%d. %H:%M")));
        }
        now_ms += 30 * MINUTE_MS;
    }
    times
}

/// Two times on each of these dates, the first morning left out, and the end the morning after.
fn expected(days: &[&str], after: &str) -> Vec<String> {
    let both = |day: &&str| [format!("{day}. 08:00"), format!("{day}. 20:00")];
    let mut times: Vec<String> = days.iter().flat_map(both).collect();
    times.remove(0);
    times.push(format!("{after}. 08:00 end"));
    times
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_over_the_autumn_change_of_the_clocks_reminds_twice_a_day_and_ends_by_itself() {
    // The clocks go back in the night to Sunday the 25th: that day has 25 hours.
    let berlin = "Europe/Berlin";
    let mut stage = begun(berlin, "2026-10-22T05:30Z").await;
    let (from, to) = (utc("2026-10-22T05:40Z"), utc("2026-10-30T00:00Z"));
    // A look is every half hour, so it is begun on one.
    let from = from - from % (30 * MINUTE_MS) + 30 * MINUTE_MS;
    let seen = seen(&mut stage, berlin, from, to).await;
    assert_eq!(seen, expected(&["22", "23", "24", "25", "26", "27", "28"], "29"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_goes_by_the_clock_on_the_wall_at_both_ends_of_the_world_and_over_a_leap_day() {
    for (zone, now) in
        [("Pacific/Pago_Pago", "2028-02-26T18:30Z"), ("Pacific/Kiritimati", "2028-02-25T17:30Z")]
    {
        let mut stage = begun(zone, now).await;
        let from = utc(now) - utc(now) % HOUR_MS + HOUR_MS;
        let seen = seen(&mut stage, zone, from, from + 8 * DAY_MS).await;
        assert_eq!(seen, expected(&["26", "27", "28", "29", "01", "02", "03"], "04"), "{zone}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_travels_during_a_week_is_reminded_by_the_new_clock_and_of_no_slot_twice() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:30Z").await;
    let night = utc("2026-11-23T22:00Z");
    let before = seen(&mut stage, "Europe/Moscow", utc("2026-11-22T05:00Z"), night).await;
    assert_eq!(before, ["22. 20:00", "23. 08:00", "23. 20:00"]);
    // Vladivostok is seven hours ahead: there it is eight in the morning of the 24th.
    stage.say(CHAT, "en", "I am in Vladivostok").await;
    let after = seen(&mut stage, "Asia/Vladivostok", night, night + 2 * DAY_MS).await;
    assert_eq!(after, ["24. 08:00", "24. 20:00", "25. 08:00", "25. 20:00"]);
    // And back: the evening of the 26th came there already, and comes once.
    stage.say(CHAT, "en", "I am in Moscow").await;
    let home = seen(&mut stage, "Europe/Moscow", night + 2 * DAY_MS, night + 3 * DAY_MS).await;
    assert_eq!(home, ["26. 08:00", "26. 20:00"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_borders_of_the_day_move_the_reminders_of_a_running_week() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:30Z").await;
    stage.say(CHAT, "en", "morning from 9, evening from 21").await;
    let (from, to) = (utc("2026-11-22T05:00Z"), utc("2026-11-24T00:00Z"));
    let times = seen(&mut stage, "Europe/Moscow", from, to).await;
    // The middle of 9 to 12 is 10:30, that of 21 to 24 is 22:30.
    assert_eq!(times, ["22. 10:30", "22. 22:30", "23. 10:30", "23. 22:30"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_set_back_by_days_repeats_no_reminder_and_loses_no_reading() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:30Z").await;
    let (day, back) = (utc("2026-11-24T18:00Z"), utc("2026-11-21T05:00Z"));
    let before = seen(&mut stage, "Europe/Moscow", utc("2026-11-22T05:00Z"), day).await;
    assert_eq!(before, ["22. 20:00", "23. 08:00", "23. 20:00", "24. 08:00", "24. 20:00"]);
    // To a time before the week began: it stands, and nobody is reminded of it once more.
    stage.now_ms.store(back, Ordering::SeqCst);
    let shown = text(&stage.say(CHAT, "en", "week").await).clone();
    assert!(shown.text.starts_with("Home week: day 1 of 7"), "{}", shown.text);
    assert_eq!(seen(&mut stage, "Europe/Moscow", back, day).await, [""; 0]);
    let shown = text(&stage.say(CHAT, "en", "week").await).clone();
    assert!(shown.text.contains("Sun 22 130/80 ×1"), "{}", shown.text);
    // From where it was on it reminds as ever, and ends by itself.
    let after = seen(&mut stage, "Europe/Moscow", day, day + 6 * DAY_MS).await;
    let expected: Vec<String> = ["25", "26", "27", "28"]
        .iter()
        .flat_map(|day| [format!("{day}. 08:00"), format!("{day}. 20:00")])
        .chain(["29. 08:00 end".to_owned()])
        .collect();
    assert_eq!(after, expected);
}

/// A reading as numbers: minutes since the beginning of the week, systolic, diastolic, pulse.
type Row = (i64, u16, u16, Option<u16>);

/// Readings of a week and a few days around it, most of them in slots. Health data prints nowhere.
fn taken_in_a_week() -> impl Strategy<Value = Vec<Row>> {
    let minute = prop_oneof![
        -1440_i64..11 * 1440,
        (0_i64..8, 0_i64..12).prop_map(|(day, minute)| day * 1440 + 480 + minute),
        (0_i64..8, 0_i64..12).prop_map(|(day, minute)| day * 1440 + 1200 + minute),
    ];
    prop::collection::vec((minute, 90_u16..200, 40_u16..85, prop::option::of(45_u16..120)), 0..80)
}

fn in_a_week(rows: &[Row]) -> Vec<Measured> {
    let one = |&(minute, upper, lower, pulse): &Row| {
        let reading = Reading::new(upper, lower, pulse).unwrap();
        let at_ms = utc("2026-11-02T00:00Z") + minute * MINUTE_MS;
        Measured::new(reading, at_ms, &Zone::utc(), minute % 7 == 0)
    };
    rows.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_in_which_readings_of_a_week_come_does_not_matter(
        (rows, shuffled) in taken_in_a_week().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
        days in 0_i64..12,
    ) {
        let (readings, shuffled) = (in_a_week(&rows), in_a_week(&shuffled));
        let begun_ms = utc("2026-11-02T00:00Z");
        let now_ms = begun_ms + days * DAY_MS;
        let rhythm = rhythm("UTC", (4, 12, 17));
        for profile in Profile::ALL {
            let week = Week::new(profile, begun_ms, Reminder::PAIR);
            let one = week.progress(&readings, &rhythm, now_ms);
            prop_assert!(one == week.progress(&shuffled, &rhythm, now_ms));
            let today = |readings: &[Measured]| week.today(readings, &rhythm.zone, now_ms);
            prop_assert_eq!(today(&readings), today(&shuffled));
            prop_assert_eq!(
                week.complete(&readings, &rhythm, now_ms),
                week.complete(&shuffled, &rhythm, now_ms)
            );
        }
    }

    #[test]
    fn the_mean_of_a_week_lies_between_what_was_measured_in_it(rows in taken_in_a_week()) {
        let readings = in_a_week(&rows);
        let begun_ms = utc("2026-11-02T00:00Z");
        let rhythm = rhythm("UTC", (4, 12, 17));
        for profile in Profile::ALL {
            let week = Week::new(profile, begun_ms, Reminder::PAIR);
            let progress = week.progress(&readings, &rhythm, begun_ms + 20 * DAY_MS);
            let counts: u32 = progress.days.iter().filter(|day| day.counts)
                .map(|day| u32::from(day.morning.count + day.evening.count)).sum();
            prop_assert_eq!(progress.counted, counts);
            prop_assert!(progress.counted <= progress.planned);
            prop_assert!(progress.dates_counted() <= progress.dates);
            prop_assert_eq!(progress.mean.is_some(), progress.counted > 0);
            let Some(mean) = progress.mean else { continue };
            let own = readings.iter().filter(|one| one.at_ms >= begun_ms);
            let own: Vec<Reading> = own.map(|one| one.reading).collect();
            for value in [Reading::systolic, Reading::diastolic] as [fn(&Reading) -> u16; 2] {
                let least = own.iter().map(value).min().unwrap();
                let most = own.iter().map(value).max().unwrap();
                prop_assert!((least..=most).contains(&value(&mean)));
                // The mean of all lies between those of mornings and of evenings, where both are.
                if let (Some(morning), Some(evening)) = (progress.morning, progress.evening) {
                    let (morning, evening) = (value(&morning), value(&evening));
                    let between = morning.min(evening)..=morning.max(evening);
                    prop_assert!(between.contains(&value(&mean)));
                }
            }
        }
    }
}

fn text(events: &[Event]) -> &Shown {
    let [Event::Sent(shown) | Event::Edited(shown)] = events else { panic!("{events:?}") };
    shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_that_is_over_is_looked_up_as_its_readings_are_now() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:30Z").await;
    for hour in [13, 24, 37, 48, 61] {
        let at_ms = utc("2026-11-22T04:30Z") + hour * HOUR_MS;
        take(&stage, at_ms, 130).await;
        take(&stage, at_ms + 2 * MINUTE_MS, 132).await;
    }
    take(&stage, utc("2026-11-22T04:32Z"), 132).await;
    stage.now_ms.store(utc("2026-11-25T06:00Z"), Ordering::SeqCst);
    stage.tap(CHAT, "en", 1, "hw:end").await;
    let shown = text(&stage.say(CHAT, "en", "week").await).clone();
    assert!(shown.text.starts_with("The home week is over: today."), "{}", shown.text);
    assert!(shown.text.contains("Result: 131/80"), "{}", shown.text);
    assert!(shown.text.contains("threshold of ESC 2024"), "{}", shown.text);
    // What was measured later is not part of it; what is corrected is.
    take(&stage, utc("2026-11-25T07:00Z"), 180).await;
    let fixed = Reading::new(144, 80, None).unwrap();
    let id = ReadingId(utc("2026-11-22T04:30Z"));
    stage.store.write(move |tx| tx.amend_reading(PERSON, id, &fixed)).await.unwrap();
    stage.now_ms.store(utc("2026-11-26T07:00Z"), Ordering::SeqCst);
    let shown = text(&stage.say(CHAT, "en", "result of the week").await).clone();
    assert!(shown.text.starts_with("The home week is over: yesterday."), "{}", shown.text);
    // (144 + 5 · 130 + 6 · 132) / 12 = 132.17
    assert!(shown.text.contains("Result: 132/80"), "{}", shown.text);
    // Somebody who lives elsewhere now still measured in the morning then.
    stage.say(CHAT, "en", "I am in Vladivostok").await;
    let shown = text(&stage.say(CHAT, "en", "week").await).clone();
    assert!(shown.text.contains("Result: 132/80"), "{}", shown.text);
    // A second one stands before the first, and leads to it.
    let new = shown.buttons.iter().find(|(label, _)| label == "Begin a new week").unwrap();
    let offer = text(&stage.tap(CHAT, "en", shown.message, &new.1).await).clone();
    assert!(offer.text.starts_with("Home week: 7 days"), "{}", offer.text);
    stage.tap(CHAT, "en", offer.message, "hw:begin-esh").await;
    take(&stage, utc("2026-11-26T22:00Z"), 121).await;
    stage.now_ms.store(utc("2026-11-26T23:00Z"), Ordering::SeqCst);
    stage.tap(CHAT, "en", 1, "hw:end").await;
    let shown = text(&stage.say(CHAT, "en", "week").await).clone();
    assert!(shown.text.contains("Rules of ESH"), "{}", shown.text);
    let older = shown.buttons.iter().find(|(label, _)| label == "A week before").unwrap();
    let shown = text(&stage.tap(CHAT, "en", shown.message, &older.1).await).clone();
    assert!(shown.text.contains("Result: 132/80"), "{}", shown.text);
    assert!(shown.buttons.iter().any(|(label, _)| label == "The last week"));
    // A number that no week has is answered politely.
    let shown = text(&stage.tap(CHAT, "en", shown.message, "hw:past-200").await).clone();
    assert_eq!(shown.text, "No home week with readings has ended yet. Begin one: /week");
}
