//! Instants as they are written, read and meant, beyond what utterances come by.

use jiff::civil::Date;
use tonolog::domain::when::{Day, When, Zone, days_before, of_http_date, of_rfc3339, rfc3339};

#[test]
fn instants_are_written_and_read() {
    assert_eq!(rfc3339(1_795_340_400_000), "2026-11-22T09:40:00Z");
    assert_eq!(of_rfc3339("2026-11-22T09:40:00Z"), Some(1_795_340_400_000));
    assert_eq!(of_rfc3339("2026-11-22T12:40:00+03:00"), Some(1_795_340_400_000));
    assert_eq!(of_rfc3339("yesterday"), None);
    // The example of RFC 9110, 5.6.7.
    assert_eq!(of_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
    assert_eq!(of_http_date(" Sun, 22 Nov 2026 09:40:00 GMT "), Some(1_795_340_400_000));
    assert_eq!(of_http_date("soon"), None);
}

#[test]
fn days_are_counted_over_the_ends_of_months() {
    let date = |year, month, day| Date::new(year, month, day).unwrap();
    assert_eq!(days_before(date(2026, 11, 20), date(2026, 11, 22)), 2);
    assert_eq!(days_before(date(2026, 11, 22), date(2026, 11, 20)), -2);
    assert_eq!(days_before(date(2025, 12, 31), date(2026, 3, 1)), 60);
}

#[test]
fn a_date_far_ahead_is_one_of_last_year() {
    let moscow = Zone::new("Europe/Moscow").unwrap();
    let day = Some(Day::Date { day: 31, month: 12, year: None });
    let told = When { day, ..When::default() };
    let at = |now_ms: i64| {
        let moment = told.resolve(&moscow.at(now_ms)).ok()?;
        Some(moscow.at(moment.at_ms).date().to_string())
    };
    // 2026-01-10, noon in Moscow: 355 days ahead.
    assert_eq!(at(1_768_035_600_000).as_deref(), Some("2025-12-31"));
    // 2026-10-31, noon: 61 days ahead.
    assert_eq!(at(1_793_437_200_000).as_deref(), Some("2025-12-31"));
    // 2026-11-01, noon: 60 days ahead, near enough to be this year's.
    assert_eq!(at(1_793_523_600_000), None);
}

#[test]
fn a_time_that_the_clock_skips_tonight_was_there_yesterday() {
    let berlin = Zone::new("Europe/Berlin").unwrap();
    // 2026-03-29, 01:00 in Berlin; at 02:00 it will be 03:00.
    let now = berlin.at(1_774_742_400_000);
    let told = When { clock: Some((2, 30)), ..When::default() };
    let moments = When::resolve_all(&[told, told], &now).unwrap();
    for moment in moments {
        let at = berlin.at(moment.at_ms).datetime().to_string();
        assert_eq!(at, "2026-03-28T02:30:00");
    }
}
