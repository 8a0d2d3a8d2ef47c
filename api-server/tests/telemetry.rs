//! What is logged of a request: the route's template, the status and the latency, and nothing that a caller sent.

mod served;

use std::io::Write;
use std::sync::{Arc, Mutex};

use api_server::Limits;
use served::{exchange, start};
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

#[tokio::test]
async fn a_request_is_logged_by_its_template_and_a_panic_with_its_message() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE).with_ansi(false).without_time();
    let subscriber = subscriber.with_max_level(tracing::Level::INFO).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let running = start(Limits::default()).await;
    exchange(&running, "GET /v1/acme-secret/notes/4000000007?key=hunter2 HTTP/1.1\r\nAuthorization: Bearer abc", "")
        .await;
    exchange(&running, "GET /v1/acme-secret/panic HTTP/1.1", "").await;
    exchange(&running, "GET /nowhere-secret HTTP/1.1", "").await;
    running.stop().await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in ["GET /v1/{tenant}/notes/{id}", "status=200", "latency=", "status=404", "the secret is 42"] {
        assert!(log.contains(expected), "{expected} is not in:\n{log}");
    }
    for secret in ["acme-secret", "4000000007", "hunter2", "Bearer", "nowhere-secret"] {
        assert!(!log.contains(secret), "{secret} is in:\n{log}");
    }
}
