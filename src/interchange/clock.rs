//! Times of day as documents carry them.

/// Minutes after midnight as a clock shows them.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes after midnight that a clock shows.
pub(super) fn of_clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    hour.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minute.parse().ok()?)
}
