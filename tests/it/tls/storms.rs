//! Strangers who send garbage, nothing, or half a handshake: nobody waits for them.

use super::{Client, DOMAIN, Root, serve, with};
use crate::process::{Home, free_address};
use std::{
    collections::VecDeque,
    fs,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// The first bytes of a ClientHello whose rest never comes.
const HALF: [u8; 11] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];

/// A home with a certificate in files, where it will listen, who certified it, and the settings.
async fn certified() -> (Home, SocketAddr, Root, Vec<(String, String)>) {
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    let (certificate, key) = root.certify(&[DOMAIN]);
    fs::write(home.work().join("chain.pem"), certificate).unwrap();
    fs::write(home.work().join("key.pem"), key).unwrap();
    let settings = with(&[("TLS_CERTIFICATE", "chain.pem"), ("TLS_PRIVATE_KEY", "key.pem")]);
    (home, address, root, settings)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_and_slow_handshakes_hold_nobody_up_and_are_cut() {
    let (home, address, root, settings) = certified().await;
    let mut server = serve(&home, address, &settings).await;
    let client = Client::new(&root.pem);
    client.speak(address).await;

    let started = Instant::now();
    let mut silent = Vec::new();
    // More than the door has connections.
    for n in 0..700 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        if n % 2 == 0 {
            stream.write_all(&HALF).await.unwrap();
        }
        silent.push(stream);
    }
    // Taking in the last of them had to wait for nobody's time limit.
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    for garbage in [b"GET / HTTP/1.1\r\n\r\n".as_slice(), &[0; 4096], &[0xff; 70_000], b"\x16"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // It may have been cut before all of it was sent.
        let _ = stream.write_all(garbage).await;
        let mut answer = Vec::new();
        if garbage.len() > 1 {
            let _ = timeout(Duration::from_secs(2), stream.read_to_end(&mut answer)).await.unwrap();
            assert!(answer.len() < 16, "an alert at most: {answer:?}");
        }
    }
    let mut took = Vec::new();
    for _ in 0..60 {
        let asked = Instant::now();
        client.speak(address).await;
        took.push(asked.elapsed());
    }
    took.sort_unstable();
    println!("a request with its handshake meanwhile: median {:?}, p99 {:?}", took[30], took[59]);
    assert!(took[59] < Duration::from_millis(1_000), "{took:?}");

    for mut stream in silent {
        let mut answer = Vec::new();
        let end = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
        assert!(end.is_ok(), "a silent stranger is cut");
    }
    let elapsed = started.elapsed();
    assert!(elapsed >= Duration::from_secs(5) && elapsed < Duration::from_secs(12), "{elapsed:?}");

    // Who is still at the door does not keep it open.
    let _late = TcpStream::connect(address).await.unwrap();
    let stopping = Instant::now();
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    assert!(stopping.elapsed() < Duration::from_secs(3), "{:?}", stopping.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_handshake_costs() {
    let (home, address, root, settings) = certified().await;
    let server = serve(&home, address, &settings).await;
    let client = Client::new(&root.pem);
    client.seen(address).await.unwrap();
    const HANDSHAKES: u32 = 200;
    let (used, started) = (ticks(server.child.id()), Instant::now());
    for _ in 0..HANDSHAKES {
        client.seen(address).await.unwrap();
    }
    let (elapsed, used) = (started.elapsed(), ticks(server.child.id()) - used);
    let cpu = Duration::from_millis(used * 10) / HANDSHAKES;
    println!(
        "a handshake: {:?} both sides, {cpu:?} of the server's processor",
        elapsed / HANDSHAKES
    );
    // In an unoptimised build on a busy machine; a thousand of them must not take a minute.
    assert!(cpu < Duration::from_millis(50), "{cpu:?}");
}

/// The processor time of a process, hundredths of a second.
fn ticks(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_silent_connections_pushes_nobody_out_who_greets() {
    let (home, address, root, settings) = certified().await;
    let server = serve(&home, address, &settings).await;
    let client = Client::new(&root.pem);
    client.seen(address).await.unwrap();
    let (over, came) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let storms: Vec<_> = (0..8)
        .map(|part| {
            let (over, all) = (over.clone(), came.clone());
            tokio::spawn(async move {
                let (mut held, mut came) = (VecDeque::new(), 0_usize);
                while !over.load(Ordering::Relaxed) {
                    let socket = TcpSocket::new_v4().unwrap();
                    let from = format!("127.0.{}.{}:0", 1 + part, 1 + came % 50);
                    socket.bind(from.parse().unwrap()).unwrap();
                    if let Ok(stream) = socket.connect(address).await {
                        held.push_back(stream);
                        came += 1;
                        all.fetch_add(1, Ordering::Relaxed);
                    }
                    if held.len() > 100 {
                        held.pop_front();
                    }
                }
            })
        })
        .collect();
    // On a busy machine this takes its time.
    let until = Instant::now() + super::PATIENCE;
    let mut seen = 0;
    while seen < 50 || came.load(Ordering::Relaxed) < 3_000 {
        client.seen(address).await.expect("it was pushed out");
        seen += 1;
        assert!(Instant::now() < until, "{seen} {came:?}");
    }
    over.store(true, Ordering::Relaxed);
    for storm in storms {
        storm.await.unwrap();
    }
    server.kill().await;
}
