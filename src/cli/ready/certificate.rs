//! How long the certificate of the door still lives, where TLS ends here.

use super::{Finding, Inspector, Level};
use crate::{
    app::Inspection,
    cli::refused_tls,
    config::{Config, Diary},
    phrases::Arguments,
    tls::{self, Fault, Pair, Source},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// With fewer days left somebody has to look: whoever renews has tried for weeks by then.
const DAYS_LOW: i64 = 10;

impl Inspector<'_> {
    pub(super) fn certificate(&self, config: Option<&Config>, findings: &mut Vec<Finding>) {
        let Some(source) = config.and_then(|config| config.tls.as_ref()) else { return };
        // A file that does not open was named with the diary.
        let Some(known) = self.known(source) else { return };
        let mut about = Arguments::new();
        findings.push(match known {
            Ok(Some(certificate)) => {
                let left_ms = certificate.expires_ms - self.now_ms;
                about.set("days", left_ms.div_euclid(DAY_MS));
                match left_ms {
                    ..=0 => self.plain(Level::Error, "certificate-over"),
                    left_ms if left_ms < DAYS_LOW * DAY_MS => {
                        self.finding(Level::Warning, "certificate-soon", &about)
                    }
                    _ => self.finding(Level::Ok, "certificate-good", &about),
                }
            }
            // The first one is ordered when the service starts.
            Ok(None) if !self.running => self.plain(Level::Note, "certificate-later"),
            Ok(None) => self.plain(Level::Error, "certificate-none"),
            Err(Fault::Expired) => self.plain(Level::Error, "certificate-over"),
            Err(fault) => {
                let key = refused_tls(fault, &mut about);
                self.said(Level::Error, key, &about)
            }
        });
    }

    /// What is known of the certificate; nothing when it lies in a diary that cannot be opened.
    fn known(&self, source: &Source) -> Option<Result<Option<tls::Certificate>, Fault>> {
        match source {
            Source::Files { certificate, key } => {
                let pair = Pair::of_files(certificate, key);
                Some(pair.map(|pair| Some(pair.certificate)))
            }
            Source::Authority { .. } => {
                let diary = Diary::new(self.environment).ok()?;
                if !diary.path.exists() {
                    return Some(Ok(None));
                }
                let diary = Inspection::open(&diary.path, &diary.key).ok()?;
                Some(tls::known(source, &diary))
            }
        }
    }
}
