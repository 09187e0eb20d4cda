//! A stand-in for the Bot API, as strict as the real one where a bot could go wrong: lengths,
//! button data, edits that change nothing, unknown buttons, one poller at a time.

mod checks;
mod document;
mod faults;
mod poll;
mod shapes;

pub use faults::Fault;

use crate::http::{Cut, Limits, Request, Response, serve};
use checks::{Content, commands, content, edited};
use faults::Faults;
use serde_json::{Value, json};
use shapes::{
    NOT_MODIFIED, TOO_OLD, bot, json_response, refusal, sent, unix_seconds, update_id, user,
};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, mpsc},
};

/// Updates in one answer.
const UPDATES_MAX: usize = 100;
/// Updates that can be delivered once more.
const UPDATES_KEPT: usize = 64;
/// What a caller may do here; a long poll is held open.
const LIMITS: Limits = Limits {
    connections: 256,
    of_address: 256,
    headers: Duration::from_secs(5),
    body: Duration::from_secs(5),
    request: Duration::from_secs(90),
    body_bytes: 1024 * 1024,
    buffer_bytes: 64 * 1024,
};

/// The stand-in. Clones share it.
#[derive(Clone)]
pub struct StandIn(Arc<Shared>);

struct Shared {
    token: String,
    inner: Mutex<Inner>,
    arrived: Notify,
    events: mpsc::UnboundedSender<Event>,
}

#[derive(Default)]
struct Inner {
    updates: VecDeque<Value>,
    delivered: VecDeque<Value>,
    last_update: i64,
    last_message: i64,
    last_callback: u64,
    webhook: String,
    poll: u64,
    chats: HashSet<i64>,
    theirs: HashSet<(i64, i64)>,
    blocked: HashSet<i64>,
    messages: HashMap<(i64, i64), Shown>,
    callbacks: HashSet<String>,
    faults: Faults,
    calls: Vec<Call>,
}

/// A message as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The chat.
    pub chat: i64,
    /// Its number there.
    pub message: i64,
    /// The text.
    pub text: String,
    /// Label and data of every button.
    pub buttons: Vec<(String, String)>,
    /// How many of them stand in each row.
    pub rows: Vec<usize>,
    /// The keyboard below the chat that came with it, in rows; an empty one was taken away.
    pub keyboard: Option<Vec<Vec<String>>>,
    /// A file: its name and what is in it.
    pub document: Option<(String, String)>,
}

/// What happens on a person's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A new message.
    Sent(Shown),
    /// A message has changed.
    Edited(Shown),
}

/// A call that was made.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method, in lower case.
    pub method: String,
    /// Its parameters.
    pub body: Value,
    /// When.
    pub at: Instant,
    /// Whether it was answered with `ok`.
    pub ok: bool,
}

type Outcome = Result<Value, (u16, &'static str)>;

impl StandIn {
    /// A platform with one bot, and everything that its people see.
    pub fn new(token: &str) -> (StandIn, mpsc::UnboundedReceiver<Event>) {
        let (events, seen) = mpsc::unbounded_channel();
        let inner = Mutex::new(Inner { last_update: 100_000, ..Inner::default() });
        let shared = Shared { token: token.to_owned(), inner, arrived: Notify::new(), events };
        (StandIn(Arc::new(shared)), seen)
    }

    /// Serves until `stop`.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let handle = move |request: Request| {
            let stand_in = self.clone();
            async move { stand_in.answer(&request).await }
        };
        serve(listener, LIMITS, None, |_| None, handle, stop).await
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person writes in a private chat; returns the number of the update.
    pub fn say(&self, person: i64, tag: &str, text: &str) -> i64 {
        let message = self.message(person, tag, json!({"text": text}));
        self.update(json!({"message": message}))
    }

    /// A message of this person with these parts; it is not delivered yet.
    pub fn message(&self, person: i64, tag: &str, parts: Value) -> Value {
        let mut inner = self.inner();
        inner.last_message += 1;
        inner.chats.insert(person);
        inner.blocked.remove(&person);
        let number = inner.last_message;
        inner.theirs.insert((person, number));
        let mut message = json!({
            "message_id": inner.last_message,
            "date": unix_seconds(),
            "chat": {"id": person, "type": "private", "first_name": "Person"},
            "from": user(person, tag),
        });
        if let (Some(message), Value::Object(parts)) = (message.as_object_mut(), parts) {
            message.extend(parts);
        }
        message
    }

    /// A person taps the button with this data; returns the number of the update.
    pub fn tap(&self, person: i64, tag: &str, message: i64, data: &str) -> i64 {
        let query = {
            let mut inner = self.inner();
            inner.last_callback += 1;
            let id = format!("{}", 7_000_000_000_u64 + inner.last_callback);
            inner.callbacks.insert(id.clone());
            json!({
                "id": id,
                "from": user(person, tag),
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": message,
                    "date": unix_seconds(),
                    "chat": {"id": person, "type": "private", "first_name": "Person"},
                    "from": bot(),
                    "text": "…",
                },
            })
        };
        self.update(json!({"callback_query": query}))
    }

    /// Delivers an update; one without a number gets the next one, which is returned.
    pub fn update(&self, mut update: Value) -> i64 {
        let mut inner = self.inner();
        let number = match update.get("update_id").and_then(Value::as_i64) {
            Some(number) => number,
            None => {
                inner.last_update += 1;
                inner.last_update
            }
        };
        drop(inner);
        if let Some(update) = update.as_object_mut() {
            update.insert("update_id".to_owned(), number.into());
        }
        self.deliver(update);
        number
    }

    /// Delivers exactly this, number or not.
    pub fn deliver(&self, update: Value) {
        let mut inner = self.inner();
        inner.delivered.push_back(update.clone());
        if inner.delivered.len() > UPDATES_KEPT {
            inner.delivered.pop_front();
        }
        inner.updates.push_back(update);
        drop(inner);
        self.0.arrived.notify_waiters();
    }

    /// Delivers an update that was delivered before once more.
    pub fn again(&self, number: i64) {
        let mut inner = self.inner();
        let before = inner.delivered.iter().find(|update| update_id(update) == number).cloned();
        inner.updates.extend(before);
        drop(inner);
        self.0.arrived.notify_waiters();
    }

    /// From now on updates would go to a webhook.
    pub fn set_webhook(&self, url: &str) {
        self.inner().webhook = url.to_owned();
    }

    /// From now on the bot cannot reach this person.
    pub fn block(&self, person: i64) {
        self.inner().blocked.insert(person);
    }

    /// The next call of this method goes wrong.
    pub fn fail(&self, method: &str, fault: Fault) {
        self.inner().faults.push(method, None, fault);
    }

    /// The next call of this method for this chat goes wrong.
    pub fn fail_in(&self, chat: i64, method: &str, fault: Fault) {
        self.inner().faults.push(method, Some(chat), fault);
    }

    /// Every call so far, polls left out.
    pub fn calls(&self) -> Vec<Call> {
        self.inner().calls.clone()
    }

    /// Whether every update was fetched and confirmed.
    pub fn fetched(&self) -> bool {
        self.inner().updates.is_empty()
    }

    async fn answer(&self, request: &Request) -> Result<Response, Cut> {
        let mut parts = request.path.trim_start_matches('/').split('/');
        let (bot, method) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if bot.strip_prefix("bot") != Some(self.0.token.as_str()) {
            return Ok(refusal(401, "Unauthorized", None));
        }
        let method = method.to_lowercase();
        let body: Value = match document::body(request) {
            Ok(body) => body,
            Err(what) => return Ok(refusal(400, what, None)),
        };
        let fault = self.inner().faults.next(&method, &body);
        let outcome = match fault {
            Some(Fault::Flood(seconds)) => {
                self.note(&method, &body, false);
                let what = format!("Too Many Requests: retry after {seconds}");
                return Ok(refusal(429, &what, Some(seconds)));
            }
            Some(Fault::Code(code)) => {
                self.note(&method, &body, false);
                return Ok(refusal(code, "Something is wrong", None));
            }
            Some(Fault::Refused(what)) => {
                self.note(&method, &body, false);
                return Ok(refusal(400, what, None));
            }
            Some(Fault::Html(status)) => {
                self.note(&method, &body, false);
                let page = b"<html><body>nginx</body></html>".to_vec();
                return Ok(Response {
                    content_type: "text/html",
                    body: page,
                    ..Response::bare(status)
                });
            }
            Some(Fault::CutBefore) => {
                self.note(&method, &body, false);
                return Err(Cut);
            }
            Some(Fault::CutAfter) => {
                let outcome = self.perform(&method, &body).await;
                self.note(&method, &body, outcome.is_ok());
                return Err(Cut);
            }
            Some(Fault::Nothing) | None => self.perform(&method, &body).await,
        };
        self.note(&method, &body, outcome.is_ok());
        Ok(match outcome {
            Ok(result) => json_response(200, &json!({"ok": true, "result": result})),
            Err((code, what)) => refusal(code, what, None),
        })
    }

    fn note(&self, method: &str, body: &Value, ok: bool) {
        if method != "getupdates" {
            let (method, body) = (method.to_owned(), body.clone());
            self.inner().calls.push(Call { method, body, at: Instant::now(), ok });
        }
    }

    async fn perform(&self, method: &str, body: &Value) -> Outcome {
        match method {
            "getme" => Ok(bot()),
            "getupdates" => self.poll(body).await,
            "sendmessage" => self.send(body),
            "editmessagetext" => self.edit(body),
            "answercallbackquery" => {
                let id = body.get("callback_query_id").and_then(Value::as_str).unwrap_or_default();
                let known = self.inner().callbacks.remove(id);
                if known { Ok(json!(true)) } else { Err((400, TOO_OLD)) }
            }
            "senddocument" => self.send_document(body),
            "deletemessage" => self.delete(body),
            "setmycommands" => commands(body),
            "getwebhookinfo" => {
                let inner = self.inner();
                let waiting = inner.updates.len();
                Ok(json!({"url": inner.webhook, "has_custom_certificate": false,
                          "pending_update_count": waiting}))
            }
            "deletewebhook" => {
                self.inner().webhook.clear();
                Ok(json!(true))
            }
            _ => Err((404, "Not Found")),
        }
    }

    fn send(&self, body: &Value) -> Outcome {
        let Content { text, buttons, rows, keyboard } = content(body)?;
        let chat = self.reachable(body)?;
        let mut inner = self.inner();
        inner.last_message += 1;
        let (message, document) = (inner.last_message, None);
        let shown = Shown { chat, message, text, buttons, rows, keyboard, document };
        inner.messages.insert((chat, shown.message), shown.clone());
        drop(inner);
        let result = sent(&shown);
        // Nobody may be looking.
        let _ = self.0.events.send(Event::Sent(shown));
        Ok(result)
    }

    fn edit(&self, body: &Value) -> Outcome {
        let Content { text, buttons, rows, keyboard } = edited(body)?;
        let chat = self.reachable(body)?;
        let message = body.get("message_id").and_then(Value::as_i64).unwrap_or_default();
        let shown = Shown { chat, message, text, buttons, rows, keyboard, document: None };
        let same = |before: &Shown| before.text == shown.text && before.buttons == shown.buttons;
        let mut inner = self.inner();
        match inner.messages.get(&(chat, message)) {
            None => return Err((400, "Bad Request: message to edit not found")),
            Some(before) if same(before) => return Err((400, NOT_MODIFIED)),
            Some(_) => {}
        }
        inner.messages.insert((chat, message), shown.clone());
        drop(inner);
        let result = sent(&shown);
        let _ = self.0.events.send(Event::Edited(shown));
        Ok(result)
    }

    fn reachable(&self, body: &Value) -> Result<i64, (u16, &'static str)> {
        let chat = body.get("chat_id").and_then(Value::as_i64);
        let inner = self.inner();
        match chat {
            Some(chat) if inner.blocked.contains(&chat) => {
                Err((403, "Forbidden: bot was blocked by the user"))
            }
            // Groups have negative numbers; a private chat has to be begun by the person.
            Some(chat) if chat < 0 || inner.chats.contains(&chat) => Ok(chat),
            _ => Err((400, "Bad Request: chat not found")),
        }
    }
}
