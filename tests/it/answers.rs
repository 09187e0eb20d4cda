//! What an answer means for what is around it: whether it takes the place of what was tapped, until
//! when it is of use, what can be tapped below it.

use tonolog::domain::{
    admin::AdminReply,
    choice::Choice,
    entry::{EntryReply, Stage},
    history::{HistoryChoice, HistoryReply, Sign, What},
    period::{Borders, Period, Rhythm, Span},
    person::{Language, Languages, PersonId, ReadingId},
    pin::PinReply,
    privacy::{Instant, PrivacyReply, Wanted, Wish, is_quiet},
    reading::{Arm, Doubt, Extras, Position, Reading},
    reminder::{REMINDERS_MAX, Reminder, ReminderId, Reminders, Weekdays},
    reminding::{Board, ReminderChoice, ReminderReply},
    reply::{Card, Over, Question, Reply},
    settings::{Change, Country, Page, SettingsChoice, SettingsReply, SettingsView, Tone, Unit},
    shortcut::Shortcut,
    stats::{Stats, StatsReply},
    summary::{Measured, Summary},
    threshold::{Profile, Target},
    timer::TimerReply,
    watch::{Condition, WatchReply},
    week::{DAYS_MAX, Outcome, Shown, Slot, Today, Week, WeekChoice, WeekReply},
    when::{Part, Zone},
};

const NOW_MS: i64 = 1_795_340_400_000;
const PERSON: PersonId = PersonId(1);

fn reading() -> Reading {
    Reading::new(120, 80, None).unwrap()
}

fn card(note: Option<&str>) -> Card {
    Card {
        id: ReadingId(7),
        whose: None,
        reading: reading(),
        at_ms: NOW_MS,
        now_ms: NOW_MS,
        zone: Zone::utc(),
        home: None,
        approximate: false,
        extras: Extras { note: note.map(str::to_owned), ..Extras::default() },
    }
}

fn kept(welcome: bool, alert: bool, ask: Option<Question>) -> Reply {
    Reply::Kept { welcome, cards: vec![card(None)], session: None, alert, ask, offer: None }
}

fn question() -> Question {
    Question {
        number: 3,
        reading: reading(),
        doubt: Doubt::Jump,
        also: Vec::new(),
        alert: false,
        whose: None,
    }
}

fn instant() -> Instant {
    Instant { at_ms: NOW_MS - 5, now_ms: NOW_MS, zone: Zone::utc() }
}

fn shown(days: u8) -> Shown {
    let mut week = Week::new(Profile::Esh, NOW_MS, Reminder::PAIR);
    week.days = days;
    let rhythm = Rhythm { zone: Zone::utc(), borders: Borders::DEFAULT };
    Shown::new(&week, week.progress(&[], &rhythm, NOW_MS), Today::Day(1))
}

fn noted() -> WeekReply {
    let (before, part, slot) = (Box::new(kept(false, false, None)), Part::Morning, Slot::default());
    WeekReply::Noted { before, day: 1, days: 7, part, slot, timer: false }
}

fn languages() -> Languages {
    Languages::new(vec![Language::EN, Language::RU])
}

fn rows(reply: &Reply) -> Vec<Vec<Choice>> {
    reply.choices(&languages())
}

#[test]
fn what_ends_a_tap_takes_its_place_and_what_asks_or_tells_does_not() {
    for reply in [
        Reply::Admin(Box::new(AdminReply::Dropped)),
        Reply::Entry(EntryReply::Over),
        Reply::Privacy(PrivacyReply::Stays),
        Reply::Reminder(ReminderReply::Silent),
        Reply::HomeWeek(WeekReply::Later),
    ] {
        assert!(reply.in_place());
    }
    for reply in [
        Reply::Admin(Box::new(AdminReply::Gone)),
        Reply::Entry(EntryReply::Next { stage: Stage::Upper, again: false, whose: None }),
        Reply::Privacy(PrivacyReply::Export),
        Reply::Reminder(ReminderReply::AskTime { again: false }),
        Reply::HomeWeek(WeekReply::None),
    ] {
        assert!(!reply.in_place());
    }
}

#[test]
fn after_what_asks_for_something_nothing_else_is_offered() {
    let noticed = |reply| Reply::Noticed { notices: Vec::new(), reply: Box::new(reply) };
    assert!(Reply::Help.stands_alone() && noticed(Reply::Help).stands_alone());
    assert!(!Reply::Which.stands_alone() && !noticed(Reply::Which).stands_alone());
    assert!(Wish::Tell.is_aside() && !Wish::Withdraw.is_aside());
}

#[test]
fn what_is_of_use_for_a_while_says_until_when() {
    let until_ms = NOW_MS;
    assert_eq!(Reply::Timer(TimerReply::Second { until_ms }).expires_ms(), Some(NOW_MS));
    assert_eq!(Reply::Timer(TimerReply::Rest { until_ms }).expires_ms(), Some(NOW_MS));
    assert_eq!(Reply::Timer(TimerReply::Set).expires_ms(), None);
    let remind = WeekReply::Remind { day: 1, days: 7, part: Part::Morning, until_ms };
    assert_eq!(Reply::HomeWeek(remind).expires_ms(), Some(NOW_MS));
    assert_eq!(Reply::HomeWeek(WeekReply::Later).expires_ms(), None);
    let still = |condition| Reply::Watch(WatchReply::Still { condition, since: instant() });
    let minutes = 10 * 60 * 1000;
    assert_eq!(still(Condition::Fetching).expires_ms(), Some(NOW_MS + minutes));
    assert_eq!(still(Condition::Disk).expires_ms(), None);
}

#[test]
fn what_an_answer_stands_behind_is_known() {
    let before = kept(false, false, None);
    assert!(Reply::HomeWeek(noted()).before() == Some(&before));
    let outcome = Box::new(Outcome { shown: shown(7), comparisons: Vec::new() });
    let done = WeekReply::Done { before: Some(Box::new(before.clone())), outcome };
    assert!(Reply::HomeWeek(done).before() == Some(&before));
    let kept_back = PinReply::KeptBack { before: Some(Box::new(before.clone())) };
    assert!(Reply::Pin(kept_back).before() == Some(&before));
    assert!(Reply::Pin(PinReply::Closed).before().is_none());
}

#[test]
fn in_a_tidy_chat_only_what_neither_asks_nor_warns_nor_greets_is_a_card() {
    assert!(is_quiet(&kept(false, false, None)));
    assert!(is_quiet(&Reply::HomeWeek(noted())));
    let history = Reply::History(HistoryReply::Gone { person: PERSON });
    for loud in [
        kept(true, false, None),
        kept(false, true, None),
        kept(false, false, Some(question())),
        Reply::Amended { card: card(None), alert: true },
        history,
    ] {
        assert!(!is_quiet(&loud));
    }
}

#[test]
fn an_alarm_is_taken_out_of_an_answer_once() {
    let asked = Question { alert: true, ..question() };
    for (mut loud, quiet) in [
        (kept(false, true, None), kept(false, false, None)),
        (kept(false, false, Some(asked)), kept(false, false, Some(question()))),
        (
            Reply::Amended { card: card(None), alert: true },
            Reply::Amended { card: card(None), alert: false },
        ),
    ] {
        assert!(loud.take_alert());
        assert!(loud == quiet && !loud.take_alert());
    }
}

#[test]
fn a_consent_offers_the_languages_where_there_are_several() {
    let consent = Reply::Consent { held: 0 };
    let both = vec![Choice::Language(Language::EN), Choice::Language(Language::RU)];
    let alone = vec![vec![Choice::Agree], vec![Choice::ReadMore]];
    assert!(rows(&consent) == [alone.clone(), vec![both]].concat());
    assert!(consent.choices(&Languages::new(vec![Language::EN])) == alone);
}

#[test]
fn below_the_help_stand_the_commands_that_the_menu_has_no_room_for() {
    let shortcut = Choice::Shortcut;
    let expected = [
        vec![Choice::Measure],
        vec![Choice::Recent, Choice::Week],
        vec![shortcut(Shortcut::Today), shortcut(Shortcut::Target)],
        vec![shortcut(Shortcut::People), shortcut(Shortcut::Link)],
    ];
    assert!(rows(&Reply::Help) == expected);
}

#[test]
fn a_note_that_is_not_there_cannot_be_removed() {
    let ask = |note| {
        let card = card(note);
        Reply::History(HistoryReply::Ask { what: What::Note, card, again: false })
    };
    let row = |choice| vec![Choice::History(choice)];
    assert!(rows(&ask(None)) == [row(HistoryChoice::Keep)]);
    let both = [row(HistoryChoice::NoNote(ReadingId(7))), row(HistoryChoice::Keep)];
    assert!(rows(&ask(Some("tea"))) == both);
}

#[test]
fn a_sign_is_there_when_it_was_said() {
    let all =
        [Sign::Left, Sign::Right, Sign::Sitting, Sign::Lying, Sign::Standing, Sign::Irregular];
    let check = |extras: Extras, expected: &[Sign]| {
        let there: Vec<Sign> = all.into_iter().filter(|sign| sign.on(&extras)).collect();
        assert_eq!(there, expected);
    };
    check(Extras::default(), &[]);
    check(Extras { arm: Some(Arm::Left), ..Extras::default() }, &[Sign::Left]);
    check(Extras { arm: Some(Arm::Right), ..Extras::default() }, &[Sign::Right]);
    for (position, sign) in [
        (Position::Sitting, Sign::Sitting),
        (Position::Lying, Sign::Lying),
        (Position::Standing, Sign::Standing),
    ] {
        check(Extras { position: Some(position), ..Extras::default() }, &[sign]);
    }
    check(Extras { irregular: true, ..Extras::default() }, &[Sign::Irregular]);
}

#[test]
fn a_target_that_is_not_there_cannot_be_taken_away_and_only_beside_the_thresholds() {
    let offered = |page, target: Option<Target>| {
        let view = SettingsView {
            person: PERSON,
            whose: None,
            language: Language::EN,
            zone: Zone::utc(),
            now_ms: NOW_MS,
            profile: Profile::Esh,
            target,
            borders: Borders::DEFAULT,
            unit: Unit::MmHg,
            tone: Tone::Friendly,
            country: Country::Europe,
            wanted: Wanted::default(),
        };
        let page = Reply::Settings(SettingsReply::Page(page, Box::new(view)));
        let no_target = Choice::Settings(SettingsChoice::Change(Change::NoTarget(PERSON)));
        rows(&page).concat().contains(&no_target)
    };
    let target = Target::new(130, 80);
    assert!(offered(Page::Profile, target) && !offered(Page::Profile, None));
    assert!(!offered(Page::Tone, target) && !offered(Page::Tone, None));
}

#[test]
fn statistics_offer_other_periods_and_more_or_less_of_this_one() {
    let answer = |shown: Period, full: bool, readings: usize| {
        let span = Span { from_ms: NOW_MS - 1000, to_ms: NOW_MS };
        let over = Over { period: shown, span, now_ms: NOW_MS, zone: Zone::utc(), whose: None };
        let measured = vec![Measured::new(reading(), NOW_MS, &Zone::utc(), false); readings];
        Reply::Stats(Box::new(StatsReply {
            stats: Stats { over: shown, person: PERSON, full },
            over,
            summary: Summary::of(&measured, &Borders::DEFAULT, &[]).map(Box::new),
            thresholds: Vec::new(),
        }))
    };
    let button = |over, full| Choice::Stats(Stats { over, person: PERSON, full });
    let days = |days| button(Period::Last(days), false);
    let own = Period::Last(14);
    let offered = vec![days(7), days(30), days(90)];
    // More of one of the offered periods leads back by its own button, which says less of it.
    assert!(rows(&answer(Period::Last(30), true, 1)) == [offered.clone()]);
    let more = vec![button(Period::Last(30), true)];
    assert!(rows(&answer(Period::Last(30), false, 1)) == [vec![days(7), days(90)], more]);
    assert!(rows(&answer(own, true, 1)) == [offered.clone(), vec![button(own, false)]]);
    assert!(rows(&answer(own, false, 1)) == [offered.clone(), vec![button(own, true)]]);
    // There is no more of nothing.
    assert!(rows(&answer(own, false, 0)) == [offered]);
}

#[test]
fn a_week_is_extended_while_there_is_room_and_a_past_one_leads_to_the_last() {
    let offers = |reply: WeekReply, choice| {
        rows(&Reply::HomeWeek(reply)).concat().contains(&Choice::HomeWeek(choice))
    };
    let progress = |days| WeekReply::Progress { shown: Box::new(shown(days)) };
    assert!(offers(progress(DAYS_MAX - 1), WeekChoice::Extend));
    assert!(!offers(progress(DAYS_MAX), WeekChoice::Extend));
    let past = |place, older| {
        let outcome = Box::new(Outcome { shown: shown(7), comparisons: Vec::new() });
        WeekReply::Past { outcome, ended: instant(), place, older }
    };
    assert!(offers(past(1, false), WeekChoice::Past(0)));
    assert!(!offers(past(0, false), WeekChoice::Past(0)));
    assert!(offers(past(0, true), WeekChoice::Past(1)));
}

#[test]
fn a_reminder_can_be_added_while_there_is_room() {
    let [time, _] = Reminder::PAIR;
    let one = |id| Reminder {
        id: ReminderId(id),
        time,
        days: Weekdays::ALL,
        on: true,
        paused_until_ms: None,
        again_ms: None,
        handled_ms: 0,
    };
    let offers = |count: usize| {
        let list = (0..).map(one).take(count).collect();
        let board = Board {
            reminders: Reminders { list, reachable: true },
            paused_until_ms: None,
            quiet: None,
            week: false,
            now_ms: NOW_MS,
            zone: Zone::utc(),
        };
        let reply = Reply::Reminder(ReminderReply::List(Box::new(board)));
        rows(&reply).concat().contains(&Choice::Reminder(ReminderChoice::Add))
    };
    assert!(offers(0) && offers(REMINDERS_MAX - 1) && !offers(REMINDERS_MAX));
}
