//! What a person can want, one method each. This is the only room where deciding (`domain`) and
//! remembering (`store`) meet: one message in, one transaction, one answer out.

mod admin;
mod alarm;
mod audit;
mod backup;
mod calls;
mod certificates;
mod chores;
mod heads;
mod history;
mod household;
mod linking;
mod notice;
mod parting;
mod perform;
mod pin;
mod privacy;
mod rehearse;
mod remind;
mod reminding;
mod resume;
mod settings;
mod silence;
mod tell;
mod timer;
mod turn;
mod upkeep;
mod watch;
mod week;

pub use backup::Backup;
pub use calls::CALL_WINDOW_MS;
pub use heads::{head, head_line, heads};
pub use privacy::File;
pub use upkeep::{Inspection, Pruned, Upkeep};

pub use crate::store::{
    Anchor, Base, Broken, Error, Fault, OpenError, Posted, Received, StoredCertificate, Verified,
    Waiting, owner_chat,
};

use crate::{
    domain::{
        choice::Choice,
        keeping::Keeping,
        link::CodeRules,
        person::{Access, Door, Language},
        reply::Reply,
        settings::Manner,
        utterance::{Grammar, Hints, WordList},
        when::Zone,
    },
    seal::Secret,
    store::Store,
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, atomic::AtomicU32};
use tokio::sync::{Notify, Semaphore};
use watch::Examined;

/// PINs that are hashed at a time: each takes 19 MiB and a core for tens of milliseconds.
const HASHING_MAX: usize = 2;

/// What the owner of this installation has decided.
pub struct Rules {
    /// Who may begin a diary.
    pub access: Access,
    /// What the owner's invitation carries.
    pub owner_invitation: Secret,
    /// The version of the consent text in force.
    pub consent_version: String,
    /// Lifetimes and intervals of link codes.
    pub codes: CodeRules,
    /// The zone of people whose zone is not known.
    pub zone: Zone,
    /// How long things are kept.
    pub keeping: Keeping,
}

/// Tells the time, ms UTC. Doors and chores ask it; nothing below them does.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The hallway. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    grammar: Grammar,
    words: WordList,
    rules: Rules,
    bell: Notify,
    /// Calls with a wrong secret that were not written down yet.
    refused: AtomicU32,
    hashing: Semaphore,
    examined: Examined,
}

/// Who sent a message: an identity at a door. It never leaves this room unhashed.
pub struct Peer {
    /// The door.
    pub door: Door,
    /// The id there.
    pub id: String,
}

/// One message, as a door hands it in.
pub struct Incoming {
    /// Who.
    pub peer: Peer,
    /// Which delivery: unique for ever at this door. The same one gets the same answer.
    pub source: String,
    /// Which message, as its sender sees it.
    pub origin: String,
    /// What.
    pub heard: Heard,
    /// When, ms UTC; the door stamps it.
    pub at_ms: i64,
    /// The language of the sender's device.
    pub language: Language,
    /// The zone of the sender's device, when the door knows it.
    pub zone: Option<Zone>,
    /// The session with a speaker that it belongs to, if there is one.
    pub session: Option<String>,
    /// Whether the platform holds that the person may be in danger.
    pub danger: bool,
    /// Where an answer goes when it cannot go back the way the message came.
    pub reach: Option<Reach>,
}

/// How a chat is answered.
pub struct Reach {
    /// The chat.
    pub chat: i64,
    /// The door's own note on what the answer belongs to.
    pub back: Option<String>,
    /// The row of the inbox that this message is.
    pub inbox: i64,
}

/// What a door heard.
pub enum Heard {
    /// Words, in several wordings if the platform has several; the most trustworthy first.
    Words(Vec<String>),
    /// A place on the map: latitude and longitude, degrees.
    Located(f64, f64),
    /// Words in which the platform has found something by itself.
    Spoken(Vec<String>, Hints),
    /// A button.
    Tap(Choice),
    /// A speaker was opened without a command.
    Opened,
    /// Something without words.
    Wordless,
    /// A message was edited afterwards and says this now, if it has words.
    Edited(Vec<String>),
}

/// What goes back to the one who spoke.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The answer.
    pub reply: Reply,
    /// The language to put it in.
    pub language: Language,
    /// How to put it.
    pub manner: Manner,
}

/// An answer in the outbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// The answer.
    pub reply: Reply,
    /// The language to put it in.
    pub language: Language,
    /// The door's own note on what the answer belongs to.
    pub back: Option<String>,
}

impl Answer {
    /// An answer to nobody that we know.
    pub fn plain(reply: Reply, language: Language) -> Answer {
        Answer { reply, language, manner: Manner::default() }
    }
}

/// What lies in the outbox.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Parcel {
    /// The message of a person that has served its purpose, in the door's own words: it goes.
    Sweep {
        /// The message, as its sender sees it.
        sweep: String,
    },
    /// A letter that takes the place of the last such one in its chat.
    Card {
        /// The letter.
        card: Letter,
    },
    /// A backup, by its file; it is read when it is sent.
    Backup {
        /// The file.
        backup: String,
        /// The language of the words below it.
        language: Language,
    },
    /// A letter.
    Letter(Letter),
}

impl App {
    /// Brings the rooms together.
    pub fn new(store: Store, grammar: Grammar, words: WordList, rules: Rules) -> App {
        let (bell, hashing) = (Notify::new(), Semaphore::new(HASHING_MAX));
        let (refused, examined) = (AtomicU32::new(0), Examined::default());
        App(Arc::new(Inner { store, grammar, words, rules, bell, refused, hashing, examined }))
    }

    /// Rings when there may be something new to deliver.
    pub fn bell(&self) -> &Notify {
        &self.0.bell
    }
}
