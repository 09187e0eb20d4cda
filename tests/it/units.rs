//! What the service manager is told agrees with the program and with itself.

use std::{collections::BTreeSet, fs, path::Path};
use tonolog::config::SECRETS;

const SERVICES: [&str; 4] = [
    "tonolog.service",
    "tonolog-backup.service",
    "tonolog-verify.service",
    "tonolog-alarm@.service",
];

fn unit(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The values of a setting, in order.
fn values<'a>(unit: &'a str, name: &str) -> Vec<&'a str> {
    unit.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect()
}

#[test]
fn every_secret_can_be_a_credential_of_every_service() {
    for name in SERVICES {
        let unit = unit(name);
        let loaded = values(&unit, "LoadCredentialEncrypted");
        for secret in SECRETS.map(str::to_lowercase) {
            let line = format!("{secret}:tonolog.{secret}");
            assert!(loaded.contains(&line.as_str()), "{name}: {secret}");
        }
    }
}

#[test]
fn every_service_is_shut_in_as_tightly_as_the_main_one() {
    // Each of these has a reason of its own in the unit where it differs.
    let own = ["RestrictAddressFamilies", "SocketBindAllow", "LimitNOFILE", "OOMPolicy"];
    let lines = |name: &str| -> BTreeSet<String> {
        let unit = unit(name);
        let from = unit.find("UMask").unwrap();
        unit.get(from..)
            .unwrap()
            .lines()
            .take_while(|line| *line != "[Install]")
            .filter(|line| line.contains('=') && !line.starts_with('#'))
            .filter(|line| !own.contains(&line.split('=').next().unwrap()))
            .map(str::to_owned)
            .collect()
    };
    let main = lines("tonolog.service");
    assert!(main.len() > 40, "{}", main.len());
    for name in SERVICES {
        let missing: Vec<String> = main.difference(&lines(name)).cloned().collect();
        assert_eq!(missing, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_owner_is_told_of_everything_that_fails_but_of_the_telling() {
    for name in SERVICES {
        let unit = unit(name);
        let told = values(&unit, "OnFailure");
        let alarm = name == "tonolog-alarm@.service";
        assert_eq!(told, if alarm { vec![] } else { vec!["tonolog-alarm@%N.service"] }, "{name}");
    }
}
