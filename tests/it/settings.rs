//! Settings, statistics, cities and the menu, beside what the talks show.

use crate::stage::Stage;
use serde_json::{Value, json};
use std::{fs, path::Path, sync::atomic::Ordering};
use tonolog::{
    app::Letter,
    demo::{Event, Shown},
    domain::{
        choice::Choice,
        city,
        period::{Borders, Period},
        person::{Access, AccountId, Door, Language, Name, PersonId},
        privacy::Wanted,
        reply::{Over, Reply},
        settings::{
            Change, Country, Manner, Page, SettingsChoice, SettingsReply, SettingsView, Tone, Unit,
        },
        stats::{Stats, StatsReply},
        summary::{Measured, Summary},
        threshold::{Profile, Target, Threshold},
        utterance::{Intent, hear},
        when::Zone,
    },
    phrases::Dialogs,
};

const NOW_MS: i64 = 1_795_328_040_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn moscow() -> Zone {
    Zone::new("Europe/Moscow").unwrap()
}

fn view() -> SettingsView {
    SettingsView {
        person: PersonId(1),
        whose: Name::new("мама"),
        language: Language::RU,
        zone: Zone::new("America/Argentina/ComodRivadavia").unwrap(),
        now_ms: NOW_MS,
        profile: Profile::Esc2024,
        target: Target::new(130, 80),
        borders: Borders::DEFAULT,
        unit: Unit::KPa,
        tone: Tone::Brief,
        country: Country::Elsewhere,
        wanted: Wanted { tidy: true, notices: false },
    }
}

const PAGES: [Page; 10] = [
    Page::Home,
    Page::Language,
    Page::Zone,
    Page::Profile,
    Page::Borders,
    Page::Unit,
    Page::Tone,
    Page::Country,
    Page::Messages,
    Page::Sources,
];

/// Every kind of answer about settings.
fn replies() -> Vec<SettingsReply> {
    let pages = PAGES.map(|page| SettingsReply::Page(page, Box::new(view())));
    let (zone, now_ms) = (moscow(), NOW_MS);
    let zoned = |before| SettingsReply::Zoned { zone: moscow(), before, now_ms };
    let which = |zones| SettingsReply::Which { zones, now_ms };
    let others = vec![
        SettingsReply::Welcome { zone: zone.clone(), now_ms },
        zoned(None),
        zoned(Some(Zone::utc())),
        which(vec![zone.clone()]),
        which(vec![zone, Zone::utc()]),
        SettingsReply::NoPlace,
        SettingsReply::NoBorders,
        SettingsReply::Menu(true),
        SettingsReply::Menu(false),
        SettingsReply::InChat,
    ];
    pages.into_iter().chain(others).collect()
}

/// Thirty readings over ten days, mornings and evenings.
fn statistics(full: bool, unit: Unit) -> String {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let measured: Vec<Measured> = (0..30)
        .map(|at: i64| {
            let reading = tonolog::domain::reading::Reading::new(120 + at as u16, 80, Some(60));
            Measured::new(reading.unwrap(), NOW_MS - at * DAY_MS / 3, &moscow(), false)
        })
        .collect();
    let thresholds = Threshold::of(Profile::Esc2024, None);
    let zone = moscow();
    let summary = Summary::of(&measured, &Borders::DEFAULT, &thresholds).map(Box::new);
    let span = Period::MONTH.resolve(&zone.at(NOW_MS), &Borders::DEFAULT).unwrap();
    let reply = Reply::Stats(Box::new(StatsReply {
        stats: Stats { over: Period::MONTH, person: PersonId(1), full },
        over: Over { period: Period::MONTH, span, now_ms: NOW_MS, zone, whose: None },
        summary,
        thresholds,
    }));
    phrases.chat_as(&reply, Language::EN, &Manner { unit, ..Manner::default() })
}

#[test]
fn statistics_stand_beside_every_step_of_a_guideline_in_either_unit() {
    let text = statistics(false, Unit::MmHg);
    // 120 to 149: the mean is 134.5, rounded half up; 15 reach 135, all reach 120.
    assert!(text.contains("Mean: 135/80, pulse 60"), "{text}");
    assert!(text.contains("135/85 (doi:10.1093/eurheartj/ehae178)"), "{text}");
    assert!(
        text.contains("at this level or above. At the level or above: 15 of 30 (50%)"),
        "{text}"
    );
    assert!(text.contains("At the level or above: 30 of 30 (100%)"), "{text}");
    let kpa = statistics(true, Unit::KPa);
    // 135 mmHg are 18.0 kPa, 80 are 10.7, 85 are 11.3; the pulse stays what it is.
    assert!(kpa.contains("Mean: 18.0/10.7 kPa, pulse 60"), "{kpa}");
    assert!(kpa.contains("18.0/11.3 (doi:"), "{kpa}");
    // The values lie one apart: the step is 1 mmHg, 0.1 kPa.
    assert!(kpa.contains("step 0.1 / 0.0"), "{kpa}");
    assert!(statistics(true, Unit::MmHg).contains("step 1.0 / 0.0"));
    for text in [text, kpa] {
        assert!(text.chars().count() < 1100, "{}", text.chars().count());
    }
}

#[test]
fn every_page_is_short_and_every_button_has_a_label_and_data_that_fit() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for language in phrases.languages().iter() {
        for reply in replies().into_iter().map(Reply::Settings) {
            let text = phrases.chat(&reply, language);
            // Sources are named in full; nothing else is long.
            let full = matches!(&reply, Reply::Settings(SettingsReply::Page(Page::Sources, _)));
            let most = if full { 1500 } else { 700 };
            assert!((1..=most).contains(&text.chars().count()), "{language:?}: {text}");
            let said = phrases.speech(&reply, language, 0).tts;
            assert!(!said.is_empty() && !said.contains('/'), "{said}");
            for choice in reply.choices(phrases.languages()).into_iter().flatten() {
                let label = phrases.label(&choice, language);
                assert!((1..=40).contains(&label.chars().count()), "{label}");
                let data = choice.data();
                assert!(data.len() <= 64, "{data}");
                assert!(Choice::of_data(&data) == Some(choice), "{data}");
            }
        }
    }
}

#[test]
fn a_zone_has_a_name_in_every_language() {
    for language in ["ru", "en"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogs").join(language);
        let names = fs::read_to_string(path.join("zones.txt")).unwrap();
        assert!(names.lines().count() > 340);
        for line in names.lines() {
            let (zone, name) = line.split_once('\t').unwrap();
            assert!(Zone::new(zone).is_some() && !name.trim().is_empty(), "{line}");
        }
    }
}

#[test]
fn cities_are_found_in_either_language_and_in_their_cases() {
    for (name, zone) in [
        ("Новосибирск", "Asia/Novosibirsk"),
        ("в новосибирске", ""),
        ("Новосибирске", "Asia/Novosibirsk"),
        ("Москве", "Europe/Moscow"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("питер", "Europe/Moscow"),
        ("Орёл", "Europe/Moscow"),
        ("Владивостоке", "Asia/Vladivostok"),
        ("Уфе", "Asia/Yekaterinburg"),
        ("Твери", "Europe/Moscow"),
        ("Набережных Челнах", "Europe/Moscow"),
        ("Нижнем Новгороде", "Europe/Moscow"),
        ("Ростове-на-Дону", "Europe/Moscow"),
        ("Грозном", "Europe/Moscow"),
        ("Комсомольске-на-Амуре", "Asia/Vladivostok"),
        // Words that only begin like a city.
        ("покажи", ""),
        ("бабушка", ""),
        ("хорошо бы", ""),
        ("слово за слово и так далее", ""),
        ("Алматы", "Asia/Almaty"),
        ("Минск", "Europe/Minsk"),
        ("Lisbon", "Europe/Lisbon"),
        ("lisbon ", "Europe/Lisbon"),
        ("Saint Petersburg", "Europe/Moscow"),
        ("New York City", "America/New_York"),
        ("Нью-Йорк", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Мюнхен", "Europe/Berlin"),
        ("Атлантида", ""),
        ("", ""),
        ("а", ""),
    ] {
        let found = city::find(name);
        assert_eq!(found.first().map_or("", Zone::name), zone, "{name}");
    }
    // Where two large cities share a name, both are offered.
    let zones: Vec<Zone> = city::find("Барселона");
    assert_eq!(zones[0].name(), "Europe/Madrid");
    assert!(zones.len() > 1);
}

/// The numbers that people call in an emergency are those of their country: no text has its own.
#[test]
fn no_text_names_an_emergency_number_by_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogs");
    for language in ["ru", "en"] {
        for file in fs::read_dir(root.join(language)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "ftl") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for number in ["103", "112", "911", "сто три ", "one one two"] {
                let alone = text.split(|c: char| !c.is_alphanumeric() && c != ' ');
                let named = alone.flat_map(|part| part.split(' ')).any(|word| word == number);
                assert!(!named && !text.contains("one one two"), "{}: {number}", path.display());
            }
        }
    }
}

#[test]
fn every_country_has_its_numbers_for_the_eye_and_for_the_ear() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for (country, chat, ru, en) in [
        (Country::Russia, "103 ", "сто три или сто двенадцать", "one zero three or one one two"),
        (Country::America, "911", "девятьсот одиннадцать", "nine one one"),
        (Country::Britain, "999 ", "девятьсот девяносто девять", "nine nine nine or one one two"),
        (Country::Europe, "112", "сто двенадцать", "one one two"),
        (Country::Elsewhere, "112 ", "сто двенадцать или по местному", "one one two or your"),
    ] {
        let manner = Manner { country: Some(country), ..Manner::default() };
        for (language, spoken) in [(Language::RU, ru), (Language::EN, en)] {
            let shown = phrases.chat_as(&Reply::Care, language, &manner);
            assert!(shown.contains(chat), "{shown}");
            let said = phrases.speech_as(&Reply::Care, language, &manner, 0).tts;
            assert!(said.contains(spoken), "{said}");
        }
    }
}

#[test]
fn what_stands_on_the_menu_is_understood() {
    let Dialogs { phrases, grammar, words } = Dialogs::load(None).unwrap();
    for language in phrases.languages().iter() {
        let menu = phrases.menu(language);
        assert!(menu.len() <= 4 && menu.iter().all(|row| (1..=3).contains(&row.len())));
        for label in menu.into_iter().flatten() {
            assert!(label.chars().count() <= 20, "{label}");
            let intent = hear(&grammar, &words, Door::Chat, std::slice::from_ref(&label));
            assert!(intent != Intent::Unknown, "{label}");
        }
    }
}

fn texts(events: Vec<Event>) -> String {
    let text = |event| {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown.text
    };
    events.into_iter().map(text).collect::<Vec<_>>().join("\n")
}

fn newest(events: &[Event]) -> &Shown {
    let (Event::Sent(shown) | Event::Edited(shown)) = events.last().unwrap();
    shown
}

async fn opened() -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(1, "ru", "/start").await;
    stage.say(1, "ru", "да").await;
    stage
}

/// What was sent last stands with this below the chat.
fn markup(stage: &Stage) -> Value {
    let calls = stage.stand_in.calls();
    let sent = calls.iter().rev().find(|call| call.method == "sendmessage").unwrap();
    assert!(sent.ok);
    sent.body["reply_markup"].clone()
}

#[tokio::test]
async fn the_menu_stands_below_the_chat_until_it_is_hidden() {
    let mut stage = opened().await;
    stage.say(1, "ru", "да").await;
    let keyboard = markup(&stage);
    assert_eq!(keyboard["is_persistent"], json!(true));
    assert_eq!(keyboard["resize_keyboard"], json!(true));
    assert_eq!(keyboard["keyboard"][0][0]["text"], json!("Записать"));
    // Buttons of a message leave no room for it.
    stage.say(1, "ru", "120/80").await;
    assert!(markup(&stage)["inline_keyboard"].is_array());
    stage.say(1, "ru", "/menu").await;
    assert_eq!(markup(&stage), json!({"remove_keyboard": true}));
    stage.say(1, "ru", "сколько измерений").await;
    assert!(markup(&stage).is_null());
    stage.say(1, "ru", "/menu").await;
    assert!(markup(&stage)["keyboard"].is_array());
    stage.say(1, "en", "/language en").await;
    assert_eq!(markup(&stage)["keyboard"][0][0]["text"], json!("Record"));
    stage.stop().await;
}

#[tokio::test]
async fn a_location_sets_the_zone_and_is_not_kept() {
    let mut stage = opened().await;
    let place = json!({"location": {"latitude": 38.72, "longitude": -9.14}});
    let message = stage.stand_in.message(1, "ru", place);
    stage.stand_in.update(json!({"message": message}));
    let heard = texts(stage.settle().await);
    assert!(heard.contains("Лиссабон, сейчас 6:14"), "{heard}");
    let nowhere = json!({"location": {"latitude": 380.0, "longitude": -9.14}});
    let message = stage.stand_in.message(1, "ru", nowhere);
    stage.stand_in.update(json!({"message": message}));
    let heard = texts(stage.settle().await);
    assert!(heard.contains("Такого города не знаю"), "{heard}");
    stage.stop().await;
}

#[tokio::test]
async fn who_sets_a_guessed_zone_right_is_shown_and_reminded_by_it_and_no_instant_changes() {
    let mut stage = opened().await;
    stage.say(1, "ru", "120/80").await;
    let before = stage.store.read(|view| view.readings_by_origin()).await.unwrap();
    stage.say(1, "ru", "включи напоминания").await;
    // 9:14 in Moscow is 16:14 in Vladivostok: there the evening comes in less than four hours.
    stage.say(1, "ru", "я во Владивостоке").await;
    let shown = texts(stage.say(1, "ru", "/last").await);
    assert!(shown.contains("сегодня в 16:14"), "{shown}");
    assert!(stage.store.read(|view| view.readings_by_origin()).await.unwrap() == before);
    let hour = 60 * 60 * 1000;
    let now_ms = stage.now_ms.load(Ordering::SeqCst);
    assert_eq!(stage.app.remind(now_ms + 3 * hour).await, Ok(0));
    assert_eq!(stage.app.remind(now_ms + 4 * hour).await, Ok(1));
    stage.stop().await;
}

#[tokio::test]
async fn the_tone_is_that_of_the_reminder() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let letter = r#"{"reply": {"Remind": {"reminder": 1, "until_ms": 1}}, "language": "ru",
                     "back": null}"#;
    let reply = serde_json::from_str::<Letter>(letter).unwrap().reply;
    let said = |tone| {
        let manner = Manner { tone, ..Manner::default() };
        phrases.chat_as(&reply, Language::RU, &manner)
    };
    assert_eq!(said(Tone::Brief), "Пора измерить давление.");
    assert!(said(Tone::Friendly).len() > said(Tone::Brief).len());
}

#[tokio::test]
async fn a_button_about_somebody_of_another_account_is_about_oneself() {
    let mut stage = opened().await;
    stage.say(1, "ru", "120/80").await;
    stage.say(2, "ru", "/start").await;
    stage.say(2, "ru", "да").await;
    stage.say(2, "ru", "150/95").await;
    stage.say(2, "ru", "моя цель 140/90").await;
    let events = stage.say(1, "ru", "/stats").await;
    let message = newest(&events).message;
    let other = PersonId(2);
    let stats = Choice::Stats(Stats { over: Period::WEEK, person: other, full: true });
    let shown = texts(stage.tap(1, "ru", message, &stats.data()).await);
    assert!(shown.contains("120/80") && !shown.contains("150/95"), "{shown}");
    for choice in [
        SettingsChoice::Change(Change::NoTarget(other)),
        SettingsChoice::Change(Change::Profile(other, Profile::Aha)),
        SettingsChoice::Page(Page::Profile, other),
    ] {
        let data = Choice::Settings(choice).data();
        let shown = texts(stage.tap(1, "ru", message, &data).await);
        assert!(!shown.contains("140/90"), "{shown}");
    }
    let (target, profile) =
        stage.store.write(move |tx| Ok((tx.target(other)?, tx.profile(other)?))).await.unwrap();
    assert!(target == Target::new(140, 90) && profile.is_none());
    stage.stop().await;
}

#[tokio::test]
async fn an_emergency_number_follows_the_traveller_until_one_is_chosen() {
    let mut stage = opened().await;
    stage.say(1, "ru", "я в Нью-Йорке").await;
    let shown = texts(stage.say(1, "ru", "190/120").await);
    assert!(shown.contains("звоните 911 сейчас"), "{shown}");
    stage.say(1, "ru", "я в Лиссабоне").await;
    let shown = texts(stage.say(1, "ru", "191/121").await);
    assert!(shown.contains("звоните 112 сейчас"), "{shown}");
    stage.store.write(|tx| tx.set_country(AccountId(1), Country::Russia)).await.unwrap();
    let shown = texts(stage.say(1, "ru", "192/122").await);
    assert!(shown.contains("звоните 103 или 112 сейчас"), "{shown}");
    stage.stop().await;
}
