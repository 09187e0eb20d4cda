//! The real binary, as a person or a supervisor runs it: in a folder of its own, with nothing in
//! its environment but what a test gives it.

use crate::stage::TOKEN;
use std::{
    fs::{self, File},
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    time::sleep,
};
use tonolog::{
    demo::{Event, StandIn},
    seal::DatabaseKey,
};

pub const BINARY: &str = env!("CARGO_BIN_EXE_tonolog");
pub const WEBHOOK_SECRET: &str = "e1b0c7d24f5a6938e1b0c7d24f5a6938";
/// No process needs longer than this to start or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A working directory and a temporary folder.
pub struct Home(TempDir);

/// How a process ended.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        let home = Home(TempDir::new().unwrap());
        fs::create_dir(home.work()).unwrap();
        fs::create_dir(home.temp()).unwrap();
        home
    }

    pub fn work(&self) -> PathBuf {
        self.0.path().join("work")
    }

    pub fn temp(&self) -> PathBuf {
        self.0.path().join("tmp")
    }

    /// The file that the diary of [`settings`] lies in.
    pub fn diary(&self) -> PathBuf {
        self.work().join("diary.db")
    }

    pub fn log(&self) -> PathBuf {
        self.0.path().join("log")
    }

    /// This program in this home.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TMPDIR", self.temp())
            .current_dir(self.work());
        command
    }

    /// Runs a subcommand to its end.
    pub fn run(&self, arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Ended {
        let mut command = self.command(BINARY);
        command.args(arguments).envs(settings.iter().copied());
        finish(command, input)
    }

    /// What lies in the temporary folder.
    pub fn left_behind(&self) -> Vec<PathBuf> {
        fs::read_dir(self.temp()).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

/// Runs a command to its end.
pub fn finish(mut command: Command, input: &str) -> Ended {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A process that ends before it has read everything is no failure.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Settings of a diary with both doors, open to anyone.
pub fn settings(key: &DatabaseKey, api_url: &str) -> Vec<(String, String)> {
    [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_API_URL", api_url),
        ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("DATABASE_KEY", key.reveal()),
        ("DATABASE_PATH", "diary.db"),
        ("ACCESS", "open"),
        ("TIME_ZONE", "Europe/Moscow"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// A running `tonolog serve`; it is killed when it goes.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it answers; what it prints goes on in the home's log.
    pub async fn start(home: &Home, settings: &[(String, String)]) -> Server {
        let mut command = home.command(BINARY);
        command.arg("serve").envs(settings.iter().cloned());
        Server::spawn(home, command).await
    }

    /// The same with a command that ends up as `serve`.
    pub async fn spawn(home: &Home, mut command: Command) -> Server {
        for _ in 0..10 {
            let address = free_address().await;
            let log = File::options().create(true).append(true).open(home.log()).unwrap();
            let child = command
                .env("HTTP_LISTEN", address.to_string())
                .stdin(Stdio::null())
                .stdout(log.try_clone().unwrap())
                .stderr(log)
                .spawn()
                .unwrap();
            let mut server = Server { child, address };
            if server.answers().await {
                return server;
            }
            // Somebody else may have taken the port meanwhile.
            let code = server.ended().await;
            assert_eq!(code, Some(1), "{}", fs::read_to_string(home.log()).unwrap());
        }
        panic!("no start: {}", fs::read_to_string(home.log()).unwrap());
    }

    /// Waits until it answers; `false` when it has ended instead.
    async fn answers(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if let Ok((200, _)) = http(self.address, "GET", "/health", b"").await {
                return self.child.try_wait().unwrap().is_none();
            }
            sleep(Duration::from_millis(5)).await;
        }
        panic!("the program does not answer");
    }

    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Waits for the end; the exit code, if it was not a signal that ended it.
    pub async fn ended(&mut self) -> Option<i32> {
        ended(&mut self.child).await
    }

    /// As a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().unwrap();
        self.ended().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn signal(child: &Child, name: &str) {
    let script = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success());
}

pub async fn ended(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        sleep(Duration::from_millis(2)).await;
    }
    panic!("the program does not end");
}

pub async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// A platform of the test's own: its address, its handle, what its people see. It serves for as
/// long as the last part is kept.
pub async fn platform() -> (String, StandIn, mpsc::UnboundedReceiver<Event>, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    let (stand_in, events) = StandIn::new(TOKEN);
    let (end, ended) = oneshot::channel::<()>();
    tokio::spawn(stand_in.clone().serve(listener, async {
        let _ = ended.await;
    }));
    (api_url, stand_in, events, end)
}

/// One request with these bytes; status and body of the answer.
pub async fn http(
    address: SocketAddr,
    method: &str,
    target: &str,
    body: &[u8],
) -> std::io::Result<(u16, String)> {
    let head = format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let broken = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or_else(broken)?, body.to_owned()))
}

/// Every file of a folder with its bytes, by name.
pub fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    found
}
