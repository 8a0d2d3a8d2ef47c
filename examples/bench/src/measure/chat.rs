//! Measures deliveries per second from one Chatkit room, and the memory of an idle subscriber.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};

use pusher_platform::token::Grant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::{JoinSet, LocalSet};

use super::connection::Connection;
use super::frame::{masked, upgrade};
use super::process::Served;
use crate::chat::{INSTANCE, token};

/// Numbers of members of the room, each with a separate connection. A room has at most 100.
const MEMBERS: [usize; 3] = [1, 10, 100];
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);

/// Maximum number of messages that a subscriber has not read yet. The backend ends a subscription with more than 64.
const MAXIMUM_LAG: usize = 32;

/// Number of idle subscribers.
const IDLE: usize = 2000;
/// Number of subscriptions that share a WebSocket, like those of one web page.
const SHARED: usize = 20;

pub(crate) async fn run() -> io::Result<()> {
    LocalSet::new().run_until(fan_out()).await?;
    println!();
    idle().await
}

/// Measures deliveries. Each message is sent after the response to the previous one, and when every subscriber has read
/// the message [`MAXIMUM_LAG`] before it. A delivery is one message read by one subscriber.
async fn fan_out() -> io::Result<()> {
    println!("| members, each subscribed over a separate connection | messages per second | deliveries per second |");
    println!("|---:|---:|---:|");
    for members in MEMBERS {
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            rates.push(round(members).await?);
        }
        rates.sort_by(f64::total_cmp);
        let rate = rates.get(ROUNDS / 2).copied().unwrap_or_default();
        let deliveries = rate * f64::from(u32::try_from(members).unwrap_or(u32::MAX));
        println!("| {members} | {rate:.0} | {deliveries:.0} |");
    }
    Ok(())
}

async fn round(members: usize) -> io::Result<f64> {
    let served = start().await?;
    let users: Vec<String> = (0..members).map(|number| format!("user{number}")).collect();
    create_room(served.port, &users).await?;
    let mut followers = JoinSet::new();
    let mut opened = Vec::new();
    for user in &users {
        opened.push(Follower::open(served.port, &room_path(), &token(&Grant::user(user))).await?);
    }
    let mut sender = Connection::open(served.port).await?;
    let send = request(
        "POST",
        "v6",
        "/rooms/lobby/messages",
        r#"{"parts":[{"type":"text/plain","content":"hello, all"}]}"#,
        "user0",
    );
    let started = Instant::now();
    let mut messages = 0_usize;
    let progress = Rc::new(Progress { read: users.iter().map(|_| Cell::new(0)).collect(), changed: Notify::new() });
    for (number, mut follower) in opened.into_iter().enumerate() {
        let progress = progress.clone();
        followers.spawn_local(async move {
            loop {
                match follower.events().await {
                    Ok(events) => progress.add(number, events),
                    Err(error) => return error,
                }
            }
        });
    }
    let sending = async {
        while started.elapsed() < ROUND {
            let (status, _) = sender.exchange(&send).await?;
            expect(status, 201)?;
            messages += 1;
            progress.wait_for((messages + 1_usize).saturating_sub(MAXIMUM_LAG)).await;
        }
        progress.wait_for(messages).await;
        io::Result::Ok(())
    };
    // A subscriber only stops because of an error.
    tokio::select! {
        done = sending => done?,
        Some(stopped) = followers.join_next() => return Err(stopped.unwrap_or_else(io::Error::other)),
    }
    // The time includes the delivery of the last message to the last subscriber.
    Ok(f64::from(u32::try_from(messages).unwrap_or(u32::MAX)) / started.elapsed().as_secs_f64())
}

/// The number of messages that each subscriber has read.
struct Progress {
    read: Vec<Cell<usize>>,
    changed: Notify,
}

impl Progress {
    fn add(&self, subscriber: usize, messages: usize) {
        if let Some(read) = self.read.get(subscriber) {
            read.set(read.get() + messages);
        }
        self.changed.notify_one();
    }

    /// Waits until every subscriber has read this number of messages.
    async fn wait_for(&self, messages: usize) {
        while self.read.iter().any(|read| read.get() < messages) {
            self.changed.notified().await;
        }
    }
}

async fn idle() -> io::Result<()> {
    println!("| idle subscribers | bytes of server memory each |");
    println!("|---|---:|");
    let alone = idle_alone().await?;
    println!("| {IDLE} with `SUBSCRIBE`, one connection each | {alone} |");
    let shared = idle_shared().await?;
    println!("| {IDLE} over shared WebSockets, {SHARED} on each | {shared} |");
    Ok(())
}

async fn idle_alone() -> io::Result<u64> {
    let served = start().await?;
    create_room(served.port, &["user0".to_owned()]).await?;
    let token = token(&Grant::user("user0"));
    let before = served.memory()?;
    let mut followers = Vec::new();
    for _ in 0..IDLE {
        followers.push(Follower::open(served.port, &room_path(), &token).await?);
    }
    let after = served.memory()?;
    drop(followers);
    Ok(after.saturating_sub(before) / IDLE as u64)
}

async fn idle_shared() -> io::Result<u64> {
    let served = start().await?;
    create_room(served.port, &["user0".to_owned()]).await?;
    let token = token(&Grant::user("user0"));
    let before = served.memory()?;
    let mut sockets = Vec::new();
    for _ in 0..IDLE / SHARED {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).await?;
        upgrade(&mut stream, "/ws").await?;
        for id in 0..SHARED {
            let message = format!(r#"[100,{id},"{}",{{"Authorization":"Bearer {token}"}}]"#, room_path());
            stream.write_all(&masked(message.as_bytes()).0).await?;
            // Waits for the first message of each subscription before opening the next.
            let mut header = [0; 2];
            stream.read_exact(&mut header).await?;
            let mut opened = vec![0; usize::from(header[1])];
            stream.read_exact(&mut opened).await?;
            if !opened.starts_with(b"[101,") {
                return Err(io::Error::other(String::from_utf8_lossy(&opened).into_owned()));
            }
        }
        sockets.push(stream);
    }
    let after = served.memory()?;
    drop(sockets);
    Ok(after.saturating_sub(before) / IDLE as u64)
}

async fn start() -> io::Result<Served> {
    Served::start(&["chat".to_owned()], &[]).await
}

/// Creates users and a room with all of them as members.
async fn create_room(port: u16, users: &[String]) -> io::Result<()> {
    let mut connection = Connection::open(port).await?;
    for user in users {
        let body = format!(r#"{{"id":"{user}","name":"{user}"}}"#);
        let (status, _) = connection.exchange(&request("POST", "v6", "/users", &body, "")).await?;
        expect(status, 201)?;
    }
    let body = r#"{"id":"lobby","name":"Lobby","created_by_id":"user0"}"#;
    let (status, _) = connection.exchange(&request("POST", "v6", "/rooms", body, "")).await?;
    expect(status, 201)?;
    // A request adds ten users at most.
    for batch in users.chunks(10) {
        let members = batch.iter().map(|user| format!("\"{user}\"")).collect::<Vec<_>>().join(",");
        let body = format!(r#"{{"user_ids":[{members}]}}"#);
        let (status, _) = connection.exchange(&request("PUT", "v6", "/rooms/lobby/users/add", &body, "")).await?;
        expect(status, 204)?;
    }
    Ok(())
}

fn expect(status: u16, expected: u16) -> io::Result<()> {
    if status == expected { Ok(()) } else { Err(io::Error::other(format!("the server answered {status}"))) }
}

/// Returns a request of a user, or of the application's server if `user` is empty.
fn request(method: &str, version: &str, path: &str, body: &str, user: &str) -> Vec<u8> {
    let grant = if user.is_empty() { Grant::superuser() } else { Grant::user(user) };
    format!(
        "{method} /services/chatkit/{version}/{INSTANCE}{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        token(&grant),
        body.len()
    )
    .into_bytes()
}

fn room_path() -> String {
    format!("/services/chatkit/v6/{INSTANCE}/rooms/lobby?message_limit=0")
}

/// A subscriber of a room that counts events.
struct Follower {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The end of the bytes read before, in case they contain the beginning of an event.
    tail: Vec<u8>,
}

/// The beginning of every event. It cannot occur within one, because strings escape the quote.
const EVENT: &[u8] = b"\n[1,\"";

impl Follower {
    async fn open(port: u16, path: &str, token: &str) -> io::Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!("SUBSCRIBE {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        // The head, and the keep-alive that shows that the subscription is open.
        let mut seen = Vec::new();
        while !seen.ends_with(b"[0,\"\"]\n\r\n") {
            seen.push(stream.read_u8().await?);
        }
        Ok(Self { stream, buffer: vec![0; 16 * 1024], tail: Vec::new() })
    }

    /// Reads bytes and returns the number of events in them.
    async fn events(&mut self) -> io::Result<usize> {
        let read = self.stream.read(&mut self.buffer).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut seen = std::mem::take(&mut self.tail);
        seen.extend_from_slice(self.buffer.get(..read).unwrap_or_default());
        let events = seen.windows(EVENT.len()).filter(|window| *window == EVENT).count();
        let keep = seen.len().min(EVENT.len() - 1);
        self.tail = seen.split_off(seen.len() - keep);
        Ok(events)
    }
}
