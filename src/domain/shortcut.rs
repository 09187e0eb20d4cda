//! Buttons that say for somebody what they could write: below the help, where every command that
//! the menu has no room for is a tap away.

use super::{choice::Choice, period::Period, query::Query, utterance::Intent, when::Day};
use serde::{Deserialize, Serialize};

/// Something that could be written instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shortcut {
    /// The readings of today.
    Today,
    /// My target.
    Target,
    /// Whose diary is this?
    People,
    /// Join a speaker.
    Link,
    /// Part with the speakers.
    Unlink,
}

impl Shortcut {
    const ALL: [(&str, Shortcut); 5] = [
        ("today", Shortcut::Today),
        ("target", Shortcut::Target),
        ("people", Shortcut::People),
        ("link", Shortcut::Link),
        ("unlink", Shortcut::Unlink),
    ];

    /// What it says.
    pub fn intent(self) -> Intent {
        match self {
            Shortcut::Today => Intent::Ask(Query::Readings(Period::Day(Day::Ago(0)))),
            Shortcut::Target => Intent::Target,
            Shortcut::People => Intent::Whose,
            Shortcut::Link => Intent::Link,
            Shortcut::Unlink => Intent::Unlink,
        }
    }

    /// What a button carries.
    pub fn data(self) -> String {
        let known = Shortcut::ALL.iter().find(|(_, shortcut)| *shortcut == self);
        format!("do:{}", known.map_or("", |(name, _)| name))
    }

    /// The one that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<Shortcut> {
        Shortcut::ALL.iter().find(|(name, _)| *name == value).map(|(_, shortcut)| *shortcut)
    }

    /// What stands below the help, in rows.
    pub fn below_help() -> Vec<Vec<Choice>> {
        let row = |shortcuts: [Shortcut; 2]| shortcuts.map(Choice::Shortcut).to_vec();
        vec![
            vec![Choice::Measure],
            vec![Choice::Recent, Choice::Week],
            row([Shortcut::Today, Shortcut::Target]),
            row([Shortcut::People, Shortcut::Link]),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_has_a_name_of_its_own() {
        for (name, shortcut) in Shortcut::ALL {
            assert_eq!(shortcut.data(), format!("do:{name}"));
            assert_eq!(Shortcut::of_value(name), Some(shortcut));
        }
        assert_eq!(Shortcut::of_value(""), None);
    }
}
