//! What stands at the beginning of a backup, inside its envelope: a line that says what this is,
//! a line of JSON, and then the encrypted diary itself.

use super::Trouble;
use crate::{
    seal::{DatabaseKey, Secret},
    store::Stock,
};
use serde::{Deserialize, Serialize};
use std::io::{self, Read};
use zeroize::Zeroizing;

/// The first line: what this is, and the version of the form.
const MARK: &str = "tonolog backup 1\n";
const ANY_MARK: &str = "tonolog backup ";
/// No manifest is longer, bytes.
const BYTES_MAX: usize = 256 * 1024;

/// What a backup says about itself.
pub struct Manifest {
    /// The version of the program that made it.
    pub program: String,
    /// When it was made, ms UTC.
    pub made_ms: i64,
    /// What is in it.
    pub stock: Stock,
    /// The length of the diary's file, bytes.
    pub bytes: u64,
    /// Its SHA-256 in hex digits.
    pub sha256: String,
    /// The key of this copy; no other has it.
    pub key: DatabaseKey,
    /// The settings that were in force.
    pub settings: Vec<(String, Secret)>,
}

#[derive(Serialize)]
struct Written<'a> {
    program: &'a str,
    made_ms: i64,
    stock: &'a Stock,
    bytes: u64,
    sha256: &'a str,
    key: &'a str,
    settings: Vec<(&'a str, &'a str)>,
}

#[derive(Deserialize)]
struct Found {
    program: String,
    made_ms: i64,
    stock: Stock,
    bytes: u64,
    sha256: String,
    key: Zeroed,
    settings: Vec<(String, Zeroed)>,
}

/// Wiped when it goes.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Zeroed(Secret);

impl From<String> for Zeroed {
    fn from(text: String) -> Zeroed {
        Zeroed(Secret::new(text))
    }
}

impl Manifest {
    /// Both lines.
    pub(super) fn lines(&self) -> io::Result<Zeroizing<Vec<u8>>> {
        let settings = self.settings.iter();
        let written = Written {
            program: &self.program,
            made_ms: self.made_ms,
            stock: &self.stock,
            bytes: self.bytes,
            sha256: &self.sha256,
            key: self.key.reveal(),
            settings: settings.map(|(name, value)| (name.as_str(), value.reveal())).collect(),
        };
        let mut lines = Zeroizing::new(MARK.as_bytes().to_vec());
        serde_json::to_writer(&mut *lines, &written).map_err(io::Error::other)?;
        lines.push(b'\n');
        Ok(lines)
    }

    /// Reads both lines, and not a byte more.
    pub(super) fn read(from: &mut impl Read) -> Result<Manifest, Trouble> {
        let mark = line(from, MARK.len())?;
        if mark.as_slice() != MARK.as_bytes() {
            let newer = mark.starts_with(ANY_MARK.as_bytes());
            return Err(if newer { Trouble::Newer } else { Trouble::Damaged });
        }
        let found = line(from, BYTES_MAX)?;
        let found: Found = serde_json::from_slice(&found).map_err(|_| Trouble::Damaged)?;
        let settings = found.settings.into_iter().map(|(name, value)| (name, value.0));
        Ok(Manifest {
            program: found.program,
            made_ms: found.made_ms,
            stock: found.stock,
            bytes: found.bytes,
            sha256: found.sha256,
            key: DatabaseKey::new(found.key.0.reveal()).ok_or(Trouble::Damaged)?,
            settings: settings.collect(),
        })
    }

    /// A setting that was in force.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(other, _)| other == name).map(|(_, value)| value.reveal())
    }
}

fn line(from: &mut impl Read, bytes_max: usize) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let mut line = Zeroizing::new(Vec::new());
    let mut byte = [0];
    while line.last() != Some(&b'\n') {
        if line.len() == bytes_max || from.read(&mut byte).map_err(reading)? == 0 {
            return Err(Trouble::Damaged);
        }
        line.extend_from_slice(&byte);
    }
    Ok(line)
}

/// What a failure to read from an envelope means: one that the system knows nothing of is a fault
/// of its content.
pub(super) fn reading(error: io::Error) -> Trouble {
    if error.raw_os_error().is_some() { error.into() } else { Trouble::Damaged }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_of_a_later_form_is_named_and_a_broken_one_refused() {
        let read = |bytes: &[u8]| Manifest::read(&mut &bytes[..]).err();
        assert_eq!(read(b"tonolog backup 2\n{}\n"), Some(Trouble::Newer));
        for broken in ["", "tonolog", "tonolog backup 1\n", "tonolog backup 1\n{}\n", "{}\n"] {
            assert_eq!(read(broken.as_bytes()), Some(Trouble::Damaged), "{broken}");
        }
        let endless = ["tonolog backup 1\n", &"x".repeat(BYTES_MAX + 1)].concat();
        assert_eq!(read(endless.as_bytes()), Some(Trouble::Damaged));
    }

    #[test]
    fn what_is_written_is_read_and_not_a_byte_more() {
        let stock = Stock { schema: 8, accounts: 1, people: 2, readings: 3, peers: 4, head: None };
        let secret = Secret::new("with ' and \"".to_owned());
        let manifest = Manifest {
            program: "0.1.0".to_owned(),
            made_ms: 5,
            stock: stock.clone(),
            bytes: 6,
            sha256: "7".to_owned(),
            key: DatabaseKey::random().unwrap(),
            settings: vec![("TIME_ZONE".to_owned(), secret)],
        };
        let mut bytes = manifest.lines().unwrap().to_vec();
        bytes.extend_from_slice(b"database");
        let mut rest = bytes.as_slice();
        let read = Manifest::read(&mut rest).unwrap_or_else(|_| panic!());
        assert_eq!(rest, b"database");
        assert_eq!((&read.stock, read.made_ms, read.bytes), (&stock, 5, 6));
        assert_eq!(read.setting("TIME_ZONE"), Some("with ' and \""));
        assert_eq!(read.key.reveal(), manifest.key.reveal());
    }
}
