//! How TLS ends in this process: who certifies it.

use std::path::PathBuf;

/// Where certificates come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// From an authority, for these domains.
    Authority {
        /// ASCII names in small letters, in the order of the alphabet, none twice.
        domains: Vec<String>,
        /// The address of the authority's directory, https.
        directory: String,
        /// An e-mail address for the account; told once, when the account is made.
        contact: Option<String>,
        /// A PEM file of roots that the authority's own address may be certified by, besides the
        /// public ones.
        roots: Option<PathBuf>,
    },
    /// From PEM files, which somebody else renews.
    Files {
        /// The certificate and those above it, the server's own first.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}
