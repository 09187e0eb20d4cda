//! The words: complete, within limits, and fit for the ear.

use std::fs;
use tonolog::{
    demo::Spoken,
    domain::{
        admin::{
            ANNOUNCEMENT_MAX, AdminReply, AnnouncementId, INVITATIONS_MAX, InvitationId, LABEL_MAX,
            Listed, Standing,
        },
        audit::{self, Action, Journal, Line, Via},
        choice::Choice,
        keeping::{Keeping, Silence},
        link::{Code, LinkId},
        notice::Notice,
        parting::PartingReply,
        person::{Door, Language, Name, PersonId, ReadingId},
        pin::{PinChoice, PinReply},
        privacy::{Agreement, Instant, PrivacyReply, Told, Wanted},
        reading::{Arm, Doubt, Extras, Position, Reading, Rejected},
        reminder::{Reminder, ReminderId, Reminders, TimeOfDay, Weekdays},
        reply::{Card, Gap, Question, Reply},
        rotation::BackupReply,
        watch::{Condition, WatchReply},
        when::Zone,
    },
    phrases::{Dialogs, Fault, Speech},
};

fn card(minutes_ago: i64) -> Card {
    Card {
        id: ReadingId(1),
        whose: None,
        reading: Reading::new(222, 122, Some(122)).unwrap(),
        at_ms: 1_795_328_040_000 - minutes_ago * 60_000,
        now_ms: 1_795_328_040_000,
        zone: Zone::new("Europe/Moscow").unwrap(),
        home: None,
        approximate: false,
        extras: Extras::default(),
    }
}

/// A card with everything on it.
fn full() -> Card {
    let extras = Extras {
        arm: Some(Arm::Left),
        position: Some(Position::Sitting),
        irregular: true,
        note: Some("после кофе".to_owned()),
    };
    Card { approximate: true, extras, ..card(0) }
}

/// As many reminders as there may be, most of them on some days only.
fn reminders(on: bool, reachable: bool) -> Reply {
    let one = |hour: u8| Reminder {
        id: ReminderId(hour.into()),
        time: TimeOfDay::of_minutes(u16::from(hour) * 60 + 55).unwrap(),
        days: Weekdays::of_bits(0b111_1111 >> (hour % 7)).unwrap(),
        on,
        paused_until_ms: None,
        again_ms: None,
        handled_ms: 0,
    };
    Reply::Reminders(Some(Reminders { list: (0..24).map(one).collect(), reachable }))
}

/// One of each answer, and several of those that are put together.
pub fn samples() -> Vec<Reply> {
    let code = Code { word: "велосипед".to_owned(), digits: 627 };
    let doubts = [
        Doubt::Swapped,
        Doubt::Repeated,
        Doubt::Systolic,
        Doubt::Diastolic,
        Doubt::Pulse,
        Doubt::Gap,
        Doubt::Jump,
        Doubt::Glued,
        Doubt::Tens,
        Doubt::Context,
    ];
    let ask = |doubt| Question {
        number: 1,
        reading: card(0).reading,
        doubt,
        also: Vec::new(),
        alert: true,
        whose: None,
    };
    // As many as one message may hold.
    let all = Question { also: vec![card(0).reading; 11], ..ask(Doubt::Systolic) };
    let mut samples = vec![
        Reply::Greeting,
        Reply::Consent { held: 0 },
        Reply::Consent { held: 1 },
        Reply::Consent { held: 5 },
        Reply::ConsentMore { held: 0 },
        Reply::Declined,
        Reply::Kept {
            welcome: true,
            cards: vec![],
            session: None,
            alert: false,
            ask: None,
            offer: None,
        },
        Reply::Kept {
            welcome: true,
            cards: vec![card(0)],
            session: Some((2, card(0).reading)),
            alert: true,
            ask: None,
            offer: None,
        },
        Reply::Kept {
            welcome: true,
            cards: (0..12).map(card).collect(),
            session: None,
            alert: true,
            ask: Some(ask(Doubt::Jump)),
            offer: None,
        },
        Reply::Amended { card: full(), alert: true },
        Reply::Missing { gap: Gap::Diastolic { systolic: 120 }, again: false, whose: None },
        Reply::Missing { gap: Gap::Systolic { diastolic: 80 }, again: false, whose: None },
        Reply::Missing { gap: Gap::Pair { pulse: Some(70) }, again: false, whose: None },
        Reply::Missing { gap: Gap::Pair { pulse: None }, again: true, whose: None },
        Reply::Which,
        Reply::OneEach,
        Reply::Noted(Box::new(Reply::Which)),
        Reply::NotYet,
        Reply::FixHow { reading: card(0).reading, whose: None },
        Reply::Last(Some(full())),
        Reply::Rejected(Rejected::Systolic),
        Reply::Rejected(Rejected::Diastolic),
        Reply::Rejected(Rejected::Pulse),
        Reply::Rejected(Rejected::NotAbove),
        Reply::NotKept,
        Reply::Last(None),
        Reply::Last(Some(card(0))),
        Reply::Last(Some(card(24 * 60))),
        Reply::Last(Some(card(50 * 24 * 60))),
        Reply::Last(Some(card(500 * 24 * 60))),
        Reply::ConfirmUndo { card: card(9), question: 1 },
        Reply::Undone(card(14)),
        Reply::AlreadyUndone,
        Reply::NothingToUndo,
        Reply::Stays,
        Reply::Help,
        Reply::Abilities,
        Reply::Bye,
        Reply::Hint { full: false },
        Reply::Hint { full: true },
        Reply::Stranger,
        Reply::LinkFirst,
        Reply::HowToLink,
        Reply::Code { code, minutes: 10 },
        Reply::CodeTooSoon { seconds: 31 },
        Reply::CodeTaken,
        Reply::CodeWrong,
        Reply::CodeLocked,
        Reply::AlreadyLinked,
        Reply::LinkedElsewhere,
        Reply::SpeakerAsks { link: LinkId(1) },
        Reply::Linked { moved: 0, waits: true },
        Reply::Linked { moved: 2, waits: false },
        Reply::LinkRefused,
        Reply::LinkGone,
        Reply::ConfirmUnlink { speakers: 1, question: 1 },
        Reply::Unlinked,
        Reply::NothingToUnlink,
        Reply::Languages,
        Reply::LanguageSet,
        Reply::Stale,
        Reply::Wordless,
        Reply::Edited,
        Reply::Group,
        Reply::Guessing,
        Reply::Remind { reminder: ReminderId(1), until_ms: 0 },
        Reply::Reminders(None),
        reminders(true, true),
        reminders(true, false),
        reminders(false, true),
        Reply::Sorry,
        Reply::TryAgain,
        Reply::Slow,
    ];
    samples.push(Reply::Ask(all));
    samples.extend(own_data());
    samples.extend(doubts.map(|doubt| Reply::Ask(ask(doubt))));
    samples
}

/// Answers about one's own data; what the owner gets is never spoken.
fn own_data() -> Vec<Reply> {
    let zone = Zone::new("Europe/Moscow").unwrap();
    let when = Instant { at_ms: 1_795_414_440_000, now_ms: 1_795_328_040_000, zone };
    let agreement = |given| Agreement {
        at_ms: when.at_ms,
        given,
        version: "2".to_owned(),
        language: Language::RU,
        door: Door::Chat,
    };
    let list: Vec<_> = (0..40).map(|number| (agreement(number % 2 == 0), when.clone())).collect();
    let keeping =
        Keeping { readings_days: Some(1_000), inactive_days: Some(1_000), ..Keeping::default() };
    let bare = Told::default();
    let journal = |lines| {
        let line = |at: usize| Line {
            at_ms: when.at_ms - 500 * 24 * 60 * 60 * 1000,
            action: Action::ALL[at % Action::ALL.len()].0,
            via: Via::Voice,
            count: at as u32,
        };
        PrivacyReply::Journal(Box::new(Journal {
            lines: (0..lines).map(line).collect(),
            now_ms: when.now_ms,
            zone: when.zone.clone(),
            turned: true,
            newer: true,
            older: Some(i64::MAX - 1),
            days: 730,
        }))
    };
    let mut replies: Vec<Reply> = [
        PrivacyReply::Told(Told::new(Wanted { tidy: true, notices: false }, &keeping)),
        PrivacyReply::Told(Told { wanted: Wanted { tidy: false, notices: true }, ..bare }),
        journal(0),
        journal(audit::PAGE),
        PrivacyReply::Silent { silence: Silence::Asked, days: 730, when: when.clone() },
        PrivacyReply::Silent { silence: Silence::Reminded, days: 31, when: when.clone() },
        PrivacyReply::Silent { silence: Silence::Planned, days: 365, when: when.clone() },
        PrivacyReply::DiaryStays,
        PrivacyReply::Export,
        PrivacyReply::ExportComes,
        PrivacyReply::InChat { linked: true },
        PrivacyReply::InChat { linked: false },
        PrivacyReply::Consents { list: list.clone(), stands: true },
        PrivacyReply::Consents { list, stands: false },
        PrivacyReply::Withdrawn,
        PrivacyReply::Leaving { when: when.clone(), new: true },
        PrivacyReply::Leaving { when: when.clone(), new: false },
        PrivacyReply::Stays,
        PrivacyReply::NotLeaving,
        PrivacyReply::Tidy(true),
        PrivacyReply::Tidy(false),
        PrivacyReply::Notices(true),
        PrivacyReply::Notices(false),
    ]
    .map(Reply::Privacy)
    .into();
    let (name, person) = (Name::new("мама").unwrap(), PersonId(2));
    let leaving =
        |new| PartingReply::Leaving { name: name.clone(), person, when: when.clone(), new };
    replies.extend([leaving(true), leaving(false)].map(Reply::Parting));
    replies.push(Reply::Parting(PartingReply::Stays { name: name.clone() }));
    let (before, question) =
        (Box::new(Reply::Stays), Box::new(Reply::GuideNumbers { again: false }));
    replies.push(Reply::Resumed { before, question });
    let listed = |number: i64, standing| Listed {
        id: InvitationId(number),
        label: "я".repeat(LABEL_MAX),
        standing,
        until: when.clone(),
    };
    let text = "слово ".repeat(ANNOUNCEMENT_MAX / 6);
    let owner = [
        AdminReply::Invitations(vec![]),
        AdminReply::Invitations(
            (0..INVITATIONS_MAX.into()).map(|number| listed(number, Standing::Open)).collect(),
        ),
        AdminReply::Invitations(vec![listed(1, Standing::Used), listed(2, Standing::Over)]),
        AdminReply::TooManyInvitations,
        AdminReply::HowToInvite,
        AdminReply::HowToAnnounce,
        AdminReply::TooLong,
        AdminReply::AskAnnounce { id: AnnouncementId(1), text: text.clone(), addressees: 7 },
        AdminReply::Announcing { posted: 3, addressees: 7, ended: false },
        AdminReply::Announcing { posted: 7, addressees: 7, ended: true },
        AdminReply::Dropped,
        AdminReply::Gone,
        AdminReply::Head { seq: i64::MAX, mac: "0f".repeat(32), when: when.clone() },
        AdminReply::Notice(text),
    ];
    replies.extend(owner.map(|reply| Reply::Admin(Box::new(reply))));
    replies.extend([
        Reply::Backup(BackupReply::Here),
        Reply::Backup(BackupReply::TooLarge { mebibytes: 51 }),
        Reply::Backup(BackupReply::Failing { times: 3 }),
        Reply::ConfirmErase { sure: false, question: 1 },
        Reply::ConfirmErase { sure: true, question: 1 },
        Reply::EraseInChat,
        Reply::EraseAsked,
        Reply::Erased,
    ]);
    replies.extend(guarded());
    replies
}

/// Answers about the PIN, what was done at another door, and letters to the owner.
fn guarded() -> Vec<Reply> {
    let at = |at_ms| Instant { at_ms, now_ms: 1_795_328_040_000, zone: card(0).zone };
    let when = at(1_795_414_440_000);
    let forget = Some(when.clone());
    let kept = Reply::Amended { card: full(), alert: false };
    let pin = [
        PinReply::Page { set: false, forget: None },
        PinReply::Page { set: true, forget: None },
        PinReply::Page { set: true, forget: forget.clone() },
        PinReply::Ask { forget: None },
        PinReply::Ask { forget },
        PinReply::AskOld,
        PinReply::AskNew,
        PinReply::AskAgain,
        PinReply::Form,
        PinReply::Reading,
        PinReply::Wrong(1),
        PinReply::Wrong(4),
        PinReply::Locked(when.clone()),
        PinReply::Open,
        PinReply::Closed,
        PinReply::GivenUp,
        PinReply::Weak,
        PinReply::Differ,
        PinReply::Kept { changed: false },
        PinReply::Kept { changed: true },
        PinReply::Removed,
        PinReply::Forgetting(when.clone()),
        PinReply::Remembered,
        PinReply::Forgotten,
        PinReply::InChat,
        PinReply::KeptBack { before: None },
        PinReply::KeptBack { before: Some(Box::new(kept)) },
        PinReply::NothingKeptBack,
    ];
    let mut replies: Vec<Reply> = pin.into_iter().map(Reply::Pin).collect();
    let notices: Vec<Notice> = Notice::ALL.iter().map(|(notice, _)| *notice).collect();
    replies.extend(notices.iter().map(|notice| Reply::Notice(*notice)));
    let card = Box::new(Reply::Undone(full()));
    replies.push(Reply::Noticed { notices: notices.clone(), reply: Box::new(Reply::Greeting) });
    replies.push(Reply::Noticed { notices, reply: card });
    for (condition, _) in Condition::ALL {
        for often in [false, true] {
            let since = at(1_795_320_000_000);
            replies.push(Reply::Watch(WatchReply::Raised { condition, since, often }));
        }
        let since = at(1_795_120_000_000);
        replies.push(Reply::Watch(WatchReply::Still { condition, since }));
        let (from, to) = (at(1_795_120_000_000), at(1_795_320_000_000));
        replies.push(Reply::Watch(WatchReply::Over { condition, from, to }));
    }
    replies
}

#[test]
fn every_answer_can_be_said_in_every_language_within_both_platforms_limits() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for language in phrases.languages().iter() {
        for (at, reply) in samples().iter().enumerate() {
            let chat = phrases.chat(reply, language);
            assert!(!chat.trim().is_empty(), "{language:?} {at}: nothing in the chat");
            assert!(chat.encode_utf16().count() <= 4096, "{language:?} {at}");
            let speech = phrases.speech(reply, language, 0);
            for said in [&speech.text, &speech.tts] {
                assert!(!said.trim().is_empty(), "{language:?} {at}: nothing is said");
                assert!(
                    said.chars().count() <= 1024,
                    "{language:?} {at}: {}",
                    said.chars().count()
                );
            }
        }
    }
}

#[test]
fn what_is_spoken_is_fit_for_the_ear() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for language in phrases.languages().iter() {
        for reply in samples() {
            let speech = phrases.speech(&reply, language, 0);
            assert!(!speech.text.contains("sil <"), "{}", speech.text);
            let pauses = Spoken { text: String::new(), tts: speech.tts, ended: false };
            let speech = Speech { tts: pauses.aloud(), ..speech };
            let digits = speech.tts.split(|c: char| !c.is_ascii_digit() && c != '/');
            assert!(!digits.into_iter().any(|part| part.contains('/')), "{}", speech.tts);
            for said in [&speech.text, &speech.tts] {
                assert!(!said.contains('!'), "{said}");
                assert!(said.chars().all(|c| u32::from(c) < 0x2190), "{said}");
                let latin = said.chars().any(|c| c.is_ascii_alphabetic());
                let named = said.replace("Telegram", "").replace("link", "");
                let still = named.chars().any(|c| c.is_ascii_alphabetic());
                assert!(language == Language::EN || !latin || !still, "{said}");
            }
            for judgement in
                ["высок", "низк", "норм", "опасн", "диагноз", "high", "normal", "danger"]
            {
                let said = speech.tts.to_lowercase();
                assert!(!said.split(' ').any(|word| word.starts_with(judgement)), "{}", speech.tts);
            }
        }
    }
}

#[test]
fn isolation_marks_are_off() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for reply in samples() {
        let said = phrases.chat(&reply, Language::RU);
        assert!(!said.contains(['\u{2068}', '\u{2069}']), "{said}");
    }
}

#[test]
fn buttons_have_short_labels() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for language in phrases.languages().iter() {
        for choice in [
            Choice::Agree,
            Choice::ReadMore,
            Choice::Yes(1),
            Choice::No(1),
            Choice::Undo(ReadingId(1)),
            Choice::Language(Language::RU),
            Choice::Language(Language::EN),
            Choice::AcceptSpeaker(LinkId(1)),
            Choice::RefuseSpeaker(LinkId(1)),
        ] {
            let label = phrases.label(&choice, language);
            assert!((1..=64).contains(&label.chars().count()), "{label}");
        }
        for (_, choice) in PinChoice::ALL {
            assert!(!phrases.label(&Choice::Pin(choice), language).is_empty());
        }
    }
}

#[test]
fn times_are_said_as_people_say_them() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let said = |hour: i64, minute: i64, language| {
        let now_ms = 1_795_294_800_000; // 2026-11-22, midnight in Moscow
        let at_ms = now_ms + (hour * 60 + minute) * 60_000;
        let card = Card { at_ms, now_ms: at_ms, ..card(0) };
        phrases.speech(&Reply::Last(Some(card)), language, 0).tts
    };
    for (hour, minute, expected) in [
        (9, 14, "сегодня в девять четырнадцать."),
        (9, 5, "сегодня в девять ноль пять."),
        (9, 2, "сегодня в девять ноль две."),
        (21, 0, "сегодня в двадцать один час."),
        (22, 0, "сегодня в двадцать два часа."),
        (12, 0, "сегодня в двенадцать часов."),
        (0, 31, "сегодня в ноль тридцать одна."),
    ] {
        assert!(said(hour, minute, Language::RU).contains(expected), "{hour}:{minute}");
    }
    assert!(said(9, 5, Language::EN).contains("today at nine oh five."));
    assert!(said(9, 0, Language::EN).contains("today at nine o'clock."));
    assert!(said(9, 45, Language::EN).contains("today at nine forty-five."));
}

#[test]
fn faults_in_a_translators_folder_are_found_before_anything_starts() {
    let own = |file: &str, text: &str| {
        let folder = tempfile::TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("ru")).unwrap();
        fs::write(folder.path().join("ru").join(file), text).unwrap();
        Dialogs::load(Some(folder.path())).err().unwrap_or_default()
    };
    let link = include_str!("../../dialogs/ru/link.ftl");
    assert_eq!(own("link.ftl", link), vec![]);
    let missing = link.replace("link-gone", "link-lost");
    assert!(own("link.ftl", &missing).contains(&Fault::Missing("ru".into(), "link-gone".into())));
    let other = link.replace("через { $seconds ->", "через { $minutes ->");
    assert!(own("link.ftl", &other).contains(&Fault::Placeholders("code-too-soon".into())));
    let long = link.replace("Код не подошёл.", &"очень длинно ".repeat(400));
    assert!(own("link.ftl", &long).contains(&Fault::Long("ru".into(), "code-wrong".into())));
    assert!(matches!(own("link.ftl", "code = {")[..], [Fault::Syntax(..), ..]));
    assert!(matches!(own("grammar.toml", "= 1")[..], [Fault::Syntax(..), ..]));
}

#[test]
fn reminders_are_listed_with_their_days() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let one = |hour: u16, days| Reminder {
        id: ReminderId(1),
        time: TimeOfDay::of_minutes(hour * 60).unwrap(),
        days,
        on: true,
        paused_until_ms: None,
        again_ms: None,
        handled_ms: 0,
    };
    let some = Weekdays::of_bits(0b000_0101).unwrap();
    let resting = Reminder { on: false, ..one(23, Weekdays::ALL) };
    let list = vec![
        one(8, Weekdays::ALL),
        one(12, Weekdays::WORK),
        one(13, Weekdays::WEEKEND),
        one(21, some),
        resting.clone(),
    ];
    let reply = Reply::Reminders(Some(Reminders { list, reachable: true }));
    let chat = phrases.chat(&reply, Language::RU);
    assert!(chat.contains("\n8:00\n12:00 · пн–пт\n13:00 · сб, вс\n21:00 · пн, ср\n"), "{chat}");
    assert!(!chat.contains("23"), "{chat}");
    let spoken = phrases.speech(&reply, Language::RU, 0).tts;
    let expected = "в восемь часов, в двенадцать часов по будням, в тринадцать часов по выходным, \
                    в двадцать один час по понедельникам, по средам. Они приходят в Телеграм.";
    assert!(spoken.contains(expected), "{spoken}");
    let off = Reply::Reminders(Some(Reminders { list: vec![resting], reachable: true }));
    assert_eq!(phrases.chat(&off, Language::EN), "Reminders are off.");
}
