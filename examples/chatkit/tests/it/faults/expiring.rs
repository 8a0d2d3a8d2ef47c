//! A token that expires while a stream is open: the stream is reopened with a new token, without counting an attempt.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_client::{ResumePolicy, RetryPolicy, Token};
use api_core::{End, Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::{EventBody, RoomEvent, RoomStart};
use pusher_platform::token::Grant;
use tokio::time::Instant;

use super::cutting::{follow_lobby, numbers, read_texts};
use super::network::Network;
use crate::world::{World, environment, response, scripted};

#[tokio::test(start_paused = true)]
async fn a_stream_lost_after_its_token_expired_is_reopened_with_a_new_one() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    // One attempt to reopen, and no retries. Fetching a new token counts as neither.
    let policy = ResumePolicy::platform().attempts(Some(1));
    let environment = world.environment(Grant::user("alice")).resume(policy).retry(RetryPolicy::never());
    let client = environment.connect_through::<ChatkitApi, _>(network.clone()).unwrap();
    let mut room = follow_lobby(&client).await;
    world.send_text("0").await;
    assert_eq!(read_texts(&mut room, 1).await, ["0"]);
    world.pass_seconds(86_400);
    world.send_text("1").await;
    assert_eq!(read_texts(&mut room, 1).await, ["1"], "an open stream stays open");
    network.break_streams();
    world.send_text("2").await;
    assert_eq!(read_texts(&mut room, 1).await, numbers(2..3));
    let requests = network.requests();
    assert_eq!(requests.len(), 3, "opened, rejected, opened: {requests:?}");
    let tokens: BTreeSet<_> = requests.iter().map(|request| request.token.clone()).collect();
    assert_eq!(tokens.len(), 2);
    assert_eq!(requests[1].token, requests[0].token, "the cached token is tried first");
}

/// Follows a server that ends each stream that was opened with the first token, with this error.
///
/// Returns the number of events, the end and the number of fetched tokens.
async fn followed(kind: &'static str) -> (usize, End, usize) {
    let fetches = Arc::new(AtomicUsize::new(0));
    let counter = fetches.clone();
    let service = scripted(move |request| {
        let event = r#"{"event_name":"is_typing","data":{"user_id":"a"},"timestamp":"2017-04-14T14:00:42Z"}"#;
        let error = format!(r#"{{"error":"{kind}","error_description":"No.","error_uri":"u"}}"#);
        let fresh = request.headers()["authorization"] == "Bearer 1";
        let end = if fresh { "[255,204,{},null]".to_owned() } else { format!("[255,401,{{}},{error}]") };
        Ok(response(200, &[], format!("[0,\"\"]\n[1,\"7\",{{}},{event}]\n{end}\n").leak()))
    });
    let environment = environment().resume(ResumePolicy::platform().attempts(Some(1))).fetching(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Ok(Token::new(number.to_string())))
    });
    let client = environment.connect_through::<ChatkitApi, _>(service).unwrap();
    let mut room: Subscription<EventBody<RoomEvent>> =
        client.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    let mut events = 0;
    loop {
        match room.next().await.unwrap() {
            Next::Event(_) => events += 1,
            Next::End(end) => return (events, end, fetches.load(Ordering::SeqCst)),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_ends_with_an_expired_token_is_reopened_at_once() {
    let began = Instant::now();
    let (events, end, fetches) = followed("authentication/expired").await;
    assert_eq!((events, end.status, fetches), (2, 204, 2));
    assert!(began.elapsed().is_zero(), "no backoff applies");
}

#[tokio::test(start_paused = true)]
async fn an_end_with_an_invalid_token_is_returned_to_the_caller() {
    let (_, end, fetches) = followed("authentication/jwt/invalid").await;
    assert_eq!((end.status, end.body["error"].as_str(), fetches), (401, Some("authentication/jwt/invalid"), 1));
}
