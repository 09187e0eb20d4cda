//! What a platform found in the words by itself. It helps where it agrees with the words, and makes
//! us ask where it does not; nothing of it is believed that the words do not say.

use super::{
    Draft, Intent,
    grammar::Grammar,
    numbers,
    token::{self, Token},
    values::{Place, Value},
};

/// What a door knows about an utterance beside its words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Values in their places.
    pub slots: Slots,
    /// Numbers that the platform heard; it may have missed some.
    pub numbers: Vec<u32>,
    /// A link code as it was understood: its word and its digits.
    pub code: Option<String>,
    /// What it was taken for, where we understand nothing and no number was said.
    pub meant: Option<Box<Intent>>,
}

/// The values of one reading, mmHg and /min, as far as they were found.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Slots {
    /// The upper one.
    pub systolic: Option<u32>,
    /// The lower one.
    pub diastolic: Option<u32>,
    /// The pulse.
    pub pulse: Option<u32>,
}

/// The values of one reading, at most.
const VALUES_MAX: usize = 3;
/// A smaller number counts things as often as it is a value: "one reading".
const TELLING_MIN: u32 = 20;

impl Slots {
    /// Gives values the places that they have in the slots; a slot whose number was not said is
    /// none. False when the words name other places.
    pub(super) fn assign(self, values: &mut [Value]) -> bool {
        if values.len() > VALUES_MAX {
            return true;
        }
        let places = [
            (Place::Systolic, self.systolic),
            (Place::Diastolic, self.diastolic),
            (Place::Pulse, self.pulse),
        ];
        places.into_iter().all(|(place, number)| {
            let said = |value: &Value| Some(value.value) == number;
            if !values.iter().any(said) || values.iter().any(|v| said(v) && v.place == Some(place))
            {
                return true;
            }
            let taken = values.iter().any(|value| value.place == Some(place));
            match values.iter_mut().find(|value| said(value) && value.place.is_none()) {
                Some(free) if !taken => {
                    free.place = Some(place);
                    true
                }
                _ => false,
            }
        })
    }
}

/// An intent after the numbers that the platform heard were compared with those of the words.
/// One that is missing there says nothing, for a place or a date may have swallowed it; one that
/// the words do not have makes a reading doubtful.
pub(super) fn compared(
    grammar: &Grammar,
    wording: &str,
    heard: &[u32],
    drafts: &[Draft],
) -> Option<Intent> {
    let tokens = token::split(grammar, wording);
    let mut said: Vec<u32> = tokens
        .iter()
        .filter_map(|token| token.number().or(token.meaning.number).or(token.meaning.ordinal))
        .collect();
    said.extend(numbers::join(grammar, tokens).iter().filter_map(Token::number));
    for draft in drafts {
        let values = [Some(draft.systolic), Some(draft.diastolic), draft.pulse];
        said.extend(values.into_iter().flatten().map(u32::from));
    }
    let other = heard.iter().any(|number| *number >= TELLING_MIN && !said.contains(number));
    other.then(|| match drafts {
        [draft] => Intent::Unsure(draft.clone()),
        _ => Intent::Which,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(numbers: &[(u32, Option<Place>)]) -> Vec<Value> {
        numbers
            .iter()
            .enumerate()
            .map(|(at, &(value, place))| Value {
                at,
                value,
                digits: 3,
                place,
                joined: false,
                tenths: false,
            })
            .collect()
    }

    fn check(
        said: &[(u32, Option<Place>)],
        slots: (u32, u32, Option<u32>),
        expected: Option<[Option<Place>; 3]>,
    ) {
        let mut values = values(said);
        let slots = Slots { systolic: Some(slots.0), diastolic: Some(slots.1), pulse: slots.2 };
        let agreed = slots.assign(&mut values);
        let places: Vec<Option<Place>> = values.iter().map(|value| value.place).collect();
        assert_eq!(agreed.then_some(places), expected.map(|places| places[..said.len()].to_vec()));
    }

    #[test]
    fn a_slot_names_a_number_that_was_said_and_nothing_else() {
        use Place::{Diastolic, Pulse, Systolic};
        let all = Some([Some(Systolic), Some(Diastolic), Some(Pulse)]);
        check(&[(120, None), (80, None), (70, None)], (120, 80, Some(70)), all);
        check(&[(120, None), (80, None)], (120, 80, Some(75)), all);
        check(&[(120, None), (80, None)], (130, 90, None), Some([None, None, None]));
        check(
            &[(70, Some(Pulse)), (120, None), (80, None)],
            (120, 80, Some(70)),
            Some([Some(Pulse), Some(Systolic), Some(Diastolic)]),
        );
        // The words name another place.
        check(&[(80, Some(Diastolic)), (120, None)], (80, 120, None), None);
        check(&[(120, Some(Pulse)), (80, None)], (120, 80, None), None);
    }
}
