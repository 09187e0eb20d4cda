//! Settings of the ways in and out: TLS, and the routes to Telegram.

use super::{Environment, Fault};
use crate::{domain::certification::Source, seal::Secret};
use std::path::{Path, PathBuf};

/// The authority that certifies when no other is named: Let's Encrypt.
pub const ACME_DIRECTORY: &str = "https://acme-v02.api.letsencrypt.org/directory";
/// Where we listen when TLS ends here and nothing else is said: the port that the platform calls.
pub const HTTPS_LISTEN: &str = "0.0.0.0:443";
/// The route without a proxy.
pub const DIRECT: &str = "direct";
/// Routes to Telegram: each is tried when those before it fail, which takes time.
const ROUTES_MAX: usize = 8;
/// Names in one certificate; more belong to more than one diary.
const DOMAINS_MAX: usize = 10;

/// Reads how TLS ends here, if it does.
pub(super) fn tls(environment: &Environment) -> Result<Option<Source>, Fault> {
    const DOMAIN: &str = "TLS_DOMAIN";
    let files = files(environment)?;
    let Some(names) = environment.text(DOMAIN) else {
        for name in ["ACME_DIRECTORY", "ACME_CONTACT", "ACME_ROOTS"] {
            if environment.text(name).is_some() {
                return Err(Fault::Needs(name, DOMAIN));
            }
        }
        return Ok(files);
    };
    if files.is_some() {
        return Err(Fault::Contradiction(DOMAIN, "TLS_CERTIFICATE"));
    }
    let domains: Option<Vec<String>> = names.split(',').map(domain).collect();
    let mut domains = domains.ok_or(Fault::Malformed(DOMAIN))?;
    domains.sort();
    domains.dedup();
    if domains.len() > DOMAINS_MAX {
        return Err(Fault::Malformed(DOMAIN));
    }
    let directory = environment.text("ACME_DIRECTORY").unwrap_or_else(|| ACME_DIRECTORY.to_owned());
    let https = url::Url::parse(&directory).is_ok_and(|url| url.scheme() == "https");
    if !https {
        return Err(Fault::Malformed("ACME_DIRECTORY"));
    }
    let contact = environment.text("ACME_CONTACT");
    if contact.as_deref().is_some_and(|address| !is_address(address)) {
        return Err(Fault::Malformed("ACME_CONTACT"));
    }
    let roots = environment.text("ACME_ROOTS").map(PathBuf::from);
    Ok(Some(Source::Authority { domains, directory, contact, roots }))
}

/// Where the world reaches us: as it was told, or by the first name that TLS ends for here.
pub(super) fn public_url(environment: &Environment) -> Option<String> {
    environment.text("PUBLIC_URL").or_else(|| {
        let first =
            environment.text("TLS_DOMAIN").and_then(|names| domain(names.split(',').next()?));
        first.map(|name| format!("https://{name}"))
    })
}

/// Both files or none of them.
fn files(environment: &Environment) -> Result<Option<Source>, Fault> {
    const CERTIFICATE: &str = "TLS_CERTIFICATE";
    const KEY: &str = "TLS_PRIVATE_KEY";
    match (file(environment, CERTIFICATE)?, file(environment, KEY)?) {
        (Some(certificate), Some(key)) => Ok(Some(Source::Files { certificate, key })),
        (Some(_), None) => Err(Fault::Needs(CERTIFICATE, KEY)),
        (None, Some(_)) => Err(Fault::Needs(KEY, CERTIFICATE)),
        (None, None) => Ok(None),
    }
}

/// The path of a file: in the setting, in `NAME_FILE`, or the service manager's credential.
fn file(environment: &Environment, name: &'static str) -> Result<Option<PathBuf>, Fault> {
    let given = environment.text(name).or_else(|| environment.text(&format!("{name}_FILE")));
    if let Some(path) = given {
        // Somebody has put the content here; that is no place for a key.
        let content = path.contains("-----BEGIN");
        return if content { Err(Fault::Malformed(name)) } else { Ok(Some(path.into())) };
    }
    let credential = environment
        .text("CREDENTIALS_DIRECTORY")
        .map(|folder| Path::new(&folder).join(name.to_lowercase()));
    Ok(credential.filter(|file| file.exists()))
}

/// A domain as an authority wants it: ASCII, small letters, no `*` and no address.
fn domain(name: &str) -> Option<String> {
    let url::Host::Domain(name) = url::Host::parse(name.trim().trim_end_matches('.')).ok()? else {
        return None;
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (name.len() <= 253 && name.contains('.') && name.split('.').all(label)).then_some(name)
}

/// Looks like an e-mail address; the authority says more.
fn is_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == ',' || c == '?';
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !text.contains(odd)
        && !text.starts_with("mailto:")
}

/// The routes to Telegram in the order in which they are tried; one at least.
pub(super) fn routes(environment: &Environment) -> Result<Vec<Secret>, Fault> {
    const ROUTES: &str = "TELEGRAM_ROUTES";
    const PROXY: &str = "TELEGRAM_PROXY";
    let proxy = environment.secret(PROXY)?;
    let Some(listed) = environment.secret(ROUTES)? else {
        // The one proxy is the only way: nothing goes past it.
        return match proxy {
            Some(proxy) if is_proxy(proxy.reveal()) => Ok(vec![proxy]),
            Some(_) => Err(Fault::Malformed(PROXY)),
            None => Ok(vec![Secret::new(DIRECT.to_owned())]),
        };
    };
    if proxy.is_some() {
        return Err(Fault::Contradiction(ROUTES, PROXY));
    }
    let routes: Vec<Secret> =
        listed.reveal().split(',').map(|route| Secret::new(route.trim().to_owned())).collect();
    let good = |route: &Secret| route.reveal() == DIRECT || is_proxy(route.reveal());
    if routes.len() > ROUTES_MAX || !routes.iter().all(good) {
        return Err(Fault::Malformed(ROUTES));
    }
    Ok(routes)
}

/// Whether a text has the form of a bot token: digits, a colon, 30 characters or more.
pub fn is_bot_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, rest)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.len() >= 30
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    })
}

/// Whether a text is a proxy that we can use.
pub fn is_proxy(text: &str) -> bool {
    ["http://", "https://", "socks5://", "socks5h://"]
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_name_that_an_authority_can_certify() {
        assert_eq!(domain(" Diary.Example.ORG. ").as_deref(), Some("diary.example.org"));
        assert_eq!(domain("b\u{fc}cher.example").as_deref(), Some("xn--bcher-kva.example"));
        for bad in ["", "localhost", "*.example.org", "192.0.2.1", "[::1]", "a_b.example.org"] {
            assert_eq!(domain(bad), None, "{bad}");
        }
        for bad in ["-a.example.org", "a-.example.org", "a..org", "https://a.org", "a.org:443"] {
            assert_eq!(domain(bad), None, "{bad}");
        }
    }
}
