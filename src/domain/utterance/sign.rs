//! The sign for an irregular heartbeat, and the many ways to say that it was not there.

use super::{
    extras::{Found, Kind},
    role::Role,
    scan::Scan,
    token::Token,
};

/// Words about the sign, at most.
const SIGN_MAX: usize = 8;
/// Words between "not" and the sign, at most.
const NEGATED_MAX: usize = 3;

/// The sign, and everything that only belongs to it; without it when it was said to be absent.
pub(super) fn irregular(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let belongs = |at: usize| {
        scan.is_free(at)
            && (scan.is(at, Role::Sign)
                || scan.is(at, Role::Irregular)
                || scan.is(at, Role::Without))
    };
    // "A pill for my arrhythmia"
    if at > 0 && scan.is(at - 1, Role::Limit) {
        return None;
    }
    let mut end = at;
    let far = at + SIGN_MAX;
    let mut named = false;
    let mut absent = false;
    let mut pulse_of_it = false;
    while end < far
        && (belongs(end)
            || pulse_of_it && scan.is(end, Role::Pulse) && scan.number(end + 1).is_none())
    {
        // "The heart 70" is the pulse.
        named |= scan.is(end, Role::Irregular)
            && !(scan.is(end, Role::Pulse) && scan.number(end + 1).is_some());
        absent |= scan.is(end, Role::Without);
        pulse_of_it = scan.is(end, Role::Irregular);
        end += 1;
    }
    // "Arrhythmia: no", "no sign of it today": up to the next comma or number.
    let clause =
        |at: usize| scan.number(at).is_none() && !scan.is_mark(at, ',') && !scan.is_break(at);
    let denied = (end..end + SIGN_MAX).take_while(|at| clause(*at)).find(|at| {
        [Role::Not, Role::Without].into_iter().any(|role| scan.is(*at, role))
            || scan.is_mark(*at, '-') && at + 1 == scan.len()
            || scan.is_mark(*at, '\u{274c}')
    });
    if let Some(denied) = denied {
        absent = true;
        let word =
            scan.is(denied, Role::Not) && scan.token(denied + 1).and_then(Token::word).is_some();
        end = denied + 1 + usize::from(word);
    }
    // "Not irregular", "didn't show irregular"
    let words = |at: usize| scan.token(at).is_some_and(|token| token.word().is_some());
    absent |= (at.saturating_sub(NEGATED_MAX)..at)
        .rev()
        .take_while(|at| words(*at) && (!scan.is(*at, Role::Remark) || scan.is(*at, Role::Not)))
        .any(|at| scan.is(at, Role::Not) || scan.is(at, Role::Without));
    named.then(|| ((!absent).then_some(Kind::Irregular), at, end - at))
}
