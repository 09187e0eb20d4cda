//! What the audit chain says about an act and its answer, and with what it was done. The chain keeps
//! only a hash of that, so that no conversation shows it.

use tonolog::domain::{
    admin::InvitationId,
    audit::{Action, Deed, Subject, deeds},
    dialogue::{Act, Enrol},
    history::{HistoryAct, HistoryReply, Said},
    parting::{PartingAct, PartingReply},
    person::{Language, Name, PersonId, ReadingId},
    pin::{PinAct, PinReply},
    query::Query,
    reading::{Extras, Reading},
    reminder::{Reminders, TimeOfDay},
    reminding::{Quiet, ReminderAct, ReminderChoice, ReminderReply},
    reply::{Card, Reply},
    settings::{Change, SettingsAct, SettingsReply},
    threshold::Profile,
    week::{Outcome, Shown, Today, Week, WeekAct, WeekChoice, WeekReply},
    when::Zone,
};

const NOW_MS: i64 = 1_795_340_400_000;
const MOTHER: PersonId = PersonId(2);
const ONE: ReadingId = ReadingId(7);

fn card(id: ReadingId) -> Card {
    Card {
        id,
        whose: None,
        reading: Reading::new(120, 80, None).unwrap(),
        at_ms: NOW_MS,
        now_ms: NOW_MS,
        zone: Zone::utc(),
        home: None,
        approximate: false,
        extras: Extras::default(),
    }
}

fn kept(cards: Vec<Card>) -> Reply {
    Reply::Kept { welcome: false, cards, session: None, alert: false, ask: None, offer: None }
}

fn done(before: Option<Reply>) -> Reply {
    let times = [8, 20].map(|hour| TimeOfDay::of_minutes(hour * 60).unwrap());
    let week = Week::new(Profile::Esh, NOW_MS, times);
    let rhythm = tonolog::domain::period::Rhythm {
        zone: Zone::utc(),
        borders: tonolog::domain::period::Borders::DEFAULT,
    };
    let shown = Shown::new(&week, week.progress(&[], &rhythm, NOW_MS), Today::Over);
    let outcome = Box::new(Outcome { shown, comparisons: Vec::new() });
    Reply::HomeWeek(WeekReply::Done { before: before.map(Box::new), outcome })
}

fn of(action: Action, subject: Subject) -> Deed {
    Deed { subject, ..Deed::of(action) }
}

#[test]
fn a_deed_names_the_reading_the_person_or_the_invitation_it_was_done_with() {
    let reading = Subject::Reading(ONE);
    let name = Name::new("mother").unwrap();
    let going = Reply::Parting(PartingReply::Stays { name });
    for (act, action) in [
        (PartingAct::Plan(MOTHER), Action::ErasingPlanned),
        (PartingAct::Stop(MOTHER), Action::ErasingStopped),
        (PartingAct::Erase(MOTHER), Action::PersonErased),
    ] {
        let found = deeds(&Act::Parting(act), &going);
        assert_eq!(found, [of(action, Subject::Person(MOTHER))]);
    }
    let invited = Enrol::Invited(InvitationId(5));
    let keep = Act::Keep { enrol: Some(invited), save: Vec::new(), ask: None, offer: None };
    assert_eq!(
        deeds(&keep, &kept(vec![card(ONE)])),
        [
            of(Action::InvitationUsed, Subject::Invitation(InvitationId(5))),
            Deed::of(Action::ConsentGiven),
            of(Action::Stored, reading),
        ]
    );
    let beside = Act::Beside(ONE, Extras::default());
    let amended = Reply::Amended { card: card(ONE), alert: false };
    assert_eq!(deeds(&beside, &amended), [of(Action::Changed, reading)]);
    let no_target = Act::Settings(SettingsAct::Set(Change::NoTarget(MOTHER)));
    let changed = Reply::Settings(SettingsReply::Menu(true));
    let subject = Subject::Person(MOTHER);
    assert_eq!(deeds(&no_target, &changed), [of(Action::TargetSet, subject)]);
    let told = Reply::Last(Some(card(ONE)));
    let tell = Act::Tell(Query::Last, PersonId(1));
    assert_eq!(deeds(&tell, &told), [of(Action::Told, reading)]);
    let two = Reply::Recent(vec![card(ONE), card(ReadingId(8))]);
    let many = Deed { count: 2, ..Deed::of(Action::Told) };
    assert_eq!(deeds(&Act::Tell(Query::Recent, PersonId(1)), &two), [many]);
    let back = Act::History(HistoryAct::Restore(PersonId(1)));
    let (said, from, person) = (Said::Restored, None, PersonId(1));
    let shown = Reply::History(HistoryReply::Card { said, card: card(ONE), person, from });
    assert_eq!(deeds(&back, &shown), [of(Action::Restored, reading)]);
}

#[test]
fn what_was_not_done_is_no_deed() {
    let reminders = Reminders { list: Vec::new(), reachable: true };
    let in_chat = Reply::Settings(SettingsReply::InChat);
    let gone = Reply::History(HistoryReply::Gone { person: PersonId(1) });
    for (act, reply) in [
        (Act::Parting(PartingAct::Erase(MOTHER)), Reply::Stale),
        (Act::Pin(PinAct::Close), Reply::Pin(PinReply::Closed)),
        (Act::Pin(PinAct::Remove), Reply::Stale),
        (Act::Settings(SettingsAct::Set(Change::NoTarget(MOTHER))), in_chat),
        (Act::History(HistoryAct::Restore(PersonId(1))), gone),
        (Act::Remind(None), Reply::Reminders(Some(reminders))),
        (Act::Remind(Some(true)), Reply::Reminders(None)),
        (Act::Speak(Language::EN), Reply::Stale),
        (
            Act::Reminder(ReminderAct::Tapped(ReminderChoice::Add)),
            Reply::Reminder(ReminderReply::AskTime { again: false }),
        ),
    ] {
        assert_eq!(deeds(&act, &reply), []);
    }
}

#[test]
fn what_was_set_is_a_deed() {
    let reminders = Reminders { list: Vec::new(), reachable: true };
    let time = |hour: u16| TimeOfDay::of_minutes(hour * 60).unwrap();
    let quiet = Quiet::new(time(22), time(7)).unwrap();
    let set = Action::SettingsChanged;
    for (act, reply, action) in [
        (Act::Pin(PinAct::Remove), Reply::Pin(PinReply::Removed), Action::PinChanged),
        (Act::Remind(Some(true)), Reply::Reminders(Some(reminders)), set),
        (Act::Speak(Language::EN), Reply::LanguageSet, set),
        (Act::Reminder(ReminderAct::Quiet(quiet)), Reply::Stale, set),
        (
            Act::Reminder(ReminderAct::Tapped(ReminderChoice::Loud)),
            Reply::Reminder(ReminderReply::Gone),
            set,
        ),
    ] {
        assert_eq!(deeds(&act, &reply), [Deed::of(action)]);
    }
}

#[test]
fn the_end_of_a_week_is_shown_with_the_reading_that_completes_it_and_changed_by_who_ends_it() {
    let keep = Act::Keep { enrol: None, save: Vec::new(), ask: None, offer: None };
    let stored = of(Action::Stored, Subject::Reading(ONE));
    let completed = done(Some(kept(vec![card(ONE)])));
    assert_eq!(deeds(&keep, &completed), [stored, Deed::of(Action::Week)]);
    let end = Act::HomeWeek(WeekAct(WeekChoice::StopSure));
    assert_eq!(deeds(&end, &done(None)), [Deed::of(Action::WeekChanged)]);
    // What the result waits for the PIN behind was stored all the same.
    let waits = PinReply::KeptBack { before: Some(Box::new(kept(vec![card(ONE)]))) };
    assert_eq!(deeds(&keep, &Reply::Pin(waits)), [stored]);
}
