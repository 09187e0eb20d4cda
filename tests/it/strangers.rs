//! Whoever has no invitation leaves nothing behind but a count.

use crate::{
    stage::Stage,
    store::{diary, raw},
};
use tonolog::{
    app::Error,
    demo::{Device, request},
    domain::person::Access,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_leaves_no_trace_but_a_count() {
    let mut stage = Stage::new(Access::Invite).await;
    for text in ["/start", "120/80 75", "/start not-the-invitation", "/language"] {
        assert_eq!(stage.say(7, "ru", text).await.len(), 1, "{text}");
    }
    let device = Device {
        user: "somebody".to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Europe/Moscow".to_owned(),
    };
    stage.speak(&request(&device, "session", 0, "давление 120 на 80")).await;
    let counted: Result<i64, Error> = stage.store.read(|view| view.counted("strangers")).await;
    assert_eq!(counted, Ok(4));
    let connection = raw(&diary(&stage.folder), &stage.key);
    for table in ["account", "person", "peer", "reading", "thread", "turn", "outbox", "closed_chat"]
    {
        let rows: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    let kept: i64 = connection
        .query_row(
            "SELECT count(*) FROM inbox WHERE raw IS NOT NULL OR chat IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 0, "of an update only its number is kept");
}
