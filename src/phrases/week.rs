//! The home week in words, and its table.

use super::{FIXED, Phrases, catalogue::Arguments, say::Teller};
use crate::domain::{
    person::Language,
    settings::Unit,
    summary::READINGS_MIN,
    threshold::{Profile, Threshold},
    week::{self, Day, Outcome, Shown, Slot, WeekChoice, WeekReply},
    when::Part,
};

/// Letters of the first column of the table, and of each of the others.
const DATE: usize = 7;
const CELL: usize = 11;
/// The same where numbers have a decimal each.
const CELL_KPA: usize = 14;
/// A slot without a reading.
const NOTHING: &str = "–";

impl Phrases {
    pub(super) fn week_label(&self, choice: WeekChoice, language: Language) -> String {
        let key = match choice {
            WeekChoice::Show => "button-week-show",
            WeekChoice::Rules(profile) => {
                let mut arguments = Arguments::new();
                arguments.set("name", self.with("week-name", language, &guideline(profile)));
                return self.with("label-week-rules", language, &arguments);
            }
            WeekChoice::Begin(_) => "button-week-begin",
            WeekChoice::Pause => "button-week-pause",
            WeekChoice::Resume => "button-week-resume",
            WeekChoice::Extend => "button-week-extend",
            WeekChoice::Stop => "button-week-stop",
            WeekChoice::StopSure => "button-week-end",
            WeekChoice::Later => "button-week-later",
            WeekChoice::Skip => "button-week-skip",
            WeekChoice::New => "button-week-new",
            WeekChoice::Past(0) => "button-week-last",
            WeekChoice::Past(_) => "button-week-past",
        };
        self.plain(key, language)
    }
}

/// What a guideline is called by.
fn guideline(profile: Profile) -> Arguments<'static> {
    let mut arguments = Arguments::new();
    arguments.set("id", profile.guideline().id);
    arguments.set("version", profile.guideline().version);
    arguments
}

impl Teller<'_> {
    pub(super) fn week(&self, reply: &WeekReply) -> String {
        match reply {
            WeekReply::Offer { profile } => {
                let offer = self.counted("week-offer", "days", u32::from(week::DAYS));
                self.paragraphs(vec![offer, self.rules(*profile)])
            }
            WeekReply::Begun { times: [morning, evening], profile } => {
                let mut arguments = Arguments::new();
                arguments.set("morning", self.time(morning / 60, morning % 60));
                arguments.set("evening", self.time(evening / 60, evening % 60));
                let begun = self.say("week-begun", &arguments);
                self.paragraphs(vec![begun, self.rules(*profile)])
            }
            WeekReply::Progress { shown } => self.paragraphs(self.progress(shown)),
            WeekReply::Noted { before, day, days, part, slot, timer } => {
                let mut arguments = self.place(*day, *days, *part);
                let third = *timer && slot.wants_third;
                let of = slot.count.max(week::A_SLOT) + u8::from(third);
                arguments.set("count", u32::from(slot.count));
                arguments.set("of", u32::from(of));
                arguments.set("differ", self.pressure(week::DIFFER_MMHG));
                let key = match (timer, third) {
                    (_, true) => "week-noted-third",
                    (true, false) => "week-noted-timer",
                    (false, false) => "week-noted",
                };
                self.paragraphs(vec![self.reply(before), self.say(key, &arguments)])
            }
            WeekReply::Remind { day, days, part, .. } => {
                self.say("week-remind", &self.place(*day, *days, *part))
            }
            WeekReply::Later => self.bare("week-later"),
            WeekReply::Skipped => self.bare("week-skipped"),
            WeekReply::AskStop => self.bare("week-ask-stop"),
            WeekReply::Done { before, outcome } => {
                let before = before.as_ref().map(|before| self.reply(before));
                let parts = self.outcome(self.bare("week-done"), outcome);
                self.paragraphs(before.into_iter().chain(parts).collect())
            }
            WeekReply::Past { outcome, ended, .. } => {
                let day = self.day(ended.at_ms, ended.now_ms, &ended.zone);
                self.paragraphs(self.outcome(self.with("week-past", "date", day), outcome))
            }
            WeekReply::NonePast => self.bare("week-none-past"),
            WeekReply::None => self.bare("week-none"),
        }
    }

    fn place(&self, day: u8, days: u8, part: Part) -> Arguments<'static> {
        let mut of_day = Arguments::new();
        of_day.set("part", if part == Part::Morning { "morning" } else { "evening" });
        let mut arguments = Arguments::new();
        arguments.set("part", self.say("week-part", &of_day));
        arguments.set("day", u32::from(day));
        arguments.set("days", u32::from(days));
        arguments
    }

    /// The name and the source of a guideline, as arguments.
    fn named_guideline(&self, profile: Profile) -> Arguments<'static> {
        let mut arguments = Arguments::new();
        arguments.set("name", self.say("week-name", &guideline(profile)));
        arguments.set("source", profile.guideline().source);
        arguments
    }

    fn rules(&self, profile: Profile) -> String {
        let guideline = profile.guideline();
        let mut arguments = self.named_guideline(profile);
        arguments.set("first", if guideline.drops_first_day { "dropped" } else { "kept" });
        arguments.set("readings", READINGS_MIN);
        arguments.set("days", guideline.days_min);
        arguments.set("limit", self.limit(guideline.home));
        self.say("week-rules", &arguments)
    }

    fn progress(&self, shown: &Shown) -> Vec<String> {
        let head = match shown.day {
            Some(day) => {
                let day = self.say("week-day", &self.place(day, shown.days, Part::Morning));
                let pausing = shown.paused.then(|| self.bare("week-pausing"));
                std::iter::once(day).chain(pausing).collect::<Vec<_>>().join("\n")
            }
            None if shown.paused => self.bare("week-paused"),
            None => self.bare("week-ended"),
        };
        let mut parts = vec![head, self.table(&shown.progress.days)];
        let mut arguments = self.named_guideline(shown.profile);
        arguments.set("counted", shown.progress.counted);
        arguments.set("planned", shown.progress.planned);
        let counted = self.say("week-counted", &arguments);
        let drops = shown.progress.days.iter().any(|day| !day.counts);
        let note = drops.then(|| self.bare("week-first-day"));
        parts.push(std::iter::once(counted).chain(note).collect::<Vec<_>>().join("\n"));
        parts
    }

    /// A line for each date, narrow enough for a phone.
    fn table(&self, days: &[Day]) -> String {
        let cell = |text: String, width: usize| {
            let blank = width.saturating_sub(text.chars().count());
            text + &" ".repeat(blank)
        };
        let width = if self.manner.unit == Unit::KPa { CELL_KPA } else { CELL };
        let head = [
            cell(String::new(), DATE),
            cell(self.bare("week-morning"), width),
            self.bare("week-evening"),
        ];
        let line = |day: &Day| {
            let mut weekday = Arguments::new();
            weekday.set("day", i32::from(day.date.weekday().to_monday_one_offset()));
            let mark = if day.counts { "" } else { "*" };
            let date = format!("{} {}{mark}", self.say("weekday", &weekday), day.date.day());
            let row =
                [cell(date, DATE), cell(self.slot(day.morning), width), self.slot(day.evening)];
            row.concat()
        };
        let lines = std::iter::once(head.concat()).chain(days.iter().map(line));
        let [begin, end] = FIXED;
        format!("{begin}{}{end}", lines.collect::<Vec<_>>().join("\n"))
    }

    fn outcome(&self, head: String, outcome: &Outcome) -> Vec<String> {
        let Outcome { shown, comparisons } = outcome;
        let progress = &shown.progress;
        let mut parts = vec![head];
        parts.extend((!progress.days.is_empty()).then(|| self.table(&progress.days)));
        let Some(mean) = &progress.mean else {
            let drops = progress.days.iter().any(|day| !day.counts);
            parts.extend(drops.then(|| self.bare("week-first-day")));
            parts.push(self.bare("week-empty"));
            parts.push(self.rules(shown.profile));
            return parts;
        };
        let mut arguments = self.named_guideline(shown.profile);
        arguments.set("mean", self.reading(mean));
        arguments.set("counted", progress.counted);
        arguments.set("dates", progress.dates_counted());
        arguments.set("readings", READINGS_MIN);
        let guideline = shown.profile.guideline();
        arguments.set("days", guideline.days_min);
        arguments.set("first", if guideline.drops_first_day { "dropped" } else { "kept" });
        let key = if progress.valid { "week-valid" } else { "week-preliminary" };
        parts.push(self.say(key, &arguments));
        let apart = [("week-mornings", &progress.morning), ("week-evenings", &progress.evening)];
        let apart = apart.into_iter().filter_map(|(key, mean)| {
            let mut arguments = Arguments::new();
            arguments.set("mean", self.reading(mean.as_ref()?));
            Some(self.say(key, &arguments))
        });
        parts.push(apart.collect::<Vec<_>>().join("\n"));
        let beside = comparisons.iter().map(|(threshold, reached)| {
            let mut arguments = Arguments::new();
            arguments.set("limit", self.limit(threshold.limit()));
            arguments.set("reached", if *reached { "yes" } else { "no" });
            arguments.set("what", self.week_threshold(*threshold));
            self.say("week-beside", &arguments)
        });
        let beside: Vec<String> = beside.collect();
        parts.extend((!beside.is_empty()).then(|| beside.join("\n")));
        parts.push(self.rules(shown.profile));
        parts
    }

    /// The mean of a slot and how many readings it has.
    fn slot(&self, slot: Slot) -> String {
        match slot.mean {
            Some(mean) => {
                format!("{} ×{}", self.pair(mean.systolic(), mean.diastolic()), slot.count)
            }
            None => NOTHING.to_owned(),
        }
    }

    fn week_threshold(&self, threshold: Threshold) -> String {
        match threshold {
            Threshold::Own(_) => self.bare("week-beside-own"),
            Threshold::Home(profile) => {
                self.say("week-beside-home", &self.named_guideline(profile))
            }
            Threshold::Elevated(profile) => {
                self.say("week-beside-elevated", &self.named_guideline(profile))
            }
        }
    }
}
