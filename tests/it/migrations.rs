//! Every step of the schema, with rows in it, up to the newest.

use crate::store::{diary, raw};
use rusqlite::Connection;
use std::{fs, path::Path};
use tempfile::TempDir;
use tonolog::{seal::DatabaseKey, store::Store};

/// "TnLg", as every released file carries it.
const APPLICATION_ID: i64 = 0x546e_4c67;

pub struct Migration {
    name: String,
    sql: String,
    rows: String,
}

/// The migrations with their sample rows, in order.
pub fn migrations() -> Vec<Migration> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<Migration> = fs::read_dir(root.join("sql"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let rows = root.join("tests/data/migrations").join(format!("{}.sql", &name[..4]));
            let rows = fs::read_to_string(&rows)
                .unwrap_or_else(|_| panic!("{name} needs sample rows: {}", rows.display()));
            Migration { name, sql: fs::read_to_string(path).unwrap(), rows }
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// A file as the version with so many migrations has left it, sample rows after each.
pub fn released(path: &Path, key: &DatabaseKey, migrations: &[Migration]) -> Connection {
    let connection = raw(path, key);
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON").unwrap();
    for (at, Migration { name, sql, rows }) in migrations.iter().enumerate() {
        let batch = format!(
            "BEGIN; {sql}; PRAGMA application_id = {APPLICATION_ID};
             PRAGMA user_version = {}; {rows}; COMMIT;",
            at + 1
        );
        connection.execute_batch(&batch).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    connection
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn number(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

#[test]
fn migrations_are_numbered_without_a_gap() {
    let migrations = migrations();
    assert!(!migrations.is_empty());
    for (at, migration) in migrations.iter().enumerate() {
        let (number, rest) = migration.name.split_once('_').unwrap();
        assert_eq!(number, format!("{:04}", at + 1), "{}", migration.name);
        let name = rest.strip_suffix(".sql").unwrap();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(!name.is_empty() && name.chars().all(plain), "{}", migration.name);
    }
}

#[tokio::test]
async fn a_new_file_has_the_schema_that_the_migrations_make() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    drop(Store::open(&diary(&folder), &key, true).unwrap());
    let made = raw(&diary(&folder), &key);
    assert_eq!(number(&made, "PRAGMA user_version"), migrations().len() as i64);
    assert_eq!(number(&made, "PRAGMA application_id"), APPLICATION_ID);

    let other = TempDir::new().unwrap();
    let expected = released(&diary(&other), &key, &migrations());
    let schema = "SELECT coalesce(sql, '') FROM sqlite_master ORDER BY type, name";
    assert_eq!(strings(&made, schema), strings(&expected, schema));
}

#[tokio::test]
async fn a_file_of_every_version_opens_with_all_that_is_in_it() {
    let migrations = migrations();
    for version in 1..=migrations.len() {
        let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
        let before = released(&diary(&folder), &key, &migrations[..version]);
        for table in strings(&before, TABLES) {
            let rows = number(&before, &format!("SELECT count(*) FROM {table}"));
            assert!(rows > 0, "version {version} has no sample rows for {table}");
        }
        assert!(number(&before, "SELECT count(*) FROM account") >= 2);
        let readings = number(&before, "SELECT count(*) FROM reading");
        drop(before);

        let store = Store::open(&diary(&folder), &key, false).unwrap();
        assert_eq!(store.read(|view| view.count_readings()).await, Ok(readings));
        let read = store.read(|view| view.readings_by_origin()).await.unwrap();
        assert_eq!(read.len() as i64, readings);
        assert_eq!(store.read(|view| view.counted("strangers")).await, Ok(3));
        let queues = store.read(|view| view.queues()).await.unwrap();
        assert_eq!((queues.inbox, queues.dead, queues.outbox), (1, 1, 1));
        assert_eq!(store.read(|view| view.damaged_pages()).await, Ok(0));
        store.write(|tx| tx.count("strangers")).await.unwrap();
        let ended = store.wait();
        drop(store);
        ended.await.unwrap();

        let after = raw(&diary(&folder), &key);
        assert_eq!(number(&after, "PRAGMA user_version"), migrations.len() as i64);
        assert_eq!(strings(&after, "PRAGMA integrity_check"), ["ok"]);
        assert_eq!(strings(&after, "PRAGMA foreign_key_check"), Vec::<String>::new());
    }
}

/// Which zone each reading got when the column came: that of its account, where it was known.
#[tokio::test]
async fn readings_from_before_there_were_zones_get_that_of_their_account() {
    let migrations = migrations();
    let before = migrations.iter().position(|one| one.name.ends_with("_zones.sql")).unwrap();
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    drop(released(&diary(&folder), &key, &migrations[..before]));
    let store = Store::open(&diary(&folder), &key, false).unwrap();
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    let after = raw(&diary(&folder), &key);
    for table in ["reading", "removed"] {
        let zones = format!(
            "SELECT DISTINCT account.role || ' ' || coalesce({table}.zone, 'none') FROM {table}
               JOIN person ON person.id = {table}.person JOIN account ON account.id = person.account
              ORDER BY 1"
        );
        assert_eq!(strings(&after, &zones), ["guest none", "owner America/New_York"], "{table}");
    }
}

#[test]
fn every_table_is_strict() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let newest = released(&diary(&folder), &key, &migrations());
    let loose = strings(
        &newest,
        "SELECT name FROM pragma_table_list
          WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    );
    assert_eq!(loose, Vec::<String>::new());
    assert!(strings(&newest, TABLES).len() > 10);
}
