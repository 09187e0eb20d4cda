//! Several readings in one utterance, and what belongs to which of them.

use super::{
    Draft, Intent,
    decide::{Table, draft, plausible, split},
    role::Role,
    scan::Use,
    times,
    units::tens,
    values::Group,
};
use crate::domain::when::{Part, When};

impl Table<'_> {
    /// Several readings, if something says that they are several.
    pub(super) fn several(&self, groups: &[Group]) -> Intent {
        if groups.iter().any(|group| !group.complete()) {
            return Intent::Which;
        }
        let bounds = |index: usize| -> (usize, usize) {
            let from = groups.get(index).map_or(0, |group| group.from);
            let before = index.checked_sub(1).and_then(|index| groups.get(index));
            (before.map_or(0, |group| group.to), from)
        };
        let told = self.scan.any(Role::Several) || self.counted(groups.len());
        let firm = groups.iter().all(Group::firm) && !self.strange();
        let parted = (1..groups.len()).all(|index| {
            let (from, to) = bounds(index);
            let comma = || (from..to).any(|at| self.scan.is_mark(at, ','));
            told || self.between(from, to) || firm && (groups.len() > 2 || comma())
        });
        // "140/90, and it was 130/80": of when, nobody knows.
        let was = self.bits.is_empty()
            && (1..groups.len()).any(|index| {
                let (from, to) = bounds(index);
                (from..to).any(|at| self.scan.is(at, Role::Was) || self.scan.is(at, Role::Later))
            });
        if !parted || was || self.mixed(groups) {
            return Intent::Which;
        }
        let mut drafts = Vec::with_capacity(groups.len());
        let mut day = None;
        let mut before_hour = None;
        let mut timed = false;
        // A line with a time and no numbers of its own speaks for all that follow.
        let first = groups.first().map_or(0, |group| group.from);
        let line = (0..first).rev().find(|at| self.scan.is_break(*at));
        let header: Option<When> =
            line.map(|line| times::merge(self.bits.iter().filter(|bit| bit.at < line)));
        let leads = self.leads(groups);
        for (index, group) in groups.iter().enumerate() {
            let (from, to) = self.scope(groups, index, leads);
            let mine = |at: usize| (from..to).contains(&at);
            let mut when = times::merge(self.bits.iter().filter(|bit| mine(bit.at)));
            if when.is_now() {
                when = header.unwrap_or_default();
            }
            let inherited = when.day.is_none() && !when.is_now();
            when.day = when.day.or(if when.is_now() { None } else { day });
            // A day that goes on goes forwards: "yesterday evening …, in the morning …" is another.
            let hour = hour(&when);
            // Whether a day that was named for one is that of the next one, too, nobody knows.
            let now = (from..to).any(|at| self.scan.is(at, Role::Now));
            let vague = inherited && day.is_some() && before_hour.is_none()
                || when.is_now() && timed && !now;
            if vague && header.is_none_or(|header| header.is_now()) {
                return Intent::Which;
            }
            if inherited
                && day.is_some()
                && hour.zip(before_hour).is_some_and(|(now, then)| now < then)
            {
                return Intent::Which;
            }
            timed |= !when.is_now();
            before_hour = hour;
            day = when.day.or(day);
            let (Some(systolic), Some(diastolic)) = (group.systolic, group.diastolic) else {
                return Intent::Which;
            };
            let fits = plausible(systolic.value, diastolic.value, group.firm())
                && !split(group, self.spoken);
            match draft(group, when, self.extras_of(mine)) {
                Some(draft) if fits && tens(group).is_none() => drafts.push(draft),
                _ => return Intent::Which,
            }
        }
        // The same numbers once more may be said again, or measured again.
        let again = drafts.windows(2).any(|pair| {
            let numbers = |draft: &Draft| (draft.systolic, draft.diastolic, draft.pulse);
            matches!(pair, [one, other] if numbers(one) == numbers(other) && one.when == other.when)
        });
        if again { Intent::Which } else { Intent::Record(drafts) }
    }

    /// Whether the readings may be of several people, or some of them of nobody who is known: somebody
    /// of the family, or a word that we do not know before the numbers.
    fn mixed(&self, groups: &[Group]) -> bool {
        let strange = |at: usize| self.told(at) && !self.in_remark(at);
        let mut from = 0;
        let before = groups.iter().any(|group| {
            // Behind a reading and on its line a word belongs to that one.
            let line = (from..group.from).rev().find(|at| self.scan.is_break(*at));
            let begin = line.or((from == 0).then_some(0)).unwrap_or(group.from);
            from = group.to;
            (begin..group.from).any(strange)
        });
        let spoken = self.spoken && (0..self.scan.len()).any(strange);
        self.scan.any(Role::Kin) || before || spoken || self.denied()
    }

    /// Whether it was said that there are as many: "two times 140 over 90 and 134 over 86".
    fn counted(&self, readings: usize) -> bool {
        (0..self.scan.len()).any(|at| {
            let number = self.scan.token(at).and_then(super::token::Token::number);
            number.is_some_and(|number| number as usize == readings)
                && self.scan.is(at + 1, Role::Measure)
                && self.scan.is(at + 1, Role::Filler)
        })
    }

    /// Whether something between two readings says that they are two.
    fn between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            self.scan.is_break(at)
                || matches!(self.scan.used(at), Use::Next | Use::Time | Use::Extra)
                || self.scan.is_mark(at, ';')
                || self.scan.is(at, Role::More)
                // "Two hours ago 152 over 96, and now 134 over 84"
                || self.scan.is(at, Role::Now) && self.bits.iter().any(|bit| bit.at < at)
                || self.scan.is(at, Role::Remark)
                    && self.remarks.iter().any(|remark| remark.to < from)
        })
    }

    /// Whether what belongs to a reading stands before it rather than behind.
    fn leads(&self, groups: &[Group]) -> bool {
        let first = groups.first().map_or(0, |group| group.from);
        self.bits
            .iter()
            .map(|bit| bit.at)
            .chain(self.extras.iter().map(|extra| extra.at))
            .any(|at| at < first)
            || self.remarks.iter().any(|remark| remark.from < first)
    }

    /// The tokens that belong to one of several readings: its line, or up to its neighbours.
    fn scope(&self, groups: &[Group], index: usize, leads: bool) -> (usize, usize) {
        let Some(group) = groups.get(index) else { return (0, 0) };
        let before = index.checked_sub(1).and_then(|index| groups.get(index));
        let after = groups.get(index + 1);
        // A line ends what belongs to a reading; so does the last comma before the next one, unless
        // things are said behind their readings.
        let last = groups.last().map_or(0, |group| group.to);
        let behind = self.extras.iter().any(|extra| extra.at > last);
        let breaks = |from: usize, to: usize| {
            let comma = || {
                (from..to).rev().find(|at| {
                    let open = self.scan.is_mark(*at, '(')
                        && !(*at..to).any(|at| self.scan.is_mark(at, ')'));
                    self.scan.is_mark(*at, ',') || open
                })
            };
            (from..to).find(|at| self.scan.is_break(*at)).or_else(|| comma().filter(|_| !behind))
        };
        let from = match before {
            None => 0,
            Some(before) => match breaks(before.to, group.from) {
                Some(line) => line,
                None if leads => before.to,
                None => group.from,
            },
        };
        let to = match after {
            None => self.scan.len(),
            Some(after) => match breaks(group.to, after.from) {
                Some(line) => line,
                None if leads => group.to,
                None => after.from,
            },
        };
        (from, to)
    }
}

/// The hour that a time stands for, as far as one can be told from another.
fn hour(when: &When) -> Option<u8> {
    when.clock.map(|(hour, _)| hour).or(when.part.and_then(|part| match part {
        Part::Morning => Some(8),
        Part::Daytime => Some(14),
        Part::Evening => Some(20),
        Part::Night => None,
    }))
}
