//! Pressures in other units than millimetres of mercury.

use super::values::{Group, Value};
use crate::domain::reading::{DIASTOLIC, SYSTOLIC};

/// Centimetres of mercury: "12 on 8" is 120 over 80, "12,5 on 8" is 125 over 80.
pub(super) fn tens(group: &Group) -> Option<(u16, u16)> {
    let (systolic, diastolic) = (group.systolic?, group.diastolic?);
    let small = |value: Value, range: std::ops::RangeInclusive<u32>| {
        value.tenths || range.contains(&value.value)
    };
    if !small(systolic, 7..=30) || !small(diastolic, 3..=20) {
        return None;
    }
    let millimetres = |value: Value| {
        let value = if value.tenths { value.value } else { value.value * 10 };
        u16::try_from(value).ok()
    };
    let (systolic, diastolic) = (millimetres(systolic)?, millimetres(diastolic)?);
    let fits =
        systolic > diastolic && SYSTOLIC.contains(&systolic) && DIASTOLIC.contains(&diastolic);
    fits.then_some((systolic, diastolic))
}

/// Kilopascals in millimetres of mercury: 16 kPa are 120, 10.5 kPa are 79 (1 kPa = 7.50062 mmHg,
/// UCUM).
pub(super) fn millimetres(group: &Group) -> Option<(u16, u16)> {
    const HUNDRED_THOUSANDTHS: u32 = 75_006;
    let convert = |value: Value, pressure: &std::ops::RangeInclusive<u16>| {
        let tenths = if value.tenths { value.value } else { value.value.checked_mul(10)? };
        let product = tenths.checked_mul(HUNDRED_THOUSANDTHS)?;
        let converted = u16::try_from((product + 50_000) / 100_000).ok()?;
        pressure.contains(&converted).then_some(converted)
    };
    let systolic = convert(group.systolic?, &SYSTOLIC)?;
    let diastolic = convert(group.diastolic?, &DIASTOLIC)?;
    (systolic > diastolic).then_some((systolic, diastolic))
}
