//! Guessing at link codes: through the hallway, by as many speakers as somebody can make, over
//! restarts of the file, and a million times.

use crate::stage::{INVITATION, START_MS};
use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use tonolog::{
    app::{App, Heard, Incoming, Peer, Reach, Rules},
    domain::{
        keeping::Keeping,
        link::{Code, CodeRules, DIGITS, LinkId},
        person::{Access, AccountId, Door, Language},
        reply::Reply,
        when::Zone,
    },
    phrases::Dialogs,
    seal::{DatabaseKey, Mark, Secret},
    store::{Offer, Store, Tried},
};

const SECOND_MS: i64 = 1000;
const HOUR_MS: i64 = 60 * 60 * SECOND_MS;
const OWNER: i64 = 1;

/// A hallway without doors: what is said comes from here, what is sent lies in the outbox.
struct Hall {
    app: App,
    store: Store,
    words: Vec<String>,
}

impl Hall {
    fn open(folder: &Path, key: &DatabaseKey) -> Hall {
        let dialogs = Dialogs::load(None).unwrap();
        let store = Store::open(&folder.join("diary.db"), key, true).unwrap();
        let rules = Rules {
            access: Access::Invite,
            owner_invitation: Secret::new(INVITATION.to_owned()),
            consent_version: dialogs.phrases.consent_version(),
            codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
            zone: Zone::new("Europe/Moscow").unwrap(),
            keeping: Keeping::default(),
        };
        let words = dialogs.words.words().to_vec();
        let app = App::new(store.clone(), dialogs.grammar, dialogs.words, rules);
        Hall { app, store, words }
    }

    async fn say(&mut self, door: Door, id: &str, words: &str, at_ms: i64) -> Reply {
        // No message is another one, over restarts too.
        static SAID: AtomicU32 = AtomicU32::new(0);
        let number = SAID.fetch_add(1, Ordering::Relaxed);
        let chat = (door == Door::Chat).then_some(Reach { chat: OWNER, back: None, inbox: 0 });
        let incoming = Incoming {
            peer: Peer { door, id: id.to_owned() },
            source: number.to_string(),
            origin: number.to_string(),
            heard: Heard::Words(vec![words.to_owned()]),
            at_ms,
            language: Language::RU,
            zone: None,
            session: None,
            danger: false,
            reach: chat,
        };
        self.app.turn(incoming).await.unwrap().reply
    }

    async fn chat(&mut self, words: &str, at_ms: i64) -> Reply {
        self.say(Door::Chat, "1", words, at_ms).await
    }

    /// Something that a speaker says and that is not the code.
    async fn guess(&mut self, speaker: usize, live: &Code, at_ms: i64) -> Reply {
        let word = &self.words[speaker % self.words.len()];
        let digits = DIGITS.start() + (speaker * 7 % 900) as u16;
        assert!((word, digits) != (&live.word, live.digits));
        let said = format!("код {word} {digits}");
        self.say(Door::Voice, &format!("speaker-{speaker}"), &said, at_ms).await
    }

    /// How many letters wait that say that somebody guesses.
    async fn alarms(&self) -> usize {
        let mut alarms = 0;
        for row in self.app.outbox_after(0, 10_000).await.unwrap() {
            let posted = self.app.posted(row.id).await.unwrap().unwrap();
            alarms += usize::from(posted.body.contains("\"Guessing\""));
        }
        alarms
    }

    /// A new code of the owner's.
    async fn code(&mut self, at_ms: i64) -> Code {
        match self.chat("/link", at_ms).await {
            Reply::Code { code, .. } => code,
            _ => panic!("no code"),
        }
    }
}

struct Scene {
    folder: TempDir,
    key: DatabaseKey,
    hall: Hall,
}

/// A diary whose owner is at home.
async fn owned() -> Scene {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let mut hall = Hall::open(folder.path(), &key);
    hall.chat(&format!("/start {INVITATION}"), START_MS).await;
    hall.chat("да", START_MS).await;
    assert_eq!(hall.alarms().await, 0);
    Scene { folder, key, hall }
}

impl Scene {
    /// Everything is closed, and the file is opened by another process, as it were.
    fn restart(self) -> Scene {
        let Scene { folder, key, hall } = self;
        drop(hall);
        let hall = Hall::open(folder.path(), &key);
        Scene { folder, key, hall }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_speakers_get_ten_guesses_an_hour_and_the_owner_hears_of_it_with_the_tenth() {
    let Scene { mut hall, folder: _folder, .. } = owned().await;
    let mut live = hall.code(START_MS).await;
    for speaker in 0..1_000 {
        let at_ms = START_MS + speaker as i64 * SECOND_MS;
        if speaker % 400 == 399 {
            live = hall.code(at_ms).await;
        }
        let reply = hall.guess(speaker, &live, at_ms).await;
        let expected = if speaker < 10 { Reply::CodeWrong } else { Reply::CodeLocked };
        assert!(reply == expected, "guess {speaker}");
        if speaker == 8 {
            assert_eq!(hall.alarms().await, 0);
        } else if speaker == 9 {
            assert_eq!(hall.alarms().await, 1, "the owner does not know after ten");
        }
    }
    // The rest of a day, a guess a minute: whenever one is let through it locks again, and of that
    // nothing is said.
    let (mut let_through, begun_ms) = (0, START_MS + 1_000 * SECOND_MS);
    for minute in 0..1_400 {
        let at_ms = begun_ms + minute as i64 * 60 * SECOND_MS;
        let reply = hall.guess(1_000 + minute, &live, at_ms).await;
        let_through += usize::from(reply == Reply::CodeWrong);
    }
    assert!((220..=240).contains(&let_through), "{let_through}");
    assert_eq!(hall.alarms().await, 1);
    // What goes on is told once a day.
    for minute in 1_400..1_500 {
        let at_ms = begun_ms + minute as i64 * 60 * SECOND_MS;
        hall.guess(1_000 + minute, &live, at_ms).await;
    }
    assert_eq!(hall.alarms().await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_forgives_no_wrong_code_and_tells_nobody_twice() {
    let mut scene = owned().await;
    let live = scene.hall.code(START_MS).await;
    let right = format!("код {} {}", live.word, live.digits);
    // Five of one speaker, and five of others.
    for guess in 0..10 {
        scene = scene.restart();
        let speaker = if guess < 5 { 0 } else { guess };
        assert!(scene.hall.guess(speaker, &live, START_MS).await == Reply::CodeWrong);
    }
    // One letter: that of the fifth.
    assert_eq!(scene.hall.alarms().await, 1);
    scene = scene.restart();
    let in_time = START_MS + 9 * 60 * SECOND_MS;
    let reply = scene.hall.say(Door::Voice, "another", &right, in_time).await;
    assert!(reply == Reply::CodeLocked, "the lock over all is gone after a restart");
    // An hour later everybody may try again, but not the one with five wrong ones in a day.
    let later = START_MS + HOUR_MS + SECOND_MS;
    let live = scene.hall.code(later).await;
    let right = format!("код {} {}", live.word, live.digits);
    scene = scene.restart();
    assert!(scene.hall.say(Door::Voice, "speaker-0", &right, later).await == Reply::CodeLocked);
    assert!(scene.hall.say(Door::Voice, "another", &right, later).await == Reply::CodeTaken);
    assert_eq!(scene.hall.alarms().await, 1);
}

/// A million guesses, one a second, each from a speaker of its own, at a code that is made anew
/// every ten minutes: through the verb that the hallway uses, on a file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_million_guesses_are_hardly_any_and_hit_nothing() {
    let Scene { hall, folder: _folder, .. } = owned().await;
    let codes = hall.words.len() * (usize::from(DIGITS.end() - DIGITS.start()) + 1);
    let mark = |number: u64| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Mark(bytes)
    };
    let (compared, hits, locks) = hall
        .store
        .write(move |tx| {
            // Deterministic, and good enough for guesses.
            let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
            let mut draw = |below: usize| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state % below as u64) as usize
            };
            let (mut compared, mut hits, mut locks) = (0, 0, 0);
            for second in 0..1_000_000_i64 {
                let now_ms = START_MS + second * SECOND_MS;
                // Which of all codes it is stands for its hash: it is as different from the others.
                let mut code = || mark(draw(codes) as u64);
                if second % 600 == 0 {
                    let offer = Offer {
                        id: LinkId(second),
                        account: AccountId(1),
                        chat: OWNER,
                        language: Language::RU,
                        issued_ms: now_ms,
                        expires_ms: now_ms + 600 * SECOND_MS,
                        claimed_by: None,
                    };
                    assert!(tx.offer(&offer, &code())?);
                }
                match tx.try_code(&mark(second as u64), &code(), now_ms)? {
                    Tried::Locked => {}
                    Tried::Right(_) => hits += 1,
                    Tried::Wrong { locks: locking } => {
                        compared += 1;
                        locks += u32::from(locking);
                        assert!(compared != 10 || locks == 1, "the tenth does not lock");
                    }
                }
            }
            Ok((compared, hits, locks))
        })
        .await
        .unwrap();
    // Ten in an hour, for the 278 hours that a million seconds are; each beyond the ninth locks.
    assert_eq!((compared, hits, locks), (2_780, 0, 2_771));
}
