//! Digits without a gap: into which values they part.

use super::{Draft, Intent, decide::Table, scan::Use, values::Group};
use crate::domain::{reading::Extras, when::When};

impl Table<'_> {
    /// Digits without a gap, when they can be parted in one way only.
    pub(super) fn glued(&self, group: &Group, when: When, extras: &Extras) -> Option<Intent> {
        let value = group.systolic?;
        if value.digits < 4 || group.diastolic.is_some() {
            return None;
        }
        if self.strange() || self.scan.uses.contains(&Use::Quantity) {
            return Some(Intent::Unknown);
        }
        let text = self.scan.slice(value.at, value.at);
        let ways = ways(text, group.pulse.map(|pulse| pulse.value));
        let [(systolic, diastolic, pulse)] = ways.as_slice() else { return Some(Intent::Which) };
        let draft = Draft {
            systolic: *systolic,
            diastolic: *diastolic,
            pulse: *pulse,
            when,
            extras: extras.clone(),
        };
        Some(Intent::Glued(draft))
    }
}

type Way = (u16, u16, Option<u16>);

/// Every way to part glued digits into values as people have them.
fn ways(text: &str, pulse: Option<u32>) -> Vec<Way> {
    let number = |from: usize, to: usize| -> Option<u16> {
        text.get(from..to).filter(|part| !part.starts_with('0'))?.parse().ok()
    };
    let pulse = pulse.and_then(|pulse| u16::try_from(pulse).ok());
    let mut ways = Vec::new();
    for first in [2, 3] {
        for second in [2, 3] {
            let end = first + second;
            let (Some(systolic), Some(diastolic)) = (number(0, first), number(first, end)) else {
                continue;
            };
            let usual = (80..=250).contains(&systolic)
                && (40..=140).contains(&diastolic)
                && systolic >= diastolic + 15;
            if !usual {
                continue;
            }
            if text.len() == end {
                ways.push((systolic, diastolic, pulse));
            } else if pulse.is_none()
                && let Some(pulse) =
                    number(end, text.len()).filter(|pulse| (40..=180).contains(pulse))
            {
                ways.push((systolic, diastolic, Some(pulse)));
            }
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_digits_part_in_one_way_or_not_at_all() {
        assert_eq!(ways("12080", None), [(120, 80, None)]);
        assert_eq!(ways("1208075", None), [(120, 80, Some(75))]);
        assert_eq!(ways("180110", None), [(180, 110, None)]);
        assert_eq!(ways("9060", None), [(90, 60, None)]);
        assert_eq!(ways("16010095", None), [(160, 100, Some(95))]);
        assert_eq!(ways("99999", None), []);
        assert_eq!(ways("12080", Some(70)), [(120, 80, Some(70))]);
    }
}
