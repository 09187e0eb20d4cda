//! Files in and out: bytes ↔ readings, pure. The document with everything of an account is
//! described in `docs/export.md`.

mod clock;
mod document;

pub use document::{FORMAT, Fault, VERSION, read, write};
