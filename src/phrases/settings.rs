//! Settings in words: pages, buttons, zones, units and emergency numbers.

use super::{
    Phrases,
    catalogue::Arguments,
    privacy,
    say::{Medium, Teller},
};
use crate::domain::{
    period::{Borders, Period},
    person::Language,
    privacy::PrivacyChoice,
    reading::Reading,
    settings::{
        Change, Country, Manner, Page, SettingsChoice, SettingsReply, SettingsView, Tone, Unit,
        tenths_of_kpa,
    },
    stats::Stats,
    threshold::{Guideline, Limit, Profile},
    when::Zone,
};

/// Rows of the menu below a chat; the words are `menu-key-…` messages, and we understand them.
const MENU: [[&str; 2]; 4] =
    [["record", "last"], ["history", "stats"], ["week", "reminders"], ["settings", "help"]];

impl Phrases {
    /// The buttons of the menu, in rows: each says what a person would write.
    pub fn menu(&self, language: Language) -> Vec<Vec<String>> {
        let label = |name: &&str| self.plain(&format!("menu-key-{name}"), language);
        MENU.iter().map(|row| row.iter().map(label).collect()).collect()
    }

    /// What stands on a button of the statistics.
    pub(super) fn stats_label(&self, stats: &Stats, language: Language) -> String {
        self.teller(language, Medium::Chat, Manner::default()).stats_label(stats)
    }

    /// What stands on a button of the settings.
    pub(super) fn settings_label(
        &self,
        choice: &SettingsChoice,
        language: Language,
        manner: Manner,
    ) -> String {
        let teller = self.teller(language, Medium::Chat, manner);
        let change = match choice {
            SettingsChoice::Page(page, _) => {
                return teller.bare(match page {
                    Page::Home => "button-settings",
                    Page::Language => "button-set-language",
                    Page::Zone => "button-set-zone",
                    Page::Profile => "button-set-thresholds",
                    Page::Borders => "button-set-parts",
                    Page::Unit => "button-set-unit",
                    Page::Tone => "button-set-tone",
                    Page::Country => "button-set-country",
                    Page::Messages => "button-set-messages",
                    Page::Sources => "button-sources",
                });
            }
            SettingsChoice::Back(_) => return teller.bare("button-back"),
            SettingsChoice::OtherPlace => return teller.bare("button-other-place"),
            SettingsChoice::Speakers => return teller.bare("button-set-speakers"),
            SettingsChoice::Data => return teller.bare("button-set-data"),
            SettingsChoice::Pin => return teller.bare("button-set-pin"),
            SettingsChoice::Change(change) => change,
        };
        match change {
            Change::Language(own) => {
                self.voice(*own).map(|voice| voice.name.clone()).unwrap_or_default()
            }
            Change::Zone(_) => teller.bare("button-right-zone"),
            Change::ZoneOf(zone) => teller.zone(zone),
            Change::ZoneBack(zone) => teller.with("label-zone-back", "zone", teller.zone(zone)),
            Change::Profile(_, profile) => {
                let limit = profile.guideline().home;
                format!("{} · {}", teller.profile(*profile), teller.limit(limit))
            }
            Change::NoTarget(_) => teller.bare("button-no-target"),
            Change::Borders(borders) => teller.borders("label-borders", *borders),
            Change::Unit(unit) => teller.unit(*unit),
            Change::Tone(tone) => teller.tone(*tone),
            Change::Country(country) => teller.country(*country),
            Change::Tidy(on) => teller.bare(privacy::button(PrivacyChoice::Tidy(*on))),
            Change::Notices(on) => teller.bare(privacy::button(PrivacyChoice::Notices(*on))),
        }
    }
}

impl Teller<'_> {
    pub(super) fn settings(&self, reply: &SettingsReply) -> String {
        if self.medium != Medium::Chat {
            return self.bare("settings-in-chat");
        }
        match reply {
            SettingsReply::Page(page, view) => self.settings_page(*page, view),
            SettingsReply::Welcome { zone, now_ms } => self.zoned("welcome-zone", zone, *now_ms),
            SettingsReply::Zoned { zone, before: None, now_ms } => {
                self.zoned("zone-set-first", zone, *now_ms)
            }
            SettingsReply::Zoned { zone, before: Some(_), now_ms } => {
                self.zoned("zone-set", zone, *now_ms)
            }
            SettingsReply::Which { zones, now_ms } => match zones.as_slice() {
                [zone] => self.zoned("zone-ask", zone, *now_ms),
                _ => self.bare("zone-which"),
            },
            SettingsReply::NoPlace => self.bare("zone-unknown"),
            SettingsReply::NoPlaceYet => self.bare("zone-unknown-yet"),
            SettingsReply::NoBorders => self.bare("parts-impossible"),
            SettingsReply::Menu(true) => self.bare("menu-shown"),
            SettingsReply::Menu(false) => self.bare("menu-hidden"),
            SettingsReply::InChat => self.bare("settings-in-chat"),
        }
    }

    fn settings_page(&self, page: Page, view: &SettingsView) -> String {
        let mut arguments = Arguments::new();
        arguments.set("zone", self.zone(&view.zone));
        arguments.set("time", self.clock(&view.zone, view.now_ms));
        arguments.set("profile", self.profile(view.profile));
        arguments.set("limit", self.limit(view.profile.guideline().home));
        let target = view.target.map(|target| self.limit(target.limit()));
        arguments.set("target", target.unwrap_or_else(|| self.bare("no-own-target")));
        arguments.set("parts", self.borders("parts", view.borders));
        arguments.set("unit", self.unit(view.unit));
        arguments.set("tone", self.tone(view.tone));
        arguments.set("country", self.country(view.country));
        arguments.set("numbers", self.numbers(view.country));
        let mut from = Arguments::new();
        from.set("country", view.country.id());
        from.set("source", view.country.source());
        arguments.set("source", self.say("numbers-source", &from));
        let state = |on, [one, other]: [&str; 2]| self.bare(if on { one } else { other });
        arguments.set("mine", state(view.wanted.tidy, ["messages-go", "messages-stay"]));
        arguments.set("notices", state(view.wanted.notices, ["notices-come", "notices-none"]));
        let text = match page {
            Page::Home => {
                let own = self.voice.map(|voice| voice.name.clone()).unwrap_or_default();
                arguments.set("language", own);
                self.say("settings", &arguments)
            }
            Page::Language => self.bare("languages"),
            Page::Zone => self.say("settings-zone", &arguments),
            Page::Profile => {
                let lines = Profile::ALL.map(|profile| self.guideline(profile));
                arguments.set("list", lines.join("\n"));
                self.say("settings-thresholds", &arguments)
            }
            Page::Borders => self.say("settings-parts", &arguments),
            Page::Unit => self.say("settings-unit", &arguments),
            Page::Tone => self.say("settings-tone", &arguments),
            Page::Country => self.say("settings-country", &arguments),
            Page::Messages => self.say("settings-messages", &arguments),
            Page::Sources => self.sources(),
        };
        self.of(view.whose.as_ref(), text)
    }

    /// Where thresholds and numbers to call are from, in full.
    fn sources(&self) -> String {
        let line = |name: String, value: String, reference: &'static str| {
            let mut arguments = Arguments::new();
            arguments.set("name", name);
            arguments.set("value", value);
            arguments.set("reference", reference);
            self.say("source", &arguments)
        };
        let thresholds = Profile::ALL.map(|profile| {
            let Guideline { home, reference, .. } = profile.guideline();
            line(self.profile(profile), self.limit(*home), reference)
        });
        let numbers = Country::ALL
            .map(|country| line(self.country(country), self.numbers(country), country.reference()));
        let mut arguments = Arguments::new();
        arguments.set("thresholds", thresholds.join("\n"));
        arguments.set("numbers", numbers.join("\n"));
        self.say("settings-sources", &arguments)
    }

    fn zoned(&self, key: &str, zone: &Zone, now_ms: i64) -> String {
        let mut arguments = Arguments::new();
        arguments.set("zone", self.zone(zone));
        arguments.set("time", self.clock(zone, now_ms));
        self.say(key, &arguments)
    }

    pub(super) fn with(&self, key: &str, name: &str, value: String) -> String {
        let mut arguments = Arguments::new();
        arguments.set(name, value);
        self.say(key, &arguments)
    }

    /// What people call a zone: by its largest city where we know a name for it.
    pub(super) fn zone(&self, zone: &Zone) -> String {
        let zones = self.voice.map(|voice| voice.zones.as_str()).unwrap_or_default();
        let named = zones
            .lines()
            .find_map(|line| line.strip_prefix(zone.name())?.strip_prefix('\t').map(str::to_owned));
        let last = || zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        named.unwrap_or_else(last)
    }

    fn clock(&self, zone: &Zone, now_ms: i64) -> String {
        let at = zone.at(now_ms);
        self.time(at.hour() as u16, at.minute() as u16)
    }

    pub(super) fn profile(&self, profile: Profile) -> String {
        let guideline = profile.guideline();
        let mut arguments = Arguments::new();
        arguments.set("id", guideline.id);
        arguments.set("version", guideline.version);
        self.say("profile", &arguments)
    }

    fn guideline(&self, profile: Profile) -> String {
        let guideline = profile.guideline();
        let mut arguments = Arguments::new();
        arguments.set("name", self.profile(profile));
        arguments.set("limit", self.limit(guideline.home));
        arguments.set("source", guideline.source);
        let key = match guideline.elevated {
            Some(elevated) => {
                arguments.set("elevated", self.limit(elevated));
                "guideline-steps"
            }
            None => "guideline",
        };
        self.say(key, &arguments)
    }

    fn borders(&self, key: &str, borders: Borders) -> String {
        let (morning, daytime, evening) = borders.into();
        let time = |minutes: u16| self.time(minutes / 60, minutes % 60);
        let mut arguments = Arguments::new();
        arguments.set("morning", time(morning));
        arguments.set("daytime", time(daytime));
        arguments.set("evening", time(evening));
        self.say(key, &arguments)
    }

    pub(super) fn unit(&self, unit: Unit) -> String {
        self.bare(match unit {
            Unit::MmHg => "unit-mmhg",
            Unit::KPa => "unit-kpa",
        })
    }

    fn tone(&self, tone: Tone) -> String {
        self.bare(match tone {
            Tone::Friendly => "tone-friendly",
            Tone::Brief => "tone-brief",
        })
    }

    fn country(&self, country: Country) -> String {
        self.bare(match country {
            Country::Russia => "country-russia",
            Country::Kazakhstan => "country-kazakhstan",
            Country::Europe => "country-europe",
            Country::Britain => "country-britain",
            Country::America => "country-america",
            Country::Elsewhere => "country-elsewhere",
        })
    }

    /// The numbers that this person calls in an emergency.
    pub(super) fn emergency(&self) -> String {
        let chosen = self.manner.country;
        self.numbers(chosen.unwrap_or_else(|| Country::of_language(self.language)))
    }

    fn numbers(&self, country: Country) -> String {
        let said = |number: u16| match (self.medium, self.voice) {
            (Medium::Ear, Some(voice)) => voice.numerals.phone(number),
            _ => number.to_string(),
        };
        let (one, two) = country.numbers();
        let mut arguments = Arguments::new();
        arguments.set("one", said(one));
        match (two, country) {
            (Some(two), _) => {
                arguments.set("two", said(two));
                self.say("numbers-two", &arguments)
            }
            (None, Country::Elsewhere) => self.say("numbers-elsewhere", &arguments),
            (None, _) => self.say("numbers-one", &arguments),
        }
    }

    /// A stored reading in kilopascals.
    pub(super) fn kilopascals(&self, reading: &Reading) -> String {
        let mut arguments = Arguments::new();
        arguments.set("pressures", self.pair(reading.systolic(), reading.diastolic()));
        let Some(pulse) = reading.pulse() else { return self.say("reading-kpa", &arguments) };
        arguments.set("pulse", pulse.to_string());
        self.say("reading-kpa-with-pulse", &arguments)
    }

    /// A pressure in the unit that is shown, without its name.
    pub(super) fn pressure(&self, mmhg: u16) -> String {
        match self.manner.unit {
            Unit::MmHg => mmhg.to_string(),
            Unit::KPa => self.decimal(tenths_of_kpa(mmhg)),
        }
    }

    pub(super) fn pair(&self, upper: u16, lower: u16) -> String {
        format!("{}/{}", self.pressure(upper), self.pressure(lower))
    }

    pub(super) fn limit(&self, limit: Limit) -> String {
        self.pair(limit.systolic, limit.diastolic)
    }

    /// A number with one decimal.
    pub(super) fn decimal(&self, tenths: u32) -> String {
        let mut arguments = Arguments::new();
        arguments.set("whole", (tenths / 10).to_string());
        arguments.set("tenth", (tenths % 10).to_string());
        self.say("decimal", &arguments)
    }

    fn stats_label(&self, stats: &Stats) -> String {
        match stats.over {
            _ if stats.full => self.bare("button-more"),
            Period::Last(days) => self.counted("label-days", "days", days.into()),
            Period::Between { .. }
            | Period::Day(_)
            | Period::Part(..)
            | Period::Week { .. }
            | Period::Month { .. }
            | Period::Named { .. } => self.bare("button-less"),
        }
    }
}
