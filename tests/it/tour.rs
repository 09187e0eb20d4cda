//! `docs/tour.md` shows what the program says: every transcript in it is played again, with the
//! clock in hand, and has to come out as it stands there. `TOUR=write cargo test --test it tour`
//! writes the file anew.
//!
//! A block of a transcript holds lines that begin with `> `: what the person writes, or the number
//! of a button. `… 12 h later` lets time pass, with everything that the program does meanwhile.
//! Everything else is printed by the demo's own printer. Between the blocks,
//! `<!-- tour: begin en 2026-11-23T05:11Z -->` begins a new diary (`owner`: that of the owner), and
//! `<!-- tour: meanwhile` … `-->` holds lines that are played and not shown.

use crate::stage::{INVITATION, Stage};
use std::{fs, path::PathBuf, sync::atomic::Ordering};
use tonolog::{
    demo::{Event, Shown},
    domain::person::{Access, Language},
};

const MINUTE_MS: i64 = 60 * 1000;
const PERSON: i64 = 1;

struct Guide {
    stage: Stage,
    tag: String,
    name: String,
    /// The newest message with buttons.
    buttons: Option<Shown>,
    keyboard: Option<Vec<Vec<String>>>,
}

impl Guide {
    async fn new(begin: &str) -> Guide {
        let words: Vec<&str> = begin.split(' ').collect();
        let [tag, now, owner @ ..] = words.as_slice() else { panic!("{begin}") };
        let access = if owner.is_empty() { Access::Open } else { Access::Invite };
        let stage = Stage::new(access).await;
        let now_ms = now.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        stage.now_ms.store(now_ms, Ordering::SeqCst);
        let language = Language::of_tag(tag);
        let name = stage.phrases.plain("demo-bot", language);
        Guide { stage, tag: (*tag).to_owned(), name, buttons: None, keyboard: None }
    }

    /// What comes of one line of input.
    async fn play(&mut self, line: &str) -> Vec<String> {
        if let Some(wait) = line.strip_prefix("… ") {
            return self.wait(wait).await;
        }
        let said = line.strip_prefix("> ").unwrap_or_else(|| panic!("{line}?"));
        self.stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
        let button = said.parse::<usize>().ok().and_then(|number| {
            let shown = self.buttons.as_ref()?;
            let (_, data) = shown.buttons.get(number.checked_sub(1)?)?;
            Some((shown.message, data.clone()))
        });
        let events = match button {
            Some((message, data)) => self.stage.tap(PERSON, &self.tag, message, &data).await,
            None => {
                let text = said.replace("{invitation}", INVITATION);
                self.stage.say(PERSON, &self.tag, &text).await
            }
        };
        events.into_iter().map(|event| self.print(event)).collect()
    }

    async fn wait(&mut self, wait: &str) -> Vec<String> {
        let words: Vec<&str> = wait.split(' ').collect();
        let [number, unit, ..] = words.as_slice() else { panic!("{wait}") };
        let (unit_ms, step_ms) = match *unit {
            "min" | "мин" => (MINUTE_MS, MINUTE_MS),
            "h" | "ч" => (60 * MINUTE_MS, 10 * MINUTE_MS),
            other => panic!("{other}?"),
        };
        let mut left_ms = number.parse::<i64>().unwrap() * unit_ms;
        let mut seen = Vec::new();
        while left_ms > 0 {
            let step_ms = step_ms.min(left_ms);
            left_ms -= step_ms;
            let now_ms = self.stage.now_ms.fetch_add(step_ms, Ordering::SeqCst) + step_ms;
            let app = self.stage.app.clone();
            let erased = app.erase_due(now_ms).await.unwrap();
            while app.announce(now_ms).await.unwrap() {}
            let sent = app.ring(now_ms).await.unwrap() + app.remind(now_ms).await.unwrap();
            if erased + sent > 0 {
                let events = self.stage.settle().await;
                seen.extend(events.into_iter().map(|event| self.print(event)));
            }
        }
        seen
    }

    fn print(&mut self, event: Event) -> String {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        let keyboard = shown.keyboard.clone().filter(|new| Some(new) != self.keyboard.as_ref());
        let lines = shown.printed(&self.name, keyboard.as_deref());
        self.keyboard = keyboard.or(self.keyboard.take());
        if !shown.buttons.is_empty() {
            self.buttons = Some(shown);
        } else if self.buttons.as_ref().is_some_and(|before| before.message == shown.message) {
            self.buttons = None;
        }
        lines.lines().map(masked).collect::<Vec<_>>().join("\n")
    }
}

/// Without what chance has a hand in: the word of an invitation, and the number it is listed by.
fn masked(line: &str) -> String {
    let mut line = line.trim_end().to_owned();
    if let Some((before, word)) = line.split_once("?start=") {
        assert!(word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit()), "{word}");
        line = format!("{before}?start=…");
    }
    let number = line.trim_start().trim_start_matches("[1] ");
    if let Some((number, _)) = number.split_once(" · ")
        && number.len() == 4
        && number.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        line = line.replacen(number, "0000", 1);
    }
    line
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transcript_of_the_tour_comes_out_as_it_is_printed() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/tour.md");
    let before = fs::read_to_string(&path).unwrap();
    let mut after: Vec<String> = Vec::new();
    let (mut guide, mut inside, mut meanwhile) = (None::<Guide>, false, false);
    let (mut runs, mut lines) = (0, 0);
    for line in before.lines() {
        if let Some(begin) = line.strip_prefix("<!-- tour: begin ") {
            if let Some(mut over) = guide.take() {
                over.stage.stop().await;
            }
            guide = Some(Guide::new(begin.trim_end_matches(" -->")).await);
            runs += 1;
        }
        let input = line.starts_with("> ") || line.starts_with("… ");
        match (line, inside, meanwhile) {
            ("<!-- tour: meanwhile", ..) => meanwhile = true,
            ("-->", _, true) => meanwhile = false,
            ("```", ..) => inside = !inside,
            (line, _, true) => {
                guide.as_mut().unwrap().play(line).await;
            }
            (line, true, _) if input => {
                after.push(line.to_owned());
                after.extend(guide.as_mut().unwrap().play(line).await);
                lines += 1;
                continue;
            }
            // It is printed anew.
            (_, true, _) => continue,
            (_, false, _) => {}
        }
        after.push(line.to_owned());
    }
    if let Some(mut over) = guide.take() {
        over.stage.stop().await;
    }
    assert!(runs >= 4 && lines >= 60, "{runs} runs with {lines} lines");
    let after = after.join("\n") + "\n";
    if std::env::var_os("TOUR").is_some() {
        fs::write(&path, after).unwrap();
        return;
    }
    let differs = before.lines().zip(after.lines()).position(|(before, after)| before != after);
    let at = differs.unwrap_or_else(|| before.lines().count().min(after.lines().count()));
    let around = |text: &str| text.lines().skip(at).take(5).collect::<Vec<_>>().join("\n");
    assert!(
        before == after,
        "docs/tour.md, line {}:\n{}\n\nis now\n{}",
        at + 1,
        around(&before),
        around(&after)
    );
}
