//! The audit chain, and whether the ends of it that are known elsewhere are still in it.

use super::{Finding, Inspector, Level};
use crate::{
    app::{Inspection, heads},
    cli::audit::fault,
    config::Diary,
    phrases::Arguments,
};
use std::fs;

impl Inspector<'_> {
    /// The verdict on the chain of a file that opens and has one.
    pub(super) fn chain(&self, diary: &Diary, findings: &mut Vec<Finding>) {
        let known = diary.heads.path.as_ref().map(fs::read_to_string);
        let heads = known.and_then(Result::ok).map(|text| heads(&text)).unwrap_or_default();
        let verdict =
            Inspection::open(&diary.path, &diary.key).map(|inspection| inspection.verify(&heads));
        let mut about = Arguments::new();
        findings.push(match verdict {
            Ok(Ok(Ok(verified))) => {
                about.set("entries", verified.entries.to_string());
                self.finding(Level::Ok, "chain-whole", &about)
            }
            Ok(Ok(Err(broken))) => {
                about.set("seq", broken.seq.to_string());
                self.said(Level::Error, fault(broken.fault), &about)
            }
            // A service that is being started or updated may change the file under our eyes.
            Ok(Err(_)) | Err(_) => self.plain(Level::Warning, "chain-unread"),
        });
        if diary.heads.path.is_none() && !diary.heads.chat {
            findings.push(self.plain(Level::Note, "chain-no-heads"));
        }
    }
}
