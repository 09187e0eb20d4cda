//! The ways to the platform: real proxies that fail, hang and come back, and the stand-in behind.

mod proxies;

use crate::{
    process::{Home, Server, WEBHOOK_SECRET, settings},
    stage::{Stage, TOKEN, hallway},
};
use proxies::{Mood, Proxy};
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout};
use tonolog::{
    app::Letter,
    demo::{Device, Event, Spoken, call, request},
    domain::{
        person::{Access, Language},
        reply::Reply,
    },
    seal::{DatabaseKey, Secret},
    telegram::{Egress, Failure, Patience},
};

/// Nobody waits longer than this for one message.
const WAIT: Duration = Duration::from_secs(20);
/// As the program has it, but for people in a hurry.
const BRISK: Patience = Patience {
    connect: Duration::from_millis(400),
    call: Duration::from_millis(800),
    trial: Duration::from_millis(400),
    first: Duration::from_millis(600),
    longest: Duration::from_secs(5),
};

fn socks(proxy: &Proxy) -> String {
    // What has a meaning in an address is written in this way.
    format!("socks5h://me:s%65cret@{}", proxy.address)
}

fn http(proxy: &Proxy) -> String {
    format!("http://me:s%65cret@{}", proxy.address)
}

fn egress(api_url: &str, routes: &[String], patience: Patience) -> Egress {
    let routes: Vec<Secret> = routes.iter().cloned().map(Secret::new).collect();
    Egress::patient(TOKEN, api_url, &routes, patience).unwrap()
}

/// A stage whose chat door goes by these routes, and on which person 1 has a diary.
async fn stage(routes: &[String]) -> (Stage, Egress) {
    let mut stage = Stage::new(Access::Open).await;
    stage.close_door().await;
    let egress = egress(&stage.api_url, routes, BRISK);
    stage.open_door_over(egress.clone(), hallway(stage.app.clone()));
    stage.stand_in.say(1, "ru", "/start");
    stage.stand_in.say(1, "ru", "да");
    assert_eq!(stage.settle().await.len(), 2);
    (stage, egress)
}

/// Says a reading; everything that is shown until it is answered, which takes no longer than this.
async fn answered(stage: &mut Stage, said: &str, within: Duration) -> Vec<String> {
    let mut seen = Vec::new();
    stage.stand_in.say(1, "ru", said);
    let started = Instant::now();
    while !seen.iter().any(|text: &String| text.contains(said)) {
        let left = within.saturating_sub(started.elapsed());
        let event = timeout(left, stage.events.recv()).await;
        let Event::Sent(shown) = event.expect("no answer").unwrap() else { continue };
        seen.push(shown.text);
    }
    seen
}

/// How many of these connections were opened while `during` went on.
async fn connections<T>(proxy: &Proxy, during: impl Future<Output = T>) -> usize {
    let before = proxy.used();
    during.await;
    proxy.used() - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routes_are_taken_in_their_order_and_each_kind_of_them_works() {
    let (tunnel, whole) = (Proxy::socks().await, Proxy::http().await);
    let (mut stage, egress) = stage(&[socks(&tunnel), http(&whole)]).await;
    answered(&mut stage, "120/80", WAIT).await;
    assert!(tunnel.used() > 0);
    assert_eq!(whole.used(), 0, "the second is not touched while the first works");
    let tried = egress.try_routes().await;
    let works: Vec<_> = tried.iter().map(|tried| (tried.route, tried.failure)).collect();
    assert_eq!(works, [(1, None), (2, None)]);
    assert!(whole.used() > 0);

    let direct = self::egress(&stage.api_url, &["direct".to_owned()], BRISK);
    assert_eq!(direct.try_routes().await[0].failure, None);
    let wrong = format!("socks5h://me:wrong@{}", tunnel.address);
    let wrong = self::egress(&stage.api_url, &[wrong, "direct".to_owned()], BRISK);
    let tried = wrong.try_routes().await;
    assert_eq!(tried[0].failure, Some(Failure::Unavailable), "the password counts");
    assert_eq!(tried[1].failure, None);
    let stranger =
        Egress::patient("1000000:wrong", &stage.api_url, &[], BRISK).unwrap().try_routes().await;
    assert_eq!(stranger[0].failure, Some(Failure::Unauthorized), "the route works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_route_that_fails_goes_behind_and_comes_back_when_it_works_again() {
    for mood in [Mood::Closes, Mood::Hangs] {
        let (first, second) = (Proxy::socks().await, Proxy::socks().await);
        let (mut stage, _) = stage(&[socks(&first), socks(&second)]).await;
        answered(&mut stage, "120/80", WAIT).await;
        first.set(mood);
        answered(&mut stage, "121/81", WAIT).await;
        // What was on its way already may still have come through.
        let since = Instant::now();
        while second.used() == 0 {
            assert!(since.elapsed() < WAIT, "{mood:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Only trials touch it now.
        let messages = async {
            for n in 0..5 {
                answered(&mut stage, &format!("13{n}/8{n}"), Duration::from_secs(5)).await;
            }
        };
        let touched = connections(&first, messages).await;
        assert!(touched <= 4, "{mood:?}: {touched}");

        first.set(Mood::Works);
        let until = Instant::now() + WAIT;
        let mut back = false;
        while !back && Instant::now() < until {
            second.set(Mood::Works);
            sleep(Duration::from_millis(200)).await;
            let before = second.used();
            answered(&mut stage, "126/86", WAIT).await;
            back = second.used() == before && first.used() > 1;
            // Whatever goes by the second one now fails: it takes over only when the first works.
            if back {
                second.set(Mood::Closes);
                answered(&mut stage, "127/87", Duration::from_secs(5)).await;
            }
        }
        assert!(back, "{mood:?}: the first is used again");
        assert!(stage.readings().await >= 9);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_may_have_arrived_is_not_sent_at_once_by_every_other_route() {
    let proxies =
        [Proxy::socks().await, Proxy::socks().await, Proxy::socks().await, Proxy::socks().await];
    let routes: Vec<String> = proxies.iter().map(socks).collect();
    let (mut stage, _) = stage(&routes).await;
    answered(&mut stage, "120/80", WAIT).await;
    // The request reaches the platform, the answer does not come back.
    proxies[0].set(Mood::Swallows);
    // What was open before is closed by then, and nothing is lost in the middle of that.
    sleep(Duration::from_millis(300)).await;
    let calls = |stage: &Stage| {
        let calls = stage.stand_in.calls();
        calls.iter().filter(|call| call.method == "sendmessage" && call.ok).count()
    };
    let before = calls(&stage);
    stage.stand_in.say(1, "ru", "121/81");
    let until = Instant::now() + WAIT;
    while calls(&stage) == before {
        assert!(Instant::now() < until);
        sleep(Duration::from_millis(5)).await;
    }
    stage.settle().await;
    // Once by the route that swallowed it, if it went there at all, and once by one that works.
    let sent = calls(&stage) - before;
    assert!((1..=2).contains(&sent), "{sent} messages for one answer");
    assert_eq!(stage.readings().await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_every_route_loses_the_answer_a_message_comes_once_for_each_try_and_no_more() {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(1, "ru", "/start").await;
    stage.close_door().await;
    let letter = Letter { reply: Reply::Sorry, language: Language::DEFAULT, back: None };
    let body = serde_json::to_string(&letter).unwrap();
    stage.store.write(move |tx| tx.post(1, &body, 0)).await.unwrap();
    let proxies = [Proxy::socks().await, Proxy::socks().await, Proxy::socks().await];
    proxies.iter().for_each(|proxy| proxy.set(Mood::Swallows));
    let routes: Vec<String> = proxies.iter().map(socks).collect();
    let calls = |stage: &Stage| {
        let calls = stage.stand_in.calls();
        calls.iter().filter(|call| call.method == "sendmessage" && call.ok).count()
    };
    let before = calls(&stage);
    let egress = egress(&stage.api_url, &routes, BRISK);
    stage.open_door_over(egress.clone(), hallway(stage.app.clone()));
    let until = Instant::now() + WAIT;
    while calls(&stage) == before {
        assert!(Instant::now() < until);
        sleep(Duration::from_millis(5)).await;
    }
    // A try takes 0.8 s here, and the pause after the first one 0.25 s at least. Sent on at once
    // by the other two, it would have arrived three times by now.
    sleep(Duration::from_millis(1_900)).await;
    let sent = calls(&stage) - before;
    assert!((1..=2).contains(&sent), "{sent} messages for two tries");
    // Trials are harmless and go by every route.
    let tried = egress.try_routes().await;
    assert!(tried.iter().all(|tried| tried.failure == Some(Failure::Unavailable)), "{tried:?}");
    assert!(tried.iter().all(|tried| (300..2_000).contains(&tried.ms)), "{tried:?}");
    proxies[2].set(Mood::Works);
    stage.settle().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_a_proxy_and_a_certificate_of_somebody_else_are_failures_of_the_route() {
    let (page, works) = (Proxy::http().await, Proxy::socks().await);
    let (mut stage, _) = stage(&[http(&page), socks(&works)]).await;
    page.set(Mood::Page);
    answered(&mut stage, "120/80", WAIT).await;
    assert!(works.used() > 0);

    // Whoever answers for the platform inside the tunnel has to prove the name.
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
    let app = stage.app.clone();
    let source = tonolog::tls::Source::Files {
        certificate: data.join("self_signed.crt"),
        key: data.join("self_signed.key"),
    };
    let clock = std::sync::Arc::new(tonolog::run::now_ms);
    let (acceptor, _) =
        tonolog::tls::open(source, app, clock, tonolog::tls::Pace::POLITE).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move { acceptor.handshake(stream).await });
        }
    });
    page.set(Mood::Works);
    let before = page.used();
    let tapped = egress(&format!("https://{address}"), &[http(&page)], BRISK);
    assert_eq!(tapped.try_routes().await[0].failure, Some(Failure::Unavailable));
    assert!(page.used() > before, "it was a tunnel by CONNECT");
}

fn device(user: u64) -> Device {
    let zone = "Europe/Moscow".to_owned();
    Device { user: format!("u{user}"), locale: "ru-RU".to_owned(), zone }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alice_answers_while_every_route_hangs_and_no_log_names_a_route() {
    let proxies = [Proxy::socks().await, Proxy::http().await];
    proxies[0].set(Mood::Hangs);
    proxies[1].set(Mood::Hangs);
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = crate::process::platform().await;
    let mut settings = settings(&key, &api_url);
    let routes = format!("{}, {}", socks(&proxies[0]), http(&proxies[1]));
    settings.push(("TELEGRAM_ROUTES".to_owned(), routes));
    let mut server = Server::start(&home, &settings).await;
    let mut took = Vec::new();
    let started = Instant::now();
    for n in 0..150 {
        let asked = Instant::now();
        let body = request(&device(n), "s", 0, "");
        let (status, answer) = call(server.address, WEBHOOK_SECRET, &body).await.unwrap();
        took.push(asked.elapsed());
        assert_eq!(status, 200);
        assert!(Spoken::of(&answer).unwrap().text.contains("Согласны?"), "{answer}");
        sleep(Duration::from_millis(80)).await;
    }
    took.sort_unstable();
    println!("Alice while all routes hang: median {:?}, p99 {:?}", took[75], took[148]);
    assert!(took[148] < Duration::from_millis(300), "{:?}", &took[140..]);
    // Long enough that the time limits of the routes were met.
    assert!(started.elapsed() > Duration::from_secs(11));
    assert!(proxies[0].used() > 0 && proxies[1].used() > 0);
    stand_in.say(1, "ru", "/start");
    proxies[1].set(Mood::Works);
    let shown =
        timeout(Duration::from_secs(60), events.recv()).await.expect("no way back").unwrap();
    assert!(matches!(shown, Event::Sent(_)));
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    let log = fs::read_to_string(home.log()).unwrap();
    assert!(log.contains("telegram: route 1: no connection; now by route 2"), "{log}");
    assert!(log.contains("telegram: route 2 works again; now by route 2"), "{log}");
    for secret in ["cret", "socks5", "me:", &proxies[0].address.port().to_string()] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[test]
fn routes_are_a_list_and_one_proxy_is_a_list_of_one() {
    use tonolog::config::{Config, Environment, Fault};
    let config = |more: &[(&str, &str)]| {
        let mut settings = settings(&DatabaseKey::random().unwrap(), "https://api.telegram.org");
        settings.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Config::new(&Environment::of(settings))
    };
    let routes = |more: &[(&str, &str)]| {
        let telegram = config(more).ok().unwrap().telegram.unwrap();
        telegram.routes.iter().map(|route| route.reveal().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(routes(&[]), ["direct"]);
    let proxy = "socks5h://a:b@127.0.0.1:1080";
    assert_eq!(routes(&[("TELEGRAM_PROXY", proxy)]), [proxy], "and never past it");
    let listed = format!("direct, {proxy},http://127.0.0.1:3128");
    assert_eq!(routes(&[("TELEGRAM_ROUTES", &listed)]), ["direct", proxy, "http://127.0.0.1:3128"]);
    for bad in ["nowhere", "direct,,direct", "direct,ftp://x", "Direct", "direct;direct"] {
        let fault = config(&[("TELEGRAM_ROUTES", bad)]).err();
        assert_eq!(fault, Some(Fault::Malformed("TELEGRAM_ROUTES")), "{bad}");
    }
    let many = ["direct"; 9].join(",");
    assert!(config(&[("TELEGRAM_ROUTES", &many)]).is_err());
    let both = config(&[("TELEGRAM_ROUTES", "direct"), ("TELEGRAM_PROXY", proxy)]).err();
    assert_eq!(both, Some(Fault::Contradiction("TELEGRAM_ROUTES", "TELEGRAM_PROXY")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_goes_by_the_proxy_and_says_so_without_its_password() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, _stand_in, _events, _end) = crate::process::platform().await;
    let (by_socks, by_http) = (Proxy::socks().await, Proxy::http().await);
    for (proxy, way) in [(&by_socks, socks(&by_socks)), (&by_http, http(&by_http))] {
        let mut all = settings(&key, &api_url);
        all.push(("TELEGRAM_PROXY".to_owned(), way));
        let all: Vec<(&str, &str)> =
            all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let ended = home.run(&["check", "--json"], &all, "");
        let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        let found = report["findings"].as_array().unwrap().iter();
        let ids: Vec<&str> = found.map(|one| one["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&"bot-good-proxy") && proxy.used() > 0, "{ids:?}");
        for secret in ["me:s", "s%65cret", "secret@"] {
            assert!(!ended.out.contains(secret) && !ended.err.contains(secret), "{}", ended.out);
        }
    }
}
