//! Stretches of time as people ask about them, in days of their own zone.

use jiff::Zoned;
use tonolog::domain::{
    period::{Borders, Period, Span},
    when::{Day, Part, Zone},
};

fn zone(name: &str) -> Zone {
    Zone::new(name).unwrap()
}

/// The stretch as local times, as seen at `now`.
fn seen(now: &str, zone_name: &str, period: Period) -> Option<String> {
    let now: Zoned = format!("{now}[{zone_name}]").parse().unwrap();
    let span = period.resolve(&now, &Borders::DEFAULT).ok()?;
    let local = |ms| zone(zone_name).at(ms).strftime("%Y-%m-%d %H:%M").to_string();
    Some(format!("{} – {}", local(span.from_ms), local(span.to_ms)))
}

#[track_caller]
fn check(period: Period, expected: Option<&str>) {
    // A Sunday.
    assert_eq!(
        seen("2026-11-22T12:40", "Europe/Moscow", period).as_deref(),
        expected,
        "{period:?}"
    );
}

fn date(day: u8, month: u8) -> Day {
    Day::Date { day, month, year: None }
}

#[test]
fn days_and_their_parts() {
    check(Period::Day(Day::Ago(0)), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
    check(Period::Day(Day::Ago(1)), Some("2026-11-21 00:00 – 2026-11-22 00:00"));
    check(Period::Day(date(12, 5)), Some("2026-05-12 00:00 – 2026-05-13 00:00"));
    check(Period::Day(date(25, 11)), Some("2025-11-25 00:00 – 2025-11-26 00:00"));
    check(Period::Day(date(29, 2)), Some("2024-02-29 00:00 – 2024-03-01 00:00"));
    check(Period::Day(date(31, 2)), None);
    check(Period::Day(Day::Weekday(7)), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
    check(Period::Day(Day::Weekday(1)), Some("2026-11-16 00:00 – 2026-11-17 00:00"));
    check(Period::Day(Day::OfMonth(31)), Some("2026-10-31 00:00 – 2026-11-01 00:00"));
    check(Period::Day(Day::Ahead), None);
    let of_2027 = Day::Date { day: 1, month: 1, year: Some(2027) };
    check(Period::Day(of_2027), None);
    let yesterday = Day::Ago(1);
    for (part, expected) in [
        (Part::Night, "2026-11-21 00:00 – 2026-11-21 04:00"),
        (Part::Morning, "2026-11-21 04:00 – 2026-11-21 12:00"),
        (Part::Daytime, "2026-11-21 12:00 – 2026-11-21 17:00"),
        (Part::Evening, "2026-11-21 17:00 – 2026-11-22 00:00"),
    ] {
        check(Period::Part(yesterday, part), Some(expected));
    }
    check(Period::Part(Day::Ago(0), Part::Daytime), Some("2026-11-22 12:00 – 2026-11-22 17:00"));
    check(Period::Part(Day::Ago(0), Part::Evening), None);
}

#[test]
fn weeks_and_months() {
    check(Period::WEEK, Some("2026-11-16 00:00 – 2026-11-23 00:00"));
    check(Period::MONTH, Some("2026-10-24 00:00 – 2026-11-23 00:00"));
    check(Period::QUARTER, Some("2026-08-25 00:00 – 2026-11-23 00:00"));
    check(Period::Last(0), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
    check(Period::Week { ago: 0 }, Some("2026-11-16 00:00 – 2026-11-23 00:00"));
    check(Period::Week { ago: 1 }, Some("2026-11-09 00:00 – 2026-11-16 00:00"));
    check(Period::Month { ago: 0 }, Some("2026-11-01 00:00 – 2026-11-23 00:00"));
    check(Period::Month { ago: 1 }, Some("2026-10-01 00:00 – 2026-11-01 00:00"));
    check(Period::Month { ago: 11 }, Some("2025-12-01 00:00 – 2026-01-01 00:00"));
    let named = |month, year| Period::Named { month, year };
    check(named(10, None), Some("2026-10-01 00:00 – 2026-11-01 00:00"));
    check(named(11, None), Some("2026-11-01 00:00 – 2026-11-23 00:00"));
    check(named(12, None), Some("2025-12-01 00:00 – 2026-01-01 00:00"));
    check(named(2, Some(2024)), Some("2024-02-01 00:00 – 2024-03-01 00:00"));
    check(named(12, Some(2026)), None);
}

#[test]
fn from_one_day_to_another() {
    let between = |from, to| Period::Between { from, to };
    let october = "2026-10-01 00:00 – 2026-10-16 00:00";
    check(between(date(1, 10), date(15, 10)), Some(october));
    check(between(Day::OfMonth(1), date(15, 10)), Some(october));
    let year = Some(2025);
    let to = Day::Date { day: 5, month: 1, year };
    check(between(Day::OfMonth(20), to), Some("2024-12-20 00:00 – 2025-01-06 00:00"));
    check(between(Day::OfMonth(28), date(3, 11)), Some("2026-10-28 00:00 – 2026-11-04 00:00"));
    check(between(date(20, 12), date(10, 1)), Some("2025-12-20 00:00 – 2026-01-11 00:00"));
    check(between(date(1, 11), date(30, 11)), Some("2026-11-01 00:00 – 2026-11-23 00:00"));
    check(between(Day::OfMonth(1), Day::OfMonth(15)), Some("2026-11-01 00:00 – 2026-11-16 00:00"));
    check(between(Day::OfMonth(25), Day::OfMonth(5)), Some("2026-10-25 00:00 – 2026-11-06 00:00"));
    check(between(Day::Weekday(2), Day::Weekday(5)), Some("2026-11-17 00:00 – 2026-11-21 00:00"));
    check(between(Day::Ago(3), Day::Ago(1)), Some("2026-11-19 00:00 – 2026-11-22 00:00"));
    check(between(Day::Ago(1), Day::Ago(3)), Some("2026-11-19 00:00 – 2026-11-22 00:00"));
    check(between(date(12, 5), Day::Ago(0)), Some("2026-05-12 00:00 – 2026-11-23 00:00"));
    check(between(date(1, 10), Day::Ahead), None);
}

#[test]
fn a_day_has_as_many_hours_as_the_zone_gives_it() {
    let today = Period::Day(Day::Ago(0));
    for (now, zone_name, hours) in [
        ("2026-03-29T12:00", "Europe/Berlin", 23),
        ("2026-10-25T12:00", "Europe/Berlin", 25),
        ("2026-09-06T12:00", "America/Santiago", 23),
        ("2026-04-05T12:00", "Australia/Lord_Howe", 24),
        ("2024-02-29T12:00", "Pacific/Kiritimati", 24),
        ("2024-02-29T12:00", "Pacific/Pago_Pago", 24),
    ] {
        let now: Zoned = format!("{now}[{zone_name}]").parse().unwrap();
        let span = today.resolve(&now, &Borders::DEFAULT).unwrap();
        assert_eq!((span.to_ms - span.from_ms) / 3_600_000, hours, "{zone_name}");
        assert!(span.contains(now.timestamp().as_millisecond()));
    }
    // Midnight itself does not exist in Santiago on that day.
    assert_eq!(
        seen("2026-09-06T12:00", "America/Santiago", today).unwrap(),
        "2026-09-06 01:00 – 2026-09-07 00:00"
    );
}

#[test]
fn a_part_asked_for_is_the_part_a_reading_belongs_to() {
    let (berlin, borders) = (zone("Europe/Berlin"), Borders::DEFAULT);
    // Every quarter of an hour around both changes of the clocks.
    for start_ms in [1_774_656_000_000_i64, 1_792_800_000_000] {
        for step in 0..(3 * 96) {
            let at_ms = start_ms + step * 900_000;
            let at = berlin.at(at_ms);
            let part = Period::Part(Day::Ago(0), borders.part(at.time()));
            assert!(part.resolve(&at, &borders).unwrap().contains(at_ms), "{at}");
        }
    }
}

#[test]
fn borders_have_an_order() {
    assert!(Borders::new(240, 720, 1020).is_some_and(|borders| borders == Borders::DEFAULT));
    assert!(Borders::new(300, 720, 720).is_some());
    for (morning, daytime, evening) in
        [(0, 720, 1020), (720, 720, 1020), (240, 1021, 1020), (240, 720, 1440)]
    {
        assert!(Borders::new(morning, daytime, evening).is_none());
    }
}

#[test]
fn a_stretch_has_its_first_instant_and_not_the_one_behind_it() {
    let span = Span { from_ms: 1_000, to_ms: 2_000 };
    assert!(!span.contains(999) && span.contains(1_000));
    assert!(span.contains(1_999) && !span.contains(2_000));
    // No two clocks of the world are 26 hours apart or more.
    assert_eq!(span.anywhere(), Span { from_ms: 1_000 - 93_600_000, to_ms: 2_000 + 93_600_000 });
}

#[test]
fn an_instant_lies_in_a_day_by_the_clock_of_its_own_place() {
    let (home, there) = (zone("Europe/Moscow"), zone("Asia/Vladivostok"));
    let date = jiff::civil::date(2026, 11, 20);
    let day = Span::day(date, &home).unwrap();
    // Midnight of November 20 in Moscow is 21:00 UTC of the day before.
    assert_eq!((day.from_ms, day.to_ms), (1_795_122_000_000, 1_795_208_400_000));
    assert!(day.holds(day.from_ms, &home, &home) && !day.holds(day.to_ms, &home, &home));
    // In Vladivostok it is seven hours later: that day began there seven hours before.
    const HOUR_MS: i64 = 3_600_000;
    assert!(day.holds(day.from_ms - 7 * HOUR_MS, &there, &home));
    assert!(!day.holds(day.from_ms - 7 * HOUR_MS - 1, &there, &home));
    assert!(day.holds(day.to_ms - 7 * HOUR_MS - 1, &there, &home));
    assert!(!day.holds(day.to_ms - 7 * HOUR_MS, &there, &home));
}
