//! A token that expires while a stream is open: the stream is opened again with a new one, and that is no attempt.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_client::{ResumePolicy, RetryPolicy, Token};
use api_core::{End, Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::{EventBody, RoomEvent, RoomStart};
use pusher_platform::token::Grant;
use tokio::time::Instant;

use super::cutting::{follow_lobby, heard, numbers};
use super::network::Network;
use crate::world::{World, environment, response, scripted};

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_lost_after_its_token_expired_is_opened_with_a_new_one() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    // One attempt to open it again, and requests are sent once: a new token is neither.
    let policy = ResumePolicy::platform().attempts(Some(1));
    let environment = world.environment(Grant::user("alice")).resume(policy).retry(RetryPolicy::never());
    let client = environment.connect_through::<ChatkitApi, _>(network.clone()).unwrap();
    let mut room = follow_lobby(&client).await;
    world.say("0").await;
    assert_eq!(heard(&mut room, 1).await, ["0"]);
    world.pass_seconds(86_400);
    world.say("1").await;
    assert_eq!(heard(&mut room, 1).await, ["1"], "an open stream stays open");
    network.lose_everything();
    world.say("2").await;
    assert_eq!(heard(&mut room, 1).await, numbers(2..3));
    let requests = network.requests();
    assert_eq!(requests.len(), 3, "opened, refused, opened: {requests:?}");
    let tokens: BTreeSet<_> = requests.iter().map(|request| request.token.clone()).collect();
    assert_eq!(tokens.len(), 2);
    assert_eq!(requests[1].token, requests[0].token, "the old one is tried first");
}

/// Follows a server that ends each stream that was opened with the first token, for this reason. Gives what came, the end, and the number
/// of tokens fetched.
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
async fn a_stream_that_the_server_ends_for_its_token_is_opened_at_once_with_a_new_one() {
    let began = Instant::now();
    let (events, end, fetches) = followed("authentication/expired").await;
    assert_eq!((events, end.status, fetches), (2, 204, 2));
    assert!(began.elapsed().is_zero(), "there is nothing to wait for");
}

#[tokio::test(start_paused = true)]
async fn another_reason_brings_no_new_token_and_is_the_reader_s() {
    let (_, end, fetches) = followed("authentication/invalid_token").await;
    assert_eq!((end.status, end.body["error"].as_str(), fetches), (401, Some("authentication/invalid_token"), 1));
}
