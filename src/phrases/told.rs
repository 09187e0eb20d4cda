//! What is stored, told again; whose it is; and what can be said next.

use super::{
    catalogue::Arguments,
    kept::SPOKEN_MAX,
    say::{Medium, Teller, capitalised},
};
use crate::domain::{
    history::{HistoryReply, Said},
    period::Period,
    person::Name,
    reading::Reading,
    reply::{Card, Over, Reply, Speaker, Whose},
    summary::{Figures, Summary},
    threshold::Target,
    when::{Day, Part},
};

/// So many wordings there are of what can be said next.
const WORDINGS: u64 = 5;

impl Teller<'_> {
    /// What can be said next after this answer, unless it ends with a question, an instruction of
    /// its own or a good-bye.
    pub(super) fn next(&self, reply: &Reply, turn: u64) -> Option<String> {
        let kept = if let Reply::Kept { cards, ask: None, offer: None, .. } = reply {
            !cards.is_empty()
        } else {
            matches!(
                reply,
                Reply::Amended { .. }
                    | Reply::GuideDone { .. }
                    | Reply::History(HistoryReply::Card { said: Said::Moved, .. })
            )
        };
        let told = matches!(
            reply,
            Reply::Last(Some(_))
                | Reply::Recent(_)
                | Reply::Readings { .. }
                | Reply::Mean { .. }
                | Reply::Count { .. }
                | Reply::Target { .. }
                | Reply::WhoseDiary { .. }
                | Reply::Reminders(Some(_))
        );
        let record = matches!(
            reply,
            Reply::Last(None)
                | Reply::NothingOf(_)
                | Reply::NothingIn(_)
                | Reply::Ahead
                | Reply::Undone(_)
                | Reply::AlreadyUndone
                | Reply::NothingToUndo
                | Reply::NothingToUnlink
                | Reply::Stays
                | Reply::GuideOver
                | Reply::Added(_)
                | Reply::Remembered(_)
                | Reply::LanguageSet
                | Reply::Linked { .. }
                | Reply::LinkRefused
                | Reply::LinkGone
                | Reply::Unlinked
                | Reply::AlreadyLinked
        );
        let key = match (kept, told, record) {
            (true, ..) => "next-kept",
            (_, true, _) => "next-told",
            (_, _, true) => "next-record",
            (false, false, false) => return None,
        };
        let mut arguments = Arguments::new();
        arguments.set("turn", turn % WORDINGS);
        Some(self.say(key, &arguments))
    }

    /// A text about somebody: whose it is stands first, unless it is the holder's.
    pub(super) fn of(&self, whose: Option<&Name>, text: String) -> String {
        let Some(name) = whose else { return text };
        let mut arguments = Arguments::new();
        arguments.set("name", capitalised(name.as_str().to_owned()));
        arguments.set("text", text);
        self.say("of-person", &arguments)
    }

    pub(super) fn named(&self, key: &str, name: &Name) -> String {
        let mut arguments = Arguments::new();
        arguments.set("name", name.as_str());
        self.say(key, &arguments)
    }

    /// The newest few; a speaker reads out what one can keep in mind.
    pub(super) fn recent(&self, cards: &[Card]) -> String {
        let whose = cards.first().and_then(|card| card.whose.as_ref());
        let shown = match self.medium {
            Medium::Chat | Medium::Screen => cards.len(),
            Medium::Ear => SPOKEN_MAX,
        };
        let mut arguments = Arguments::new();
        let lines = cards.iter().take(shown).map(|card| self.line(card));
        arguments.set("list", self.list(lines));
        self.of(whose, self.say("recent", &arguments))
    }

    /// One of several: its values and its time.
    pub(super) fn line(&self, card: &Card) -> String {
        let mut arguments = Arguments::new();
        arguments.set("reading", self.reading(&card.reading));
        arguments.set("when", self.when(card));
        self.say("told-line", &arguments)
    }

    pub(super) fn readings(&self, over: &Over, cards: &[Card], more: u32) -> String {
        let mut arguments = Arguments::new();
        arguments.set("over", self.over(over));
        if self.medium != Medium::Chat && cards.len() > SPOKEN_MAX {
            let count = cards.len() as u32 + more;
            arguments.set("count", self.quantity(count));
            arguments.set("counted", count);
            let newest = cards.last().map(|card| self.line(card)).unwrap_or_default();
            arguments.set("newest", newest);
            let text = capitalised(self.say("readings-many", &arguments));
            return self.of(over.whose.as_ref(), text);
        }
        arguments.set("list", self.list(cards.iter().map(|card| self.line(card))));
        let mut text = capitalised(self.say("readings", &arguments));
        if more > 0 {
            text = self.paragraphs(vec![text, self.counted("readings-more", "more", more)]);
        }
        self.of(over.whose.as_ref(), text)
    }

    pub(super) fn mean(&self, over: &Over, summary: &Summary, apart: bool) -> String {
        let mut arguments = Arguments::new();
        arguments.set("over", self.over(over));
        arguments.set("reading", self.reading(&summary.all.mean));
        arguments.set("count", self.quantity(summary.all.count));
        arguments.set("counted", summary.all.count);
        let mut parts = vec![self.say("mean", &arguments)];
        if apart {
            parts.extend(self.half("mean-morning", summary.morning.as_ref()));
            parts.extend(self.half("mean-evening", summary.evening.as_ref()));
        }
        let joiner = if self.medium == Medium::Chat { "\n" } else { " " };
        self.of(over.whose.as_ref(), parts.join(joiner))
    }

    pub(super) fn half(&self, key: &str, figures: Option<&Figures>) -> Option<String> {
        let figures = figures?;
        let mut arguments = Arguments::new();
        arguments.set("reading", self.reading(&figures.mean));
        arguments.set("counted", figures.count);
        Some(self.say(key, &arguments))
    }

    pub(super) fn count(&self, over: &Over, count: u32) -> String {
        let mut arguments = Arguments::new();
        arguments.set("over", self.over(over));
        arguments.set("count", self.quantity(count));
        arguments.set("counted", count);
        self.of(over.whose.as_ref(), capitalised(self.say("count", &arguments)))
    }

    pub(super) fn nothing_in(&self, over: &Over) -> String {
        let mut arguments = Arguments::new();
        arguments.set("over", self.over(over));
        self.of(over.whose.as_ref(), capitalised(self.say("nothing-in", &arguments)))
    }

    pub(super) fn target(&self, whose: Option<&Name>, target: Option<Target>, set: bool) -> String {
        let Some(target) = target else { return self.of(whose, self.bare("target-none")) };
        let limit = target.limit();
        let reading = Reading::new(limit.systolic, limit.diastolic, None);
        let mut arguments = Arguments::new();
        arguments.set("target", reading.map(|reading| self.reading(&reading)).unwrap_or_default());
        self.of(whose, self.say(if set { "target-set" } else { "target" }, &arguments))
    }

    /// Whose readings these are; in a chat it is said which.
    pub(super) fn whose_is(&self, people: &[Whose], alert: bool, readings: &[Reading]) -> String {
        let names = people.iter().filter_map(|whose| whose.name.as_ref());
        let mut arguments = Arguments::new();
        arguments.set("names", names.map(Name::as_str).collect::<Vec<_>>().join(", "));
        let mut parts = Vec::new();
        parts.extend(alert.then(|| self.bare("very-high")));
        let question = self.say("whose-is", &arguments);
        let named = self.medium == Medium::Chat && !readings.is_empty();
        let list: Vec<String> = readings.iter().map(|reading| self.typed(reading)).collect();
        arguments.set("list", list.join("; "));
        arguments.set("question", question.clone());
        parts.push(if named { self.say("whose-is-of", &arguments) } else { question });
        self.paragraphs(parts)
    }

    pub(super) fn remembered(&self, name: Option<&Name>) -> String {
        match name {
            Some(name) => self.named("remembered", name),
            None => self.bare("remembered-mine"),
        }
    }

    pub(super) fn ask_add(&self, name: &Name, reading: Option<&Reading>, alert: bool) -> String {
        let mut arguments = Arguments::new();
        arguments.set("name", name.as_str());
        let mut parts = Vec::new();
        parts.extend(alert.then(|| self.bare("very-high")));
        parts.push(match reading {
            Some(reading) => {
                arguments.set("reading", self.reading(reading));
                self.say("ask-add-with", &arguments)
            }
            None => self.say("ask-add", &arguments),
        });
        self.paragraphs(parts)
    }

    pub(super) fn whose_diary(&self, names: &[Name], linked: bool) -> String {
        let mut parts = vec![self.bare(if linked { "whose-linked" } else { "whose-alone" })];
        if !names.is_empty() {
            let mut arguments = Arguments::new();
            let names = names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
            arguments.set("names", names);
            parts.push(self.say("whose-people", &arguments));
        }
        parts.join(" ")
    }

    pub(super) fn speakers(&self, speakers: &[Speaker]) -> String {
        let lines = speakers.iter().enumerate().map(|(at, speaker)| {
            let mut arguments = Arguments::new();
            arguments.set("number", at as u32 + 1);
            arguments.set("since", self.day(speaker.since_ms, speaker.now_ms, &speaker.zone));
            self.say(if speaker.hushed { "speaker-hushed" } else { "speaker-open" }, &arguments)
        });
        let mut arguments = Arguments::new();
        arguments.set("list", self.list(lines));
        self.say("speakers", &arguments)
    }

    /// The numbers digit by digit, so that nothing can be misheard.
    pub(super) fn guide_check(&self, reading: &Reading, alert: bool) -> String {
        let digits = |number: u16| match (self.medium, self.voice) {
            (Medium::Ear, Some(voice)) => voice.numerals.digits(number),
            _ => number.to_string(),
        };
        let mut arguments = Arguments::new();
        arguments.set("systolic", digits(reading.systolic()));
        arguments.set("diastolic", digits(reading.diastolic()));
        let key = match reading.pulse() {
            Some(pulse) => {
                arguments.set("pulse", digits(pulse));
                "guide-check-pulse"
            }
            None => "guide-check",
        };
        let mut parts = Vec::new();
        parts.extend(alert.then(|| self.bare("very-high")));
        parts.push(self.say(key, &arguments));
        self.paragraphs(parts)
    }

    pub(super) fn guide_done(&self, card: &Card, session: Option<(u32, Reading)>) -> String {
        let mut parts = vec![self.card("guide-done", card)];
        if let Some((count, mean)) = session {
            let mut arguments = Arguments::new();
            arguments.set("count", count);
            arguments.set("reading", self.reading(&mean));
            parts.push(self.say("session", &arguments));
        }
        self.paragraphs(parts)
    }

    /// A plain count: in words for the ear.
    pub(super) fn quantity(&self, count: u32) -> String {
        u16::try_from(count).map_or_else(|_| count.to_string(), |count| self.number(count))
    }

    /// A stretch of time as people say it.
    pub(super) fn over(&self, over: &Over) -> String {
        let key = match over.period {
            Period::Last(7) => "over-week",
            Period::Last(30) => "over-month",
            Period::Week { ago: 0 } => "over-this-week",
            Period::Week { ago: 1 } => "over-previous-week",
            Period::Month { ago: 0 } => "over-this-month",
            Period::Month { ago: 1 } => "over-previous-month",
            Period::Day(Day::Ago(0)) => "over-today",
            Period::Day(Day::Ago(1)) => "over-yesterday",
            Period::Last(days) => return self.counted_days(days),
            Period::Day(_) => return self.on_day(over.span.from_ms, over.now_ms, &over.zone),
            Period::Part(_, part) => return self.part(over, part),
            Period::Week { .. }
            | Period::Month { .. }
            | Period::Named { .. }
            | Period::Between { .. } => {
                let mut arguments = Arguments::new();
                let date = |ms| over.zone.at(ms).date();
                let (from, last) = (date(over.span.from_ms), date(over.span.to_ms - 1));
                let today = date(over.now_ms);
                arguments.set("from", self.date(from, today));
                arguments.set("to", self.date(last, today));
                return self.say("over-between", &arguments);
            }
        };
        self.bare(key)
    }

    fn counted_days(&self, days: u16) -> String {
        let mut arguments = Arguments::new();
        arguments.set("days", self.number(days));
        arguments.set("counted", days);
        self.say("over-days", &arguments)
    }

    fn part(&self, over: &Over, part: Part) -> String {
        let mut arguments = Arguments::new();
        arguments.set("day", self.on_day(over.span.from_ms, over.now_ms, &over.zone));
        arguments.set(
            "part",
            self.bare(match part {
                Part::Morning => "part-morning",
                Part::Daytime => "part-daytime",
                Part::Evening => "part-evening",
                Part::Night => "part-night",
            }),
        );
        self.say("over-part", &arguments)
    }
}
