//! Which deeds an act was, seen by what it was answered. A new act does not compile until it is
//! said here what the chain says about it.

use super::{Action, Deed, Subject, shown::shown};
use crate::domain::{
    admin::{AdminChoice, AdminReply, AdminWish},
    dialogue::{Act, Enrol},
    history::{HistoryAct, HistoryChoice, HistoryReply, Said},
    parting::PartingAct,
    person::ReadingId,
    pin::PinAct,
    privacy::{PrivacyAct, PrivacyReply},
    reminding::{ReminderAct, ReminderChoice},
    reply::Reply,
    settings::{Change, SettingsAct, SettingsReply},
    week::{WeekAct, WeekChoice, WeekReply},
};

/// What was done when this act was answered like this. Who only looked has done that; who changed
/// something has seen what they changed. A button that is tapped once more is a deed once more,
/// though what it removes is removed already. Nothing is said about timers and about what is
/// answered to an alarm: half an hour later nothing is left of them.
pub fn deeds(act: &Act, reply: &Reply) -> Vec<Deed> {
    let mut done = changes(act, reply.before().unwrap_or(reply));
    if done.is_empty() {
        done.extend(shown(reply));
    } else if matches!(reply, Reply::HomeWeek(WeekReply::Done { .. }))
        && !done.contains(&Deed::of(Action::WeekChanged))
    {
        // The reading that completes a week is answered with what the week came to.
        done.push(Deed::of(Action::Week));
    }
    done
}

/// Who was turned away with this answer.
pub fn refusal(reply: &Reply) -> Option<Action> {
    if matches!(reply, Reply::CodeWrong | Reply::CodeLocked) {
        Some(Action::WrongCode)
    } else if matches!(reply, Reply::Stranger | Reply::LinkFirst) {
        Some(Action::Stranger)
    } else {
        None
    }
}

fn changes(act: &Act, reply: &Reply) -> Vec<Deed> {
    match act {
        Act::Say(_)
        | Act::Tell(..)
        | Act::Remember(_)
        | Act::TellTarget(_)
        | Act::Stats(_)
        | Act::TellWhose
        | Act::ListSpeakers
        | Act::AskErase
        | Act::AskUndo(_)
        | Act::CountStranger
        | Act::Alarm(_)
        | Act::SetTimer(_) => Vec::new(),
        Act::Keep { enrol, .. } => kept(*enrol, reply),
        Act::KeepGuided { .. } => stored(reply),
        Act::AddPerson(..) => {
            let added = only(*reply != Reply::TooManyPeople, Action::PersonAdded, None);
            added.into_iter().chain(stored(reply)).collect()
        }
        Act::Beside(..) => stored(reply),
        Act::Forget(id) => only(matches!(reply, Reply::Undone(_)), Action::Removed, Some(*id)),
        Act::SetTarget(person, _) => {
            let subject = Subject::Person(*person);
            vec![Deed { subject, ..Deed::of(Action::TargetSet) }]
        }
        Act::Remind(on) => {
            let reached = matches!(reply, Reply::Reminders(Some(_)));
            only(on.is_some() && reached, Action::SettingsChanged, None)
        }
        Act::Settings(act) => settings(act, reply),
        Act::Hush { .. } => {
            only(matches!(reply, Reply::Speakers(_)), Action::SettingsChanged, None)
        }
        Act::Speak(_) => only(*reply == Reply::LanguageSet, Action::SettingsChanged, None),
        Act::Privacy(act) => privacy(*act, reply),
        Act::Administer(wish) => admin(*wish, reply),
        Act::AdminTap(choice) => admin_tap(*choice, reply),
        Act::IssueCode => only(matches!(reply, Reply::Code { .. }), Action::CodeIssued, None),
        Act::TryCode(_) => only(*reply == Reply::CodeTaken, Action::SpeakerAsked, None),
        Act::AcceptSpeaker(_) => only(matches!(reply, Reply::Linked { .. }), Action::Linked, None),
        Act::RefuseSpeaker(_) => only(*reply == Reply::LinkRefused, Action::LinkRefused, None),
        Act::Unlink => only(*reply == Reply::Unlinked, Action::Unlinked, None),
        Act::BecomeOwner => some(Action::BecameOwner),
        Act::History(act) => history(act, reply),
        Act::HomeWeek(WeekAct(choice)) => week(*choice, reply),
        Act::Reminder(act) => reminder(act),
        Act::Parting(act) => parting(*act, reply),
        Act::Pin(act) => pin(act, reply),
    }
}

fn parting(act: PartingAct, reply: &Reply) -> Vec<Deed> {
    let (action, person) = match act {
        PartingAct::Plan(person) => (Action::ErasingPlanned, person),
        PartingAct::Stop(person) => (Action::ErasingStopped, person),
        PartingAct::Erase(person) => (Action::PersonErased, person),
    };
    let done = matches!(reply, Reply::Parting(_));
    let deed = Deed { subject: Subject::Person(person), ..Deed::of(action) };
    if done { vec![deed] } else { Vec::new() }
}

fn pin(act: &PinAct, reply: &Reply) -> Vec<Deed> {
    let changes = match act {
        PinAct::Keep(_) | PinAct::Remove | PinAct::Forget | PinAct::Remember => true,
        PinAct::Close | PinAct::TellKeptBack => false,
    };
    only(changes && matches!(reply, Reply::Pin(_)), Action::PinChanged, None)
}

fn some(action: Action) -> Vec<Deed> {
    vec![Deed::of(action)]
}

fn only(done: bool, action: Action, reading: Option<ReadingId>) -> Vec<Deed> {
    let subject = reading.map_or(Subject::Account, Subject::Reading);
    if done { vec![Deed { subject, ..Deed::of(action) }] } else { Vec::new() }
}

/// Readings that were stored or corrected with this answer, each by itself.
fn stored(reply: &Reply) -> Vec<Deed> {
    let changed = matches!(reply, Reply::Amended { .. });
    let action = if changed { Action::Changed } else { Action::Stored };
    let deed = |id| Deed { subject: Subject::Reading(id), ..Deed::of(action) };
    reply.stored().iter().map(|card| deed(card.id)).collect()
}

fn kept(enrol: Option<Enrol>, reply: &Reply) -> Vec<Deed> {
    if *reply == Reply::Stranger {
        return Vec::new();
    }
    let came: Vec<Deed> = match enrol {
        None => Vec::new(),
        Some(Enrol::Guest) => some(Action::ConsentGiven),
        Some(Enrol::Owner) => vec![Deed::of(Action::ConsentGiven), Deed::of(Action::BecameOwner)],
        Some(Enrol::Invited(id)) => {
            let subject = Subject::Invitation(id);
            let used = Deed { subject, ..Deed::of(Action::InvitationUsed) };
            vec![used, Deed::of(Action::ConsentGiven)]
        }
    };
    came.into_iter().chain(stored(reply)).collect()
}

fn settings(act: &SettingsAct, reply: &Reply) -> Vec<Deed> {
    let changed = matches!(
        reply,
        Reply::Settings(
            SettingsReply::Page(..) | SettingsReply::Zoned { .. } | SettingsReply::Menu(_)
        )
    );
    match act {
        SettingsAct::Show(..) => Vec::new(),
        SettingsAct::Set(Change::NoTarget(person)) if changed => {
            let subject = Subject::Person(*person);
            vec![Deed { subject, ..Deed::of(Action::TargetSet) }]
        }
        SettingsAct::Set(_) | SettingsAct::Divide(_) | SettingsAct::ToggleMenu => {
            only(changed, Action::SettingsChanged, None)
        }
    }
}

fn privacy(act: PrivacyAct, reply: &Reply) -> Vec<Deed> {
    let said = if let Reply::Privacy(said) = reply { Some(said) } else { None };
    match act {
        PrivacyAct::Tell | PrivacyAct::Consents | PrivacyAct::Journal(_) => Vec::new(),
        PrivacyAct::Export => {
            let comes = matches!(said, Some(PrivacyReply::Export | PrivacyReply::ExportComes));
            only(comes, Action::Exported, None)
        }
        PrivacyAct::Withdraw => some(Action::ConsentWithdrawn),
        PrivacyAct::PlanErasing => some(Action::ErasingPlanned),
        PrivacyAct::Erase => some(Action::Erased),
        PrivacyAct::StopErasing => some(Action::ErasingStopped),
        PrivacyAct::Tidy(on) | PrivacyAct::Notices(on) => {
            only(on.is_some(), Action::SettingsChanged, None)
        }
    }
}

fn admin(wish: AdminWish, reply: &Reply) -> Vec<Deed> {
    let made = |made: fn(&AdminReply) -> bool| matches!(reply, Reply::Admin(said) if made(said));
    match wish {
        AdminWish::Overview => some(Action::Overviewed),
        AdminWish::Invite => {
            let made = made(|said| matches!(said, AdminReply::Invited { .. }));
            only(made, Action::InvitationMade, None)
        }
        AdminWish::Announce => {
            let made = made(|said| matches!(said, AdminReply::AskAnnounce { .. }));
            only(made, Action::AnnouncementDrafted, None)
        }
    }
}

fn admin_tap(choice: AdminChoice, reply: &Reply) -> Vec<Deed> {
    let gone = matches!(reply, Reply::Admin(said) if **said == AdminReply::Gone);
    match choice {
        AdminChoice::Overview | AdminChoice::Invitations => some(Action::Overviewed),
        AdminChoice::Revoke(id) => {
            let subject = Subject::Invitation(id);
            vec![Deed { subject, ..Deed::of(Action::InvitationRevoked) }]
        }
        AdminChoice::Send(_) => only(!gone, Action::AnnouncementBegun, None),
        AdminChoice::Drop(_) => only(!gone, Action::AnnouncementDropped, None),
    }
}

fn history(act: &HistoryAct, reply: &Reply) -> Vec<Deed> {
    let Reply::History(reply) = reply else { return Vec::new() };
    let said = if let HistoryReply::Card { said, .. } = reply { Some(*said) } else { None };
    let changed = matches!(said, Some(Said::Moved | Said::Noted | Said::Unnoted));
    match act {
        HistoryAct::Look(..) => Vec::new(),
        HistoryAct::Move(id, _) | HistoryAct::Note(id, _) => {
            only(changed, Action::Changed, Some(*id))
        }
        HistoryAct::Restore(_) => {
            let back =
                if let HistoryReply::Card { card, .. } = reply { Some(card.id) } else { None };
            only(said == Some(Said::Restored), Action::Restored, back)
        }
        HistoryAct::Tap(choice) => match choice {
            HistoryChoice::Page { .. }
            | HistoryChoice::Open { .. }
            | HistoryChoice::More { .. }
            | HistoryChoice::Fix { .. }
            | HistoryChoice::Keep => Vec::new(),
            HistoryChoice::Set { id, .. } => {
                let set = matches!(reply, HistoryReply::More { .. });
                only(set, Action::Changed, Some(*id))
            }
            HistoryChoice::NoNote(id) => only(changed, Action::Changed, Some(*id)),
            HistoryChoice::Remove { id, .. } => {
                let removed = matches!(reply, HistoryReply::Removed { .. });
                only(removed, Action::Removed, Some(*id))
            }
            HistoryChoice::Restore { id, .. } => {
                only(said == Some(Said::Restored), Action::Restored, Some(*id))
            }
        },
    }
}

fn week(choice: WeekChoice, reply: &Reply) -> Vec<Deed> {
    let changes = match choice {
        WeekChoice::Begin(_)
        | WeekChoice::Pause
        | WeekChoice::Resume
        | WeekChoice::Extend
        | WeekChoice::StopSure => true,
        WeekChoice::Show
        | WeekChoice::Rules(_)
        | WeekChoice::Stop
        | WeekChoice::Later
        | WeekChoice::Skip
        | WeekChoice::New
        | WeekChoice::Past(_) => false,
    };
    let there = !matches!(reply, Reply::HomeWeek(WeekReply::None) | Reply::Stale);
    only(changes && there, Action::WeekChanged, None)
}

fn reminder(act: &ReminderAct) -> Vec<Deed> {
    let changes = match act {
        ReminderAct::Add(_) | ReminderAct::Quiet(_) => true,
        ReminderAct::Tapped(choice) => match choice {
            ReminderChoice::Show
            | ReminderChoice::Add
            | ReminderChoice::Quiet
            | ReminderChoice::Snooze(_)
            | ReminderChoice::SkipToday => false,
            ReminderChoice::Switch { .. }
            | ReminderChoice::Drop { .. }
            | ReminderChoice::Pair
            | ReminderChoice::Pause
            | ReminderChoice::Resume
            | ReminderChoice::Loud => true,
        },
    };
    only(changes, Action::SettingsChanged, None)
}
