//! When a certificate is renewed, and how long to wait after a failure. Pure.

use super::certificate::Certificate;
use std::time::Duration;

/// How often the authority is asked, and how long is waited after a failure.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After the first failure. Let's Encrypt lets a name fail five times an hour; doubling from
    /// two minutes makes five tries in the first hour.
    pub first: Duration,
    /// Between later failures at most.
    pub longest: Duration,
    /// When the authority says that it is asked too often.
    pub limited: Duration,
    /// The authority's suggestion when to renew is asked for again after this time (RFC 9773,
    /// section 4.3.2, when it says nothing else).
    pub look: Duration,
    /// But no more often than this, even if it says so.
    pub look_min: Duration,
}

impl Pace {
    /// What is polite to a public authority.
    pub const POLITE: Pace = Pace {
        first: Duration::from_secs(2 * 60),
        longest: Duration::from_secs(6 * 60 * 60),
        limited: Duration::from_secs(60 * 60),
        look: Duration::from_secs(6 * 60 * 60),
        look_min: Duration::from_secs(60),
    };

    /// The pause after so many failures in a row (at least one), with up to half of it on top, so
    /// that many servers that failed together do not come back together. `chance`: 0 to 1.
    pub(super) fn pause(&self, failures: u32, limited: bool, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(1 << failures.saturating_sub(1).min(16));
        let pause = doubled.min(self.longest);
        let pause = if limited { pause.max(self.limited) } else { pause };
        pause.mul_f64(1.0 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// When to renew, ms UTC: at a third of its life remaining, or when the authority suggests it,
/// which is `chance` of the way through its window (RFC 9773, section 4.2), but by the last sixth
/// of its life at the latest. Never sooner than a twentieth of its life after it came, so that a
/// suggestion that is out of date does not make us order again and again.
pub(super) fn due_ms(
    certificate: &Certificate,
    issued_ms: i64,
    suggested: Option<(i64, i64)>,
    chance: f64,
) -> i64 {
    let life_ms = certificate.life_ms();
    let due_ms = match suggested {
        Some((start_ms, end_ms)) => {
            let width_ms = (end_ms - start_ms).max(0) as f64;
            let chosen_ms = start_ms + (width_ms * chance.clamp(0.0, 1.0)) as i64;
            chosen_ms.min(certificate.expires_ms - life_ms / 6)
        }
        None => certificate.expires_ms - life_ms / 3,
    };
    due_ms.max(issued_ms + life_ms / 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn ninety_days() -> Certificate {
        Certificate { domains: Vec::new(), begins_ms: 0, expires_ms: 90 * DAY }
    }

    #[test]
    fn without_a_suggestion_it_is_renewed_at_a_third_of_its_life() {
        assert_eq!(due_ms(&ninety_days(), 0, None, 0.7), 60 * DAY);
        let six = Certificate { expires_ms: 6 * DAY, ..ninety_days() };
        assert_eq!(due_ms(&six, 0, None, 0.7), 4 * DAY);
    }

    #[test]
    fn a_suggestion_is_followed_within_reason() {
        let due = |window, chance| due_ms(&ninety_days(), 0, Some(window), chance);
        assert_eq!(due((50 * DAY, 52 * DAY), 0.5), 51 * DAY);
        assert_eq!(due((50 * DAY, 52 * DAY), 7.0), 52 * DAY);
        assert_eq!(due((200 * DAY, 201 * DAY), 0.5), 75 * DAY, "not after it has run out");
        assert_eq!(due((-9 * DAY, -8 * DAY), 0.5), 9 * DAY / 2, "not again and again");
        assert_eq!(due((52 * DAY, 50 * DAY), 0.5), 52 * DAY, "a window the wrong way round");
    }

    #[test]
    fn pauses_grow_up_to_a_bound_and_are_longer_when_we_are_asked_too_much() {
        let pace = Pace::POLITE;
        let minutes =
            |failures, limited, chance| pace.pause(failures, limited, chance).as_secs() / 60;
        assert_eq!(
            (1..=6).map(|n| minutes(n, false, 0.0)).collect::<Vec<_>>(),
            [2, 4, 8, 16, 32, 64]
        );
        assert_eq!(minutes(1, false, 1.0), 3);
        assert_eq!(minutes(u32::MAX, false, 0.0), 360);
        assert_eq!(minutes(1, true, 0.0), 60);
    }
}
