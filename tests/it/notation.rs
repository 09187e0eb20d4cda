//! How what was heard is written down: as the corpus does, which says what becomes of it, and to
//! the letter.

use tonolog::{
    domain::{
        history::{HistoryIntent, What, moved},
        person::{Door, Name, Person, PersonId},
        query::Query,
        reading::{Arm, Extras, Position, Reading, Rejected},
        reminder::Weekdays,
        reminding::Schedule,
        settings::SettingsAsk,
        utterance::{
            Bid, Draft, Fix, Hints, Intent, Part, Single, Slots, Whom, answer, hear_whom, schedule,
        },
        when::{When, Zone},
    },
    phrases::Dialogs,
};

/// Sunday, 2026-11-22, 12:40 in Moscow: when everything is said, unless a file names another time.
pub const NOW_MS: i64 = 1_795_340_400_000;

/// What was heard, in the notation of the corpus; several notations where several fit.
pub fn noted(intent: &Intent, fixes: bool, now_ms: i64) -> Vec<String> {
    match intent {
        Intent::History(HistoryIntent::When(when)) if fixes => {
            let zone = Zone::new("Europe/Moscow").unwrap();
            let (at, now) = (zone.at(now_ms - 60_000), zone.at(now_ms));
            match moved(when, &at, &now) {
                Ok(moment) => {
                    let mark = if moment.approximate { "~" } else { "" };
                    let at = zone.at(moment.at_ms);
                    vec![format!("fix:120/80/70 @{mark}{}", at.strftime("%Y-%m-%dT%H:%M"))]
                }
                Err(_) => vec!["ask:future".to_owned()],
            }
        }
        Intent::Beside(added) if fixes => vec![format!("fix:120/80/70{}", extras(added))],
        Intent::Record(drafts) => record(drafts, now_ms),
        Intent::Part(part) => vec![missing(part)],
        Intent::Lone(single) => lone(single.number),
        Intent::Glued(draft) => vec![format!("ask:glued({})", numbers(draft))],
        Intent::Tens(draft) => vec![format!("ask:tens({})", numbers(draft))],
        Intent::Which | Intent::Unsure(_) => vec!["ask:which".to_owned()],
        Intent::Impossible(rejected) => vec![reject(*rejected)],
        Intent::Fix(fix) if fixes => fixed(fix),
        // Where nobody expects one, a correction is one all the same: it would change the reading
        // before.
        Intent::Fix(fix) => changed(fix),
        Intent::FixWhat => vec!["cmd:fix".to_owned()],
        Intent::Yes => vec!["cmd:yes".to_owned()],
        Intent::No => vec!["cmd:no".to_owned()],
        Intent::Ask(Query::Last) => vec!["cmd:last".to_owned()],
        Intent::Entry(_) | Intent::HomeWeek(_) => vec!["none".to_owned()],
        Intent::Erase => vec!["cmd:erase".to_owned()],
        Intent::Remind(_) => vec!["cmd:remind".to_owned(), "none".to_owned()],
        Intent::Settings(_) => vec!["cmd:settings".to_owned(), "none".to_owned()],
        Intent::Stats(_) => vec!["cmd:stats".to_owned(), "none".to_owned()],
        // A request for what is stored, or for help, stores nothing.
        Intent::Ask(_)
        | Intent::History(_)
        | Intent::Target
        | Intent::SetTarget(..)
        | Intent::Measure
        | Intent::Ready
        | Intent::Beside(_)
        | Intent::Whose
        | Intent::AddPerson(_)
        | Intent::Speakers => vec!["none".to_owned()],
        Intent::Undo | Intent::Bid(Bid::Remove) => vec!["cmd:undo".to_owned()],
        Intent::Bid(Bid::Keep | Bid::Swap) => vec!["none".to_owned()],
        Intent::Repeat => vec!["cmd:repeat".to_owned()],
        Intent::Help => vec!["cmd:help".to_owned()],
        Intent::Abilities => vec!["cmd:abilities".to_owned()],
        Intent::Exit => vec!["cmd:exit".to_owned(), "none".to_owned()],
        Intent::Link | Intent::Code(_) => vec!["cmd:link".to_owned(), "none".to_owned()],
        Intent::Unlink => vec!["cmd:unlink".to_owned()],
        Intent::Greeting
        | Intent::Start { .. }
        | Intent::Languages
        | Intent::Language(_)
        | Intent::Privacy(_)
        | Intent::Admin(_)
        | Intent::Pin(_)
        | Intent::Unknown => vec!["none".to_owned()],
    }
}

fn numbers(draft: &Draft) -> String {
    let pulse = draft.pulse.map(|pulse| format!("/{pulse}")).unwrap_or_default();
    format!("{}/{}{pulse}", draft.systolic, draft.diastolic)
}

pub fn reject(rejected: Rejected) -> String {
    match rejected {
        Rejected::Systolic => "reject:systolic".to_owned(),
        Rejected::Diastolic => "reject:diastolic".to_owned(),
        Rejected::Pulse => "reject:pulse".to_owned(),
        Rejected::NotAbove => "ask:equal".to_owned(),
    }
}

fn lone(number: u16) -> Vec<String> {
    match number {
        0..=89 => vec!["ask:which".to_owned()],
        90..=300 => vec![format!("ask:diastolic({number})")],
        _ => vec!["reject:systolic".to_owned()],
    }
}

/// What the dialogue makes of drafts: stored, asked about or refused.
fn record(drafts: &[Draft], now_ms: i64) -> Vec<String> {
    let mut stored = Vec::new();
    let now = Zone::new("Europe/Moscow").unwrap().at(now_ms);
    let whens: Vec<When> = drafts.iter().map(|draft| draft.when).collect();
    let moments = When::resolve_all(&whens, &now);
    for (place, draft) in drafts.iter().enumerate() {
        let mut upright = draft.clone();
        let swapped = draft.systolic < draft.diastolic;
        if swapped {
            std::mem::swap(&mut upright.systolic, &mut upright.diastolic);
        }
        let reading = match Reading::new(upright.systolic, upright.diastolic, upright.pulse) {
            Ok(reading) => reading,
            Err(Rejected::NotAbove) => {
                return vec![format!("ask:equal({}/{})", draft.systolic, draft.diastolic)];
            }
            Err(rejected) => return vec![reject(rejected)],
        };
        if swapped {
            return vec![format!("ask:swapped({})", numbers(&upright))];
        }
        if reading.doubt(0, &[]).is_some() {
            return vec![format!("ask:unusual({})", numbers(draft))];
        }
        let Ok(moments) = &moments else { return vec!["ask:future".to_owned()] };
        let moment = moments[place];
        let mut text = numbers(draft);
        if draft.when != When::default() {
            let at = Zone::new("Europe/Moscow").unwrap().at(moment.at_ms);
            let mark = if moment.approximate { "~" } else { "" };
            text.push_str(&format!(" @{mark}{}", at.strftime("%Y-%m-%dT%H:%M")));
        }
        text.push_str(&extras(&draft.extras));
        stored.push(text);
    }
    vec![stored.join(" ; ")]
}

fn extras(extras: &Extras) -> String {
    let mut text = String::new();
    match extras.arm {
        Some(Arm::Left) => text.push_str(" arm=left"),
        Some(Arm::Right) => text.push_str(" arm=right"),
        None => {}
    }
    match extras.position {
        Some(Position::Sitting) => text.push_str(" pos=sitting"),
        Some(Position::Lying) => text.push_str(" pos=lying"),
        Some(Position::Standing) => text.push_str(" pos=standing"),
        None => {}
    }
    if extras.irregular {
        text.push_str(" irregular");
    }
    if let Some(note) = &extras.note {
        text.push_str(&format!(" note={note}"));
    }
    text
}

fn missing(part: &Part) -> String {
    let pulse = part.pulse.map(|pulse| format!("pulse={pulse}"));
    match (part.systolic, part.diastolic, pulse) {
        (Some(value), _, Some(pulse)) => format!("ask:diastolic({value},{pulse})"),
        (Some(value), _, None) => format!("ask:diastolic({value})"),
        (None, Some(value), Some(pulse)) => format!("ask:systolic({value},{pulse})"),
        (None, Some(value), None) => format!("ask:systolic({value})"),
        (None, None, pulse) => format!("ask:pair({})", pulse.unwrap_or_default()),
    }
}

/// A correction of 120/80, pulse 70: what changes, and the whole of it.
fn fixed(fix: &Fix) -> Vec<String> {
    let mut noted = changed(fix);
    let whole: Vec<String> = noted
        .iter()
        .filter_map(|change| {
            let (mut systolic, mut diastolic, mut pulse) = (120, 80, 70);
            match change.strip_prefix("fix:")?.split_once('=') {
                Some(("systolic", value)) => systolic = value.parse().ok()?,
                Some(("diastolic", value)) => diastolic = value.parse().ok()?,
                Some((_, value)) => pulse = value.parse().ok()?,
                None => {
                    let parts: Vec<u16> =
                        change[4..].split('/').map(|part| part.parse().unwrap()).collect();
                    (systolic, diastolic) = (parts[0], parts[1]);
                    pulse = parts.get(2).copied().unwrap_or(pulse);
                }
            }
            Some(format!("fix:{systolic}/{diastolic}/{pulse}"))
        })
        .collect();
    noted.extend(whole);
    noted
}

fn changed(fix: &Fix) -> Vec<String> {
    let values = [120, 80, 70];
    if let (Some(from), Some(to)) = (fix.from, fix.to) {
        let place = values.iter().position(|value| *value == from);
        match place {
            Some(0) => return vec![format!("fix:systolic={to}")],
            Some(1) => return vec![format!("fix:diastolic={to}")],
            Some(_) => return vec![format!("fix:pulse={to}")],
            None if fix.systolic.is_none() && fix.diastolic.is_none() && fix.pulse.is_none() => {
                return vec!["ask:which".to_owned()];
            }
            None => {}
        }
    }
    match (fix.systolic, fix.diastolic, fix.pulse) {
        (Some(systolic), Some(diastolic), Some(pulse)) => {
            vec![format!("fix:{systolic}/{diastolic}/{pulse}")]
        }
        (Some(systolic), Some(diastolic), None) => vec![format!("fix:{systolic}/{diastolic}")],
        (Some(value), None, None) => vec![format!("fix:systolic={value}")],
        (None, Some(value), None) => vec![format!("fix:diastolic={value}")],
        (None, None, Some(value)) => vec![format!("fix:pulse={value}")],
        _ => vec!["ask:which".to_owned()],
    }
}

/// The people of the account that says what is written down to the letter.
fn people(names: &str) -> Vec<Person> {
    let oneself = Person { id: PersonId(1), name: None, leaving_ms: None };
    let others = names.split(',').zip(2..).map(|(name, id)| Person {
        id: PersonId(id),
        name: Some(Name::new(name).unwrap()),
        leaving_ms: None,
    });
    [oneself].into_iter().chain(others).collect()
}

/// What is heard at a place, to the letter. The place: `tg` and `al`, the two doors; `al 120/80/75`
/// with values in the slots of the platform, `al 120 80` with numbers that it heard, `al meant` where
/// it took it for a request to repeat, `al code` where it heard a code; `tg with Anna,Olga` where these
/// share the account; `time` and `note` where these are waited for; `remind` where it may be times of
/// reminders.
pub fn said(dialogs: &Dialogs, place: &str, text: &str) -> String {
    let wordings = [text.to_owned()];
    if place == "remind" {
        return match schedule(&dialogs.grammar, text) {
            Some(schedule) => scheduled(&schedule),
            None => "none".to_owned(),
        };
    }
    let (place, hint) = place.split_once(' ').unwrap_or((place, ""));
    let (hint, names) = match hint.strip_prefix("with ") {
        Some(names) => ("", names),
        None => (hint, "Мама,Anna"),
    };
    let mut hints = Hints::default();
    let number = |text: &str| text.parse::<u32>().ok();
    match hint {
        "" => {}
        "meant" => hints.meant = Some(Box::new(Intent::Repeat)),
        "code" => hints.code = Some(text.to_owned()),
        slots if slots.contains('/') => {
            let values: Vec<Option<u32>> = slots.split('/').map(number).collect();
            hints.slots = Slots { systolic: values[0], diastolic: values[1], pulse: values[2] };
        }
        numbers => hints.numbers = numbers.split(' ').filter_map(number).collect(),
    }
    let door = if place == "al" { Door::Voice } else { Door::Chat };
    let (whom, intent) =
        hear_whom(&dialogs.grammar, &dialogs.words, door, &people(names), &wordings, &hints);
    let intent = match place {
        "time" => answer(&dialogs.grammar, What::Time, &wordings, intent),
        "note" => answer(&dialogs.grammar, What::Note, &wordings, intent),
        _ => intent,
    };
    exactly(&whom, &intent)
}

fn scheduled(schedule: &Schedule) -> String {
    let clock = |(hour, minute): (u16, u16)| format!("{hour:02}:{minute:02}");
    let times: Vec<String> = schedule.times.iter().map(|time| clock(time.clock())).collect();
    let named =
        [(Weekdays::ALL, "daily"), (Weekdays::WORK, "work"), (Weekdays::WEEKEND, "weekend")];
    let named = named.into_iter().find(|(days, _)| *days == schedule.days);
    let days = named.map_or_else(
        || {
            (1..=7)
                .filter(|day| schedule.days.bits() >> (day - 1) & 1 == 1)
                .map(|day| day.to_string())
                .collect()
        },
        |(_, name)| name.to_owned(),
    );
    let marks =
        [(schedule.stretch, " stretch"), (schedule.asks, " asks"), (schedule.quiet, " quiet")];
    let marks: String = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
    format!("{} {days}{marks}", times.join(" "))
}

/// What was heard, to the letter: nothing of it can change without this changing.
fn exactly(whom: &Whom, intent: &Intent) -> String {
    let whom = match whom {
        Whom::Unsaid => String::new(),
        Whom::Me => "me: ".to_owned(),
        Whom::Known(person) => format!("{}: ", person.0),
        Whom::New(name) => format!("new {}: ", name.as_str()),
        Whom::NotMe => "not me: ".to_owned(),
        Whom::Unclear => "unclear: ".to_owned(),
    };
    format!("{whom}{}", exactly_meant(intent))
}

fn exactly_meant(intent: &Intent) -> String {
    match intent {
        Intent::Record(drafts) => drafts.iter().map(drafted).collect::<Vec<_>>().join(" ; "),
        Intent::Unsure(draft) => format!("unsure {}", drafted(draft)),
        Intent::Part(part) => {
            let (when, beside) = (timed(&part.when), extras(&part.extras));
            format!("part{}{when}{beside}", places(part.systolic, part.diastolic, part.pulse))
        }
        Intent::Lone(Single { number, when, extras: said }) => {
            format!("lone {number}{}{}", timed(when), extras(said))
        }
        Intent::Glued(draft) => format!("glued {}", drafted(draft)),
        Intent::Tens(draft) => format!("tens {}", drafted(draft)),
        Intent::Which => "which".to_owned(),
        Intent::Impossible(rejected) => format!("impossible {rejected:?}"),
        Intent::Fix(fix) => {
            let from = fix.from.map(|from| format!(" from={from}")).unwrap_or_default();
            let to = fix.to.map(|to| format!(" to={to}")).unwrap_or_default();
            format!("fix{from}{to}{}", places(fix.systolic, fix.diastolic, fix.pulse))
        }
        Intent::Beside(added) => format!("beside{}", extras(added)),
        Intent::FixWhat => "fix what".to_owned(),
        Intent::Yes => "yes".to_owned(),
        Intent::No => "no".to_owned(),
        Intent::Greeting => "greeting".to_owned(),
        Intent::Start { invitation } => {
            format!("start {}", invitation.as_deref().unwrap_or_default())
        }
        Intent::Ask(query) => format!("{query:?}"),
        Intent::Target => "target".to_owned(),
        Intent::SetTarget(systolic, diastolic) => format!("target {systolic}/{diastolic}"),
        Intent::Measure => "measure".to_owned(),
        Intent::Ready => "ready".to_owned(),
        Intent::Whose => "whose".to_owned(),
        Intent::AddPerson(name) => format!("add {}", name.as_str()),
        Intent::Speakers => "speakers".to_owned(),
        Intent::Remind(wanted) => format!("remind {wanted:?}"),
        Intent::Settings(asked) => match asked {
            SettingsAsk::Page(page) => format!("settings {page:?}"),
            SettingsAsk::Places { zones, sure } => {
                let zones: Vec<&str> = zones.iter().map(Zone::name).collect();
                format!("place {}{}", zones.join(", "), if *sure { "" } else { "?" })
            }
            SettingsAsk::NoPlace => "no place".to_owned(),
            SettingsAsk::Borders(parts) => format!("{parts:?}"),
            SettingsAsk::Menu => "menu".to_owned(),
        },
        Intent::Stats(over) => format!("stats {over:?}"),
        Intent::Entry(word) => format!("entry {word:?}"),
        Intent::HomeWeek(word) => format!("week {word:?}"),
        Intent::Erase => "erase".to_owned(),
        Intent::History(asked) => match asked {
            HistoryIntent::Show => "history".to_owned(),
            HistoryIntent::When(when) => format!("was{}", timed(when)),
            HistoryIntent::Note(note) => format!("note {note}"),
            HistoryIntent::Change(what) => format!("change {what:?}"),
            HistoryIntent::Restore => "restore".to_owned(),
        },
        Intent::Privacy(wish) => format!("privacy {wish:?}"),
        Intent::Admin(wish) => format!("admin {wish:?}"),
        Intent::Pin(wish) => format!("pin {wish:?}"),
        Intent::Undo => "undo".to_owned(),
        Intent::Bid(bid) => format!("bid {bid:?}"),
        Intent::Repeat => "repeat".to_owned(),
        Intent::Help => "help".to_owned(),
        Intent::Abilities => "abilities".to_owned(),
        Intent::Exit => "exit".to_owned(),
        Intent::Link => "link".to_owned(),
        Intent::Unlink => "unlink".to_owned(),
        Intent::Languages => "languages".to_owned(),
        Intent::Language(language) => format!("language {language:?}"),
        Intent::Code(code) => format!("code {}", code.canonical()),
        Intent::Unknown => "unknown".to_owned(),
    }
}

fn drafted(draft: &Draft) -> String {
    format!("{}{}{}", numbers(draft), timed(&draft.when), extras(&draft.extras))
}

fn places(systolic: Option<u16>, diastolic: Option<u16>, pulse: Option<u16>) -> String {
    let named = [("sys", systolic), ("dia", diastolic), ("pulse", pulse)];
    let said = named.into_iter().filter_map(|(name, value)| Some(format!(" {name}={}", value?)));
    said.collect()
}

/// When it is, said on that Sunday at noon in Moscow.
fn timed(when: &When) -> String {
    if *when == When::default() {
        return String::new();
    }
    let zone = Zone::new("Europe/Moscow").unwrap();
    match when.resolve(&zone.at(NOW_MS)) {
        Ok(moment) => {
            let mark = if moment.approximate { "~" } else { "" };
            format!(" @{mark}{}", zone.at(moment.at_ms).strftime("%m-%dT%H:%M"))
        }
        Err(_) => " @future".to_owned(),
    }
}
