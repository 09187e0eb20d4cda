//! What a person may ask about their own data: to be told, to get it, to have it erased, to take
//! the consent back, and to leave little behind in the chat.

use super::{
    audit::Journal,
    choice::Choice,
    history::{HistoryReply, Said},
    keeping::{Keeping, Silence},
    person::{Door, Language},
    reply::Reply,
    week::WeekReply,
    when::Zone,
};
use serde::{Deserialize, Serialize};

/// Between the second yes and the erasing, ms: 24 hours.
pub const GRACE_MS: i64 = 24 * 60 * 60 * 1000;

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// What is stored where, for how long, and who can see it?
    Tell,
    /// Give me everything of mine.
    Export,
    /// When did I agree to what?
    Consents,
    /// What was done with my data?
    Journal,
    /// I take my consent back.
    Withdraw,
    /// Erase everything, without the time to think it over.
    EraseNow,
    /// At once; an answer to the question whether to erase.
    Now,
    /// Do not erase after all.
    StopErasing,
    /// Whether my messages with readings are removed from the chat; nothing said: remove them.
    Tidy(Option<bool>),
    /// Whether I want messages about the service.
    Notices(Option<bool>),
}

impl Wish {
    /// Whether it can be done in between, and an open question stays open.
    pub fn is_aside(self) -> bool {
        match self {
            Wish::Tell
            | Wish::Export
            | Wish::Consents
            | Wish::Journal
            | Wish::Tidy(_)
            | Wish::Notices(_) => true,
            Wish::Withdraw | Wish::EraseNow | Wish::Now | Wish::StopErasing => false,
        }
    }
}

/// What can be tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrivacyChoice {
    /// Give me everything of mine.
    Export,
    /// When did I agree to what?
    Consents,
    /// I take my consent back.
    Withdraw,
    /// Erase everything: the first question.
    Erase,
    /// Erase at once, in answer to the second question or within the time to think it over.
    Now,
    /// Do not erase after all.
    StopErasing,
    /// Remove my messages with readings, or leave them.
    Tidy(bool),
    /// Messages about the service, or none.
    Notices(bool),
    /// What was done with my data: the newest, or what was before this entry of the chain.
    Journal(Option<i64>),
    /// The diary is to stay, though nothing was heard of me.
    Keep,
}

impl PrivacyChoice {
    const ALL: [(&str, PrivacyChoice); 12] = [
        ("export", PrivacyChoice::Export),
        ("consents", PrivacyChoice::Consents),
        ("withdraw", PrivacyChoice::Withdraw),
        ("erase", PrivacyChoice::Erase),
        ("now", PrivacyChoice::Now),
        ("stop", PrivacyChoice::StopErasing),
        ("tidy", PrivacyChoice::Tidy(true)),
        ("untidy", PrivacyChoice::Tidy(false)),
        ("notices", PrivacyChoice::Notices(true)),
        ("no-notices", PrivacyChoice::Notices(false)),
        ("journal", PrivacyChoice::Journal(None)),
        ("keep", PrivacyChoice::Keep),
    ];

    /// What a button carries.
    pub fn data(&self) -> String {
        if let PrivacyChoice::Journal(Some(before)) = self {
            return format!("privacy:journal:{before:x}");
        }
        let known = PrivacyChoice::ALL.iter().find(|(_, choice)| choice == self);
        format!("privacy:{}", known.map_or("", |(name, _)| name))
    }

    /// The choice of this name.
    pub fn of_name(name: &str) -> Option<PrivacyChoice> {
        if let Some(before) = name.strip_prefix("journal:") {
            let before = i64::from_str_radix(before, 16).ok();
            return before.map(|before| PrivacyChoice::Journal(Some(before)));
        }
        PrivacyChoice::ALL.iter().find(|(known, _)| *known == name).map(|(_, choice)| *choice)
    }
}

/// A consent that was given, or taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// When, ms UTC.
    pub at_ms: i64,
    /// Given, or taken back.
    pub given: bool,
    /// The version of the text.
    pub version: String,
    /// The language in which it was shown.
    pub language: Language,
    /// Where.
    pub door: Door,
}

/// What an account wants beside the diary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Messages with readings are removed from the chat, and one card is kept.
    pub tidy: bool,
    /// Messages about the service are welcome.
    pub notices: bool,
}

/// What is told about what is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The settings on its buttons.
    #[serde(flatten)]
    pub wanted: Wanted,
    /// Days that readings are kept, if there is such a limit.
    #[serde(default)]
    pub readings_days: Option<u32>,
    /// Days of silence after which somebody is asked whether the diary is to stay.
    #[serde(default)]
    pub inactive_days: Option<u32>,
    /// Days that what was done is kept; nothing in answers from before that was told.
    #[serde(default)]
    pub audit_days: Option<u32>,
}

impl Told {
    /// What is told where things are kept so long.
    pub fn new(wanted: Wanted, keeping: &Keeping) -> Told {
        Told {
            wanted,
            readings_days: keeping.readings_days,
            inactive_days: keeping.inactive_days,
            audit_days: Some(keeping.audit_days),
        }
    }
}

/// An instant as it is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instant {
    /// The instant, ms UTC.
    pub at_ms: i64,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// In which zone it is read.
    pub zone: Zone,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrivacyReply {
    /// What is stored where, for how long, and who can see it.
    Told(Told),
    /// What was done with one's data.
    Journal(Box<Journal>),
    /// Nothing was heard for so many days: is the diary to stay? Unless it is, everything goes at
    /// this time.
    Silent { silence: Silence, days: u32, when: Instant },
    /// It stays.
    DiaryStays,
    /// Everything of this account, as a file; it is put together when it is sent.
    Export,
    /// At a speaker: the file comes in the chat.
    ExportComes,
    /// At a speaker: this is done in a chat. `linked`: there is one.
    InChat { linked: bool },
    /// When which text was agreed to. `stands`: the consent stands.
    Consents { list: Vec<(Agreement, Instant)>, stands: bool },
    /// The consent is taken back.
    Withdrawn,
    /// Everything goes at this time. `new`: that was decided just now.
    Leaving { when: Instant, new: bool },
    /// Everything stays.
    Stays,
    /// Nothing was going to be erased.
    NotLeaving,
    /// Whether messages with readings are removed.
    Tidy(bool),
    /// Whether messages about the service come.
    Notices(bool),
}

/// What can be tapped below answers of this kind, in rows.
pub(super) fn choices(reply: &Reply) -> Option<Vec<Vec<Choice>>> {
    let now = || vec![Choice::Privacy(PrivacyChoice::Now)];
    if let Reply::ConfirmErase { sure: true, question } = reply {
        Some(vec![vec![Choice::Yes(*question), Choice::No(*question)], now()])
    } else if let Reply::EraseAsked = reply {
        Some(vec![vec![Choice::EraseAll], now(), vec![Choice::KeepAll]])
    } else if let Reply::Privacy(reply) = reply {
        Some(reply.choices())
    } else {
        None
    }
}

impl PrivacyReply {
    fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choice| vec![Choice::Privacy(choice)];
        match self {
            PrivacyReply::Told(Told { wanted, .. }) => vec![
                row(PrivacyChoice::Export),
                row(PrivacyChoice::Consents),
                row(PrivacyChoice::Journal(None)),
                row(PrivacyChoice::Tidy(!wanted.tidy)),
                row(PrivacyChoice::Notices(!wanted.notices)),
                row(PrivacyChoice::Erase),
            ],
            PrivacyReply::Consents { stands: true, .. } => vec![row(PrivacyChoice::Withdraw)],
            PrivacyReply::Consents { stands: false, .. } | PrivacyReply::Withdrawn => {
                vec![vec![Choice::Agree], row(PrivacyChoice::Export), row(PrivacyChoice::Erase)]
            }
            PrivacyReply::Leaving { .. } => {
                vec![row(PrivacyChoice::StopErasing), row(PrivacyChoice::Now)]
            }
            PrivacyReply::Journal(journal) => journal.choices(),
            PrivacyReply::Silent { .. } => vec![
                row(PrivacyChoice::Keep),
                row(PrivacyChoice::Export),
                row(PrivacyChoice::Erase),
            ],
            PrivacyReply::Tidy(on) => vec![row(PrivacyChoice::Tidy(!on))],
            PrivacyReply::Notices(on) => vec![row(PrivacyChoice::Notices(!on))],
            PrivacyReply::Export
            | PrivacyReply::ExportComes
            | PrivacyReply::InChat { .. }
            | PrivacyReply::Stays
            | PrivacyReply::DiaryStays
            | PrivacyReply::NotLeaving => Vec::new(),
        }
    }

    /// Whether it takes the place of the message whose button was tapped.
    pub fn in_place(&self) -> bool {
        match self {
            PrivacyReply::Leaving { .. }
            | PrivacyReply::Stays
            | PrivacyReply::NotLeaving
            | PrivacyReply::Withdrawn
            | PrivacyReply::DiaryStays
            | PrivacyReply::Tidy(_)
            | PrivacyReply::Notices(_) => true,
            PrivacyReply::Journal(journal) => journal.turned,
            PrivacyReply::Silent { .. }
            | PrivacyReply::Told(_)
            | PrivacyReply::Export
            | PrivacyReply::ExportComes
            | PrivacyReply::InChat { .. }
            | PrivacyReply::Consents { .. } => false,
        }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyAct {
    /// Tell what is stored.
    Tell,
    /// Send everything.
    Export,
    /// Tell the consents.
    Consents,
    /// Tell what was done: the newest, or what was before this entry of the chain.
    Journal(Option<i64>),
    /// Take the consent back.
    Withdraw,
    /// Everything goes after the time to think it over.
    PlanErasing,
    /// Everything goes now.
    Erase,
    /// Everything stays.
    StopErasing,
    /// Set; without a word, on.
    Tidy(Option<bool>),
    /// Set, or tell.
    Notices(Option<bool>),
}

/// Whether an answer means that something of the diary was written down, changed or removed: in a
/// tidy chat the messages that led to it go.
pub fn is_written(reply: &Reply) -> bool {
    let reply = reply.before().unwrap_or(reply);
    let kept = matches!(reply, Reply::Kept { cards, .. } if !cards.is_empty());
    let changed = matches!(
        reply,
        Reply::History(HistoryReply::Card { said: Said::Moved | Said::Noted | Said::Unnoted, .. })
    );
    kept || changed || matches!(reply, Reply::Amended { .. } | Reply::Undone(_))
}

/// Whether it may take the place of the card before it in a tidy chat: nothing is asked in it, and
/// nothing must be overlooked.
pub fn is_quiet(reply: &Reply) -> bool {
    if matches!(reply, Reply::Alarm(_) | Reply::HomeWeek(WeekReply::Done { .. }) | Reply::Pin(_)) {
        return false;
    }
    let reply = reply.before().unwrap_or(reply);
    let asks = matches!(reply, Reply::Kept { ask, offer, .. } if ask.is_some() || offer.is_some());
    let loud = matches!(
        reply,
        Reply::Kept { welcome: true, .. }
            | Reply::Kept { alert: true, .. }
            | Reply::Amended { alert: true, .. }
    );
    !asks && !loud && !matches!(reply, Reply::History(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_has_a_name_of_its_own() {
        for (name, choice) in PrivacyChoice::ALL {
            assert_eq!(choice.data(), format!("privacy:{name}"));
            assert_eq!(PrivacyChoice::of_name(name), Some(choice));
        }
        assert_eq!(PrivacyChoice::of_name(""), None);
    }
}
