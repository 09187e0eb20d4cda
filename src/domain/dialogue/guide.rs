//! A guided measurement, hands free: rest, two readings a minute apart, each read back, and the
//! mean of both. Each wait is a turn of its own, and what was confirmed stays whatever happens.

use super::{
    Act, Guide, Held, Missing, Stage, State, Step,
    change::Change,
    measure::outside,
    missing::{noted, whole},
    turn::{Turn, stay},
};
use crate::domain::{
    entry::EntryWord,
    history::HistoryIntent,
    person::PersonId,
    reading::{Extras, Reading},
    reply::{Gap, Reply},
    utterance::{Bid, Draft, Fix, Intent, Part, Single, Whom},
    when::Moment,
};

impl Turn<'_> {
    pub(super) fn begin_guide(&self) -> Step {
        let person = self.named().or(self.who.of_session);
        let (newcomer, confirmed) = (None, false);
        self.rest(Guide { round: 1, person, newcomer, confirmed, stage: Stage::Rest }, false)
    }

    fn rest(&self, guide: Guide, again: bool) -> Step {
        let reply = Reply::GuideRest { round: guide.round, again };
        stay(State::Guide(Guide { stage: Stage::Rest, ..guide }), reply)
    }

    fn numbers(&self, guide: Guide, part: Option<Missing>, again: bool) -> Step {
        let reply = match part.as_ref().map(Missing::gap) {
            // Nothing but an arm has come so far.
            Some(Gap::Pair { pulse: None }) => Reply::GuideNumbers { again },
            Some(gap) => {
                let whose = self.called(guide.person, guide.newcomer.as_ref());
                Reply::Missing { gap, again, whose }
            }
            None => Reply::GuideNumbers { again },
        };
        stay(State::Guide(Guide { stage: Stage::Numbers(part), ..guide }), reply)
    }

    /// Reads the numbers back. The yes to it settles every doubt there may be about them.
    fn check(&self, guide: Guide, held: Held) -> Step {
        let reply = Reply::GuideCheck {
            reading: held.reading,
            alert: held.reading.very_high() && !held.alerted,
            question: self.thread.questions + 1,
            whose: self.called(held.person.or(guide.person), guide.newcomer.as_ref()),
        };
        let person = held.person.or(guide.person);
        let held = Held { alerted: true, person, ..held };
        let (stage, confirmed) = (Stage::Check(held), false);
        stay(State::Guide(Guide { stage, confirmed, ..guide }), reply)
    }

    pub(super) fn guided(&self, guide: Guide, intent: Intent) -> Step {
        if let (Stage::Check(held), Intent::Yes) = (&guide.stage, &intent) {
            if guide.newcomer.is_some() {
                return self.complete(&self.begun(&guide), vec![held.clone()]);
            }
            if self.nobody_named(std::slice::from_ref(held)) {
                // Whose it is goes for the second one as well.
                let reply = self.whose_is(std::slice::from_ref(held));
                return stay(State::Guide(Guide { confirmed: true, ..guide }), reply);
            }
            return keep(&guide, held.clone());
        }
        if self.of_somebody_else(&guide, &intent) {
            return self.beside(State::Guide(guide), intent);
        }
        // A reading of another person is one of its own.
        if whole(&intent).is_some() && self.named().is_some() {
            let held = if let Stage::Check(held) = &guide.stage { held.person } else { None };
            if !self.speaks_of(held.or(guide.person)) {
                return self.beside(State::Guide(guide), intent);
            }
        }
        if let Stage::Check(held) = &guide.stage {
            if let Some(change) = Change::of(&intent) {
                let held = held.clone();
                let same = change.fix == Fix::default();
                let step = self.mend_guided(guide, held, &change);
                return if same { noted(step) } else { step };
            }
            if self.who.whom == Whom::NotMe && self.shared() {
                let reply = self.whose_is(std::slice::from_ref(held));
                return stay(State::Guide(Guide { confirmed: true, ..guide }), reply);
            }
            // "No, father's"; beside numbers that were not understood a name says nothing.
            let answers = matches!(intent, Intent::No | Intent::Unknown);
            if let Whom::New(name) = &self.who.whom
                && answers
            {
                return self.ask_add(name.clone(), vec![held.clone()]);
            }
            if let Some(person) = self.named().filter(|_| answers) {
                let held = Held { person: Some(person), ..held.clone() };
                let guide = Guide { person: Some(person), newcomer: None, ..guide };
                return match guide.confirmed {
                    true => keep(&guide, held),
                    false => self.check(guide, held),
                };
            }
        }
        // Between the two readings the first one is talked about.
        if guide.round == 2 && guide.stage == Stage::Rest {
            let pulse = matches!(&intent, Intent::Part(part) if self.pulse_of(part).is_some());
            let beside = matches!(
                intent,
                Intent::FixWhat | Intent::Beside(_) | Intent::History(HistoryIntent::When(_))
            );
            if pulse || beside {
                return self.beside(State::Guide(guide), intent);
            }
            if intent == Intent::Bid(Bid::Remove) {
                return self.beside(State::Guide(guide), Intent::Undo);
            }
            // "It is mother's": the first one goes to her, and the second one will.
            if intent == Intent::Unknown
                && let (Some(person), Some(given)) = (self.named(), self.who.given)
                && self.thread.last == Some(given.id)
                && person != given.person
            {
                let held = self.held(given.reading, None, given.at_ms, false, Extras::default());
                let held = Held { amends: Some(given.id), person: Some(person), ..held };
                let next = State::Guide(Guide { person: Some(person), newcomer: None, ..guide });
                let (save, ask, offer) = (vec![held], None, None);
                return Step { next, act: Act::Keep { enrol: None, save, ask, offer } };
            }
        }
        match intent {
            Intent::Undo => stay(State::Idle, Reply::GuideOver),
            Intent::No | Intent::Bid(Bid::Remove) if matches!(guide.stage, Stage::Check(_)) => {
                self.numbers(guide, None, true)
            }
            Intent::No => stay(State::Idle, Reply::GuideOver),
            Intent::Exit => stay(State::Idle, Reply::Bye),
            Intent::Ready | Intent::Yes if guide.stage == Stage::Rest => {
                self.numbers(guide, None, false)
            }
            // Begun anew, unless numbers have come that would be lost.
            Intent::Measure => match guide.stage {
                Stage::Rest | Stage::Numbers(None) => self.rest(guide, false),
                Stage::Numbers(Some(_)) | Stage::Check(_) => self.prompt(guide, false),
            },
            Intent::Record(drafts) => match drafts.as_slice() {
                [draft] => self.heard(guide, draft),
                _ => self.record(&drafts, Vec::new()),
            },
            Intent::Unsure(draft) | Intent::Glued(draft) | Intent::Tens(draft) => {
                self.heard(guide, &draft)
            }
            // A time alone is that of the numbers that are awaited.
            Intent::History(HistoryIntent::When(when))
                if matches!(guide.stage, Stage::Numbers(_)) =>
            {
                let begun = self.begun(&guide);
                match self.moment_beside(&when, begun.at_ms) {
                    Ok(Moment { at_ms, approximate }) => {
                        let begun = Missing { at_ms, approximate, ..begun };
                        noted(self.numbers(guide, Some(begun), false))
                    }
                    Err(refused) => stay(State::Guide(guide), refused.into()),
                }
            }
            // A value with a time of its own is no part of it.
            Intent::Part(part) if !part.when.is_now() => self.at_home(Intent::Part(part)),
            Intent::Part(part) => {
                // Whose it is goes for the rest of it as well.
                let guide = Guide { person: self.named().or(guide.person), ..guide };
                self.collect(self.begun(&guide), guide, &part)
            }
            Intent::Lone(single) => match guide.stage.clone() {
                // After both pressures it is the pulse.
                Stage::Check(held) if held.reading.pulse().is_none() => {
                    let Single { number, when, extras } = single;
                    let part = Part { pulse: Some(number), when, extras, ..Part::default() };
                    self.mend_guided(guide, held, &Change::from(&part))
                }
                Stage::Check(_) => self.prompt(guide, true),
                Stage::Rest | Stage::Numbers(_) => {
                    let part = self.begun(&guide).with(single);
                    self.guided(guide, Intent::Part(part))
                }
            },
            Intent::Fix(_) => match self.begun(&guide).mended(&intent) {
                Some(part) => self.collect(self.begun(&guide), guide, &part),
                None => self.beside(State::Guide(guide), intent),
            },
            Intent::Beside(extras) => {
                let part = Part { extras, ..Part::default() };
                self.collect(self.begun(&guide), guide, &part)
            }
            Intent::Impossible(rejected) => stay(State::Guide(guide), Reply::Rejected(rejected)),
            Intent::FixWhat if matches!(guide.stage, Stage::Check(_)) => {
                self.numbers(guide, None, true)
            }
            Intent::Repeat
            | Intent::Greeting
            | Intent::Start { .. }
            | Intent::Ready
            | Intent::Yes
            | Intent::FixWhat => self.prompt(guide, false),
            Intent::Unknown if self.who.whom == Whom::NotMe => {
                self.not_mine_so_far(self.begun(&guide))
            }
            Intent::Unknown if self.named().is_some() => {
                // "This is father": the rest of it is his.
                self.prompt(Guide { person: self.named(), newcomer: None, ..guide }, false)
            }
            Intent::Unknown if let Whom::New(name) = &self.who.whom => {
                let newcomer = Some(name.clone());
                self.prompt(Guide { person: None, newcomer, ..guide }, false)
            }
            Intent::Unknown | Intent::Which | Intent::Bid(_) => {
                match self.prompt(warned(guide), true) {
                    Step { next, act: Act::Say(question @ Reply::GuideCheck { .. }) } => {
                        self.unanswered(next, question)
                    }
                    Step { next, .. } if self.thread.misses > 0 || self.who.danger => {
                        Step { next, act: self.lost().act }
                    }
                    step => step,
                }
            }
            // Something else in between is done, and the measurement goes on.
            Intent::Ask(_)
            | Intent::History(_)
            | Intent::Target
            | Intent::SetTarget(..)
            | Intent::Whose
            | Intent::AddPerson(_)
            | Intent::Speakers
            | Intent::Remind(_)
            | Intent::Settings(_)
            | Intent::Stats(_)
            | Intent::HomeWeek(_)
            | Intent::Help
            | Intent::Abilities
            | Intent::Link
            | Intent::Languages
            | Intent::Language(_) => self.beside(State::Guide(guide), intent),
            Intent::Privacy(wish) if wish.is_aside() => self.beside(State::Guide(guide), intent),
            Intent::Entry(EntryWord::Back | EntryWord::Skip) => self.prompt(guide, false),
            Intent::Entry(EntryWord::Begin)
            | Intent::Erase
            | Intent::Unlink
            | Intent::Code(_)
            | Intent::Privacy(_)
            | Intent::Pin(_)
            | Intent::Admin(_) => self.at_home(intent),
        }
    }

    /// The name of whose measurement it is was tapped.
    pub(super) fn guided_theirs(&self, guide: Guide, person: PersonId) -> Step {
        let people = self.who.account.iter().flat_map(|account| &account.people);
        let known = people.filter(|known| known.leaving_ms.is_none()).any(|it| it.id == person);
        match guide.stage.clone() {
            Stage::Check(held) if guide.confirmed && known => {
                let held = Held { person: Some(person), ..held };
                keep(&Guide { person: Some(person), newcomer: None, ..guide }, held)
            }
            Stage::Rest | Stage::Numbers(_) | Stage::Check(_) => {
                stay(State::Guide(guide), Reply::Stale)
            }
        }
    }

    /// Says once more where we are.
    pub(super) fn prompt(&self, guide: Guide, again: bool) -> Step {
        match guide.stage.clone() {
            Stage::Rest => self.rest(guide, again),
            Stage::Numbers(part) => self.numbers(guide, part, again),
            Stage::Check(held) => self.check(guide, held),
        }
    }

    fn heard(&self, guide: Guide, draft: &Draft) -> Step {
        let drafts = std::slice::from_ref(draft);
        match self.instead_of_parts(&self.begun(&guide), drafts, None) {
            Ok(held) => match held.into_iter().next() {
                Some(held) => self.check(guide, held),
                None => self.prompt(guide, true),
            },
            Err(refused) => stay(State::Guide(guide), refused.into()),
        }
    }

    /// What has come so far of the numbers that are awaited.
    fn begun(&self, guide: &Guide) -> Missing {
        match &guide.stage {
            Stage::Numbers(Some(missing)) => missing.clone(),
            Stage::Rest | Stage::Numbers(None) | Stage::Check(_) => {
                let missing = Missing::new(Part::default(), self.at_ms, false, guide.person);
                Missing { newcomer: guide.newcomer.clone(), ..missing }
            }
        }
    }

    /// Whether this is about numbers of somebody whose measurement this is not.
    fn of_somebody_else(&self, guide: &Guide, intent: &Intent) -> bool {
        let changes = matches!(intent, Intent::Part(_) | Intent::Fix(_) | Intent::Beside(_));
        match &guide.stage {
            Stage::Check(held) if changes => !self.speaks_of(held.person.or(guide.person)),
            Stage::Rest | Stage::Numbers(_) | Stage::Check(_) => {
                let named = guide.person.is_some() && self.named().is_some();
                let other = changes && named && !self.speaks_of(guide.person);
                other || (changes || intent.records()) && self.speaks_of_strangers()
            }
        }
    }

    /// A value came; perhaps others have to follow.
    fn collect(&self, missing: Missing, guide: Guide, part: &Part) -> Step {
        let filled = missing.filled(part);
        if let Some(rejected) = outside(filled.systolic, filled.diastolic, filled.pulse) {
            return stay(State::Guide(guide), Reply::Rejected(rejected));
        }
        let (Some(systolic), Some(diastolic)) = (filled.systolic, filled.diastolic) else {
            return self.numbers(guide, Some(filled), false);
        };
        match Reading::new(systolic, diastolic, filled.pulse) {
            Ok(reading) => {
                let Missing { at_ms, approximate, extras, .. } = filled;
                let held = self.held(reading, None, at_ms, approximate, extras);
                self.check(guide, held)
            }
            Err(rejected) => stay(State::Guide(guide), Reply::Rejected(rejected)),
        }
    }

    /// One value was heard wrongly, or something was left out.
    fn mend_guided(&self, guide: Guide, held: Held, change: &Change) -> Step {
        match self.changed(held, change) {
            Ok(Some(held)) => self.check(guide, held),
            Ok(None) => self.prompt(guide, true),
            Err(refused) => stay(State::Guide(guide), refused.into()),
        }
    }
}

/// Stores the reading; after the first one comes the second.
fn keep(guide: &Guide, held: Held) -> Step {
    let next = match guide.round {
        1 => {
            let (stage, confirmed) = (Stage::Rest, false);
            State::Guide(Guide { round: 2, stage, confirmed, ..guide.clone() })
        }
        _ => State::Idle,
    };
    Step { next, act: Act::KeepGuided { held, round: guide.round } }
}

/// With a very high reading whoever says something else is told once more whom to call.
fn warned(guide: Guide) -> Guide {
    match guide.stage {
        Stage::Check(held) => {
            let alerted = held.alerted && !held.reading.very_high();
            Guide { stage: Stage::Check(Held { alerted, ..held }), ..guide }
        }
        Stage::Rest | Stage::Numbers(_) => guide,
    }
}
