//! A language is a folder: a third one is spoken and understood, and no code knows of it.

use crate::stage::{Stage, brisk};
use std::{fs, path::Path};
use tempfile::TempDir;
use tonolog::{
    demo::{Event, Shown},
    domain::{
        person::{Access, Door, Language},
        utterance::{Intent, hear},
    },
    phrases::{Dialogs, Fault},
};

fn dialogs() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/dialogs"))
}

/// The English folder with some of its words changed, under another name.
fn german() -> TempDir {
    let folder = TempDir::new().unwrap();
    let own = folder.path().join("de");
    fs::create_dir(&own).unwrap();
    for entry in fs::read_dir(dialogs().join("en")).unwrap() {
        let entry = entry.unwrap();
        let mut text = fs::read_to_string(entry.path()).unwrap();
        for (english, german) in [
            ("name = \"English\"\nplace = 2", "name = \"Deutsch\"\nplace = 3"),
            ("Saved: { $reading }\n", "Gespeichert: { $reading }\n"),
            ("Saved: { $reading }, { $when }.", "Gespeichert: { $reading }, { $when }."),
            ("{ $systolic } over { $diastolic }", "{ $systolic } zu { $diastolic }"),
            ("Which language shall we speak?", "Welche Sprache?"),
            ("Do you agree?", "Sind Sie einverstanden?"),
            ("\"ten\", \"eleven\"", "\"zehn\", \"elf\""),
            ("\"eighty\"", "\"achtzig\""),
            ("eighty = 80", "achtzig = 80\nhundertzwanzig = 120"),
            ("separator = [", "separator = [\"zu\", "),
            ("pulse = [", "pulse = [\"herzschlag\", "),
            ("yes = [", "yes = [\"ja\", "),
            ("languages = [\"language\"", "languages = [\"sprache\", \"language\""),
            ("[languages]\n", "[languages]\nde = [\"deutsch\", \"auf deutsch\"]\n"),
        ] {
            text = text.replace(english, german);
        }
        fs::write(own.join(entry.file_name()), text).unwrap();
    }
    // Not a language: no file says so.
    fs::create_dir(folder.path().join("old")).unwrap();
    folder
}

fn shown(events: Vec<Event>) -> Shown {
    let [Event::Sent(shown) | Event::Edited(shown)] = events.try_into().unwrap();
    shown
}

#[test]
fn the_languages_are_the_folders() {
    let mut folders: Vec<String> = fs::read_dir(dialogs())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("language.toml").exists())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let spoken = Dialogs::load(None).unwrap().phrases.languages().clone();
    let mut codes: Vec<String> = spoken.iter().map(|one| one.code().to_owned()).collect();
    codes.sort();
    assert_eq!(codes, folders);
}

#[test]
fn a_language_in_the_translators_folder_is_offered_last_and_named_by_itself() {
    let folder = german();
    let Dialogs { phrases, grammar, words } = Dialogs::load(Some(folder.path())).unwrap();
    let codes: Vec<String> =
        phrases.languages().iter().map(|language| language.code().to_owned()).collect();
    assert_eq!(codes, ["ru", "en", "de"]);
    let german = Language::new("de").unwrap();
    let heard = |said: &str| hear(&grammar, &words, Door::Chat, &[said.to_owned()]);
    for said in ["auf Deutsch", "/language de", "/sprache DE"] {
        assert!(heard(said) == Intent::Language(german), "{said}");
    }
    assert!(heard("/language fi") == Intent::Languages, "not one of them: which, then?");
    assert!(phrases.plain("languages", german) == "Welche Sprache?");
    let finnish = Language::new("fi").unwrap();
    assert_eq!(phrases.plain("sorry", finnish), phrases.plain("sorry", Language::DEFAULT));
}

#[test]
fn what_a_new_language_lacks_is_named() {
    let folder = german();
    fs::remove_file(folder.path().join("de/speech.toml")).unwrap();
    fs::remove_file(folder.path().join("de/link.ftl")).unwrap();
    let faults = Dialogs::load(Some(folder.path())).err().unwrap();
    assert!(faults.contains(&Fault::Unreadable("de/speech.toml".to_owned())), "{faults:?}");
    fs::copy(dialogs().join("en/speech.toml"), folder.path().join("de/speech.toml")).unwrap();
    let faults = Dialogs::load(Some(folder.path())).err().unwrap();
    assert!(faults.contains(&Fault::Missing("de".into(), "link-gone".into())), "{faults:?}");
    assert!(Dialogs::load(Some(&folder.path().join("nowhere"))).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_diary_is_kept_in_a_third_language() {
    let folder = german();
    let dialogs = Dialogs::load(Some(folder.path())).unwrap();
    let mut stage = Stage::speaking(Access::Open, brisk(), None, dialogs).await;
    let consent = shown(stage.say(1, "de-AT", "/start").await);
    assert!(consent.text.contains("Sind Sie einverstanden?"), "{}", consent.text);
    stage.say(1, "de-AT", "ja").await;
    let saved = shown(stage.say(1, "de-AT", "hundertzwanzig zu achtzig, Herzschlag 70").await);
    assert!(saved.text.starts_with("Gespeichert: 120/80, pulse 70"), "{}", saved.text);

    // Somebody whose client speaks no language of ours, and who chooses one.
    let consent = shown(stage.say(2, "fi", "/start").await);
    assert!(consent.text.contains("Do you agree?"), "{}", consent.text);
    stage.say(2, "fi", "yes").await;
    let offer = shown(stage.say(2, "fi", "/language").await);
    let labels: Vec<&str> = offer.buttons.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["Русский", "English", "Deutsch"]);
    stage.tap(2, "fi", offer.message, "lang:de").await;
    let saved = shown(stage.say(2, "fi", "118/76").await);
    assert!(saved.text.starts_with("Gespeichert: 118/76"), "{}", saved.text);
    // A button of a language that is gone offers those that are there.
    let offer = shown(stage.tap(2, "fi", offer.message, "lang:tat").await);
    assert!(offer.text.starts_with("Welche Sprache?"), "{}", offer.text);
    assert_eq!(stage.readings().await, 2);

    // The speaker answers in the language that it is set to.
    let request = |number: u64, said: &str| {
        serde_json::json!({
            "meta": {"locale": "de-DE"},
            "session": {"session_id": "s", "message_id": number, "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": said},
            "version": "1.0",
        })
    };
    stage.speak(&request(0, "hallo")).await;
    stage.speak(&request(1, "ja")).await;
    let saved = stage.speak(&request(2, "hundertzwanzig zu achtzig")).await;
    let tts = saved["response"]["tts"].as_str().unwrap();
    assert!(tts.starts_with("Gespeichert: one hundred twenty zu achtzig"), "{tts}");
    stage.stop().await;
}
