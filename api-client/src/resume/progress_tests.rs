//! Tests of resumption with explicit times.

use std::time::{Duration, Instant};

use api_core::dialect::{Dialect, EventForm, Frame};
use api_core::error::{Answer, Failure, FailureKind};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Progress, Then};
use crate::backoff::Jitter;
use crate::resume::ResumePolicy;

fn progress(policy: ResumePolicy, now: Instant) -> Progress {
    Progress::new(policy, Dialect::Elements, EventForm::DEFAULT, Jitter::seeded(1), now)
}

fn lost() -> Failure {
    Failure::new(FailureKind::Transport, "lost")
}

fn seconds(then: &Then) -> Option<u64> {
    if let Then::Reopen(pause, _) = then { Some(pause.as_secs()) } else { None }
}

#[test]
fn the_platform_policy_pauses_two_four_and_then_always_five_seconds() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::platform(), now);
    let mut pauses = [(); 6].map(|()| seconds(&progress.lost(lost(), now)));
    assert_eq!(pauses, [2, 4, 5, 5, 5, 5].map(Some));
    progress.receive(b"[1,\"a\",{},1]\n", now);
    pauses = [(); 6].map(|()| seconds(&progress.lost(lost(), now + Duration::from_secs(1000))));
    assert_eq!(pauses, [Some(5); 6], "the counter is never reset");
}

#[test]
fn an_end_is_passed_on_unless_it_is_temporary() {
    let now = Instant::now();
    let table = [
        ("[255,204,{},null]\n", None),
        ("[255,404,{},{}]\n", None),
        ("[255,503,{},{}]\n", Some(2)),
        ("[255,429,{},{}]\n", None),
        ("[255,429,{\"Retry-After\":\"3\"},{}]\n", Some(3)),
        ("[255,503,{\"Retry-After\":\"3601\"},{}]\n", None),
        ("[255,503,{\"Retry-After\":\"9\"},{}]\n", Some(9)),
        ("[255,403,{\"retry-after\":\"4\"},{}]\n", Some(4)),
        ("[255,503,{\"Retry-After\":\"0\"},{}]\n", Some(2)),
        ("[255,401,{},{}]\n", Some(0)),
    ];
    for (end, expected) in table {
        let (passed, then) = progress(ResumePolicy::platform(), now).receive(end.as_bytes(), now);
        assert_eq!(seconds(&then), expected, "{end}");
        assert_eq!(passed, if expected.is_none() { end } else { "" });
    }
}

#[test]
fn reconnects_are_not_faster_than_the_back_off_whatever_the_server_says() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::default(), now);
    // At most the pauses of the first attempt: 250 to 500 ms.
    for stream in ["[255,503,{\"Retry-After\":\"0\"},{}]\n", "[1,\"a\",{},1]\n[255,503,{\"Retry-After\":\"0\"},{}]\n"] {
        for _ in 0..10 {
            progress.reopened(now);
            match progress.receive(stream.as_bytes(), now).1 {
                Then::Reopen(pause, _) => assert!(pause >= Duration::from_millis(250), "{pause:?} after {stream}"),
                Then::Finish => break,
                other => panic!("{other:?}"),
            }
            if stream.starts_with("[1") {
                let Then::Reopen(pause, _) = progress.lost(lost(), now) else { panic!("a pause") };
                assert!(pause >= Duration::from_millis(250), "{pause:?}");
            }
        }
    }
}

#[test]
fn credentials_are_renewed_once_between_events() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::default(), now);
    let end = b"[255,401,{},{\"error\":\"authentication/expired\"}]\n";
    let (_, then) = progress.receive(end, now);
    assert!(matches!(then, Then::Reopen(Duration::ZERO, Some(answer)) if answer.body().starts_with(b"{\"error\"")));
    progress.reopened(now);
    assert!(matches!(progress.receive(end, now).1, Then::Finish));
}

#[test]
fn frequent_ends_with_401_count_as_attempts() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::platform(), now);
    let mut spent = |at| {
        progress.reopened(at);
        seconds(&progress.receive(b"[1,\"a\",{},1]\n[255,401,{},{}]\n", at).1)
    };
    let later = now + Duration::from_secs(30);
    assert_eq!([spent(now), spent(now), spent(now), spent(later)], [0, 2, 4, 0].map(Some));
}

#[test]
fn consecutive_attempts_are_counted_until_an_event_or_a_steady_connection() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::default().attempts(Some(2)), now);
    let lose = |progress: &mut Progress, at| matches!(progress.lost(lost(), at), Then::Reopen(..));
    assert!(lose(&mut progress, now) && lose(&mut progress, now) && !lose(&mut progress, now));
    progress.receive(b"[0,\"\"]\n", now);
    assert!(!lose(&mut progress, now), "a keep-alive does not reset the count");
    progress.receive(b"[1,\"a\",{},1]\n", now);
    assert!(lose(&mut progress, now) && lose(&mut progress, now) && !lose(&mut progress, now));
    progress.reopened(now);
    assert!(lose(&mut progress, now + Duration::from_secs(30)));
}

#[test]
fn a_partial_message_is_dropped_with_its_connection() {
    let now = Instant::now();
    let mut progress = progress(ResumePolicy::default(), now);
    let (passed, _) = progress.receive(b"[1,\"a\",{},1]\n[1,\"b\",", now);
    assert_eq!((passed, progress.last_event()), (Bytes::from_static(b"[1,\"a\",{},1]\n"), Some("a")));
    progress.reopened(now);
    let (passed, _) = progress.receive(b"[1,\"b\",{},2]\n", now);
    assert_eq!((passed, progress.last_event()), (Bytes::from_static(b"[1,\"b\",{},2]\n"), Some("b")));
}

#[test]
fn a_refusal_to_reopen_is_passed_on_as_an_end() {
    let now = Instant::now();
    let refusal =
        |body: &'static str| Answer::new(StatusCode::NOT_FOUND, HeaderMap::new(), Bytes::from_static(body.as_bytes()));
    for (body, written) in [("{\"error\":\n1}", "{\"error\": 1}"), ("<gone>", "\"<gone>\"")] {
        let (passed, then) = progress(ResumePolicy::default(), now).answered(&refusal(body), now);
        assert!(matches!(then, Then::Finish));
        assert_eq!(passed, format!("[255,404,{{}},{written}]\n"));
    }
}

#[test]
fn a_retry_after_above_the_limit_is_final() {
    let now = Instant::now();
    let policy = ResumePolicy::default().longest_retry_after(Duration::from_secs(5));
    let frame =
        Frame::End { status: 503, headers: [("Retry-After".to_owned(), "6".to_owned())].into(), body: "1".into() };
    let end = Dialect::Elements.bytes(&frame);
    assert!(matches!(progress(policy, now).receive(&end, now).1, Then::Finish));
}

#[test]
fn a_malformed_message_is_passed_on_and_is_a_failure() {
    let now = Instant::now();
    let (passed, then) = progress(ResumePolicy::default(), now).receive(b"<html>\n", now);
    assert_eq!(passed, "<html>\n");
    assert!(matches!(then, Then::Fail(failure) if failure.is_decode()));
}
