//! The PIN: what waits for it and what never does, whether anything of it is left, and that no
//! restart helps who guesses.

use crate::{
    privacy::dump,
    stage::{Stage, hallway},
};
use std::{collections::BTreeSet, sync::atomic::Ordering};
use tonolog::{
    app::{App, Rules},
    demo::{Event, Shown},
    domain::{
        admin::{AdminChoice, AnnouncementId, InvitationId},
        alarm::AlarmChoice,
        choice::Choice,
        entry::EntryChoice,
        history::{HistoryChoice, Sign, Way, What},
        keeping::Keeping,
        link::{CodeRules, LinkId},
        parting::PartingChoice,
        period::Period,
        person::{Access, Language, PersonId, ReadingId},
        pin::PinChoice,
        privacy::PrivacyChoice,
        reminder::{ReminderId, TimeOfDay},
        reminding::ReminderChoice,
        settings::{Change, Page, SettingsChoice, Unit},
        shortcut::Shortcut,
        stats::Stats,
        threshold::Profile,
        timer::TimerChoice,
        week::WeekChoice,
        when::Zone,
    },
    phrases::Dialogs,
    seal::Secret,
};

const PERSON: i64 = 7_318_204_965;
/// Long enough that it is nowhere by chance.
const PIN: &str = "73190482";
const MINUTE_MS: i64 = 60_000;
const ASKS: &str = "Введите PIN-код.";

async fn say(stage: &mut Stage, text: &str) -> Vec<Event> {
    stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    stage.say(PERSON, "ru", text).await
}

fn heard(events: &[Event]) -> String {
    let text = |event: &Event| {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown.text.clone()
    };
    events.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn wait(stage: &Stage, minutes: i64) {
    stage.now_ms.fetch_add(minutes * MINUTE_MS, Ordering::SeqCst);
}

/// Somebody with a reading of two hours ago and a PIN that is asked for.
async fn closed() -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    for text in ["/start", "да", "121/81 76", "/pin", "поставь пин-код", PIN, PIN] {
        say(&mut stage, text).await;
    }
    wait(&stage, 120);
    stage
}

/// The message that the tools of the first reading stand below.
async fn tools(stage: &Stage) -> Shown {
    let (ours, _) = stage.stand_in.left_in(PERSON);
    ours.into_iter().find(|shown| shown.text.starts_with("Записано")).unwrap()
}

/// Every family of buttons; one more does not compile until it is put here, and then the table
/// below wants it.
const FAMILIES: [&str; 30] = [
    "agree", "more", "yes", "no", "undo", "lang", "mine", "foreign", "measure", "week", "recent",
    "help", "whose", "hush", "unhush", "erase", "keep", "h", "set", "stats", "privacy", "admin",
    "entry", "alarm", "again", "hw", "rem", "pin", "part", "do",
];

fn family(choice: &Choice) -> &'static str {
    match choice {
        Choice::Agree => "agree",
        Choice::ReadMore => "more",
        Choice::Yes(_) => "yes",
        Choice::No(_) => "no",
        Choice::Undo(_) => "undo",
        Choice::Language(_) => "lang",
        Choice::AcceptSpeaker(_) => "mine",
        Choice::RefuseSpeaker(_) => "foreign",
        Choice::Measure => "measure",
        Choice::Week => "week",
        Choice::Recent => "recent",
        Choice::Help => "help",
        Choice::Whose(_) => "whose",
        Choice::Hush(_) => "hush",
        Choice::Unhush(_) => "unhush",
        Choice::EraseAll => "erase",
        Choice::KeepAll => "keep",
        Choice::History(_) => "h",
        Choice::Settings(_) => "set",
        Choice::Stats(_) => "stats",
        Choice::Privacy(_) => "privacy",
        Choice::Admin(_) => "admin",
        Choice::Entry(_) => "entry",
        Choice::Alarm(_) => "alarm",
        Choice::Timer(_) => "again",
        Choice::HomeWeek(_) => "hw",
        Choice::Reminder(_) => "rem",
        Choice::Pin(_) => "pin",
        Choice::Parting(_) => "part",
        Choice::Shortcut(_) => "do",
    }
}

/// Whether a tap waits for the PIN; `old` is a reading of two hours ago.
fn table(old: ReadingId) -> Vec<(Choice, bool)> {
    let person = PersonId(1);
    let time = TimeOfDay::of_minutes(480).unwrap();
    let history = |choice| (Choice::History(choice), true);
    let settings = |choice| (Choice::Settings(choice), true);
    let privacy = |choice, waits| (Choice::Privacy(choice), waits);
    let week = |choice, waits| (Choice::HomeWeek(choice), waits);
    let reminder = |choice, waits| (Choice::Reminder(choice), waits);
    let zone = Zone::new("Europe/Moscow").unwrap();
    let mut table = vec![
        (Choice::Agree, false),
        (Choice::ReadMore, false),
        (Choice::Yes(1), false),
        (Choice::No(1), false),
        (Choice::Undo(old), true),
        (Choice::Language(Language::RU), false),
        (Choice::AcceptSpeaker(LinkId(1)), true),
        (Choice::RefuseSpeaker(LinkId(1)), false),
        (Choice::Measure, false),
        (Choice::Week, true),
        (Choice::Recent, true),
        (Choice::Help, false),
        (Choice::Whose(person), false),
        (Choice::Hush(0), true),
        (Choice::Unhush(0), true),
        (Choice::EraseAll, true),
        (Choice::KeepAll, false),
        history(HistoryChoice::Page { person, way: Way::Older, place: None }),
        history(HistoryChoice::Open { id: old, number: 1, from: None }),
        history(HistoryChoice::More { id: old, from: None }),
        history(HistoryChoice::Set { id: old, sign: Sign::Left, on: true, from: None }),
        history(HistoryChoice::NoNote(old)),
        history(HistoryChoice::Remove { id: old, from: None }),
        history(HistoryChoice::Restore { id: old, from: None }),
        (Choice::History(HistoryChoice::Keep), false),
        settings(SettingsChoice::Page(Page::Home, person)),
        settings(SettingsChoice::Back(person)),
        settings(SettingsChoice::Change(Change::Unit(Unit::KPa))),
        settings(SettingsChoice::Change(Change::Zone(zone))),
        settings(SettingsChoice::OtherPlace),
        settings(SettingsChoice::Speakers),
        settings(SettingsChoice::Pin),
        settings(SettingsChoice::Data),
        settings(SettingsChoice::Page(Page::Messages, person)),
        (Choice::Parting(PartingChoice::Ask(person)), true),
        (Choice::Parting(PartingChoice::Now(person)), true),
        (Choice::Parting(PartingChoice::Stop(person)), false),
        (Choice::Shortcut(Shortcut::Today), true),
        (Choice::Shortcut(Shortcut::Target), true),
        (Choice::Shortcut(Shortcut::People), true),
        (Choice::Shortcut(Shortcut::Link), true),
        (Choice::Shortcut(Shortcut::Unlink), true),
        (Choice::Stats(Stats { person, over: Period::WEEK, full: false }), true),
        privacy(PrivacyChoice::Export, true),
        privacy(PrivacyChoice::Consents, true),
        privacy(PrivacyChoice::Journal(None), true),
        privacy(PrivacyChoice::Journal(Some(1)), true),
        privacy(PrivacyChoice::Keep, false),
        privacy(PrivacyChoice::Withdraw, true),
        privacy(PrivacyChoice::Erase, true),
        privacy(PrivacyChoice::Now, true),
        privacy(PrivacyChoice::Tidy(true), true),
        privacy(PrivacyChoice::Notices(true), true),
        privacy(PrivacyChoice::StopErasing, false),
        // Nobody but the owner has these, and to others they say nothing at all.
        (Choice::Admin(AdminChoice::Overview), true),
        (Choice::Admin(AdminChoice::Invitations), true),
        (Choice::Admin(AdminChoice::Revoke(InvitationId(1))), true),
        (Choice::Admin(AdminChoice::Send(AnnouncementId(1))), true),
        (Choice::Alarm(AlarmChoice::Signs(person)), false),
        (Choice::Alarm(AlarmChoice::None(person)), false),
        (Choice::Timer(TimerChoice(old)), false),
        week(WeekChoice::Show, true),
        week(WeekChoice::Rules(Profile::Aha), true),
        week(WeekChoice::Begin(Profile::Aha), true),
        week(WeekChoice::Pause, true),
        week(WeekChoice::Resume, true),
        week(WeekChoice::Extend, true),
        week(WeekChoice::Stop, true),
        week(WeekChoice::StopSure, true),
        week(WeekChoice::New, true),
        week(WeekChoice::Past(0), true),
        week(WeekChoice::Later, false),
        week(WeekChoice::Skip, false),
        reminder(ReminderChoice::Show, true),
        reminder(ReminderChoice::Switch { id: ReminderId(1), time, on: true }, true),
        reminder(ReminderChoice::Drop { id: ReminderId(1), time }, true),
        reminder(ReminderChoice::Add, true),
        reminder(ReminderChoice::Pair, true),
        reminder(ReminderChoice::Pause, true),
        reminder(ReminderChoice::Resume, true),
        reminder(ReminderChoice::Quiet, true),
        reminder(ReminderChoice::Loud, true),
        reminder(ReminderChoice::Snooze(ReminderId(1)), false),
        reminder(ReminderChoice::SkipToday, false),
        (Choice::Pin(PinChoice::KeptBack), true),
        (Choice::Pin(PinChoice::Forgot), false),
        (Choice::Pin(PinChoice::Remember), false),
        (Choice::Pin(PinChoice::Close), false),
        (Choice::Pin(PinChoice::Change), false),
        (Choice::Pin(PinChoice::Remove), false),
    ];
    for what in [What::Values, What::Time, What::Note] {
        table.push(history(HistoryChoice::Fix { id: old, what }));
    }
    for choice in [EntryChoice::Begin, EntryChoice::Back, EntryChoice::Skip, EntryChoice::Cancel] {
        table.push((Choice::Entry(choice), false));
    }
    table
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_family_of_buttons_waits_for_the_pin_or_has_a_reason_not_to() {
    let mut stage = Stage::new(Access::Invite).await;
    let start = format!("/start {}", crate::stage::INVITATION);
    for text in [start.as_str(), "да", "121/81 76", "поставь пин-код", PIN, PIN] {
        say(&mut stage, text).await;
    }
    wait(&stage, 120);
    let shown = tools(&stage).await;
    let mut ids = shown.buttons.iter().filter_map(|(_, data)| match Choice::of_data(data)? {
        Choice::History(HistoryChoice::Fix { id, .. }) => Some(id),
        _ => None,
    });
    let old = ids.next().expect("a button of the reading");
    let table = table(old);
    let families: BTreeSet<&str> = table.iter().map(|(choice, _)| family(choice)).collect();
    assert_eq!(families, BTreeSet::from(FAMILIES), "a family is not in the table");
    let mut wrong = Vec::new();
    for (choice, waits) in table {
        let data = choice.data();
        let events = stage.tap(PERSON, "ru", shown.message, &data).await;
        let answer = heard(&events);
        if answer.starts_with(ASKS) != waits || waits && answer.contains("121") {
            wrong.push(format!("{data}: {answer}"));
        }
        say(&mut stage, "отмена").await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stage.readings().await, 1);
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_wait_for_the_pin_or_record() {
    let mut stage = closed().await;
    for (text, waits) in [
        ("/last", true),
        ("последние", true),
        ("/history", true),
        ("12 ноября", true),
        ("что было вчера", true),
        ("среднее за неделю", true),
        ("сколько измерений", true),
        ("статистика", true),
        ("/today", true),
        ("/week", true),
        ("моя цель", true),
        ("моя цель 130/80", true),
        ("/settings", true),
        ("/zone", true),
        ("я в Омске", true),
        ("/reminders", true),
        ("напоминай в 8:30", true),
        ("/speakers", true),
        ("/link", true),
        ("/unlink", true),
        ("/export", true),
        ("/consent", true),
        ("отзываю согласие", true),
        ("/forget", true),
        ("забудь меня сейчас", true),
        ("/tidy", true),
        ("повтори", true),
        ("отмени", true),
        ("исправь", true),
        ("исправь верхнее на 130", true),
        ("чей это дневник", true),
        ("/help", false),
        ("/language", false),
        ("/privacy", false),
        ("/pin", false),
        ("привет", false),
        ("помоги измерить", false),
        ("/record", false),
        ("спасибо", false),
    ] {
        let answer = heard(&say(&mut stage, text).await);
        assert_eq!(answer.starts_with(ASKS), waits, "{text}: {answer}");
        assert!(!answer.contains("121"), "{text}: {answer}");
        say(&mut stage, "нет").await;
    }
    for (at, text) in ["122/82", "123 на 83", "давление 124 на 84 пульс 70"].iter().enumerate()
    {
        let answer = heard(&say(&mut stage, text).await);
        assert!(answer.starts_with("Записано"), "{text}: {answer}");
        assert_eq!(stage.readings().await, 2 + at as i64);
    }
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_pin_is_left_in_the_chat_or_in_the_file() {
    let mut stage = closed().await;
    let (_, theirs) = stage.stand_in.left_in(PERSON);
    assert_eq!(theirs.len(), 5, "both messages with the new one are gone: {theirs:?}");
    say(&mut stage, "/last").await;
    // A wrong one, one with a gap, and one behind the command go as well.
    for text in ["73190483", "7319 0482", &format!("/pin {PIN}")] {
        say(&mut stage, text).await;
    }
    let (_, theirs) = stage.stand_in.left_in(PERSON);
    assert_eq!(theirs.len(), 6, "{theirs:?}");
    let (ours, _) = stage.stand_in.left_in(PERSON);
    for shown in &ours {
        assert!(!shown.text.contains(PIN), "{}", shown.text);
    }
    let file = dump(&stage);
    for digits in [PIN, "73190483", "7319 0482"] {
        let found = file.windows(digits.len()).any(|window| window == digits.as_bytes());
        assert!(!found, "{digits} is in the file");
    }
    stage.stop().await;
}

/// The program anew over the same file.
fn again(stage: &Stage) -> App {
    let dialogs = Dialogs::load(None).unwrap();
    let rules = Rules {
        access: Access::Open,
        owner_invitation: Secret::new(crate::stage::INVITATION.to_owned()),
        consent_version: dialogs.phrases.consent_version(),
        codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
        zone: Zone::new("Europe/Moscow").unwrap(),
        keeping: Keeping::default(),
    };
    App::new(stage.store.clone(), dialogs.grammar, dialogs.words, rules)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_forgives_no_wrong_try() {
    let mut stage = closed().await;
    say(&mut stage, "/last").await;
    for n in 0..5 {
        stage.close_door().await;
        stage.app = again(&stage);
        stage.open_door(hallway(stage.app.clone()));
        let answer = heard(&say(&mut stage, &format!("8051927{n}")).await);
        let left = ["Осталось 4", "Осталось 3", "Осталось 2", "Осталась 1", "пять раз"][n];
        assert!(answer.contains(left), "{answer}");
    }
    stage.close_door().await;
    stage.app = again(&stage);
    stage.open_door(hallway(stage.app.clone()));
    assert!(heard(&say(&mut stage, PIN).await).contains("пять раз"));
    wait(&stage, 59);
    assert!(heard(&say(&mut stage, "/last").await).contains("пять раз"));
    wait(&stage, 2);
    say(&mut stage, "/last").await;
    assert!(heard(&say(&mut stage, PIN).await).contains("121/81"));
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_minutes_are_ten_minutes_and_of_one_chat() {
    let mut stage = closed().await;
    say(&mut stage, "/last").await;
    assert!(heard(&say(&mut stage, PIN).await).contains("121/81"));
    wait(&stage, 9);
    assert!(heard(&say(&mut stage, "/last").await).contains("121/81"));
    wait(&stage, 1);
    assert!(heard(&say(&mut stage, "/last").await).starts_with(ASKS));
    // The question for it is over after ten minutes, too: digits are numbers again.
    wait(&stage, 11);
    let answer = heard(&say(&mut stage, "122 82").await);
    assert!(answer.starts_with("Записано"), "{answer}");
    stage.stop().await;
}
