//! What the documents claim is looked up.

use std::{fs, path::Path};

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Every file below a folder that has this ending, as one text.
fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// The rows of the tables in a page, without their heads, as cells.
fn rows(page: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = page.lines().collect();
    let is_row = |line: &str| line.starts_with('|');
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let head = lines.get(at + 1).is_some_and(|next| next.starts_with("| ---"));
        if is_row(line) && !head && !line.starts_with("| ---") {
            let cells = line.trim_matches('|').split('|');
            rows.push(cells.map(|cell| cell.trim().to_owned()).collect());
        }
    }
    rows
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_threat_ends_in_a_test_that_exists_or_is_out_of_scope() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    sources(&root.join("tests"), &mut code);
    sources(&root.join("src"), &mut code);
    let rows = rows(&text("docs/security.md"));
    assert!(rows.len() > 15, "the tables are not read");
    let mut faults = Vec::new();
    for row in rows {
        let proof = row.last().unwrap();
        let names = quoted(proof);
        let exists = |name: &&str| {
            if name.contains('/') || name.ends_with(".toml") {
                root.join(name).exists()
            } else {
                code.contains(&format!("fn {name}("))
            }
        };
        let holds = match names.as_slice() {
            [] => proof.starts_with("Out of scope"),
            names => names.iter().all(exists),
        };
        if !holds {
            faults.push(row.join(" | "));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
