//! Another key for the diary. The order makes it safe: a whole copy under the new key, then the
//! new key where the old one was, then the copy in the place of the file. Whichever key is found
//! at a start, the file that fits it is there; the next start, or this command, does the rest.

use super::Trouble;
use crate::{
    seal::DatabaseKey,
    store::{Hold, Stock, files},
};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// How a change of the key went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rekeyed {
    /// One that was cut short has been brought to its end; the key that was given is the new one.
    Finished,
    /// The new key is in force, and written down.
    Done(Stock),
    /// The copy is ready. It takes the place of the file when the service is started with the new
    /// key; started with the old one, everything stays as it was.
    Ready(Stock),
}

/// Changes the key of the diary at `database`, which nobody may have open, from `key` to `new`.
/// `written` is the file that holds the old key and its content with the new one; without it the
/// key is for somebody else to put where it belongs.
pub fn rekey(
    database: &Path,
    key: &DatabaseKey,
    new: &DatabaseKey,
    written: Option<(PathBuf, Zeroizing<String>)>,
    now_ms: i64,
) -> Result<Rekeyed, Trouble> {
    let hold = Hold::new(database)?;
    if hold.settle(key)? {
        return Ok(Rekeyed::Finished);
    }
    let stock = hold.rekey(key, new, now_ms)?;
    let Some((file, content)) = written else { return Ok(Rekeyed::Ready(stock)) };
    files::replace(&file, content.as_bytes())?;
    if hold.settle(new)? { Ok(Rekeyed::Done(stock)) } else { Err(Trouble::Differs) }
}
