//! Backups: how they are called, which of them stay, and when one goes to the owner's chat.

use super::when::{self, Zone};
use jiff::civil::{self, ISOWeekDate};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, str::FromStr};

/// One backup of each of the newest hours that have any stays; so for days and weeks, UTC.
const HOURS: usize = 24;
const DAYS: usize = 14;
const WEEKS: usize = 8;
/// A bot may send files of this size at most, bytes (Bot API, "Sending files").
pub const CHAT_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// A backup that is older says that something is wrong, ms: a day.
pub const OLD_MS: i64 = DAY_MS;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

const PREFIX: &str = "tonolog-";
const SUFFIX: &str = ".age";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// The name of a backup's file: when it was made, UTC. Names sort as their times do.
pub fn name(made_ms: i64) -> String {
    format!("{PREFIX}{}{SUFFIX}", Zone::utc().at(made_ms).strftime(STAMP))
}

/// When the backup of this name was made, ms UTC, to the second; nothing when the name is not
/// one of ours.
pub fn made_ms(file: &str) -> Option<i64> {
    let stamp = file.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let made_ms = when::utc_ms(civil::DateTime::strptime(STAMP, stamp).ok()?)?;
    // Only the one way in which we write it.
    (name(made_ms) == file).then_some(made_ms)
}

/// Which of the backups made at these times (ms UTC) stay: the newest of each of the newest 24
/// hours, 14 days and 8 ISO weeks that have any. Gaps use up nothing, so backups that were made
/// long ago stay until newer ones take their places. Whatever lies ahead of `now_ms` stays, and
/// takes no place: one of the clocks was wrong, and nothing is removed because of that.
pub fn kept(made_ms: &[i64], now_ms: i64) -> BTreeSet<i64> {
    let (mut past, ahead): (Vec<i64>, Vec<i64>) =
        made_ms.iter().copied().partition(|made| *made <= now_ms);
    past.sort_unstable_by(|a, b| b.cmp(a));
    past.dedup();
    let mut kept: BTreeSet<i64> = ahead.into_iter().collect();
    newest_of_each(&past, HOURS, |ms| ms.div_euclid(HOUR_MS), &mut kept);
    newest_of_each(&past, DAYS, |ms| ms.div_euclid(DAY_MS), &mut kept);
    newest_of_each(&past, WEEKS, week, &mut kept);
    kept
}

/// The newest of each of the newest `count` spans; `past` is sorted, the newest first.
fn newest_of_each<T: PartialEq>(
    past: &[i64],
    count: usize,
    span: impl Fn(i64) -> T,
    kept: &mut BTreeSet<i64>,
) {
    let mut last = None;
    let mut found = 0;
    for made in past {
        let this = span(*made);
        if last.as_ref() == Some(&this) {
            continue;
        }
        if found == count {
            return;
        }
        kept.insert(*made);
        last = Some(this);
        found += 1;
    }
}

/// Year and week (ISO 8601) of an instant, UTC.
fn week(ms: i64) -> (i16, i8) {
    let week: ISOWeekDate = Zone::utc().at(ms).date().iso_week_date();
    (week.year(), week.week())
}

/// How often a backup goes to the owner's chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Never.
    #[default]
    Off,
    /// The first of each day, UTC.
    Daily,
    /// The first of each ISO week, UTC.
    Weekly,
}

impl FromStr for Rhythm {
    type Err = ();

    fn from_str(text: &str) -> Result<Rhythm, ()> {
        match text {
            "off" => Ok(Rhythm::Off),
            "daily" => Ok(Rhythm::Daily),
            "weekly" => Ok(Rhythm::Weekly),
            _ => Err(()),
        }
    }
}

impl Rhythm {
    /// Whether the backup made at this time is one to be sent, after the last one that was. A
    /// clock that went back sends nothing twice.
    pub fn sends(self, made_ms: i64, sent_ms: Option<i64>) -> bool {
        let Some(sent_ms) = sent_ms else { return self != Rhythm::Off };
        match self {
            Rhythm::Off => false,
            Rhythm::Daily => made_ms.div_euclid(DAY_MS) > sent_ms.div_euclid(DAY_MS),
            Rhythm::Weekly => week(made_ms) > week(sent_ms),
        }
    }
}

/// What the owner is told about backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackupReply {
    /// The text below the file.
    Here,
    /// The file is too large for the chat: its size in MiB.
    TooLarge { mebibytes: u64 },
    /// No backup could be made so many times in a row.
    Failing { times: u32 },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-25, a Wednesday, 03:10 UTC.
    const NOW: i64 = 1_795_576_200_000;

    fn hourly(from_ms: i64, hours: i64) -> Vec<i64> {
        (0..hours).map(|hour| from_ms - hour * HOUR_MS).collect()
    }

    #[test]
    fn a_name_says_when_and_no_other_file_is_taken_for_one() {
        assert_eq!(name(NOW), "tonolog-20261125T031000Z.age");
        assert_eq!(made_ms("tonolog-20261125T031000Z.age"), Some(NOW));
        for foreign in [
            "tonolog-20261125T031000Z.age.sha256",
            ".tonolog-20261125T031000Z.age.part",
            "tonolog-20261125T031000Z",
            "tonolog-20261345T031000Z.age",
            "tonolog-2026112T031000Z.age",
            "tonolog-+20261125T031000Z.age",
            "tonolog-20261125T031000Z.age.age",
            "tonolog-.age",
            "notes.txt",
            "",
        ] {
            assert_eq!(made_ms(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn after_a_year_of_hourly_backups_hours_days_and_weeks_are_there() {
        let kept = kept(&hourly(NOW, 24 * 365), NOW);
        for hour in 0..24 {
            assert!(kept.contains(&(NOW - hour * HOUR_MS)), "hour {hour}");
        }
        let days: BTreeSet<i64> = kept.iter().map(|ms| ms.div_euclid(DAY_MS)).collect();
        let today = NOW.div_euclid(DAY_MS);
        assert!((0..14).all(|day| days.contains(&(today - day))));
        let weeks: BTreeSet<(i16, i8)> = kept.iter().map(|ms| week(*ms)).collect();
        assert_eq!(weeks.len(), 8);
        // 24 hours, of which four are of today; 12 days before yesterday; weeks before those.
        assert!(kept.len() <= 24 + 14 + 8, "{}", kept.len());
        assert!(*kept.first().unwrap() > NOW - 9 * 7 * DAY_MS);
    }

    #[test]
    fn pruning_hour_by_hour_leaves_what_pruning_once_leaves() {
        let mut there: Vec<i64> = Vec::new();
        let all = hourly(NOW, 24 * 120);
        for made in all.iter().rev() {
            there.push(*made);
            let stays = kept(&there, *made);
            there.retain(|made| stays.contains(made));
        }
        assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), kept(&all, NOW));
    }

    #[test]
    fn the_newest_always_stays_and_the_newest_of_an_hour_is_kept() {
        let two = [NOW, NOW - 60_000];
        assert_eq!(kept(&two, NOW), BTreeSet::from([NOW]));
        assert_eq!(kept(&[NOW], NOW), BTreeSet::from([NOW]));
        assert!(kept(&[], NOW).is_empty());
    }

    #[test]
    fn a_gap_removes_nothing() {
        let before = hourly(NOW - 400 * DAY_MS, 24 * 100);
        let kept_then = kept(&before, NOW - 400 * DAY_MS);
        let mut there: Vec<i64> = kept_then.iter().copied().collect();
        assert_eq!(kept(&there, NOW), kept_then, "time alone removes nothing");
        there.push(NOW);
        let stays = kept(&there, NOW);
        // The new one takes one place of an hour, a day and a week.
        assert!(stays.contains(&NOW) && stays.len() >= kept_then.len() - 2);
    }

    #[test]
    fn a_clock_that_jumps_removes_nothing_and_blocks_nothing() {
        // The clock was a year ahead for two days.
        let ahead = hourly(NOW + 365 * DAY_MS, 48);
        let mut there = hourly(NOW - HOUR_MS, 24);
        there.extend(&ahead);
        there.push(NOW);
        let stays = kept(&there, NOW);
        assert!(stays.contains(&NOW), "the present has its place");
        assert!(ahead.iter().all(|made| stays.contains(made)), "no clock is trusted that much");
        // The clock is in 1970: everything lies ahead.
        let stays = kept(&there, 0);
        assert_eq!(stays.len(), there.len());
    }

    #[test]
    fn how_often_is_said_in_a_word() {
        for (text, rhythm) in [
            ("off", Ok(Rhythm::Off)),
            ("daily", Ok(Rhythm::Daily)),
            ("weekly", Ok(Rhythm::Weekly)),
            ("hourly", Err(())),
            ("", Err(())),
        ] {
            assert_eq!(text.parse(), rhythm, "{text}");
        }
    }

    #[test]
    fn the_first_of_a_day_or_a_week_goes_to_the_chat() {
        let sends = |rhythm: Rhythm, after: i64| rhythm.sends(NOW, Some(NOW - after));
        assert!(Rhythm::Daily.sends(NOW, None) && Rhythm::Weekly.sends(NOW, None));
        assert!(!Rhythm::Off.sends(NOW, None) && !sends(Rhythm::Off, 30 * DAY_MS));
        assert!(!sends(Rhythm::Daily, HOUR_MS) && sends(Rhythm::Daily, 4 * HOUR_MS));
        assert!(!sends(Rhythm::Weekly, DAY_MS) && sends(Rhythm::Weekly, 3 * DAY_MS));
        assert!(!sends(Rhythm::Daily, -DAY_MS), "a clock that went back sends nothing again");
        assert!(!sends(Rhythm::Weekly, -7 * DAY_MS));
    }
}
