//! Everything of one account as one JSON document. Times are in UTC, RFC 3339; the zone in which
//! they are read stands beside them.

use super::clock::{clock, of_clock};
use crate::domain::{
    archive::{Archive, Archived, Entry},
    period::Borders,
    person::{Door, Language, Name},
    privacy::{Agreement, Wanted},
    reading::{Arm, Extras, Position, Reading},
    reminder::{Reminder, ReminderId, TimeOfDay, Weekdays},
    reminding::Quiet,
    settings::{self, Country, Manner, Tone, Unit},
    threshold::{Profile, Target},
    week::{PastWeek, Week},
    when::{Zone, of_rfc3339, rfc3339},
};
use serde::{Deserialize, Serialize};

/// What the document says it is.
pub const FORMAT: &str = "tonolog-export";
/// The version of its shape; raised when something changes its meaning or goes. What is only added
/// does not raise it.
pub const VERSION: u32 = 1;

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no such document.
    Foreign,
    /// A newer program has made it.
    Newer,
    /// A value in it cannot be.
    Content,
}

#[derive(Serialize, Deserialize)]
struct Document {
    format: String,
    version: u32,
    made_at: String,
    account: Account,
    consents: Vec<Consent>,
    chats: Vec<Since>,
    speakers: Vec<Speaker>,
    people: Vec<Person>,
}

#[derive(Serialize, Deserialize)]
struct Account {
    role: String,
    created_at: String,
    language: Option<String>,
    zone: Option<String>,
    chat: Option<i64>,
    settings: Settings,
}

#[derive(Serialize, Deserialize)]
struct Settings {
    unit: String,
    reminder_tone: String,
    country: Option<String>,
    menu: bool,
    day_parts: DayParts,
    delete_my_messages: bool,
    service_messages: bool,
}

#[derive(Serialize, Deserialize)]
struct DayParts {
    morning: String,
    daytime: String,
    evening: String,
}

#[derive(Serialize, Deserialize)]
struct Consent {
    at: String,
    given: bool,
    version: String,
    language: String,
    door: String,
}

#[derive(Serialize, Deserialize)]
struct Since {
    since: String,
}

#[derive(Serialize, Deserialize)]
struct Speaker {
    linked_at: String,
    write_only: bool,
}

#[derive(Serialize, Deserialize)]
struct Person {
    name: Option<String>,
    thresholds: Option<String>,
    target: Option<Pair>,
    reminders: Vec<Reminding>,
    #[serde(default)]
    quiet_hours: Option<Hours>,
    #[serde(default)]
    home_week: Option<Week>,
    #[serde(default)]
    past_home_weeks: Vec<PastWeek>,
    #[serde(default)]
    erased_at: Option<String>,
    readings: Vec<Measurement>,
    removed: Vec<Removed>,
}

#[derive(Serialize, Deserialize)]
struct Hours {
    from: String,
    to: String,
}

#[derive(Serialize, Deserialize)]
struct Removed {
    removed_at: String,
    reading: Measurement,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    systolic: u16,
    diastolic: u16,
}

#[derive(Serialize, Deserialize)]
struct Reminding {
    time: String,
    days: Vec<u8>,
    on: bool,
    paused_until: Option<String>,
    again_at: Option<String>,
    handled_to: String,
}

#[derive(Serialize, Deserialize)]
struct Measurement {
    at: String,
    #[serde(default)]
    zone: Option<String>,
    approximate: bool,
    said_at: String,
    systolic: u16,
    diastolic: u16,
    pulse: Option<u16>,
    arm: Option<String>,
    position: Option<String>,
    irregular: bool,
    note: Option<String>,
}

const ARMS: [(&str, Arm); 2] = [("left", Arm::Left), ("right", Arm::Right)];
const POSITIONS: [(&str, Position); 3] =
    [("sitting", Position::Sitting), ("lying", Position::Lying), ("standing", Position::Standing)];

/// The document; nothing only when memory fails.
pub fn write(archive: &Archive) -> Option<Vec<u8>> {
    let document = Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        made_at: rfc3339(archive.made_ms),
        account: Account {
            role: if archive.owner { "owner" } else { "guest" }.to_owned(),
            created_at: rfc3339(archive.since_ms),
            language: archive.language.map(|language| language.code().to_owned()),
            zone: archive.zone.as_ref().map(|zone| zone.name().to_owned()),
            chat: archive.chat,
            settings: Settings {
                unit: archive.settings.manner.unit.id().to_owned(),
                reminder_tone: archive.settings.manner.tone.id().to_owned(),
                country: archive.settings.manner.country.map(|country| country.id().to_owned()),
                menu: archive.settings.manner.menu,
                day_parts: {
                    let (morning, daytime, evening) = archive.settings.borders.into();
                    DayParts {
                        morning: clock(morning),
                        daytime: clock(daytime),
                        evening: clock(evening),
                    }
                },
                delete_my_messages: archive.wanted.tidy,
                service_messages: archive.wanted.notices,
            },
        },
        consents: archive.consents.iter().map(consent).collect(),
        chats: archive.chats.iter().map(|ms| Since { since: rfc3339(*ms) }).collect(),
        speakers: archive
            .speakers
            .iter()
            .map(|(ms, write_only)| Speaker { linked_at: rfc3339(*ms), write_only: *write_only })
            .collect(),
        people: archive.people.iter().map(person).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

/// The account that a document describes.
pub fn read(bytes: &[u8]) -> Result<Archive, Fault> {
    let document: Document = serde_json::from_slice(bytes).map_err(|_| Fault::Foreign)?;
    match (document.format.as_str(), document.version) {
        (FORMAT, VERSION) => archive(document).ok_or(Fault::Content),
        (FORMAT, newer) if newer > VERSION => Err(Fault::Newer),
        _ => Err(Fault::Foreign),
    }
}

fn consent(one: &Agreement) -> Consent {
    Consent {
        at: rfc3339(one.at_ms),
        given: one.given,
        version: one.version.clone(),
        language: one.language.code().to_owned(),
        door: match one.door {
            Door::Chat => "chat",
            Door::Voice => "voice",
        }
        .to_owned(),
    }
}

fn person(one: &Archived) -> Person {
    Person {
        name: one.name.as_ref().map(|name| name.as_str().to_owned()),
        thresholds: one.profile.map(|profile| profile.guideline().id.to_owned()),
        target: one.target.map(|target| Pair {
            systolic: target.limit().systolic,
            diastolic: target.limit().diastolic,
        }),
        reminders: one.reminders.iter().map(reminding).collect(),
        quiet_hours: one.quiet.map(|quiet| {
            let (from, to) = quiet.ends();
            Hours { from: clock(from.minutes()), to: clock(to.minutes()) }
        }),
        home_week: one.week.clone(),
        past_home_weeks: one.past_weeks.clone(),
        erased_at: one.leaving_ms.map(rfc3339),
        readings: one.readings.iter().map(measurement).collect(),
        removed: one
            .removed
            .iter()
            .map(|(entry, ms)| Removed { removed_at: rfc3339(*ms), reading: measurement(entry) })
            .collect(),
    }
}

fn reminding(one: &Reminder) -> Reminding {
    Reminding {
        time: clock(one.time.minutes()),
        days: (1..=7).filter(|day| one.days.contains(*day)).collect(),
        on: one.on,
        paused_until: one.paused_until_ms.map(rfc3339),
        again_at: one.again_ms.map(rfc3339),
        handled_to: rfc3339(one.handled_ms),
    }
}

fn measurement(one: &Entry) -> Measurement {
    let Extras { arm, position, irregular, note } = &one.extras;
    let arm = ARMS.iter().find(|(_, known)| Some(*known) == *arm);
    let position = POSITIONS.iter().find(|(_, known)| Some(*known) == *position);
    Measurement {
        at: rfc3339(one.at_ms),
        zone: one.zone.as_ref().map(|zone| zone.name().to_owned()),
        approximate: one.approximate,
        said_at: rfc3339(one.said_ms),
        systolic: one.reading.systolic(),
        diastolic: one.reading.diastolic(),
        pulse: one.reading.pulse(),
        arm: arm.map(|(name, _)| (*name).to_owned()),
        position: position.map(|(name, _)| (*name).to_owned()),
        irregular: *irregular,
        note: note.clone(),
    }
}

fn settings(stored: &Settings) -> Option<settings::Settings> {
    let DayParts { morning, daytime, evening } = &stored.day_parts;
    Some(settings::Settings {
        manner: Manner {
            unit: Unit::of_id(&stored.unit)?,
            tone: Tone::of_id(&stored.reminder_tone)?,
            country: some(stored.country.as_deref(), Country::of_id)?,
            menu: stored.menu,
        },
        borders: Borders::new(of_clock(morning)?, of_clock(daytime)?, of_clock(evening)?)?,
    })
}

/// A value that may be missing but, if it is there, has to be one.
fn some<T, U>(value: Option<T>, known: impl Fn(T) -> Option<U>) -> Option<Option<U>> {
    value.map_or(Some(None), |value| known(value).map(Some))
}

fn archive(document: Document) -> Option<Archive> {
    let Document { account, .. } = document;
    let mut chats = Vec::new();
    for since in &document.chats {
        chats.push(of_rfc3339(&since.since)?);
    }
    let mut speakers = Vec::new();
    for speaker in &document.speakers {
        speakers.push((of_rfc3339(&speaker.linked_at)?, speaker.write_only));
    }
    Some(Archive {
        made_ms: of_rfc3339(&document.made_at)?,
        owner: account.role == "owner",
        since_ms: of_rfc3339(&account.created_at)?,
        language: some(account.language, |code| Language::new(&code))?,
        zone: some(account.zone, |name| Zone::new(&name))?,
        chat: account.chat,
        settings: settings(&account.settings)?,
        wanted: Wanted {
            tidy: account.settings.delete_my_messages,
            notices: account.settings.service_messages,
        },
        consents: document.consents.into_iter().map(agreement).collect::<Option<_>>()?,
        chats,
        speakers,
        people: document.people.into_iter().map(archived).collect::<Option<_>>()?,
    })
}

fn agreement(one: Consent) -> Option<Agreement> {
    Some(Agreement {
        at_ms: of_rfc3339(&one.at)?,
        given: one.given,
        version: one.version,
        language: Language::new(&one.language)?,
        door: if one.door == "voice" { Door::Voice } else { Door::Chat },
    })
}

fn archived(one: Person) -> Option<Archived> {
    Some(Archived {
        name: some(one.name, |name| Name::new(&name))?,
        profile: some(one.thresholds, |id| Profile::of_id(&id))?,
        target: some(one.target, |pair| Target::new(pair.systolic, pair.diastolic))?,
        readings: one.readings.into_iter().map(entry).collect::<Option<_>>()?,
        removed: one
            .removed
            .into_iter()
            .map(|removed| Some((entry(removed.reading)?, of_rfc3339(&removed.removed_at)?)))
            .collect::<Option<_>>()?,
        reminders: one.reminders.into_iter().map(reminder).collect::<Option<_>>()?,
        quiet: some(one.quiet_hours, |hours| {
            let time = |text: &str| TimeOfDay::of_minutes(of_clock(text)?);
            Quiet::new(time(&hours.from)?, time(&hours.to)?)
        })?,
        week: one.home_week,
        past_weeks: one.past_home_weeks,
        leaving_ms: some(one.erased_at, |at| of_rfc3339(&at))?,
    })
}

fn reminder(one: Reminding) -> Option<Reminder> {
    let bits = one
        .days
        .iter()
        .try_fold(0, |bits: u8, day| (1..=7).contains(day).then(|| bits | 1 << (day - 1)))?;
    Some(Reminder {
        id: ReminderId(0),
        time: TimeOfDay::of_minutes(of_clock(&one.time)?)?,
        days: Weekdays::of_bits(bits)?,
        on: one.on,
        paused_until_ms: some(one.paused_until, |at| of_rfc3339(&at))?,
        again_ms: some(one.again_at, |at| of_rfc3339(&at))?,
        handled_ms: of_rfc3339(&one.handled_to)?,
    })
}

fn entry(one: Measurement) -> Option<Entry> {
    let arm = |name: String| ARMS.iter().find(|(known, _)| *known == name).map(|(_, arm)| *arm);
    let position = |name: String| {
        POSITIONS.iter().find(|(known, _)| *known == name).map(|(_, position)| *position)
    };
    Some(Entry {
        reading: Reading::new(one.systolic, one.diastolic, one.pulse).ok()?,
        at_ms: of_rfc3339(&one.at)?,
        zone: some(one.zone, |name| Zone::new(&name))?,
        approximate: one.approximate,
        said_ms: of_rfc3339(&one.said_at)?,
        extras: Extras {
            arm: some(one.arm, arm)?,
            position: some(one.position, position)?,
            irregular: one.irregular,
            note: one.note,
        },
    })
}
