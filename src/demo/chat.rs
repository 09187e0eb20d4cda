//! The terminal as a chat: lines go to the bot, numbers tap buttons, the speaker answers by its
//! name.

use super::{Device, Event, Shown, Spoken, StandIn, call, request};
use crate::{
    app::App,
    cli::Operator,
    config::machine_zone,
    domain::person::Language,
    seal::{self, Secret},
};
use std::{
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    time::Duration,
};
use tokio::{
    sync::mpsc::{Receiver, UnboundedReceiver, channel},
    time::{Instant, sleep},
};

/// The one person of the demo.
const PERSON: i64 = 2_000_001;
/// How often we look whether everything that was said is answered.
const LOOK: Duration = Duration::from_millis(3);
/// An answer that takes longer than this is shown when it comes.
const PATIENCE: Duration = Duration::from_secs(10);
/// What leaves the demo.
const QUIT: &str = "/quit";

pub(super) struct Chat<'a> {
    operator: &'a Operator,
    stand_in: StandIn,
    events: UnboundedReceiver<Event>,
    app: App,
    address: SocketAddr,
    secret: String,
    /// The newest message with buttons.
    buttons: Option<Shown>,
    /// The keyboard below the chat.
    keyboard: Option<Vec<Vec<String>>>,
    speaker: Speaker,
    terminal: bool,
}

struct Speaker {
    device: Device,
    session: String,
    message: u64,
}

impl<'a> Chat<'a> {
    pub(super) fn new(
        operator: &'a Operator,
        stand_in: StandIn,
        events: UnboundedReceiver<Event>,
        app: App,
        address: SocketAddr,
        secret: &Secret,
    ) -> Chat<'a> {
        let device = Device {
            user: "demo-speaker".to_owned(),
            locale: String::new(),
            zone: machine_zone().name().to_owned(),
        };
        let speaker = Speaker { device, session: "demo-0".to_owned(), message: 0 };
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let secret = secret.reveal().to_owned();
        Chat {
            operator,
            stand_in,
            events,
            app,
            address,
            secret,
            buttons: None,
            keyboard: None,
            speaker,
            terminal,
        }
    }

    /// Talks until the end of input, until the person leaves, or until `stop`.
    pub(super) async fn run(mut self, stop: impl Future<Output = ()>) -> io::Result<()> {
        tokio::pin!(stop);
        self.print(&self.word("demo-welcome"));
        let mut lines = lines()?;
        loop {
            self.prompt();
            let line = tokio::select! {
                () = &mut stop => return Ok(()),
                line = lines.recv() => line.transpose()?,
                Some(event) = self.events.recv() => {
                    self.show(event);
                    continue;
                }
            };
            let Some(line) = line else { return Ok(()) };
            let line = line.trim();
            if line == QUIT {
                return Ok(());
            }
            if line.is_empty() {
                continue;
            }
            if !self.terminal {
                self.print(&format!("> {line}"));
            }
            match (spoken(line), self.tapped(line)) {
                (Some((language, said)), _) => self.speak(language, &said).await?,
                (None, Some((message, data))) => {
                    self.stand_in.tap(PERSON, self.operator.language.code(), message, &data);
                }
                (None, None) => {
                    self.stand_in.say(PERSON, self.operator.language.code(), line);
                }
            }
            self.settle().await;
        }
    }

    fn word(&self, key: &str) -> String {
        self.operator.phrases.plain(key, self.operator.language)
    }

    /// Nobody may be reading any more; then the end of input follows soon.
    fn print(&self, text: &str) {
        let _ = writeln!(io::stdout(), "{text}");
    }

    fn prompt(&self) {
        if self.terminal {
            let mut out = io::stdout();
            let _ = write!(out, "\u{1b}[2m{} \u{203a}\u{1b}[0m ", self.word("demo-prompt"));
            let _ = out.flush();
        }
    }

    /// The button that a number means.
    fn tapped(&self, line: &str) -> Option<(i64, String)> {
        let number: usize = line.parse().ok()?;
        let shown = self.buttons.as_ref()?;
        let (_, data) = shown.buttons.get(number.checked_sub(1)?)?;
        Some((shown.message, data.clone()))
    }

    fn show(&mut self, event: Event) {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        let keyboard = shown.keyboard.clone().filter(|shown| Some(shown) != self.keyboard.as_ref());
        let name = self.word("demo-bot");
        let lines = shown.printed(&name, keyboard.as_deref());
        let lines = match (self.terminal, lines.strip_prefix(&name)) {
            (true, Some(rest)) => format!("\u{1b}[1m{name}\u{1b}[0m{rest}"),
            (true, None) | (false, _) => lines,
        };
        self.print(&lines);
        self.keyboard = keyboard.or(self.keyboard.take());
        if !shown.buttons.is_empty() {
            self.buttons = Some(shown);
        } else if self.buttons.as_ref().is_some_and(|before| before.message == shown.message) {
            self.buttons = None;
        }
    }

    /// Shows answers until everything that was said has been handled and delivered.
    async fn settle(&mut self) {
        let until = Instant::now() + PATIENCE;
        loop {
            while let Ok(event) = self.events.try_recv() {
                self.show(event);
            }
            // Fetched first: what is fetched is in the queues, or was answered from there.
            let fetched = self.stand_in.fetched();
            let quiet = match self.app.queues().await {
                Ok(queues) => queues.inbox == 0 && queues.outbox == 0,
                Err(_) => false,
            };
            if (quiet && fetched && self.events.is_empty()) || Instant::now() >= until {
                return;
            }
            sleep(LOOK).await;
        }
    }

    async fn speak(&mut self, language: Language, said: &str) -> io::Result<()> {
        let Speaker { device, session, message } = &mut self.speaker;
        device.locale = language.code().to_owned();
        let body = request(device, session, *message, said);
        *message += 1;
        let (status, answer) = call(self.address, &self.secret, &body).await?;
        let Some(spoken) = Spoken::of(&answer) else {
            self.print(&format!("HTTP {status}"));
            return Ok(());
        };
        if spoken.ended {
            *message = 0;
            *session = seal::random_hex::<8>()?;
        }
        let (name, aloud) = (self.word("demo-alice"), self.word("demo-voice"));
        self.print(&format!("{name}: {}", spoken.text));
        let heard = spoken.aloud();
        if heard != spoken.text {
            self.print(&format!("   ({aloud}: {heard})"));
        }
        Ok(())
    }
}

/// The lines of the input, read on a thread that nobody waits for: a read of the terminal ends
/// only with the next line, and the runtime would wait for it.
fn lines() -> io::Result<Receiver<io::Result<String>>> {
    let (sender, receiver) = channel(1);
    let read = move || {
        for line in io::stdin().lines() {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(receiver)
}

/// What is said to the speaker, when the line begins with its name.
fn spoken(line: &str) -> Option<(Language, String)> {
    // The Russian name of the speaker, in lower case.
    const RUSSIAN: &str = "\u{430}\u{43b}\u{438}\u{441}\u{430}";
    let word: String = line.chars().take_while(|c| c.is_alphabetic()).collect();
    let language = match word.to_lowercase().as_str() {
        RUSSIAN => Language::RU,
        "alice" => Language::EN,
        _ => return None,
    };
    let rest = line.get(word.len()..).unwrap_or_default();
    Some((language, rest.trim_start_matches([',', ' ', ':', '.', '!']).to_owned()))
}
