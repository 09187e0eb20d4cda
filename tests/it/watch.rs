//! What the owner is told about the service: looks at the real program with a clock that the test
//! drives.

use crate::stage::{INVITATION, START_MS, Stage, hallway};
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Fault},
    domain::{
        person::Access,
        vitals::Measured,
        watch::{AGAIN_MS, Condition, Sample, Standing, TOLD_A_DAY, Word},
    },
    store::Disk,
};

const OWNER: i64 = 1;
const LOOK_MS: i64 = 30_000;
const MINUTE_MS: i64 = 60_000;
const GIB: u64 = 1024 * 1024 * 1024;
const ROOM: Option<Disk> = Some(Disk { free: 50 * GIB, all: 100 * GIB });
const FULL: Option<Disk> = Some(Disk { free: GIB / 10, all: 100 * GIB });

#[test]
fn between_good_and_bad_there_is_a_space_of_which_nothing_is_told() {
    use Sample::{Bad, Between, Good};
    let hour = 60 * MINUTE_MS;
    let check = |measured: Measured, condition, expected| {
        let found = measured.sample(condition, START_MS);
        assert_eq!(found, Some(expected), "{condition:?} {measured:?}");
    };
    // How many seconds ago something was, and what that says.
    type Ago = fn(Option<i64>) -> Measured;
    type Seconds = [(i64, Sample); 4];
    let ages: [(Condition, Ago, Seconds); 4] = [
        (
            Condition::Fetching,
            |fetched_ms| Measured { fetched_ms, ..Measured::default() },
            [(59, Good), (60, Between), (300, Between), (301, Bad)],
        ),
        (
            Condition::Outbox,
            |outbox_since_ms| Measured { outbox_since_ms, ..Measured::default() },
            [(180, Good), (300, Between), (600, Between), (601, Bad)],
        ),
        (
            Condition::Inbox,
            |inbox_since_ms| Measured { inbox_since_ms, ..Measured::default() },
            [(59, Good), (60, Between), (120, Between), (121, Bad)],
        ),
        (
            Condition::Backup,
            |backup_ms| Measured { backup_ms, ..Measured::default() },
            [(86_400, Good), (90_000, Between), (93_600, Between), (93_601, Bad)],
        ),
    ];
    for (condition, measured, samples) in ages {
        for (seconds, expected) in samples {
            check(measured(Some(START_MS - seconds * 1000)), condition, expected);
        }
    }
    for (hours, expected) in
        [(11 * 24 + 1, Good), (11 * 24, Between), (10 * 24, Between), (10 * 24 - 1, Bad)]
    {
        let certificate_ms = Some(START_MS + hours * hour);
        check(Measured { certificate_ms, ..Measured::default() }, Condition::Certificate, expected);
    }
    let mib = 1024 * 1024;
    for (free, all, expected) in [
        (200 * mib - 1, GIB, Bad),
        (200 * mib, GIB, Between),
        (249 * mib, GIB, Between),
        (250 * mib, GIB, Good),
        // A tenth and an eighth of twenty.
        (2 * GIB - 1, 20 * GIB, Bad),
        (2 * GIB, 20 * GIB, Between),
        (5 * GIB / 2, 20 * GIB, Good),
        (5 * GIB, 1000 * GIB, Good),
        (5 * GIB - 1, 1000 * GIB, Bad),
    ] {
        let measured = Measured { disk: Some((free, all)), ..Measured::default() };
        check(measured, Condition::Disk, expected);
    }
}

#[test]
fn what_comes_and_goes_is_told_three_times_within_a_day_and_again_after_it() {
    let raise = |standing: &mut Standing, now_ms: i64| {
        let words = [(); 3].map(|()| standing.look(Sample::Bad, now_ms));
        words.into_iter().flatten().next()
    };
    let mut standing = Standing::default();
    for time in 0..TOLD_A_DAY as i64 {
        let since_ms = START_MS + time * 60 * MINUTE_MS;
        let often = time + 1 == TOLD_A_DAY as i64;
        assert_eq!(raise(&mut standing, since_ms), Some(Word::Raised { since_ms, often }));
        let over = [(); 4].map(|()| standing.look(Sample::Good, since_ms + MINUTE_MS));
        assert!(matches!(over, [None, None, None, Some(Word::Over { .. })]));
    }
    let day_later = START_MS + AGAIN_MS;
    assert_eq!(raise(&mut standing.clone(), day_later - 1), None);
    let raised = Word::Raised { since_ms: day_later, often: true };
    assert_eq!(raise(&mut standing, day_later), Some(raised));
}

#[test]
fn what_happens_again_after_three_hours_of_quiet_is_told_anew() {
    let quiet = 3 * 60 * MINUTE_MS;
    let mut standing = Standing::default();
    assert!(standing.happened(START_MS));
    assert!(!standing.happened(START_MS + quiet - 1), "it goes on");
    assert!(standing.happened(START_MS + 2 * quiet - 1));
}

async fn owned() -> Stage {
    let mut stage = Stage::new(Access::Invite).await;
    stage.say(OWNER, "ru", &format!("/start {INVITATION}")).await;
    stage.say(OWNER, "ru", "да").await;
    stage
}

fn texts(events: &[Event]) -> Vec<String> {
    let text = |event: &Event| {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown.text.clone()
    };
    events.iter().map(text).collect()
}

/// So many looks, one in 30 s, and what came of each.
async fn look(stage: &mut Stage, looks: u32, disk: Option<Disk>) -> Vec<String> {
    let mut told = Vec::new();
    for _ in 0..looks {
        let now_ms = stage.now_ms.fetch_add(LOOK_MS, Ordering::SeqCst) + LOOK_MS;
        // The fetcher is well unless a test says otherwise.
        stage.app.metrics().fetched(now_ms);
        stage.app.watch(now_ms, disk, Some(1)).await.unwrap();
        told.extend(texts(&stage.settle().await));
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_is_told_once_when_a_disk_fills_and_once_when_there_is_room_again() {
    let mut stage = owned().await;
    assert_eq!(look(&mut stage, 10, ROOM).await, Vec::<String>::new());
    assert_eq!(look(&mut stage, 2, FULL).await, Vec::<String>::new());
    let told = look(&mut stage, 20, FULL).await;
    let [raised] = told.as_slice() else { panic!("{told:?}") };
    assert!(raised.starts_with("На диске дневника почти нет места."), "{raised}");
    assert!(raised.ends_with("Началось: сегодня в 9:19."), "{raised}");
    // A restart tells nothing anew.
    let told = look(&mut stage, 3, ROOM).await;
    assert_eq!(told, Vec::<String>::new());
    let told = look(&mut stage, 20, ROOM).await;
    let [over] = told.as_slice() else { panic!("{told:?}") };
    assert!(over.starts_with("Прошло: на диске не было места."), "{over}");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_flickers_is_not_told_and_what_lasts_is_told_once_a_day() {
    let mut stage = owned().await;
    for _ in 0..10 {
        assert_eq!(look(&mut stage, 2, FULL).await, Vec::<String>::new());
        assert_eq!(look(&mut stage, 1, ROOM).await, Vec::<String>::new());
    }
    assert_eq!(look(&mut stage, 5, FULL).await.len(), 1);
    stage.now_ms.fetch_add(23 * 60 * MINUTE_MS, Ordering::SeqCst);
    assert_eq!(look(&mut stage, 5, FULL).await.len(), 0);
    stage.now_ms.fetch_add(60 * MINUTE_MS, Ordering::SeqCst);
    let told = look(&mut stage, 5, FULL).await;
    let [still] = told.as_slice() else { panic!("{told:?}") };
    assert!(still.starts_with("Всё ещё так. На диске"), "{still}");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_was_out_of_reach_is_told_of_when_it_is_back() {
    let mut stage = owned().await;
    look(&mut stage, 4, ROOM).await;
    // Nothing can be fetched or sent.
    stage.close_door().await;
    for _ in 0..60 {
        let now_ms = stage.now_ms.fetch_add(LOOK_MS, Ordering::SeqCst) + LOOK_MS;
        stage.app.watch(now_ms, ROOM, Some(1)).await.unwrap();
    }
    let queues = stage.app.queues().await.unwrap();
    assert_eq!(queues.outbox, 1, "one letter waits: {queues:?}");
    let app = stage.app.clone();
    stage.open_door(hallway(app));
    assert_eq!(texts(&stage.settle().await), Vec::<String>::new(), "its time has passed");
    let told = look(&mut stage, 10, ROOM).await;
    let [over] = told.as_slice() else { panic!("{told:?}") };
    assert!(over.starts_with("Telegram был недоступен. Началось: сегодня в 9:2"), "{over}");
    assert!(over.contains("закончилось: сегодня в 9:46"), "{over}");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_for_good_is_told_and_is_over_an_hour_later() {
    let mut stage = owned().await;
    stage.stand_in.fail("sendMessage", Fault::Code(400));
    stage.say(OWNER, "ru", "/help").await;
    let told = look(&mut stage, 5, ROOM).await;
    let [raised] = told.as_slice() else { panic!("{told:?}") };
    assert!(raised.starts_with("Сообщение или ответ не удалось обработать"), "{raised}");
    stage.now_ms.fetch_add(61 * MINUTE_MS, Ordering::SeqCst);
    let told = look(&mut stage, 5, ROOM).await;
    assert!(told.len() == 1 && told[0].starts_with("Прошло:"), "{told:?}");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_other_parts_report_is_watched_from_then_on() {
    let mut stage = owned().await;
    let hour = 60 * MINUTE_MS;
    assert_eq!(stage.app.examine_file().await, Ok(true));
    stage.app.metrics().backed_up(START_MS);
    stage.app.metrics().certified_until(START_MS + 30 * 24 * hour);
    assert_eq!(look(&mut stage, 5, ROOM).await, Vec::<String>::new());
    stage.now_ms.fetch_add(26 * hour, Ordering::SeqCst);
    let told = look(&mut stage, 5, ROOM).await;
    assert!(told.len() == 1 && told[0].starts_with("Свежей резервной копии нет"), "{told:?}");
    stage.app.metrics().backed_up(stage.now_ms.load(Ordering::SeqCst));
    let told = look(&mut stage, 5, ROOM).await;
    assert!(told.len() == 1 && told[0].contains("свежей резервной копии"), "{told:?}");
    stage.app.metrics().certified_until(stage.now_ms.load(Ordering::SeqCst) + 9 * 24 * hour);
    let told = look(&mut stage, 5, ROOM).await;
    assert!(told.len() == 1 && told[0].starts_with("Сертификат кончается"), "{told:?}");
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_owner_nobody_is_told() {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(OWNER, "ru", "/start").await;
    stage.say(OWNER, "ru", "да").await;
    assert_eq!(look(&mut stage, 10, FULL).await, Vec::<String>::new());
    stage.stop().await;
}
