//! Statistics in words. Thresholds stand with their numbers, names and sources; nothing is
//! concluded from them.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller},
};
use crate::domain::{
    in_range::{InRange, RANGE, SOURCE},
    settings::{Unit, tenths_of_kpa},
    stats::StatsReply,
    summary::{
        Comparison, DAYS_MIN, Difference, Extremes, Figures, READINGS_MIN, Spread, Summary,
        Variability,
    },
    threshold::Threshold,
};

/// The sign of a number below zero.
const MINUS: &str = "\u{2212}";

impl Teller<'_> {
    pub(super) fn stats(&self, reply: &StatsReply) -> String {
        let Some(summary) = &reply.summary else { return self.nothing_in(&reply.over) };
        if self.medium != Medium::Chat {
            return self.mean(&reply.over, summary, true);
        }
        let mut paragraphs = vec![self.figures(reply, summary)];
        if summary.enough {
            paragraphs.extend(summary.comparisons.iter().map(|one| self.comparison(one, summary)));
        } else {
            let mut arguments = Arguments::new();
            arguments.set("readings", READINGS_MIN);
            arguments.set("days", DAYS_MIN);
            paragraphs.push(self.say("stats-preliminary", &arguments));
            let beside = reply.thresholds.iter().map(|threshold| self.threshold(*threshold));
            paragraphs.extend(beside);
        }
        if reply.stats.full {
            paragraphs.push(self.more(summary));
        }
        self.of(reply.over.whose.as_ref(), paragraphs.join("\n\n"))
    }

    /// Count, mean, extremes, mornings and evenings, pulse.
    fn figures(&self, reply: &StatsReply, summary: &Summary) -> String {
        let all = &summary.all;
        let mut arguments = Arguments::new();
        arguments.set("over", self.over(&reply.over));
        arguments.set("count", all.count);
        arguments.set("days", summary.days);
        arguments.set("reading", self.reading(&all.mean));
        arguments.set("systolic", self.extremes(all.systolic));
        arguments.set("diastolic", self.extremes(all.diastolic));
        let mut lines = vec![self.say("stats", &arguments)];
        lines.extend(self.half("mean-morning", summary.morning.as_ref()));
        lines.extend(self.half("mean-evening", summary.evening.as_ref()));
        lines.extend(self.pulse(all));
        lines.join("\n")
    }

    fn extremes(&self, extremes: Extremes) -> String {
        match extremes {
            Extremes { least, most } if least == most => self.pressure(least),
            Extremes { least, most } => format!("{}–{}", self.pressure(least), self.pressure(most)),
        }
    }

    fn pulse(&self, figures: &Figures) -> Option<String> {
        let Extremes { least, most } = figures.pulse?;
        let mut arguments = Arguments::new();
        arguments.set("mean", figures.mean.pulse()?.to_string());
        arguments.set("range", format!("{least}–{most}"));
        Some(self.say(if least == most { "stats-pulse-one" } else { "stats-pulse" }, &arguments))
    }

    /// A threshold with its number, name and source.
    fn threshold(&self, threshold: Threshold) -> String {
        let mut arguments = Arguments::new();
        arguments.set("limit", self.limit(threshold.limit()));
        let (key, profile) = match threshold {
            Threshold::Own(_) => return self.say("threshold-own", &arguments),
            Threshold::Home(profile) => ("threshold-home", profile),
            Threshold::Elevated(profile) => ("threshold-elevated", profile),
        };
        arguments.set("name", self.profile(profile));
        arguments.set("source", profile.guideline().source);
        self.say(key, &arguments)
    }

    fn comparison(&self, comparison: &Comparison, summary: &Summary) -> String {
        let (reached, count) = (comparison.reached_by, summary.all.count);
        let mut arguments = Arguments::new();
        arguments.set("threshold", self.threshold(comparison.threshold));
        arguments.set("mean", self.pair(summary.all.mean.systolic(), summary.all.mean.diastolic()));
        arguments.set("side", if comparison.mean_reaches { "reached" } else { "below" });
        arguments.set("reached", reached);
        arguments.set("count", count);
        arguments.set("percent", (reached * 200 + count) / (count * 2).max(1));
        self.say("stats-comparison", &arguments)
    }

    /// Pulse pressure and variability.
    fn more(&self, summary: &Summary) -> String {
        let pulse_pressure = self.pressure(summary.all.pulse_pressure);
        let mut lines = vec![self.with("stats-pulse-pressure", "mean", pulse_pressure)];
        let estimated = summary.all.mean_arterial.map(|tenths| self.pressure_tenths(tenths));
        lines.extend(estimated.map(|mean| self.with("stats-mean-arterial", "mean", mean)));
        lines.extend(summary.morning_rise.map(|rise| self.rise(&rise)));
        lines.extend(summary.in_range.map(|found| self.in_range(&found)));
        let spreads =
            [("stats-variability", summary.variability), ("stats-day-by-day", summary.day_by_day)];
        let varied = spreads.into_iter().filter_map(|(key, spread)| self.varied(key, spread?));
        let before = lines.len();
        lines.extend(varied);
        if lines.len() > before {
            lines.push(self.bare("stats-terms"));
        }
        lines.join("\n")
    }

    fn rise(&self, rise: &Difference) -> String {
        let each = [rise.systolic, rise.diastolic].map(|tenths| {
            let sign = if tenths < 0 { MINUS } else { "" };
            format!("{sign}{}", self.pressure_tenths(tenths.unsigned_abs()))
        });
        self.with("stats-morning-evening", "difference", each.join(" / "))
    }

    fn in_range(&self, found: &InRange) -> String {
        let (from, to) = RANGE;
        let mut arguments = Arguments::new();
        arguments.set("from", self.pressure(from));
        arguments.set("to", self.pressure(to));
        arguments.set("percent", found.percent);
        arguments.set("days", found.days);
        arguments.set("source", SOURCE);
        self.say("stats-in-range", &arguments)
    }

    /// Tenths of mmHg in the unit that is shown; they become tenths of kPa as whole mmHg do.
    fn pressure_tenths(&self, tenths: u32) -> String {
        self.decimal(match self.manner.unit {
            Unit::MmHg => tenths,
            Unit::KPa => (tenths_of_kpa(tenths as u16) + 5) / 10,
        })
    }

    fn varied(&self, key: &str, variability: Variability) -> Option<String> {
        let Variability { systolic, diastolic } = variability;
        let mut arguments = Arguments::new();
        let mut set = |name: &'static str, of: fn(&Spread) -> u32, pressure: bool| {
            let each = [systolic, diastolic].map(|spread| {
                let tenths = of(&spread);
                if pressure { self.pressure_tenths(tenths) } else { self.decimal(tenths) }
            });
            arguments.set(name, each.join(" / "));
        };
        set("deviation", |spread| spread.deviation, true);
        set("coefficient", |spread| spread.coefficient, false);
        set("step", |spread| spread.step, true);
        Some(self.say(key, &arguments))
    }
}
