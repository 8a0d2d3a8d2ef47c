//! Logging: the route's template, the status and the latency of a request, and nothing that the client sent.

use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::served::{exchange, soon, start};
use crate::sockets::{handshake, start_sockets};
use api_server::Limits;
use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Logs what this thread does, until the result is dropped.
///
/// While there is one subscriber, tracing asks that of the thread that reaches a log line first, and remembers its
/// answer for all threads. Tests that run at the same time have none; so there is a second one, which is silent.
fn logging(log: &Log) -> (Dispatch, DefaultGuard) {
    let silent = Dispatch::new(tracing_subscriber::fmt().with_max_level(LevelFilter::OFF).finish());
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE).with_ansi(false).without_time();
    let subscriber = subscriber.with_max_level(tracing::Level::INFO).with_writer(move || writer.clone()).finish();
    (silent, set_default(subscriber))
}

#[tokio::test]
async fn a_request_is_logged_with_its_template_and_a_panic_with_its_message() {
    let log = Log::default();
    let _guard = logging(&log);

    let running = start(Limits::default()).await;
    exchange(&running, "GET /v1/acme-secret/notes/4000000007?key=hunter2 HTTP/1.1\r\nAuthorization: Bearer abc", "")
        .await;
    exchange(&running, "GET /v1/acme-secret/panic HTTP/1.1", "").await;
    exchange(&running, "GET /nowhere-secret HTTP/1.1", "").await;
    running.stop().await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in ["GET /v1/{tenant}/notes/{id}", "status=200", "latency=", "status=404", "the secret is swordfish"] {
        assert!(log.contains(expected), "{expected} is not in:\n{log}");
    }
    for secret in ["acme-secret", "4000000007", "hunter2", "Bearer", "nowhere-secret"] {
        assert!(!log.contains(secret), "{secret} is in:\n{log}");
    }
}

#[tokio::test]
async fn an_upgrade_is_logged_when_it_is_answered_and_a_dropped_connection_is_not() {
    let log = Log::default();
    let _guard = logging(&log);
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send(&format!("{}\r\n", handshake("secret-kind"))).await;
    wire.until("\r\n\r\n").await;
    let answered = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    drop(wire);
    soon(ends.recv()).await;
    running.stop().await;

    for expected in ["GET /socket/{kind}", "status=101", "latency="] {
        assert!(answered.contains(expected), "{expected} is not in:\n{answered}");
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!log.contains("secret-kind") && !log.contains("WARN") && !log.contains("ERROR"), "{log}");
}
