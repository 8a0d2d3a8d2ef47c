//! A computation ends in one of three ways; a sequence ends with the first that is no value; a try goes on.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_core::error::{Failure, FailureKind};
use api_core::{ApiError as _, Outcome, OutcomeExt as _};
use chatkit::api::{Chatkit, ChatkitApi, ChatkitError};
use chatkit::model::{User, UserId};
use pusher_platform::raw::{RawRequest, ServiceError};
use pusher_platform::token::Grant;

use crate::world::{World, always, environment, hasty, nobody, response, scripted};

#[tokio::test]
async fn a_call_gives_a_value_an_error_response_or_a_failure() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let value = client.user("alice".into()).await.outcome();
    assert!(matches!(value, Outcome::Value(user) if user.id.as_str() == "alice"));
    let answered = client.user("nobody".into()).await.outcome();
    assert!(matches!(answered, Outcome::Answered(ChatkitError::UserNotFound(_))));
    let unreachable = scripted(|_| Err(Failure::new(FailureKind::Transport, "the cable is cut")));
    let failed = hasty(unreachable).user("alice".into()).await.outcome();
    assert!(matches!(failed, Outcome::Failed(error) if error.failure().is_some_and(Failure::is_transport)));
}

/// Counts its calls, each of which ends as told.
struct Steps<C> {
    client: C,
    made: AtomicUsize,
}

impl<C: Chatkit> Steps<C> {
    fn new(client: C) -> Self {
        Self { client, made: AtomicUsize::new(0) }
    }

    async fn user(&self, id: &str) -> Result<User, ChatkitError> {
        self.made.fetch_add(1, Ordering::SeqCst);
        self.client.user(UserId::new(id)).await
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }
}

async fn three(steps: &Steps<impl Chatkit>, ids: [&str; 3]) -> Result<usize, ChatkitError> {
    let first = steps.user(ids[0]).await?;
    let second = steps.user(ids[1]).await?;
    let third = steps.user(ids[2]).await?;
    Ok([first, second, third].len())
}

#[tokio::test]
async fn the_first_error_response_ends_a_sequence() {
    let world = World::with_a_room().await;
    for (ids, made) in [(["alice"; 3], 3), (["alice", "nobody", "alice"], 2), (["nobody", "nowhere", "alice"], 1)] {
        let steps = Steps::new(world.client::<ChatkitApi>(Grant::superuser()));
        let outcome = three(&steps, ids).await.outcome();
        assert_eq!(steps.made(), made, "{ids:?}");
        match outcome {
            Outcome::Value(3) => assert_eq!(made, 3),
            Outcome::Answered(ChatkitError::UserNotFound(which)) => assert!(which.contains("nobody"), "{which}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_first_failure_ends_a_sequence() {
    let steps = Steps::new(hasty(always(200, "no user")));
    assert!(matches!(three(&steps, ["alice"; 3]).await.outcome(), Outcome::Failed(_)));
    assert_eq!(steps.made(), 1);
}

fn together(one: &User, other: &User) -> String {
    format!("{} {}", one.id, other.id)
}

#[tokio::test]
async fn arguments_are_computed_left_first_and_the_first_that_is_no_value_is_the_result() -> Result<(), ChatkitError> {
    let world = World::with_a_room().await;
    let steps = Steps::new(world.client::<ChatkitApi>(Grant::superuser()));
    assert_eq!(together(&steps.user("alice").await?, &steps.user("alice").await?), "alice alice");
    let applied = async { Ok(together(&steps.user("first").await?, &steps.user("second").await?)) };
    let applied: Result<String, ChatkitError> = applied.await;
    assert!(matches!(applied, Err(ChatkitError::UserNotFound(which)) if which.contains("first")));
    assert_eq!(steps.made(), 3, "the second argument was not computed");
    Ok(())
}

#[tokio::test]
async fn a_try_covers_error_responses_and_failures_and_the_sequence_goes_on() -> Result<(), ChatkitError> {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let answered = client.user("nobody".into()).await.outcome();
    let failed = hasty(always(200, "no user")).user("alice".into()).await.outcome();
    // Here after both.
    assert_eq!(client.user("alice".into()).await?.id.as_str(), "alice");
    assert!(matches!(answered.into_result(), Err(ChatkitError::UserNotFound(_))), "and back again");
    assert!(matches!(failed.into_result(), Err(ChatkitError::Failed(_))));
    Ok(())
}

/// Input and output of one's own in the same sequence: its error is lifted, not caught.
async fn greet(client: &impl Chatkit, file: &str) -> Result<User, ChatkitError> {
    let name = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(FailureKind::Other, format!("`{file}` cannot be read")).caused_by(error))?;
    client.user(UserId::new(name)).await
}

#[tokio::test]
async fn errors_of_one_s_own_are_lifted_into_failures_with_their_cause() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let failed = greet(&client, "/nowhere/to/be/found").await.outcome();
    let Outcome::Failed(error) = failed else { panic!("{failed:?}") };
    let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<io::Error>());
    assert!(cause.is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound));
}

/// An application's errors around the API's.
#[derive(Debug, thiserror::Error)]
enum ApplicationError {
    #[error(transparent)]
    Chatkit(#[from] ChatkitError),
    #[error("no such number")]
    Number(#[from] std::num::ParseIntError),
}

#[tokio::test]
async fn the_api_s_errors_are_lifted_into_those_of_an_application() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let limit = async |text: &str, user: &str| -> Result<u32, ApplicationError> {
        client.user(UserId::new(user)).await?;
        Ok(text.parse()?)
    };
    assert_eq!(limit("7", "alice").await.unwrap(), 7);
    assert!(matches!(limit("seven", "alice").await, Err(ApplicationError::Number(_))));
    let first = limit("seven", "nobody").await;
    assert!(matches!(first, Err(ApplicationError::Chatkit(ChatkitError::UserNotFound(_)))), "the first one wins");
}

#[tokio::test]
async fn one_can_fail_with_a_text_raise_an_error_response_and_lift_an_outcome() {
    let failed: Result<(), ChatkitError> = Err(Failure::new(FailureKind::Other, "I gave up").into());
    assert!(matches!(failed.outcome(), Outcome::Failed(error) if error.to_string() == "I gave up"));
    let raised: Result<(), ChatkitError> = Err(nobody());
    assert!(matches!(raised.outcome(), Outcome::Answered(ChatkitError::UserNotFound(who)) if who == "nobody"));
    let lifted = async { Outcome::<u8, ChatkitError>::Answered(nobody()).into_result() };
    assert!(matches!(lifted.await, Err(ChatkitError::UserNotFound(_))));
    assert_eq!(Outcome::<u8, ChatkitError>::Value(7).into_result().unwrap(), 7);
}

#[tokio::test]
async fn an_error_response_has_status_fields_and_advice() {
    let body = r#"{"error":"a/b","error_description":"Not now.","error_uri":"u","error_attributes":{"x":1}}"#;
    let service = scripted(move |_| Ok(response(429, &[("retry-after", "7")], body)));
    let client = environment().raw_through(service).unwrap();
    let refused = client.send(RawRequest::new(http::Method::GET, "chatkit", "v6", "/users")).await;
    let Err(ServiceError::Answered(answered)) = &refused else { panic!("{refused:?}") };
    assert_eq!((answered.status.as_u16(), answered.error.error.as_str()), (429, "a/b"));
    assert_eq!(answered.error.error_description.as_deref(), Some("Not now."));
    assert_eq!(answered.error.error_attributes, Some(serde_json::json!({ "x": 1 })));
    let advice = refused.unwrap_err().retry();
    assert_eq!(advice, api_core::error::RetryAdvice::After(std::time::Duration::from_secs(7)));
}

#[tokio::test]
async fn a_known_error_is_known_without_a_description() {
    for body in [
        r#"{"error":"services/chatkit/not_found/user_not_found","error_description":null,"error_uri":"u"}"#,
        r#"{"error":"services/chatkit/not_found/user_not_found"}"#,
    ] {
        let refused = hasty(always(404, body)).user("alice".into()).await;
        assert!(matches!(refused, Err(ChatkitError::UserNotFound(_))), "{refused:?}");
    }
    // Of another form it is still an answer, kept whole.
    let refused = hasty(always(502, "<html>")).user("alice".into()).await.outcome();
    assert!(matches!(refused, Outcome::Answered(ChatkitError::Unknown(answer)) if answer.body() == "<html>"));
}
