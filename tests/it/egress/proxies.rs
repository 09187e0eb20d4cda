//! Small proxies on loopback that do what they are told: SOCKS5 (RFC 1928, with the passwords of
//! RFC 1929) and HTTP, by CONNECT or by whole addresses.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

/// What a proxy does with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mood {
    /// Its work.
    Works,
    /// Nothing, not even a greeting.
    Hangs,
    /// It takes the request to its place and keeps the answer.
    Swallows,
    /// It is closed at once.
    Closes,
    /// The page of a proxy that cannot, in HTML.
    Page,
}

#[derive(Clone)]
pub(super) struct Proxy {
    pub(super) address: SocketAddr,
    mood: Arc<AtomicU8>,
    used: Arc<AtomicUsize>,
}

impl Proxy {
    pub(super) async fn socks() -> Proxy {
        Proxy::start(true).await
    }

    pub(super) async fn http() -> Proxy {
        Proxy::start(false).await
    }

    async fn start(socks: bool) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy {
            address: listener.local_addr().unwrap(),
            mood: Arc::default(),
            used: Arc::default(),
        };
        let here = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move {
                    here.used.fetch_add(1, Ordering::SeqCst);
                    let served = here.serve(stream, socks);
                    // A change of mood ends what is open, as a restart does.
                    let began = here.mood();
                    tokio::select! {
                        _ = served => {}
                        () = here.turns(began) => {}
                    }
                });
            }
        });
        proxy
    }

    fn mood(&self) -> Mood {
        let moods = [Mood::Works, Mood::Hangs, Mood::Swallows, Mood::Closes, Mood::Page];
        moods[usize::from(self.mood.load(Ordering::SeqCst))]
    }

    pub(super) fn set(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    /// How many connections it has had.
    pub(super) fn used(&self) -> usize {
        self.used.load(Ordering::SeqCst)
    }

    async fn turns(&self, from: Mood) {
        while self.mood() == from {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    async fn serve(&self, mut stream: TcpStream, socks: bool) -> std::io::Result<()> {
        match self.mood() {
            Mood::Closes => return Ok(()),
            Mood::Hangs => std::future::pending().await,
            Mood::Works | Mood::Swallows | Mood::Page => {}
        }
        let (mut there, first) = if socks {
            (greet(&mut stream).await?, Vec::new())
        } else {
            let mut head = Vec::new();
            while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                head.push(stream.read_u8().await?);
            }
            let text = String::from_utf8(head).unwrap();
            // "me:secret"
            if !text.to_lowercase().contains("proxy-authorization: basic bwu6c2vjcmv0") {
                let refusal =
                    b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
                return stream.write_all(refusal).await;
            }
            if self.mood() == Mood::Page {
                let page = "<html>no way</html>";
                let length = page.len();
                let answer =
                    format!("HTTP/1.1 502 Bad Gateway\r\ncontent-length: {length}\r\n\r\n{page}");
                stream.write_all(answer.as_bytes()).await?;
                return stream.shutdown().await;
            }
            let target = text.split(' ').nth(1).unwrap();
            if text.starts_with("CONNECT ") {
                let there = TcpStream::connect(target).await?;
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
                (there, Vec::new())
            } else {
                let place = target.strip_prefix("http://").unwrap().split('/').next().unwrap();
                let there = TcpStream::connect(place).await?;
                // One request a connection: the next one may be for another place.
                let (first, rest) = text.split_once("\r\n").unwrap();
                let path = first.replacen(&format!("http://{place}"), "", 1);
                (there, format!("{path}\r\nconnection: close\r\n{rest}").into_bytes())
            }
        };
        there.write_all(&first).await?;
        if self.mood() == Mood::Swallows {
            let mut bytes = [0; 4096];
            loop {
                let length = stream.read(&mut bytes).await?;
                there.write_all(&bytes[..length]).await?;
                if length == 0 {
                    std::future::pending::<()>().await;
                }
            }
        }
        copy_bidirectional(&mut stream, &mut there).await.map(|_| ())
    }
}

/// The greeting of SOCKS5: with the password `me` / `secret`, to an IPv4 address or a name.
async fn greet(stream: &mut TcpStream) -> std::io::Result<TcpStream> {
    let refused = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let mut head = [0; 2];
    stream.read_exact(&mut head).await?;
    let mut methods = vec![0; usize::from(head[1])];
    stream.read_exact(&mut methods).await?;
    if !methods.contains(&2) {
        stream.write_all(&[5, 0xff]).await?;
        return Err(refused());
    }
    stream.write_all(&[5, 2]).await?;
    let mut told = Vec::new();
    stream.read_u8().await?;
    for _ in 0..2 {
        let mut part = vec![0; usize::from(stream.read_u8().await?)];
        stream.read_exact(&mut part).await?;
        told.push(part);
    }
    if told != [b"me".to_vec(), b"secret".to_vec()] {
        stream.write_all(&[1, 1]).await?;
        return Err(refused());
    }
    stream.write_all(&[1, 0]).await?;
    let mut wish = [0; 4];
    stream.read_exact(&mut wish).await?;
    let host = match wish[3] {
        1 => {
            let mut ip = [0; 4];
            stream.read_exact(&mut ip).await?;
            std::net::Ipv4Addr::from(ip).to_string()
        }
        3 => {
            let mut name = vec![0; usize::from(stream.read_u8().await?)];
            stream.read_exact(&mut name).await?;
            String::from_utf8(name).unwrap()
        }
        _ => return Err(refused()),
    };
    let port = stream.read_u16().await?;
    let there = TcpStream::connect((host.as_str(), port)).await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    Ok(there)
}
