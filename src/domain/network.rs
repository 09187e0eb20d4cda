//! Who calls, when proxies stand in between, and from which networks one may.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Some networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads networks such as `10.0.0.0/8, 2001:db8::/32, 192.0.2.7`, separated by commas.
    pub fn parse(text: &str) -> Option<Networks> {
        let network = |part: &str| {
            let part = part.trim();
            part.parse().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from))
        };
        let parts = text.split(',').filter(|part| !part.trim().is_empty());
        parts.map(network).collect::<Option<_>>().map(Networks)
    }

    /// Whether this address is in one of them.
    pub fn hold(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The smallest block of addresses that one caller can be taken to hold: an address of version 4,
/// or the 2^64 addresses that every home gets of version 6.
pub fn block(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
        }
    }
}

/// The address that a request began at, as far as it can be believed. `forwarded` are the values
/// of `X-Forwarded-For` in the order of their lines. Each proxy appends whom it heard, so the list
/// is read from its end, for as long as those who wrote it are trusted. What an untrusted caller
/// wrote counts for nothing, and from what cannot be read on nothing is believed.
pub fn caller<'a>(
    peer: IpAddr,
    forwarded: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &Networks,
) -> IpAddr {
    let mut caller = peer.to_canonical();
    for entry in forwarded.rev().flat_map(|line| line.rsplit(',')) {
        if !trusted.hold(caller) {
            break;
        }
        match address(entry.trim()) {
            Some(before) => caller = before.to_canonical(),
            None => break,
        }
    }
    caller
}

/// An address as proxies write it: bare, with a port, an IPv6 one in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let trusted = Networks::parse("10.0.0.0/8, 127.0.0.1, 2001:db8::/32").unwrap();
        let found = caller(peer.parse().unwrap(), forwarded.iter().copied(), &trusted);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
    }

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("127.0.0.1", &[], "127.0.0.1");
        check("127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        // What a stranger sends along is at the beginning of the list.
        check("127.0.0.1", &["10.1.1.1, 198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["1.1.1.1, 198.51.100.7, 10.2.3.4"], "198.51.100.7");
        check("127.0.0.1", &["10.9.9.9"], "10.9.9.9");
    }

    #[test]
    fn several_lines_are_one_list() {
        check("127.0.0.1", &["1.1.1.1", "198.51.100.7, 10.2.3.4"], "198.51.100.7");
        check("127.0.0.1", &["198.51.100.7", "10.2.3.4"], "198.51.100.7");
    }

    #[test]
    fn ports_brackets_and_old_addresses_in_new_ones_are_read() {
        check("::ffff:127.0.0.1", &["198.51.100.7:4711"], "198.51.100.7");
        check("2001:db8::5", &["[2a00:1450::1]:443"], "2a00:1450::1");
        check("2001:db8::5", &["[2a00:1450::1]"], "2a00:1450::1");
        check("127.0.0.1", &["2a00:1450::1"], "2a00:1450::1");
        check("127.0.0.1", &["::ffff:198.51.100.7"], "198.51.100.7");
    }

    #[test]
    fn what_cannot_be_read_ends_the_list() {
        check("127.0.0.1", &["198.51.100.7, unknown"], "127.0.0.1");
        check("127.0.0.1", &["198.51.100.7, , 10.2.3.4"], "10.2.3.4");
        check("127.0.0.1", &["198.51.100.7:99999"], "127.0.0.1");
        check("127.0.0.1", &[""], "127.0.0.1");
    }

    #[test]
    fn networks_are_read_or_refused() {
        for (text, good) in [
            ("10.0.0.0/8", true),
            ("192.0.2.7, ::1", true),
            ("", true),
            ("10.0.0.0/33", false),
            ("example.org", false),
        ] {
            assert_eq!(Networks::parse(text).is_some(), good, "{text}");
        }
        assert!(Networks::parse("10.0.0.0/8").unwrap().hold("::ffff:10.1.2.3".parse().unwrap()));
        assert!(Networks::parse(" , ").unwrap().is_empty());
        assert!(!Networks::parse("192.0.2.7").unwrap().is_empty());
    }

    #[test]
    fn a_caller_holds_one_old_address_or_the_new_ones_of_a_home() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ] {
            let expected: IpAddr = expected.parse().unwrap();
            assert_eq!(block(address.parse().unwrap()), expected, "{address}");
        }
    }
}
