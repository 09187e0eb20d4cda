//! The rules of the conversation.

use super::{Act, Again, State, Step, Thread, Who, change::Change, missing::whole};
use crate::domain::{
    choice::Choice,
    entry::EntryWord,
    person::{Door, PersonId, ReadingId},
    privacy::Wish,
    query::Query,
    reading::Doubt,
    reminding::{ReminderAct, ReminderChoice},
    reply::Reply,
    settings::SettingsState,
    threshold::Target,
    utterance::{Intent, Whom},
    week::WeekAct,
};

/// What one step looks at.
pub(super) struct Turn<'a> {
    pub(super) thread: &'a Thread,
    pub(super) who: &'a Who,
    pub(super) at_ms: i64,
    pub(super) origin: &'a str,
}

impl Turn<'_> {
    pub(super) fn said(&self, state: State, intent: Intent) -> Step {
        // "Now" only answers one question.
        let asked = matches!(state, State::Erase { .. } | State::Parting { .. });
        let lost = intent == Intent::Privacy(Wish::Now) && !asked;
        let intent = if lost { Intent::Unknown } else { intent };
        if !self.welcome(&state) {
            return self.outside(intent);
        }
        if !self.consented() {
            return match self.right(&state, &intent) {
                Some(step) => step,
                None => self.before_consent(state, intent),
            };
        }
        if let Some(step) = self.scheduled(&state).or_else(|| self.about_a_leaver(&state, &intent))
        {
            return step;
        }
        let intent = super::entry::meant(&state, intent);
        match (state, intent) {
            (State::Unsure { held, doubt, rest }, intent) => {
                let first = super::Held { doubt: Some(doubt), ..held };
                self.unsure(std::iter::once(first).chain(rest).collect(), intent)
            }
            (State::Missing(missing), intent) => self.missing(missing, intent),
            (State::Whose { held }, intent) => self.whose(held, intent),
            (State::Adding { name, held }, intent) => self.adding(name, held, intent),
            (State::Guide(guide), intent) => self.guided(guide, intent),
            (State::Erase { sure }, intent) => self.erase(sure, intent),
            (State::Parting { person, sure }, intent) => self.parting(person, sure, intent),
            (State::History(waits), intent) => self.waiting(waits, intent),
            (State::Settings(SettingsState::City { guess }), intent) => self.city(guess, intent),
            (State::Entry(entry), intent) => self.entering(entry, intent),
            (State::Alarm { person }, intent) => self.alarmed(person, intent),
            (State::Reminder(setting), intent) => self.setting(setting, intent),
            (State::Fixing { reading }, intent) => self.fixing(reading, intent),
            (State::Undo { reading }, Intent::Yes) => {
                Step { next: State::Idle, act: Act::Forget(reading) }
            }
            (State::Undo { reading }, intent) if intent.is_aside() => {
                self.beside(State::Undo { reading }, intent)
            }
            (State::Unlink, Intent::Yes) => Step { next: State::Idle, act: Act::Unlink },
            (State::Remember { person }, Intent::Yes) => {
                Step { next: State::Idle, act: Act::Remember(person) }
            }
            (State::Undo { .. } | State::Unlink, Intent::No | Intent::Undo)
            | (State::Remember { .. }, Intent::No) => say(Reply::Stays),
            (_, intent) => self.at_home(intent),
        }
    }

    /// What is right instead of a stored reading.
    fn fixing(&self, reading: ReadingId, intent: Intent) -> Step {
        let asked = State::Fixing { reading };
        let Some(last) = self.who.last.filter(|last| last.id == reading) else {
            return self.at_home(intent);
        };
        if let Some((drafts, doubt)) = whole(&intent) {
            return match drafts {
                [draft] => self.amend(last, &draft.into(), doubt),
                _ => self.at_home(intent),
            };
        }
        if let Some(change) = Change::of(&intent) {
            return self.amend(last, &change, None);
        }
        let unclear = matches!(intent, Intent::Lone(_) | Intent::Which | Intent::FixWhat);
        if intent == Intent::No {
            say(Reply::Stays)
        } else if unclear && self.thread.misses == 0 {
            // One number alone may be any of them.
            stay(asked, Reply::Which)
        } else if unclear || matches!(intent, Intent::Unknown | Intent::Yes) {
            Step { next: asked, act: self.lost().act }
        } else if matches!(intent, Intent::Ask(Query::Last) | Intent::Repeat) {
            // It is looked at once more, and still the one that is meant.
            Step { next: asked, act: self.at_home(intent).act }
        } else if intent.is_aside() {
            self.beside(asked, intent)
        } else {
            self.at_home(intent)
        }
    }

    /// Someone at home, with nothing open.
    pub(super) fn at_home(&self, intent: Intent) -> Step {
        match &self.who.whom {
            Whom::New(name) if intent.is_about_somebody() => {
                return self.ask_add(name.clone(), Vec::new());
            }
            Whom::Unclear if intent == Intent::Which => return say(Reply::OneEach),
            Whom::Unclear if intent.is_about_somebody() || intent == Intent::Unknown => {
                return say(Reply::OneByOne);
            }
            Whom::New(_)
            | Whom::Unclear
            | Whom::Unsaid
            | Whom::Me
            | Whom::NotMe
            | Whom::Known(_) => {}
        }
        match intent {
            Intent::Record(drafts) => self.record(&drafts, Vec::new()),
            Intent::Unsure(draft) => self.guess(&draft, Doubt::Context),
            Intent::Part(part) => self.part(part),
            Intent::Lone(number) => self.lone(number),
            Intent::Glued(draft) => self.guess(&draft, Doubt::Glued),
            Intent::Tens(draft) => self.guess(&draft, Doubt::Tens),
            Intent::Which => say(Reply::Which),
            Intent::Impossible(rejected) => say(Reply::Rejected(rejected)),
            Intent::Fix(fix) => self.fix(&fix),
            Intent::Beside(extras) => match self.who.last {
                Some(last) if self.just_given(last) => act(Act::Beside(last.id, extras)),
                Some(_) | None => self.lost(),
            },
            Intent::FixWhat => match self.who.last {
                Some(_) if self.kept_from_guests() => say(Reply::WriteOnly),
                Some(last) => self.ask_fix(last),
                None => say(Reply::NothingToUndo),
            },
            Intent::Ask(query) => self.tell(query, self.meant()),
            Intent::Repeat => match self.thread.again {
                Again::Last => self.tell(Query::Last, self.meant()),
                Again::Query(query, person) => self.tell(query, person),
                Again::Help => say(Reply::Help),
                Again::Abilities => say(Reply::Abilities),
            },
            Intent::Undo => match self.who.last {
                Some(_) if self.kept_from_guests() => say(Reply::WriteOnly),
                Some(last) => {
                    Step { next: State::Undo { reading: last.id }, act: Act::AskUndo(last.id) }
                }
                None => say(Reply::NothingToUndo),
            },
            Intent::Start { .. } if self.who.invited => act(Act::BecomeOwner),
            Intent::Start { .. } | Intent::Greeting => say(Reply::Greeting),
            Intent::Help => say(Reply::Help),
            Intent::Abilities => say(Reply::Abilities),
            Intent::Exit => say(Reply::Bye),
            Intent::Link => match self.who.door {
                Door::Chat => act(Act::IssueCode),
                Door::Voice => say(Reply::HowToLink),
            },
            Intent::Code(code) => match self.who.door {
                Door::Voice => act(Act::TryCode(code)),
                Door::Chat => say(Reply::HowToLink),
            },
            Intent::Unlink => self.ask_unlink(),
            Intent::Languages => say(Reply::Languages),
            Intent::Language(language) => act(Act::Speak(language)),
            Intent::Target if self.hushed() => say(Reply::WriteOnly),
            Intent::Target => act(Act::TellTarget(self.meant())),
            Intent::SetTarget(systolic, diastolic) => match Target::new(systolic, diastolic) {
                Some(target) => act(Act::SetTarget(self.meant(), target)),
                None => say(Reply::NoTarget),
            },
            Intent::Measure => self.begin_guide(),
            Intent::Whose => act(Act::TellWhose),
            Intent::AddPerson(name) => self.ask_add(name, Vec::new()),
            Intent::Speakers => match self.who.door {
                Door::Chat => act(Act::ListSpeakers),
                Door::Voice => act(Act::TellWhose),
            },
            Intent::Remind(None) if self.who.door == Door::Chat => {
                act(Act::Reminder(ReminderAct::Tapped(ReminderChoice::Show)))
            }
            Intent::Remind(on) => act(Act::Remind(on)),
            Intent::Settings(ask) => self.settings(ask),
            Intent::Stats(over) => self.stats(over),
            Intent::Entry(EntryWord::Begin) => self.begin_entry(),
            Intent::Entry(EntryWord::Back | EntryWord::Skip) => self.lost(),
            Intent::HomeWeek(word) => match self.who.door {
                Door::Chat => act(Act::HomeWeek(WeekAct(word.into()))),
                Door::Voice => self.lost(),
            },
            Intent::Erase => self.erase_whom(),
            Intent::History(intent) => self.looked_back(intent),
            Intent::Privacy(wish) => self.privacy(wish),
            Intent::Admin(wish) => self.administer(wish),
            Intent::Pin(wish) => self.pin(State::Idle, wish),
            // "And mother?": the same question about her.
            Intent::Unknown => match (self.thread.again, self.named()) {
                (Again::Query(query, _), Some(person)) => self.tell(query, person),
                _ => self.somebody_elses().unwrap_or_else(|| self.lost()),
            },
            Intent::No => self.somebody_elses().unwrap_or_else(|| self.lost()),
            Intent::Yes | Intent::Ready | Intent::Bid(_) => self.lost(),
        }
    }

    /// Nothing was understood, and nothing is open.
    pub(super) fn lost(&self) -> Step {
        if self.who.danger {
            return say(Reply::Care);
        }
        say(Reply::Hint { full: self.thread.misses > 0 })
    }

    /// A closed question got no answer: it is put in other words, and after that left in peace
    /// with an example; the answer may still come.
    pub(super) fn unanswered(&self, state: State, question: Reply) -> Step {
        if self.who.danger {
            stay(state, Reply::Care)
        } else if self.thread.misses == 0 {
            stay(state, Reply::Please(Box::new(question)))
        } else {
            stay(state, Reply::Hint { full: true })
        }
    }

    /// Tells what is stored, unless this speaker may not.
    pub(super) fn tell(&self, query: Query, person: PersonId) -> Step {
        if self.hushed() {
            return say(Reply::WriteOnly);
        }
        if let Some(by_days) = self.by_days(query, person) {
            return by_days;
        }
        act(Act::Tell(query, person))
    }

    fn ask_unlink(&self) -> Step {
        let Some(account) = &self.who.account else { return say(Reply::NothingToUnlink) };
        let speakers = account.speakers;
        if speakers == 0 || account.chats == 0 {
            return say(Reply::NothingToUnlink);
        }
        let reply = Reply::ConfirmUnlink { speakers, question: self.thread.questions + 1 };
        Step { next: State::Unlink, act: Act::Say(reply) }
    }

    pub(super) fn tapped(&self, state: State, choice: Choice) -> Step {
        if !self.welcome(&state) {
            return self.outside(Intent::Unknown);
        }
        if let Choice::Agree = choice {
            return match (self.consented(), state) {
                (true, state) => stay(state, Reply::Greeting),
                (false, State::Consent { held, invited, guest }) => {
                    self.agreed(held, invited, guest)
                }
                (false, _) => self.agreed(Vec::new(), false, None),
            };
        }
        match choice {
            Choice::Agree | Choice::ReadMore => {
                let held = if let State::Consent { held, .. } = &state { held.len() } else { 0 };
                stay(state, Reply::ConsentMore { held })
            }
            Choice::Language(language) => Step { next: state, act: Act::Speak(language) },
            Choice::Yes(question) if self.open(&state, question) => self.said(state, Intent::Yes),
            Choice::No(question) if self.open(&state, question) => self.said(state, Intent::No),
            Choice::Yes(_) | Choice::No(_) => stay(state, Reply::Stale),
            Choice::Undo(_)
            | Choice::AcceptSpeaker(_)
            | Choice::RefuseSpeaker(_)
            | Choice::Measure
            | Choice::Week
            | Choice::Recent
            | Choice::Help
            | Choice::Whose(_)
            | Choice::Hush(_)
            | Choice::Unhush(_)
            | Choice::History(_)
            | Choice::Settings(_)
            | Choice::Stats(_)
            | Choice::Entry(_)
            | Choice::Alarm(_)
            | Choice::Timer(_)
            | Choice::HomeWeek(_)
            | Choice::Reminder(_)
            | Choice::Parting(_)
            | Choice::Pin(_)
            | Choice::Shortcut(_)
                if !self.consented() =>
            {
                self.said(state, Intent::Unknown)
            }
            Choice::Undo(reading) => Step { next: state, act: Act::Forget(reading) },
            Choice::AcceptSpeaker(link) => Step { next: state, act: Act::AcceptSpeaker(link) },
            Choice::RefuseSpeaker(link) => Step { next: state, act: Act::RefuseSpeaker(link) },
            Choice::Measure => self.said(state, Intent::Measure),
            Choice::Week | Choice::Recent => match choice.query() {
                Some(query) => self.said(state, Intent::Ask(query)),
                None => stay(state, Reply::Stale),
            },
            Choice::Help => self.said(state, Intent::Help),
            Choice::Shortcut(shortcut) => self.said(state, shortcut.intent()),
            Choice::History(choice) => self.history_tapped(state, choice),
            Choice::Whose(person) => {
                if let State::Whose { held } = state {
                    self.theirs(held, person)
                } else if let State::Guide(guide) = state {
                    self.guided_theirs(guide, person)
                } else {
                    stay(state, Reply::Stale)
                }
            }
            Choice::Hush(speaker) | Choice::Unhush(speaker) => {
                let hushed = matches!(choice, Choice::Hush(_));
                match self.who.door {
                    Door::Chat => Step { next: state, act: Act::Hush { speaker, hushed } },
                    Door::Voice => stay(state, Reply::Stale),
                }
            }
            Choice::Settings(choice) => self.settings_tapped(state, choice),
            Choice::Stats(stats) => self.stats_tapped(state, stats),
            choice @ (Choice::Entry(_)
            | Choice::Parting(_)
            | Choice::Alarm(_)
            | Choice::Timer(_)
            | Choice::HomeWeek(_)
            | Choice::Pin(_)
            | Choice::Reminder(_)) => self.tapped_in_chat(state, choice),
            Choice::EraseAll | Choice::KeepAll => match (state, choice) {
                (State::Erase { sure: true }, Choice::EraseAll) => self.plan_erasing(),
                (State::Erase { .. }, _) => say(Reply::Stays),
                (state, _) => stay(state, Reply::Stale),
            },
            Choice::Privacy(choice) => self.privacy_tapped(state, choice),
            Choice::Admin(choice) => self.admin_tapped(state, choice),
        }
    }

    /// Whether this closed question is the one that is open.
    fn open(&self, state: &State, question: u32) -> bool {
        let asks = matches!(
            state,
            State::Unsure { .. }
                | State::Undo { .. }
                | State::Unlink
                | State::Remember { .. }
                | State::Adding { .. }
                | State::Guide(_)
                | State::Erase { .. }
                | State::Parting { .. }
        );
        asks && question == self.thread.questions
    }

    /// A speaker was opened: an open question comes first, else a greeting.
    pub(super) fn opened(&self, state: State) -> Step {
        self.said(state, Intent::Greeting)
    }

    /// Something that changes nothing, unless a stranger brings it.
    pub(super) fn aside(&self, state: State, reply: Reply) -> Step {
        if !self.welcome(&state) {
            return self.outside(Intent::Unknown);
        }
        if !self.consented() {
            return self.before_consent(state, Intent::Unknown);
        }
        stay(state, reply)
    }
}

pub(super) fn say(reply: Reply) -> Step {
    stay(State::Idle, reply)
}

pub(super) fn stay(next: State, reply: Reply) -> Step {
    act_then(next, Act::Say(reply))
}

pub(super) fn act(act: Act) -> Step {
    act_then(State::Idle, act)
}

fn act_then(next: State, act: Act) -> Step {
    Step { next, act }
}
