//! Whose reading it is, and what makes it doubtful that it is one: words that we do not know, what
//! is denied, two arms at once.

use super::{
    Fix, Intent,
    decide::Table,
    extras::{self, is_label},
    role::Role,
    scan::Use,
    token::What,
    values::{Group, Value},
};

/// "140 on 90 on 130": a joined number above this is rather another upper value than a pulse at
/// rest, /min.
const JOINED_MAX: u32 = 110;
/// Percent; in brackets and without a name such a number may be a share of oxygen.
const OXYGEN: std::ops::RangeInclusive<u32> = 90..=100;

/// Whose reading it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Mine,
    Unclear,
    Theirs,
}

impl Table<'_> {
    /// Whether the reading is the person's own. Somebody else before the numbers is whose it is;
    /// words before the numbers that we do not know may say anything.
    pub(super) fn whose(&self, group: &Group) -> Whose {
        let scan = self.scan;
        // "My husband has gone out and I have measured": whoever it was, it was not theirs.
        let last = (0..group.from).rev().find(|at| scan.is(*at, Role::Kin));
        let own = |kin: usize| {
            (kin..group.from).any(|at| scan.is(at, Role::Speaker) && scan.is(at + 1, Role::Record))
        };
        // "My husband has measured mine": it may be one's own.
        let helped = |kin: usize| {
            (kin..group.from).any(|at| {
                scan.is(at, Role::Mine)
                    && scan.is(at, Role::Filler)
                    && !scan.is(at, Role::Possessive)
            })
        };
        // Somebody who was only there is no matter.
        let there = |at: usize| {
            let before = |by: usize, role: Role| scan.is(at.wrapping_sub(by), role);
            before(1, Role::Company)
                || before(1, Role::Possessive) && before(2, Role::Company)
                || before(1, Role::For)
                    && scan.is(at + 1, Role::At)
                    && scan.is(at + 2, Role::Remark)
        };
        match last {
            Some(kin) if helped(kin) || there(kin) => return Whose::Unclear,
            Some(kin) if !own(kin) => return Whose::Theirs,
            _ => {}
        }
        // "Not" that denies nothing that we know of may deny all of it.
        if self.denied() || self.two_sides() {
            return Whose::Unclear;
        }
        if (group.to..scan.len()).any(|at| scan.is(at, Role::Kin) && !there(at)) {
            return Whose::Unclear;
        }
        let known = (0..group.from).any(|at| {
            scan.is(at, Role::Remark)
                || scan.is(at, Role::Intake)
                || scan.is(at, Role::Record)
                || scan.used(at) == Use::Quantity
                || scan.used(at) == Use::Extra
        }) || (0..group.to)
            .any(|at| is_label(scan, at) || scan.is(at + 1, Role::Beats));
        // "For Ivan" and "of Ivan": whoever that is.
        let of = (0..scan.len()).any(|at| {
            scan.is(at, Role::For) && self.told(at + 1) && !scan.is(at + 1, Role::Remark)
        });
        // "The readings of the water meter": of whatever it is.
        let other = (0..group.from).any(|at| {
            scan.is(at, Role::Readings)
                && scan.is(at, Role::Pressure)
                && self.told(at + 1)
                && !scan.is(at + 1, Role::Remark)
        });
        // At a speaker a word that belongs to nothing may change everything; typed, one before the
        // numbers: it may say whose they are, or what.
        let lost = |at: usize| {
            let clause = !self.spoken && self.clause(at, group.from);
            let taken = scan.is(at, Role::Intake) || scan.is(at, Role::Remark);
            self.told(at) && !self.in_remark(at) && !clause && !taken
        };
        let end = if self.spoken { scan.len() } else { group.from };
        let stranger = (0..end).any(lost) || (group.to..scan.len()).any(|at| self.called(at));
        let mine = !of && !other && !stranger && (known || !self.told_before(group));
        if mine { Whose::Mine } else { Whose::Unclear }
    }

    /// Whether this is a word that we do not know, alone and with a capital letter: "120/80 Peter" may
    /// say whose it is.
    fn called(&self, at: usize) -> bool {
        let mut letters = self.scan.slice(at, at).chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let name = capital && letters.all(char::is_lowercase);
        let alone = self.remarks.iter().any(|remark| (remark.from, remark.to) == (at, at));
        !self.spoken && name && alone && self.told(at) && !self.in_remark(at)
    }

    /// Whether this word is part of a clause of several that a comma or a full stop ends before the
    /// numbers: a remark that was typed first, and no name.
    fn clause(&self, at: usize, numbers: usize) -> bool {
        const ENDS: [char; 5] = [',', '.', ';', '!', ':'];
        let scan = self.scan;
        let ends =
            |at: usize| scan.is_break(at) || ENDS.into_iter().any(|mark| scan.is_mark(at, mark));
        let Some(end) = (at..numbers).find(|at| ends(*at)) else { return false };
        let begin = (0..at).rev().find(|at| ends(*at)).unwrap_or(0);
        let words = (begin..end).filter(|at| !scan.word(*at).is_empty()).count();
        words > 1 && !scan.is_mark(end, ':')
    }

    /// Whether something is denied, and it is not the sign, a side, a pulse, or part of a remark
    /// that we know.
    pub(super) fn denied(&self) -> bool {
        let scan = self.scan;
        let known = |at: usize| {
            let remark = self.remarks.iter().find(|remark| remark.covers(at));
            let pulse = (at.saturating_sub(3)..at + 4).any(|at| scan.is(at, Role::Pulse));
            scan.used(at) == Use::Extra
                || pulse
                || remark.is_some_and(|remark| {
                    (at + 1..=remark.to.min(at + 2)).any(|at| scan.is(at, Role::Remark))
                })
        };
        (0..scan.len()).any(|at| scan.is(at, Role::Not) && !known(at))
    }

    /// Whether more was said than what was different: a time, an arm, a remark, somebody, or what is
    /// denied besides. Then a whole pair is a reading of its own, or nobody knows.
    pub(super) fn more(&self, intent: &Intent) -> bool {
        let scan = self.scan;
        let whole =
            matches!(intent, Intent::Fix(Fix { systolic: Some(_), diastolic: Some(_), .. }));
        let not = |at: usize| scan.is(at, Role::Not);
        let replaced = (0..scan.len()).any(|at| not(at) && scan.used(at + 1) == Use::Value)
            || scan.any(Role::Instead);
        let strange = |at: usize| self.told(at) && !scan.meaning(at).known_in_requests();
        let told = (0..scan.len()).any(|at| strange(at) || scan.is(at, Role::Kin));
        let denied = (0..scan.len()).any(|at| not(at) && !scan.is(at + 1, Role::So));
        let remarked = self.remarks.iter().any(|remark| {
            (remark.from..=remark.to).any(|at| strange(at) || scan.is(at, Role::Remark))
        });
        let beside = !self.bits.is_empty() || !self.extras.is_empty() || remarked;
        whole && !replaced && (told || denied || beside)
    }

    /// Whether two arms or two positions were named.
    fn two_sides(&self) -> bool {
        let pair = |one: extras::Kind, other: extras::Kind| match (one, other) {
            (extras::Kind::Arm(one), extras::Kind::Arm(other)) => one != other,
            (extras::Kind::Position(one), extras::Kind::Position(other)) => one != other,
            (extras::Kind::Arm(_) | extras::Kind::Position(_) | extras::Kind::Irregular, _) => {
                false
            }
        };
        let mut kinds = self.extras.iter().map(|extra| extra.what);
        let Some(first) = kinds.next() else { return false };
        let all: Vec<extras::Kind> = std::iter::once(first).chain(kinds).collect();
        all.iter().any(|one| all.iter().any(|other| pair(*one, *other)))
    }

    /// Whether a number without a name may be something else than a pulse: a dose, an age, a share
    /// of oxygen. What stands right beside it tells.
    pub(super) fn foreign(&self, pulse: &Value) -> bool {
        let scan = self.scan;
        let Some(before) = pulse.at.checked_sub(1) else { return false };
        let picture = scan.token(before).is_some_and(|token| {
            matches!(token.what, What::Mark(mark) if !mark.is_ascii() && mark != '\u{2665}' && mark != '\u{2764}')
        });
        let strange = |at: usize| self.told(at) || scan.is(at, Role::Remark);
        let aside = [Role::Noise, Role::Mine, Role::Speaker, Role::Not, Role::Now];
        let paused = [',', '.', ';'].into_iter().any(|mark| scan.is_mark(before, mark));
        let named = |at: usize| {
            strange(at) || scan.is(at, Role::Quantity) || scan.word(at).chars().count() == 1
        };
        let colon =
            [':', '.'].into_iter().any(|mark| scan.is_mark(before, mark)) && named(before - 1);
        let word = !pulse.joined
            && !scan.word(before).is_empty()
            && !matches!(scan.used(before), Use::Next | Use::Value | Use::Time)
            && ![Role::Filler, Role::Unit, Role::Separator]
                .into_iter()
                .any(|role| scan.is(before, role));
        strange(before)
            || word
            || pulse.tenths
            || picture
            || colon
            || aside.into_iter().any(|role| scan.is(before, role))
            || paused && self.told(pulse.at + 1)
            || scan.is(before, Role::Limit) && !pulse.joined
            || pulse.joined && pulse.value > JOINED_MAX && !scan.is_mark(before, '/')
            || pulse.joined && scan.is(before, Role::But)
            || pulse.joined && (scan.is(before, Role::Company) || scan.is(before, Role::At))
            || scan.is_mark(before, '(') && OXYGEN.contains(&pulse.value)
    }

    /// Whether it belongs to a remark that a word we know makes one.
    pub(super) fn in_remark(&self, at: usize) -> bool {
        let makes = |at: usize| self.scan.is(at, Role::Remark) || self.scan.is(at, Role::Intake);
        let remark = self.remarks.iter().find(|remark| remark.covers(at));
        remark.is_some_and(|remark| (remark.from..=remark.to).any(makes))
    }

    /// Whether this is a word that we do not know.
    pub(super) fn told(&self, at: usize) -> bool {
        self.scan.used(at) == Use::Remark && extras::pronounceable(self.scan.word(at))
    }

    /// Whether there is one before the numbers.
    pub(super) fn told_before(&self, group: &Group) -> bool {
        (0..group.from).any(|at| self.told(at))
    }
}
