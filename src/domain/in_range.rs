//! How much of the time the upper pressure lay in a range, by the method of Rosendaal: between two
//! days the pressure is taken to have moved along a straight line.
//!
//! Source of the method and of the range: analyses of SPRINT (PMC7959178; 110 to 130 mmHg). There is
//! no consensus on ranges or on how many points are needed, so it is a descriptive number beside
//! which nothing is set. Means of days, two of them at least, and no line over a gap of more than
//! two weeks are engineering choices.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The range, mmHg.
pub const RANGE: (u16, u16) = (110, 130);
/// Where it is from, in brief.
pub const SOURCE: &str = "PMC7959178";
/// No line is drawn over more days than these.
const GAP_DAYS_MAX: i32 = 14;

/// Time in the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InRange {
    /// Of the days that lines were drawn over, percent, rounded half up.
    pub percent: u32,
    /// So many days those are.
    pub days: u32,
}

impl InRange {
    /// Of mean upper pressures of days in their order; nothing when no two lie near enough.
    pub fn of(means: &[(Date, f64)]) -> Option<InRange> {
        let (mut inside, mut days) = (0.0, 0);
        for ((from, first), (to, second)) in means.iter().zip(means.iter().skip(1)) {
            let apart = from.until(*to).map_or(0, |span| span.get_days());
            if (1..=GAP_DAYS_MAX).contains(&apart) {
                days += apart;
                inside += f64::from(apart) * share(*first, *second);
            }
        }
        (days > 0).then(|| InRange {
            percent: (inside / f64::from(days) * 100.0 + 0.5).floor() as u32,
            days: days.unsigned_abs(),
        })
    }
}

/// The share of a straight line from one pressure to another that lies in the range.
fn share(first: f64, second: f64) -> f64 {
    let (low, high) = (f64::from(RANGE.0), f64::from(RANGE.1));
    if first == second {
        return f64::from(u8::from((low..=high).contains(&first)));
    }
    let at = |limit: f64| ((limit - first) / (second - first)).clamp(0.0, 1.0);
    (at(high) - at(low)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days after the first of October, and their means.
    fn check(means: &[(i8, f64)], expected: Option<(u32, u32)>) {
        let dated: Vec<(Date, f64)> =
            means.iter().map(|(day, mean)| (Date::constant(2026, 10, 1 + day), *mean)).collect();
        let found = InRange::of(&dated).map(|found| (found.percent, found.days));
        assert_eq!(found, expected, "{means:?}");
    }

    #[test]
    fn the_worked_examples_come_out() {
        check(&[(0, 120.0), (10, 140.0)], Some((50, 10)));
        check(&[(0, 150.0), (10, 100.0)], Some((40, 10)));
    }

    #[test]
    fn lines_that_stay_on_one_side_or_on_one_height() {
        check(&[(0, 140.0), (5, 150.0)], Some((0, 5)));
        check(&[(0, 111.0), (5, 129.0)], Some((100, 5)));
        check(&[(0, 125.0), (5, 125.0)], Some((100, 5)));
        check(&[(0, 131.0), (5, 131.0)], Some((0, 5)));
        check(&[(0, 110.0), (1, 130.0)], Some((100, 1)));
        // Through the whole range: 20 of 40 mmHg.
        check(&[(0, 100.0), (2, 140.0)], Some((50, 2)));
    }

    #[test]
    fn longer_lines_weigh_more_and_gaps_are_left_out() {
        // 50 % of ten days and 100 % of two: 7 of 12.
        check(&[(0, 120.0), (10, 140.0), (11, 120.0), (12, 120.0)], Some((54, 12)));
        check(&[(0, 120.0), (14, 140.0)], Some((50, 14)));
        check(&[(0, 120.0), (15, 140.0)], None);
        check(&[(0, 120.0), (15, 140.0), (17, 120.0)], Some((50, 2)));
        check(&[(0, 120.0)], None);
        check(&[], None);
    }
}
