//! The state machine of a resumed subscription. It uses no clock and does no I/O.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime};

use api_core::dialect::{Dialect, EventForm, Frame};
use api_core::error::{Answer, Failure, FailureKind};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::value::RawValue;

use crate::backoff::Jitter;
use crate::retry_after;

use super::ResumePolicy;
use super::messages::{Message, Messages};

/// The state of one subscription, across all its connections.
#[derive(Debug)]
pub(super) struct Progress {
    policy: ResumePolicy,
    dialect: Dialect,
    form: EventForm,
    jitter: Jitter,
    messages: Messages,
    last_event: Option<String>,
    /// Number of consecutive attempts.
    attempts: u32,
    opened: Instant,
    /// Whether a 401 was received since the last event.
    doubted: bool,
    /// When an end with 401 was last received.
    renewed: Option<Instant>,
}

/// Ends with 401 that are at least this far apart do not count as attempts: no server issues tokens that expire faster.
const RENEWALS_APART: Duration = Duration::from_secs(30);

/// The next action.
#[derive(Debug)]
pub(super) enum Then {
    Read,
    Finish,
    Fail(Failure),
    /// Wait, then reopen. The answer, if any, is a 401 that refused the credentials.
    Reopen(Duration, Option<Answer>),
}

impl Progress {
    pub(super) fn new(policy: ResumePolicy, dialect: Dialect, form: EventForm, jitter: Jitter, now: Instant) -> Self {
        let messages = Messages::new(dialect, form);
        let (last_event, renewed) = (None, None);
        Self { policy, dialect, form, jitter, messages, last_event, attempts: 0, opened: now, doubted: false, renewed }
    }

    /// Returns the id of the last event passed on that has one.
    pub(super) fn last_event(&self) -> Option<&str> {
        self.last_event.as_deref()
    }

    /// Processes bytes of the connection; returns the whole messages to pass on.
    pub(super) fn receive(&mut self, bytes: &[u8], now: Instant) -> (Bytes, Then) {
        let (mut found, mut whole) = (Vec::new(), BytesMut::new());
        self.messages.push(bytes, &mut found);
        for message in found {
            match message {
                Message::Whole { bytes, event } => {
                    if let Some(id) = event {
                        self.passed_event(id);
                    }
                    whole.extend_from_slice(&bytes);
                }
                Message::Malformed { bytes, error } => {
                    // Reopening would hide that the server violates the protocol.
                    whole.extend_from_slice(&bytes);
                    let failure = Failure::new(FailureKind::Decode, "the stream of events cannot be read");
                    return (whole.freeze(), Then::Fail(failure.caused_by(error)));
                }
                Message::End { bytes, frame } => {
                    self.forget_attempts_if_steady(now);
                    let then = self.ended(&frame, now);
                    if matches!(then, Then::Finish) {
                        whole.extend_from_slice(&bytes);
                    }
                    return (whole.freeze(), then);
                }
            }
        }
        (whole.freeze(), Then::Read)
    }

    /// Handles a connection that broke without an end.
    pub(super) fn lost(&mut self, cause: Failure, now: Instant) -> Then {
        self.forget_attempts_if_steady(now);
        self.unreachable(cause)
    }

    /// Handles a failed attempt to reopen.
    pub(super) fn unreachable(&mut self, cause: Failure) -> Then {
        match cause.kind() {
            FailureKind::Transport | FailureKind::Timeout | FailureKind::Credentials => match self.pause(None) {
                Some(pause) => Then::Reopen(pause, None),
                None => Then::Fail(cause),
            },
            _ => Then::Fail(cause),
        }
    }

    /// Handles a response that is not a stream to an attempt to reopen. If it is final, returns it as an end message
    /// for the reader.
    pub(super) fn answered(&mut self, answer: &Answer, now: Instant) -> (Bytes, Then) {
        let frame = end_of(answer);
        // The layer below has already tried to renew the credentials.
        self.doubted = true;
        let then = self.ended(&frame, now);
        let message = if matches!(then, Then::Finish) { self.form.bytes(self.dialect, &frame) } else { Bytes::new() };
        (message, then)
    }

    /// Handles a new connection; returns the number of attempts it took.
    pub(super) fn reopened(&mut self, now: Instant) -> u32 {
        // A partial message of the broken connection is dropped with its decoder.
        self.messages = Messages::new(self.dialect, self.form);
        self.opened = now;
        self.attempts
    }

    fn passed_event(&mut self, id: String) {
        if !id.is_empty() {
            self.last_event = Some(id);
        }
        self.doubted = false;
        if self.policy.steady_after.is_some() {
            self.attempts = 0;
        }
    }

    fn ended(&mut self, frame: &Frame, now: Instant) -> Then {
        let Frame::End { status, headers, body } = frame else { return Then::Read };
        let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_success() {
            return Then::Finish;
        }
        let named = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))
            .and_then(|(_, value)| retry_after::parse(value, SystemTime::now));
        if named.is_some_and(|named| named > self.policy.longest_retry_after) {
            return Then::Finish;
        }
        let passes = self.policy.retries_408_and_429
            && matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
        let expired = status == StatusCode::UNAUTHORIZED && !std::mem::replace(&mut self.doubted, true);
        if !(named.is_some() || passes || expired || status.is_server_error()) {
            return Then::Finish;
        }
        if expired {
            let answer = Answer::new(status, fields(headers), body.clone());
            let before = self.renewed.replace(now);
            // The server is reachable, so this does not count as an attempt.
            let rare = before.is_none_or(|before| now.saturating_duration_since(before) >= RENEWALS_APART);
            let pause = if rare { Some(named.unwrap_or_default()) } else { self.pause(named) };
            return pause.map_or(Then::Finish, |pause| Then::Reopen(pause, Some(answer)));
        }
        match self.pause(named) {
            Some(pause) => Then::Reopen(pause, None),
            None => Then::Finish,
        }
    }

    fn pause(&mut self, named: Option<Duration>) -> Option<Duration> {
        if self.policy.attempts.is_some_and(|most| self.attempts >= most) {
            return None;
        }
        self.attempts = self.attempts.saturating_add(1);
        // Whatever the server says, reconnects are not faster than the back-off.
        let least = self.policy.backoff.pause(self.attempts, &mut self.jitter);
        let asked = self.messages.retry().unwrap_or_default().min(self.policy.longest_retry_after);
        Some(named.unwrap_or(asked).max(least))
    }

    fn forget_attempts_if_steady(&mut self, now: Instant) {
        let open = now.saturating_duration_since(self.opened);
        if self.policy.steady_after.is_some_and(|steady| open >= steady) {
            self.attempts = 0;
        }
    }
}

/// Converts a response into an end frame with the same status and a body that is valid JSON.
fn end_of(answer: &Answer) -> Frame {
    let headers = answer.headers().iter();
    let headers =
        headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned()))).collect();
    let body = if answer.body().is_empty() {
        Bytes::from_static(b"null")
    } else if serde_json::from_slice::<&RawValue>(answer.body()).is_ok() {
        answer.body().clone()
    } else {
        serde_json::Value::from(String::from_utf8_lossy(answer.body())).to_string().into()
    };
    Frame::End { status: answer.status().as_u16(), headers, body }
}

fn fields(headers: &BTreeMap<String, String>) -> HeaderMap {
    let field = |(name, value): (&String, &String)| {
        Some((HeaderName::try_from(name.as_str()).ok()?, HeaderValue::try_from(value.as_str()).ok()?))
    };
    headers.iter().filter_map(field).collect()
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
