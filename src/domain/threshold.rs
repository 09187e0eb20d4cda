//! The numbers that a mean is set beside: those of a guideline, or a person's own. They are shown
//! with their name and source; nothing is concluded from them here.

use super::{person::Language, reading::Reading};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Targets that a doctor may have named, mmHg. An engineering choice: from 180/110 on a person is
/// told what to do at once, so no target lies there; the lower ends keep slips of the tongue out.
const TARGET_SYSTOLIC: RangeInclusive<u16> = 90..=179;
const TARGET_DIASTOLIC: RangeInclusive<u16> = 50..=109;

/// A pair of pressures, mmHg. It is reached when either of the two is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Upper pressure, mmHg.
    pub systolic: u16,
    /// Lower pressure, mmHg.
    pub diastolic: u16,
}

impl Limit {
    /// Whether one of the two values is at the limit or above it. A mean has to be rounded
    /// before: what is compared is what is shown.
    pub fn reached_by(&self, reading: &Reading) -> bool {
        reading.systolic() >= self.systolic || reading.diastolic() >= self.diastolic
    }
}

/// Whose thresholds a person has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Profile {
    /// European Society of Hypertension; the Russian recommendations have the same numbers.
    Esh,
    /// European Society of Cardiology.
    Esc2024,
    /// American Heart Association.
    Aha,
}

/// What a guideline says about measuring at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// The name under which a choice of it is stored and reported.
    pub id: &'static str,
    /// The edition.
    pub version: &'static str,
    /// Where the numbers stand, in brief.
    pub source: &'static str,
    /// The same in full, so that anybody can look it up.
    pub reference: &'static str,
    /// From here on a mean of readings at home is called raised.
    pub home: Limit,
    /// A lower step of its own, where the guideline has one.
    pub elevated: Option<Limit>,
    /// Whether the first day of a home week is left out of the mean.
    pub drops_first_day: bool,
    /// Dates that a home week needs at least, a first one that is left out included.
    pub days_min: u32,
}

const AT_135_85: Limit = Limit { systolic: 135, diastolic: 85 };

const ESH: Guideline = Guideline {
    id: "esh",
    version: "2023",
    source: "PMC8030885",
    reference: "European Society of Hypertension, 2021/2023: home mean and the first day left out, as \
                reported in https://pmc.ncbi.nlm.nih.gov/articles/PMC8030885/ (table 3)",
    home: AT_135_85,
    elevated: None,
    drops_first_day: true,
    days_min: 4,
};

const ESC_2024: Guideline = Guideline {
    id: "esc2024",
    version: "2024",
    source: "doi:10.1093/eurheartj/ehae178",
    reference: "2024 ESC Guidelines, Eur Heart J 2024;45:3912-4018, section 5.2.3, table 5: \
                https://doi.org/10.1093/eurheartj/ehae178",
    home: AT_135_85,
    elevated: Some(Limit { systolic: 120, diastolic: 70 }),
    drops_first_day: false,
    days_min: 3,
};

const AHA: Guideline = Guideline {
    id: "aha",
    version: "2025",
    source: "doi:10.1161/HYP.0000000000000249",
    reference: "2025 AHA/ACC Guideline, pocket guide, table 7: \
                https://doi.org/10.1161/HYP.0000000000000249",
    home: Limit { systolic: 130, diastolic: 80 },
    elevated: None,
    drops_first_day: false,
    days_min: 3,
};

impl Profile {
    /// Every profile, in the order in which people are offered them.
    pub const ALL: [Profile; 3] = [Profile::Esh, Profile::Esc2024, Profile::Aha];

    /// What somebody gets who has chosen nothing: in Russian the numbers of the Russian
    /// recommendations, else the newest European ones. Either is an engineering choice.
    pub fn of_language(language: Language) -> Profile {
        if language == Language::RU { Profile::Esh } else { Profile::Esc2024 }
    }

    /// The profile of this name.
    pub fn of_id(id: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.guideline().id == id)
    }

    /// What it says.
    pub fn guideline(self) -> &'static Guideline {
        match self {
            Profile::Esh => &ESH,
            Profile::Esc2024 => &ESC_2024,
            Profile::Aha => &AHA,
        }
    }
}

/// A person's own target, as their doctor named it. Invariant: within plausible bounds, the upper
/// number above the lower one.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Limit", into = "Limit")]
pub struct Target(Limit);

impl Target {
    /// A target of so many mmHg, if it can be one.
    pub fn new(systolic: u16, diastolic: u16) -> Option<Target> {
        let plausible = TARGET_SYSTOLIC.contains(&systolic)
            && TARGET_DIASTOLIC.contains(&diastolic)
            && systolic > diastolic;
        plausible.then_some(Target(Limit { systolic, diastolic }))
    }

    /// The numbers.
    pub fn limit(&self) -> Limit {
        self.0
    }
}

impl TryFrom<Limit> for Target {
    type Error = &'static str;

    fn try_from(limit: Limit) -> Result<Target, &'static str> {
        Target::new(limit.systolic, limit.diastolic).ok_or("no target")
    }
}

impl From<Target> for Limit {
    fn from(target: Target) -> Limit {
        target.0
    }
}

/// What a mean is set beside, with its name.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Threshold {
    /// The person's own target.
    Own(Target),
    /// The home threshold of a guideline.
    Home(Profile),
    /// The lower step of a guideline that has one.
    Elevated(Profile),
}

impl Threshold {
    /// What somebody's means are set beside: their own target if they have one, else the steps of
    /// their profile, the upper one first.
    pub fn of(profile: Profile, own: Option<Target>) -> Vec<Threshold> {
        if let Some(own) = own {
            return vec![Threshold::Own(own)];
        }
        let elevated = profile.guideline().elevated.map(|_| Threshold::Elevated(profile));
        std::iter::once(Threshold::Home(profile)).chain(elevated).collect()
    }

    /// The numbers.
    pub fn limit(&self) -> Limit {
        match self {
            Threshold::Own(target) => target.limit(),
            Threshold::Home(profile) => profile.guideline().home,
            Threshold::Elevated(profile) => {
                let guideline = profile.guideline();
                guideline.elevated.unwrap_or(guideline.home)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_guidelines() {
        let home = |profile: Profile| profile.guideline().home;
        assert_eq!(home(Profile::Esh), Limit { systolic: 135, diastolic: 85 });
        assert_eq!(home(Profile::Esc2024), Limit { systolic: 135, diastolic: 85 });
        assert_eq!(home(Profile::Aha), Limit { systolic: 130, diastolic: 80 });
        for profile in Profile::ALL {
            let guideline = profile.guideline();
            assert_eq!(Profile::of_id(guideline.id), Some(profile));
            assert!(!guideline.source.is_empty() && !guideline.version.is_empty());
            // Who leaves a day out needs one more.
            assert_eq!(guideline.days_min, if guideline.drops_first_day { 4 } else { 3 });
        }
        assert_eq!(Profile::of_id("nice"), None);
        assert_eq!(Profile::of_language(Language::RU), Profile::Esh);
        assert_eq!(Profile::of_language(Language::EN), Profile::Esc2024);
    }

    #[test]
    fn a_limit_is_reached_by_either_number() {
        let limit = Profile::Esh.guideline().home;
        for (systolic, diastolic, reached) in
            [(134, 84, false), (135, 60, true), (110, 85, true), (180, 110, true)]
        {
            let reading = Reading::new(systolic, diastolic, None).unwrap();
            assert_eq!(limit.reached_by(&reading), reached, "{systolic}/{diastolic}");
        }
    }

    #[test]
    fn a_target_is_plausible() {
        for (systolic, diastolic, good) in [
            (130, 80, true),
            (90, 50, true),
            (179, 109, true),
            (180, 80, false),
            (130, 110, false),
            (89, 60, false),
            (130, 49, false),
            (100, 100, false),
        ] {
            assert_eq!(Target::new(systolic, diastolic).is_some(), good, "{systolic}/{diastolic}");
        }
    }

    #[test]
    fn ones_own_target_comes_before_any_guideline() {
        let own = Target::new(130, 80).unwrap();
        assert!(Threshold::of(Profile::Esc2024, Some(own)) == [Threshold::Own(own)]);
        assert!(Threshold::of(Profile::Aha, None) == [Threshold::Home(Profile::Aha)]);
        let both = Threshold::of(Profile::Esc2024, None);
        let numbers: Vec<u16> = both.iter().map(|step| step.limit().systolic).collect();
        assert_eq!(numbers, [135, 120]);
    }
}
