//! Doubtful readings: one closed question about all of them, and what the answer makes of them.

use super::{
    Act, Held, Known, Missing, State, Step,
    change::Change,
    missing::whole,
    turn::{Turn, say, stay},
};
use crate::domain::{
    entry::EntryWord,
    history::HistoryIntent,
    person::{Name, PersonId},
    reading::Doubt,
    reply::{Question, Reply},
    utterance::{Draft, Fix, Intent, Part, Whom},
};

impl Turn<'_> {
    /// One question about all of these, if there are any, and the state in which they wait.
    pub(super) fn ask(&self, asked: Vec<Held>) -> (State, Option<Question>) {
        let account = self.who.account.as_ref();
        ask_about(asked, self.thread.questions + 1, |person| {
            account.and_then(|account| account.name_of(person)).cloned()
        })
    }

    /// Doubtful readings wait: yes, no, other numbers, or something else meanwhile.
    pub(super) fn unsure(&self, asked: Vec<Held>, intent: Intent) -> Step {
        if self.speaks_of_strangers() && intent.records() {
            return self.at_home(intent);
        }
        // Only whose a stored reading is was asked: another reading is one of its own.
        let owner = asked.iter().all(|held| held.doubt == Some(Doubt::Owner));
        if owner && whole(&intent).is_some() {
            return self.apart(asked, intent);
        }
        match intent {
            Intent::Yes => {
                // Whatever the question did not name is looked at only now.
                let (asked, unseen): (Vec<Held>, Vec<Held>) =
                    asked.into_iter().partition(|held| held.alerted);
                let mut step = self.settle(None, unseen);
                if let Act::Keep { save, .. } = &mut step.act {
                    save.splice(0..0, asked);
                }
                step
            }
            // "No, it is father's"
            Intent::No
                if self.named().is_some()
                    && asked.iter().all(|held| !self.speaks_of(held.person)) =>
            {
                self.unsure_theirs(asked, self.meant())
            }
            Intent::No | Intent::Undo if asked.len() == 1 && self.stored(&asked).is_some() => {
                self.not_so(&asked)
            }
            Intent::No | Intent::Undo => {
                let person = asked.first().and_then(|held| held.person);
                let unseen: Vec<Held> = asked.into_iter().filter(|held| !held.alerted).collect();
                if unseen.is_empty() {
                    // The right numbers may come next, or a reading of anybody's.
                    let next = match person {
                        Some(_) => {
                            let part = Part::default();
                            State::Missing(Missing::new(part, self.at_ms, false, person))
                        }
                        None => State::Idle,
                    };
                    return stay(next, Reply::NotKept);
                }
                self.settle(None, unseen)
            }
            Intent::Record(drafts) => self.instead(asked, &drafts),
            Intent::Part(_)
            | Intent::Fix(_)
            | Intent::Beside(_)
            | Intent::History(HistoryIntent::When(_))
            | Intent::Lone(_) => match answer(&asked, &intent) {
                Some(change) => self.mend(asked, &change, intent),
                None => self.not_answered(asked),
            },
            Intent::Unsure(_) | Intent::Glued(_) | Intent::Tens(_) if asked.len() == 1 => {
                let same = asked.iter().all(|held| self.speaks_of(held.person));
                if same { self.at_home(intent) } else { self.apart(asked, intent) }
            }
            Intent::Unknown if let Whom::New(name) = &self.who.whom => {
                self.ask_add(name.clone(), asked)
            }
            Intent::Unknown if self.who.whom == Whom::NotMe => self.not_mine(asked),
            // Numbers that were not understood say more than a name.
            Intent::Unknown if self.named().is_some() => self.unsure_theirs(asked, self.meant()),
            Intent::Unknown | Intent::Which | Intent::FixWhat | Intent::Bid(_) => {
                self.not_answered(asked)
            }
            Intent::Greeting
            | Intent::Start { .. }
            | Intent::Unlink
            | Intent::Repeat
            | Intent::Ready
            | Intent::Unsure(_)
            | Intent::Glued(_)
            | Intent::Tens(_)
            | Intent::Entry(EntryWord::Back | EntryWord::Skip) => self.ask_again(asked),
            Intent::Impossible(rejected) => stay(waiting(asked), Reply::Rejected(rejected)),
            // Something else in between is done, and the question stays open.
            Intent::Help
            | Intent::Abilities
            | Intent::Languages
            | Intent::Language(_)
            | Intent::Ask(_)
            | Intent::History(_)
            | Intent::Target
            | Intent::SetTarget(..)
            | Intent::Whose
            | Intent::Speakers
            | Intent::Remind(_)
            | Intent::Settings(_)
            | Intent::Stats(_)
            | Intent::HomeWeek(_)
            | Intent::Pin(_)
            | Intent::Exit
            | Intent::Link
            | Intent::Code(_) => self.beside(waiting(asked), intent),
            Intent::Privacy(wish) if wish.is_aside() => self.beside(waiting(asked), intent),
            Intent::Measure
            | Intent::AddPerson(_)
            | Intent::Erase
            | Intent::Privacy(_)
            | Intent::Admin(_)
            | Intent::Entry(EntryWord::Begin) => self.at_home(intent),
        }
    }

    /// The stored reading that a single doubtful one is about: the one that it corrects, or the one
    /// that it repeats.
    fn stored(&self, asked: &[Held]) -> Option<Known> {
        let [held] = asked else { return None };
        let corrected = self.who.given.filter(|given| held.amends == Some(given.id));
        let repeated = || self.who.last.filter(|_| held.doubt == Some(Doubt::Repeated));
        corrected.or(self.who.last.filter(|last| held.amends == Some(last.id))).or_else(repeated)
    }

    /// A no to such a reading: what is stored stays. The right numbers of a correction may come next,
    /// and a pulse that only the second one has is taken.
    fn not_so(&self, asked: &[Held]) -> Step {
        let (Some(known), Some(held)) = (self.stored(asked), asked.first()) else {
            return say(Reply::NotKept);
        };
        let pulse = held.reading.pulse();
        if held.amends.is_some() && held.doubt != Some(Doubt::Owner) {
            self.ask_fix(known)
        } else if held.amends.is_none() && pulse.is_some() && known.reading.pulse().is_none() {
            self.amend(known, &Change::from(&Part { pulse, ..Part::default() }), None)
        } else {
            say(Reply::Stays)
        }
    }

    pub(super) fn ask_again(&self, asked: Vec<Held>) -> Step {
        let (next, question) = self.ask(asked);
        stay(next, question.map_or(Reply::Which, Reply::Ask))
    }

    /// What was said answers nothing: the question is put in other words, then left in peace.
    fn not_answered(&self, asked: Vec<Held>) -> Step {
        match self.ask_again(asked) {
            Step { next, act: Act::Say(question) } => self.unanswered(next, question),
            step => step,
        }
    }

    /// Something about somebody else is done, and the question stays open.
    fn apart(&self, asked: Vec<Held>, intent: Intent) -> Step {
        let Step { next, mut act } = self.at_home(intent);
        if let State::Unsure { held, doubt, mut rest } = next {
            // Asked about when the new question is answered.
            rest.extend(asked.into_iter().map(|held| Held { alerted: false, ..held }));
            return Step { next: State::Unsure { held, doubt, rest }, act };
        }
        if next != State::Idle {
            return Step { next, act };
        }
        if let Act::Keep { ask: ask @ None, .. } = &mut act {
            let (next, question) = self.ask(asked);
            *ask = question;
            return Step { next, act };
        }
        Step { next: waiting(asked), act }
    }

    /// Whole readings take the place of those of the same person that were asked about: of all when
    /// there are as many of them, else of those that share a pressure with one of them and no other.
    fn instead(&self, mut asked: Vec<Held>, drafts: &[Draft]) -> Step {
        let same = |held: &Held| self.speaks_of(held.person);
        let theirs: Vec<&Held> = asked.iter().filter(|held| held.alerted && same(held)).collect();
        // The same reading, said right: its time and what stood beside it stay.
        if let ([draft], [held]) = (drafts, theirs.as_slice())
            && asked.len() == 1
            && (alike(held, draft) || held.amends.is_some())
        {
            return self.mend(asked, &draft.into(), Intent::Record(drafts.to_vec()));
        }
        // Whose that one is stays asked; these are others.
        let of_whom = |held: &&Held| held.doubt == Some(Doubt::Context);
        if !asked.is_empty() && asked.iter().all(|held| of_whom(&held)) {
            return self.apart(asked, Intent::Record(drafts.to_vec()));
        }
        // Of whom it was asked, of them is the answer, unless somebody else is named.
        let mut people = theirs.iter().map(|held| held.person);
        let person = people.next().flatten().filter(|one| people.all(|other| other == Some(*one)));
        let heard = match self.hold(drafts) {
            Ok(held) => self.theirs_now(person, held, None),
            Err(refused) => return say(refused.into()),
        };
        if drafts.len() >= asked.iter().filter(|held| same(held)).count() {
            asked.retain(|held| !(held.alerted && same(held)));
            asked.extend(heard);
            return self.settle(None, asked);
        }
        for draft in drafts {
            let alike = |held: &Held| {
                let (upper, lower) = (held.reading.systolic(), held.reading.diastolic());
                same(held) && (upper == draft.systolic || lower == draft.diastolic)
            };
            if asked.iter().filter(|held| alike(held)).count() == 1 {
                asked.retain(|held| !alike(held));
            }
        }
        asked.extend(heard);
        self.settle(None, asked)
    }

    /// One value was heard wrongly, or something was left out: the rest stands. What is said of
    /// somebody else is no part of it.
    fn mend(&self, mut asked: Vec<Held>, change: &Change, intent: Intent) -> Step {
        let meant = |held: &Held| {
            let wrong = |from: u16| {
                held.reading.systolic() == from
                    || held.reading.diastolic() == from
                    || held.reading.pulse() == Some(from)
            };
            change.fix.from.is_some_and(wrong)
        };
        let same = |at: &usize| asked.get(*at).is_some_and(|held| self.speaks_of(held.person));
        let theirs: Vec<usize> = (0..asked.len()).filter(same).collect();
        let at = match theirs.as_slice() {
            [] => return self.apart(asked, intent),
            [only] => Some(*only),
            several => {
                let mut found =
                    several.iter().filter(|at| asked.get(**at).is_some_and(meant)).copied();
                found.next().filter(|_| found.next().is_none())
            }
        };
        let Some(held) = at.and_then(|at| asked.get_mut(at)) else { return self.ask_again(asked) };
        match self.changed(held.clone(), change) {
            Ok(Some(changed)) => {
                *held = changed;
                let Step { next, act } = self.settle(None, asked);
                // What was said besides is taken; the question is asked in other words.
                if let Act::Keep { save, ask: Some(question), .. } = &act
                    && save.is_empty()
                    && change.fix == Fix::default()
                {
                    return stay(next, Reply::Noted(Box::new(Reply::Ask(question.clone()))));
                }
                Step { next, act }
            }
            Ok(None) => self.ask_again(asked),
            Err(refused) => stay(waiting(asked), refused.into()),
        }
    }
}

/// What an answer changes about what was asked; one number where a value was doubted is that value.
fn answer(asked: &[Held], intent: &Intent) -> Option<Change> {
    let Intent::Lone(single) = intent else { return Change::of(intent) };
    let [Held { doubt: Some(doubt), .. }] = asked else { return None };
    let value = |is: Doubt| Some(single.number).filter(|_| *doubt == is);
    let fix = Fix {
        systolic: value(Doubt::Systolic),
        diastolic: value(Doubt::Diastolic),
        pulse: value(Doubt::Pulse),
        ..Fix::default()
    };
    let meant = fix != Fix::default();
    meant.then(|| Change { fix, when: single.when, extras: single.extras.clone() })
}

/// Whether a reading is another one said right: it shares a number with it, or it had come the other
/// way round, or in other units.
fn alike(held: &Held, draft: &Draft) -> bool {
    let (upper, lower) = (held.reading.systolic(), held.reading.diastolic());
    upper == draft.systolic
        || lower == draft.diastolic
        || (lower, upper) == (draft.systolic, draft.diastolic)
        || held.doubt == Some(Doubt::Tens)
}

/// One question, of this number, about all of these, and the state in which they wait.
pub(super) fn ask_about(
    asked: Vec<Held>,
    number: u32,
    name_of: impl Fn(PersonId) -> Option<Name>,
) -> (State, Option<Question>) {
    let alert = asked.iter().any(|held| held.reading.very_high() && !held.alerted);
    let told = asked.into_iter().map(|held| Held { alerted: true, ..held }).collect();
    let next = waiting(told);
    let State::Unsure { held, doubt, rest } = &next else { return (next, None) };
    let question = Question {
        number,
        reading: held.reading,
        doubt: *doubt,
        also: rest.iter().map(|held| held.reading).collect(),
        alert,
        whose: held.person.and_then(name_of),
    };
    (next, Some(question))
}

/// Doubtful readings as a state; their doubts are in them.
pub(super) fn waiting(asked: Vec<Held>) -> State {
    let mut asked = asked.into_iter();
    let Some(held) = asked.next() else { return State::Idle };
    let doubt = held.doubt.unwrap_or(Doubt::Context);
    State::Unsure { held, doubt, rest: asked.collect() }
}
