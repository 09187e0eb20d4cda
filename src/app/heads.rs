//! Heads of the audit chain as they are written down elsewhere, one a line: the number of the
//! entry, its code in 64 hex digits, the time.

use crate::{domain::when::Zone, seal::Mark, store::Anchor};

/// The heads in such a text; lines of any other form are no heads.
pub fn heads(text: &str) -> Vec<Anchor> {
    text.lines().filter_map(head).collect()
}

/// A head: its number and its code, with a space or a colon between them; what follows is no part
/// of it.
pub fn head(line: &str) -> Option<Anchor> {
    let (seq, rest) = line.trim().split_once([' ', ':'])?;
    let mac = rest.split_whitespace().next()?;
    Some(Anchor { seq: seq.parse().ok()?, mac: Mark::of_hex(mac)? })
}

/// A line with this head, written at this time (ms UTC).
pub fn head_line(head: &Anchor, now_ms: i64) -> String {
    let at = Zone::utc().at(now_ms).timestamp();
    format!("{} {} {at}", head.seq, head.mac.hex())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_comes_back_from_its_line_and_anything_else_is_none() {
        let head_of = |seq| Anchor { seq, mac: Mark([seq as u8; 32]) };
        let line = head_line(&head_of(7), 1_795_328_040_000);
        assert!(line.ends_with(" 2026-11-22T06:14:00Z"), "{line}");
        assert!(head(&line) == Some(head_of(7)));
        assert!(heads(&format!("{line}\n\n# a remark\n{line}")) == [head_of(7), head_of(7)]);
        assert!(head(&format!("7:{}", "0A".repeat(32))).is_some());
        for line in ["", "7", "7 abc", "x 00", &format!("7 {}", "g".repeat(64))] {
            assert!(head(line).is_none(), "{line}");
        }
    }
}
