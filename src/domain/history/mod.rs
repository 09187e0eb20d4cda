//! Looking back: the diary by days, a page at a time, and one reading to be set right. Every
//! button carries all that is needed, so a page of yesterday still works.

mod tap;

pub use tap::{HistoryChoice, Place, Way, What};

use super::{
    choice::Choice,
    person::{Name, PersonId, ReadingId},
    reading::{Arm, Extras, Position},
    reply::Card,
    when::{Day, Moment, NotYet, When, Zone},
};
use jiff::{Zoned, civil::Date};
use serde::{Deserialize, Serialize};

/// Readings on one page: their numbers fit on two rows of buttons.
pub const PAGE: usize = 10;
/// Numbers in one row of buttons, wide enough for any finger.
const ROW: usize = 5;
/// The longest note, characters: what is read at a glance below its reading.
pub const NOTE_MAX: usize = 200;
/// What was removed can be brought back for this time, ms: 24 hours.
pub const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;
/// Days are counted from here.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Something beside the numbers that is there or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// The left arm.
    Left,
    /// The right arm.
    Right,
    /// Sitting.
    Sitting,
    /// Lying.
    Lying,
    /// Standing.
    Standing,
    /// The device's sign for an irregular heartbeat.
    Irregular,
}

impl Sign {
    /// Whether it is there.
    pub fn on(self, extras: &Extras) -> bool {
        match self {
            Sign::Left => extras.arm == Some(Arm::Left),
            Sign::Right => extras.arm == Some(Arm::Right),
            Sign::Sitting => extras.position == Some(Position::Sitting),
            Sign::Lying => extras.position == Some(Position::Lying),
            Sign::Standing => extras.position == Some(Position::Standing),
            Sign::Irregular => extras.irregular,
        }
    }

    /// Puts it there, or takes it away.
    pub fn set(self, on: bool, extras: &Extras) -> Extras {
        let mut extras = extras.clone();
        match self {
            Sign::Left => extras.arm = on.then_some(Arm::Left),
            Sign::Right => extras.arm = on.then_some(Arm::Right),
            Sign::Sitting => extras.position = on.then_some(Position::Sitting),
            Sign::Lying => extras.position = on.then_some(Position::Lying),
            Sign::Standing => extras.position = on.then_some(Position::Standing),
            Sign::Irregular => extras.irregular = on,
        }
        extras
    }
}

/// What was meant while looking back.
#[derive(Clone, PartialEq, Eq)]
pub enum HistoryIntent {
    /// The diary by days, from the newest.
    Show,
    /// The reading was taken then.
    When(When),
    /// This is the note.
    Note(String),
    /// The last reading gets another time, or a note.
    Change(What),
    /// Bring back what was removed last.
    Restore,
}

/// A reading waits for something that the person writes.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryState {
    /// Which reading.
    pub reading: ReadingId,
    /// For what: its time or its note.
    pub what: What,
}

/// What to do while looking back.
#[derive(Clone)]
pub enum HistoryAct {
    /// The diary of this person: by days, or one day of it.
    Look(PersonId, Option<Day>),
    /// What was tapped.
    Tap(HistoryChoice),
    /// Put a reading to another time.
    Move(ReadingId, When),
    /// Put a note to a reading.
    Note(ReadingId, String),
    /// Bring back what this person has removed last.
    Restore(PersonId),
}

/// An answer while looking back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryReply {
    /// A page of the diary.
    Page(Box<Page>),
    /// One reading with what can be done to it.
    Card { said: Said, card: Card, person: PersonId, from: Option<Place> },
    /// Everything beside the numbers of one reading.
    More { card: Card, from: Option<Place> },
    /// What shall stand there? `again`: the answer was not understood.
    Ask { what: What, card: Card, again: bool },
    /// That time has not come yet; the reading stays where it is.
    NotYet(Card),
    /// A note of so many characters is too long.
    NoteTooLong { characters: u32 },
    /// It is removed, and can be brought back.
    Removed { card: Card, person: PersonId, from: Option<Place> },
    /// It is not there any more; the readings of this person are.
    Gone { person: PersonId },
}

/// What has happened to the reading of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It was opened.
    Open,
    /// It has another time.
    Moved,
    /// It has a note.
    Noted,
    /// It has no note any more.
    Unnoted,
    /// It was brought back.
    Restored,
}

/// Which page lies nearer to the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Newer {
    /// There is none.
    None,
    /// The newest one.
    Newest,
    /// The one that begins here.
    From(Place),
}

/// A page of the diary, the newest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Whose diary.
    pub person: PersonId,
    /// What they are called; nothing for the holder of the account.
    pub whose: Option<Name>,
    /// Of whom there are diaries too, the holder apart.
    pub others: Vec<Name>,
    /// The readings, whole days of them where they fit.
    pub cards: Vec<Card>,
    /// The day that was asked for, its beginning in ms UTC, when only that one is shown.
    pub only: Option<i64>,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// In which zone it is read.
    pub zone: Zone,
    /// Where this page begins.
    pub place: Option<Place>,
    /// The page after it in time.
    pub newer: Newer,
    /// Where the page before it in time begins.
    pub older: Option<Place>,
}

impl HistoryReply {
    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let rows: Vec<Vec<HistoryChoice>> = match self {
            HistoryReply::Page(page) => page.choices(),
            HistoryReply::Card { card, person, from, .. } => {
                let (id, from) = (card.id, *from);
                vec![
                    vec![
                        HistoryChoice::Fix { id, what: What::Values },
                        HistoryChoice::Fix { id, what: What::Time },
                    ],
                    vec![HistoryChoice::More { id, from }, HistoryChoice::Remove { id, from }],
                    vec![back(*person, from)],
                ]
            }
            HistoryReply::More { card, from } => beside(card, *from),
            HistoryReply::Ask { what: What::Note, card, .. } if card.extras.note.is_some() => {
                vec![vec![HistoryChoice::NoNote(card.id)], vec![HistoryChoice::Keep]]
            }
            HistoryReply::Ask { .. }
            | HistoryReply::NotYet(_)
            | HistoryReply::NoteTooLong { .. } => vec![vec![HistoryChoice::Keep]],
            HistoryReply::Removed { card, person, from } => vec![vec![
                HistoryChoice::Restore { id: card.id, from: *from },
                back(*person, *from),
            ]],
            HistoryReply::Gone { person } => vec![vec![back(*person, None)]],
        };
        rows.into_iter().map(|row| row.into_iter().map(Choice::History).collect()).collect()
    }

    /// Whether it takes the place of what was tapped: what opens a question does not.
    pub fn in_place(&self) -> bool {
        match self {
            HistoryReply::Page(_)
            | HistoryReply::Card { .. }
            | HistoryReply::More { .. }
            | HistoryReply::Removed { .. }
            | HistoryReply::Gone { .. } => true,
            HistoryReply::Ask { .. }
            | HistoryReply::NotYet(_)
            | HistoryReply::NoteTooLong { .. } => false,
        }
    }
}

impl Page {
    fn choices(&self) -> Vec<Vec<HistoryChoice>> {
        let open = |(at, card): (usize, &Card)| {
            let number = u8::try_from(at + 1).ok()?;
            Some(HistoryChoice::Open { id: card.id, number, from: self.place })
        };
        let numbers: Vec<HistoryChoice> = self.cards.iter().enumerate().filter_map(open).collect();
        let mut rows: Vec<Vec<HistoryChoice>> = numbers.chunks(ROW).map(<[_]>::to_vec).collect();
        let to = |way, place| HistoryChoice::Page { person: self.person, way, place };
        let older = self.older.map(|place| to(Way::Older, Some(place)));
        let newer = match self.newer {
            Newer::None => None,
            Newer::Newest => Some(to(Way::Newer, None)),
            Newer::From(place) => Some(to(Way::Newer, Some(place))),
        };
        let turn: Vec<HistoryChoice> = older.into_iter().chain(newer).collect();
        if !turn.is_empty() {
            rows.push(turn);
        }
        rows
    }
}

fn back(person: PersonId, place: Option<Place>) -> HistoryChoice {
    HistoryChoice::Page { person, way: Way::Back, place }
}

/// Everything beside the numbers, as switches.
fn beside(card: &Card, from: Option<Place>) -> Vec<Vec<HistoryChoice>> {
    let id = card.id;
    let switch = |sign: Sign| HistoryChoice::Set { id, sign, on: !sign.on(&card.extras), from };
    vec![
        vec![switch(Sign::Left), switch(Sign::Right)],
        vec![switch(Sign::Sitting), switch(Sign::Lying), switch(Sign::Standing)],
        vec![switch(Sign::Irregular)],
        vec![HistoryChoice::Fix { id, what: What::Note }],
        vec![HistoryChoice::Open { id, number: 0, from }],
    ]
}

/// What can be done to the last reading, without a page to go back to.
pub fn below_last(card: &Card) -> Vec<Vec<Choice>> {
    let (id, from) = (card.id, None);
    let rows = [
        [
            HistoryChoice::Fix { id, what: What::Values },
            HistoryChoice::Fix { id, what: What::Time },
        ],
        [HistoryChoice::More { id, from }, HistoryChoice::Remove { id, from }],
    ];
    rows.map(|row| row.map(Choice::History).to_vec()).to_vec()
}

/// What can be done at once to a reading that was just saved or corrected.
pub fn tools(card: &Card) -> Vec<Vec<Choice>> {
    let (id, from) = (card.id, None);
    vec![
        vec![
            Choice::History(HistoryChoice::Fix { id, what: What::Values }),
            Choice::History(HistoryChoice::Fix { id, what: What::Time }),
        ],
        vec![Choice::History(HistoryChoice::More { id, from }), Choice::Undo(id)],
    ]
}

/// Hours before noon.
const NOON: i8 = 12;

/// When a reading was taken that stands at `at` now, said by somebody whose clock shows `now`. A
/// day alone keeps the hour, an hour alone keeps the day unless it would lie ahead.
pub fn moved(when: &When, at: &Zoned, now: &Zoned) -> Result<Moment, NotYet> {
    if when.minutes_ago.is_some() || when.is_now() {
        return when.resolve(now);
    }
    if when.day.is_some() {
        let clock = (u8::try_from(at.hour()).ok()).zip(u8::try_from(at.minute()).ok());
        return match (when.clock, when.part) {
            (None, None) => When { clock, ..*when }.resolve(now),
            _ => when.resolve(now),
        };
    }
    let day = Day::Date {
        day: u8::try_from(at.day()).map_err(|_| NotYet)?,
        month: u8::try_from(at.month()).map_err(|_| NotYet)?,
        year: Some(at.year()),
    };
    // An hour of twelve is in the half of the day in which the reading stands.
    let of_twelve = when.of_twelve && at.hour() >= NOON;
    let when = When { of_twelve, ..*when };
    When { day: Some(day), ..when }.resolve(now).or_else(|_| when.resolve(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::when::Part;

    /// A reading that stands at 2026-11-20 08:05 in Moscow, moved on 2026-11-22 at 12:40 there.
    fn check(when: When, expected: Option<&str>) {
        let zone = Zone::new("Europe/Moscow").unwrap();
        let (at, now) = (zone.at(1_795_151_100_000), zone.at(1_795_340_400_000));
        let moment = moved(&when, &at, &now).ok();
        let said = moment.map(|moment| {
            let about = if moment.approximate { "~" } else { "" };
            format!("{about}{}", zone.at(moment.at_ms).datetime())
        });
        assert_eq!(said.as_deref(), expected, "{when:?}");
    }

    #[test]
    fn a_day_keeps_the_hour_and_an_hour_keeps_the_day() {
        let clock = |hour, minute| When { clock: Some((hour, minute)), ..When::default() };
        let day = |day| When { day: Some(day), ..When::default() };
        check(clock(21, 30), Some("2026-11-20T21:30:00"));
        check(day(Day::Ago(1)), Some("2026-11-21T08:05:00"));
        check(day(Day::Ago(0)), Some("2026-11-22T08:05:00"));
        check(When { day: Some(Day::Ago(1)), ..clock(21, 30) }, Some("2026-11-21T21:30:00"));
        check(When { part: Some(Part::Evening), ..When::default() }, Some("~2026-11-20T20:00:00"));
        check(When { minutes_ago: Some(30), ..When::default() }, Some("2026-11-22T12:10:00"));
        check(When::default(), Some("2026-11-22T12:40:00"));
    }

    #[test]
    fn nothing_is_put_into_the_future() {
        let clock = |hour, minute| When { clock: Some((hour, minute)), ..When::default() };
        check(When { day: Some(Day::Ago(0)), ..clock(21, 30) }, None);
        check(When { day: Some(Day::Ahead), ..When::default() }, None);
        // An hour that has not come today was yesterday's.
        let zone = Zone::new("Europe/Moscow").unwrap();
        let now = zone.at(1_795_340_400_000);
        let moment = moved(&clock(21, 30), &now, &now).unwrap();
        assert_eq!(zone.at(moment.at_ms).datetime().to_string(), "2026-11-21T21:30:00");
    }

    #[test]
    fn a_day_whose_clocks_skip_the_hour_gets_the_next_one() {
        let zone = Zone::new("Europe/Berlin").unwrap();
        // 2026-03-28 02:30, moved on 2026-03-30 at noon.
        let (at, now) = (zone.at(1_774_661_400_000), zone.at(1_774_864_800_000));
        let day = When { day: Some(Day::Ago(1)), ..When::default() };
        let moment = moved(&day, &at, &now).unwrap();
        assert_eq!(zone.at(moment.at_ms).datetime().to_string(), "2026-03-29T03:30:00");
    }
}
