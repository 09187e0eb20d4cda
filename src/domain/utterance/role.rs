//! What words are for.

use serde::Deserialize;

/// What a word is for. A word may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// Names the upper value.
    Systolic,
    /// Names the lower value.
    Diastolic,
    /// Names the pulse.
    Pulse,
    /// Names the measurement as a whole.
    Pressure,
    /// Stands between two values.
    Separator,
    /// A unit of the values.
    Unit,
    /// Means nothing anywhere.
    Filler,
    /// Means nothing at a speaker, where people talk around it.
    Noise,
    /// Asks to write something down.
    Record,
    /// Makes a question of it.
    Question,
    /// Speaks of something that was not measured here and now: a target, somebody else, an if.
    Blocker,
    /// Somebody of the family or around: whose reading is it?
    Kin,
    /// One or the other.
    Either,
    /// Before a part of the day: a greeting.
    Good,
    /// Several hours, by the form of the word, and not one.
    Many,
    /// One and a half.
    OneAndHalf,
    /// Half of one more than what came before.
    AndHalf,
    /// The unit kilopascal, behind a value.
    Kilopascal,
    /// The one who speaks, as who did it: "I".
    Speaker,
    /// Before a value: not this one, but up to it or from it on.
    Limit,
    /// Begins a remark about the moment of measuring: "after", "before".
    Circumstance,
    /// Got up: a time before it is that of the measurement, too.
    Waking,
    /// Hurts: what stands beside it is no arm for the cuff.
    Pain,
    /// Before a part of the day: of today.
    This,
    /// Begins a question where it stands first.
    Auxiliary,
    /// What is thought of a reading: a question, or a remark that changes nothing.
    Verdict,
    /// Says how it should be: a correction, or a wish.
    Should,
    /// A day of the week that may as well mean a mean.
    MeanOrDay,
    /// Announces a correction.
    Fixer,
    /// "So": with a "not" before it a correction.
    So,
    /// Judges a value: with a "not" before it a question.
    Judgement,
    /// Asks to remove something.
    Remover,
    /// "Was", "forgot": with one value alone a correction.
    Past,
    /// Not.
    Not,
    /// But.
    But,
    /// Instead of.
    Instead,
    /// Multiplies by a hundred.
    Hundred,
    /// Stands between the parts of a number.
    Joiner,
    /// Left.
    Left,
    /// Right.
    Right,
    /// The arm.
    Arm,
    /// Sitting.
    Sitting,
    /// Lying.
    Lying,
    /// Standing.
    Standing,
    /// The irregular heartbeat sign.
    Irregular,
    /// Belongs to the sign and means nothing alone.
    Sign,
    /// Without.
    Without,
    /// Names another quantity, whose number follows.
    Quantity,
    /// The unit of another quantity, whose number came before.
    Measure,
    /// Takes a medicine, whose dose may follow.
    Intake,
    /// Makes a remark of what stands around it.
    Remark,
    /// Announces a remark.
    RemarkHead,
    /// Leads to another reading.
    Next,
    /// Says that several readings come.
    Several,
    /// Before a clock time.
    At,
    /// Makes a time of what came before it: ago.
    Ago,
    /// Hour or hours.
    Hour,
    /// Minute or minutes.
    Minute,
    /// Day or days.
    Day,
    /// Week or weeks.
    Week,
    /// A couple.
    Couple,
    /// Half an hour, in one word.
    HalfHour,
    /// Half.
    Half,
    /// Quarter.
    Quarter,
    /// Before the hour.
    To,
    /// After the hour.
    PastHour,
    /// Twelve o'clock in the day.
    Noon,
    /// Twelve o'clock in the night.
    Midnight,
    /// In the morning.
    Morning,
    /// In the day.
    Daytime,
    /// Of the day, after an hour.
    OfDay,
    /// The unit of the pulse, behind its value.
    Beats,
    /// In the evening.
    Evening,
    /// In the night.
    Night,
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// The day before yesterday.
    DayBefore,
    /// Tomorrow.
    Tomorrow,
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Year.
    Year,
    /// Of the month, after a day's number.
    OfMonth,
    /// Lies ahead: "in an hour".
    Later,
    /// Announces a link code.
    Code,
    /// Makes an ordinal of the number before it: the "th" of "20th".
    OrdinalEnding,
    /// Between a couple and what it counts.
    Of,
    /// One, before a unit of time: "an hour ago".
    Article,
    /// Before, as in "the day before yesterday".
    Before,
    /// Last, as in "last night".
    LastOne,
    /// Behind a part of the day: a greeting to all.
    Everybody,
    /// Belongs to a position: "sitting up".
    UpOrDown,
    /// A side that may as well mean something else.
    SideOrElse,
    /// The one who speaks.
    Mine,
    /// The one who speaks, before somebody of theirs: "my mother".
    Possessive,
    /// Before whom a diary belongs to.
    For,
    /// Asks to begin a diary for somebody.
    Adder,
    /// Somebody, a name, a diary: stands around the name of one who is added.
    PersonNoun,
    /// Asks for a mean.
    Mean,
    /// Asks how many.
    HowMany,
    /// Asks to be shown something.
    Show,
    /// The newest one.
    Newest,
    /// The newest ones.
    NewestOnes,
    /// Measurements, in a request for several.
    Readings,
    /// A month as a stretch of time.
    Month,
    /// Apart from each other.
    Apart,
    /// "Was": makes a question about a time one about readings.
    Was,
    /// "What": with a "was" a question about readings.
    What,
    /// What a doctor has set.
    Target,
    /// All of it.
    Everything,
    /// The one before this one: "last week".
    Previous,
    /// Between the first and the last day of a stretch.
    Until,
    /// Asks for statistics.
    Statistics,
    /// Before the hour that something begins at.
    Since,
    /// Names something that can be set.
    Setting,
    /// Behind a number: not this one exactly.
    Vague,
    /// Before somebody who was only there: "with".
    Company,
    /// What comes at the end of a day.
    Bedtime,
    /// A day of the week that may as well mean something else.
    DayOrElse,
    /// At this moment.
    Now,
    /// Once more: another reading comes.
    More,
    /// At another time, nobody knows when.
    Formerly,
    /// May stand between somebody and their numbers, and says nothing else: "is", "today's".
    Linking,
    /// A unit of time as one of it is called.
    OneUnit,
    /// Asks for help with a measurement.
    Measuring,
    /// A night that begins in the evening: "Saturday night".
    LateEvening,
}

/// Roles that count in requests only: a word that has no other one says nothing about a reading.
const OF_REQUESTS: [Role; 24] = [
    Role::Measuring,
    Role::Linking,
    Role::Setting,
    Role::Statistics,
    Role::Since,
    Role::Mine,
    Role::Possessive,
    Role::For,
    Role::Adder,
    Role::PersonNoun,
    Role::Mean,
    Role::HowMany,
    Role::Show,
    Role::Newest,
    Role::NewestOnes,
    Role::Readings,
    Role::Month,
    Role::Apart,
    Role::Was,
    Role::What,
    Role::Target,
    Role::Everything,
    Role::Previous,
    Role::Until,
];

/// What may stand between somebody and the numbers that are theirs.
pub(super) const JOINING: [Role; 30] = [
    Role::Linking,
    Role::For,
    Role::Possessive,
    Role::Fixer,
    Role::Next,
    Role::Pressure,
    Role::Systolic,
    Role::Diastolic,
    Role::Pulse,
    Role::Unit,
    Role::Today,
    Role::Yesterday,
    Role::DayBefore,
    Role::Morning,
    Role::Daytime,
    Role::Evening,
    Role::Night,
    Role::OfDay,
    Role::Noon,
    Role::Midnight,
    Role::Now,
    Role::Hour,
    Role::Minute,
    Role::Ago,
    Role::Arm,
    Role::Left,
    Role::Right,
    Role::Sitting,
    Role::Lying,
    Role::Standing,
];

/// The roles of one word, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u128);

/// The last role has a bit, too.
const _: () = assert!((Role::LateEvening as u32) < u128::BITS);

impl Roles {
    pub(super) fn with(self, role: Role) -> Roles {
        self.and(Roles(1 << role as u32))
    }

    /// Whether any of them counts beside a reading.
    pub(super) fn beside_readings(self) -> bool {
        let of_requests = OF_REQUESTS.into_iter().fold(Roles::default(), Roles::with);
        self.0 & !of_requests.0 != 0
    }

    /// Whether this role is among them.
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// The roles of both.
    pub(super) fn and(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }
}
