//! Envelopes: files that are closed with a key whose other half is elsewhere (age, X25519), and
//! sums of files.

use super::{Secret, hex};
use age::{Decryptor, Encryptor, secrecy::ExposeSecret, stream, x25519};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    io::{self, Read, Write},
};
use zeroize::Zeroizing;

/// Whoever holds the other half opens what is closed with this one. It is no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(x25519::Recipient);

impl Recipient {
    /// Reads `age1…`.
    pub fn new(text: &str) -> Option<Recipient> {
        text.trim().parse().ok().map(Recipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The half that opens. The library wipes it when it goes.
pub struct Opener(x25519::Identity);

impl Opener {
    /// Finds the key in a text: a line that begins with `AGE-SECRET-KEY-1`, in either case, as on
    /// paper. Other lines may stand around it, as in the files of age.
    pub fn new(text: &str) -> Option<Opener> {
        text.lines().find_map(|line| {
            let key = Zeroizing::new(line.split_whitespace().collect::<String>().to_uppercase());
            key.parse().ok().map(Opener)
        })
    }

    /// A fresh pair.
    pub fn random() -> Opener {
        Opener(x25519::Identity::generate())
    }

    /// The half that closes.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The key as text, for the one time that it is shown.
    pub fn reveal(&self) -> Secret {
        Secret::new(self.0.to_string().expose_secret().to_owned())
    }
}

/// Why an envelope does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// It was closed for another key.
    OtherKey,
    /// It is no envelope, or it was changed.
    Damaged,
}

/// An envelope that is being filled. Only [`Envelope::close`] makes it whole.
pub struct Envelope<W: Write>(stream::StreamWriter<W>);

impl<W: Write> Envelope<W> {
    /// Begins one for this recipient.
    pub fn new(recipient: &Recipient, to: W) -> io::Result<Envelope<W>> {
        let recipients = std::iter::once(&recipient.0 as &dyn age::Recipient);
        // Its own text is left out: the macro that writes it gives another order of two arguments in
        // each build, and two builds of one commit are the same.
        let encryptor = Encryptor::with_recipients(recipients)
            .map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        encryptor.wrap_output(to).map(Envelope)
    }

    /// Ends it; what it was written to.
    pub fn close(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Envelope<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What is in an envelope. A changed, missing or added bit makes reading fail, at its place at the
/// latest; only what was read to the end is known to be whole.
pub fn open<R: Read>(from: R, opener: &Opener) -> Result<impl Read, Shut> {
    let decryptor = Decryptor::new(from).map_err(|_| Shut::Damaged)?;
    decryptor.decrypt(std::iter::once(&opener.0 as &dyn age::Identity)).map_err(|error| {
        let other = matches!(error, age::DecryptError::NoMatchingKeys);
        if other { Shut::OtherKey } else { Shut::Damaged }
    })
}

/// Passes bytes on and sums them up.
pub struct Summing<T> {
    inner: T,
    sum: Sha256,
    bytes: u64,
}

impl<T> Summing<T> {
    /// Around a reader or a writer.
    pub fn new(inner: T) -> Summing<T> {
        Summing { inner, sum: Sha256::new(), bytes: 0 }
    }

    /// What was passed on so far: how many bytes, and their SHA-256 in hex digits.
    pub fn sum(self) -> (T, u64, String) {
        (self.inner, self.bytes, hex(self.sum.finalize().into_iter()))
    }

    fn note(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.note(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.note(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(opener: &Opener, content: &[u8]) -> Vec<u8> {
        let mut envelope = Envelope::new(&opener.recipient(), Vec::new()).unwrap();
        envelope.write_all(content).unwrap();
        envelope.close().unwrap()
    }

    fn opened(bytes: &[u8], opener: &Opener) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        open(bytes, opener).ok()?.read_to_end(&mut content).ok()?;
        Some(content)
    }

    #[test]
    fn only_the_other_half_opens_an_envelope() {
        let opener = Opener::random();
        let envelope = closed(&opener, b"what is inside");
        assert_eq!(opened(&envelope, &opener).unwrap(), b"what is inside");
        assert_eq!(open(&envelope[..], &Opener::random()).err(), Some(Shut::OtherKey));
        assert_eq!(open(&b"no envelope"[..], &opener).err(), Some(Shut::Damaged));
    }

    #[test]
    fn every_flipped_bit_and_every_other_length_is_found() {
        let opener = Opener::random();
        let envelope = closed(&opener, b"what is inside");
        for at in 0..envelope.len() * 8 {
            let mut damaged = envelope.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert_eq!(opened(&damaged, &opener), None, "bit {at}");
        }
        for length in 0..envelope.len() {
            assert_eq!(opened(&envelope[..length], &opener), None, "cut at {length}");
        }
        let longer = [&envelope[..], b"\0"].concat();
        assert_eq!(opened(&longer, &opener), None, "one byte more");
    }

    #[test]
    fn a_key_is_read_as_it_is_written_on_paper() {
        let opener = Opener::random();
        let key = opener.reveal();
        let text = key.reveal();
        let spaced: String = text.to_lowercase().chars().flat_map(|c| [c, ' ']).collect::<String>();
        for paper in [text.to_owned(), format!("# public key: …\n{text}\n"), spaced] {
            assert!(Opener::new(&paper).is_some_and(|read| read.recipient() == opener.recipient()));
        }
        assert!(Opener::new("").is_none());
        assert!(Opener::new(&text[..text.len() - 1]).is_none());
        assert!(Recipient::new(&opener.recipient().to_string()).is_some());
        assert!(Recipient::new(text).is_none(), "the secret half is no recipient");
    }

    #[test]
    fn sums_are_those_of_everybody_else() {
        let mut summing = Summing::new(Vec::new());
        summing.write_all(b"abc").unwrap();
        let (written, bytes, sum) = summing.sum();
        assert_eq!((written.as_slice(), bytes), (&b"abc"[..], 3));
        assert_eq!(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
