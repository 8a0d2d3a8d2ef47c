//! The outcomes of a call: a value, an error response or a failure. How sequences and conversions treat them.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_core::error::{Failure, FailureKind};
use api_core::{ApiError as _, Outcome, OutcomeExt as _};
use chatkit::api::{Chatkit, ChatkitApi, ChatkitError};
use chatkit::model::{User, UserId};
use pusher_platform::raw::{RawRequest, ServiceError};
use pusher_platform::token::Grant;

use crate::world::{World, always, environment, response, scripted, user_not_found, without_retries};

#[tokio::test]
async fn a_call_results_in_a_value_an_error_response_or_a_failure() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let value = client.user("alice".into()).await.outcome();
    assert!(matches!(value, Outcome::Value(user) if user.id.as_str() == "alice"));
    let answered = client.user("nobody".into()).await.outcome();
    assert!(matches!(answered, Outcome::Answered(ChatkitError::UserNotFound(_))));
    let unreachable = scripted(|_| Err(Failure::new(FailureKind::Transport, "connection lost")));
    let failed = without_retries(unreachable).user("alice".into()).await.outcome();
    assert!(matches!(failed, Outcome::Failed(error) if error.failure().is_some_and(Failure::is_transport)));
}

/// A client that counts its calls.
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
            Outcome::Answered(ChatkitError::UserNotFound(_)) => assert!(made < 3),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_first_failure_ends_a_sequence() {
    let steps = Steps::new(without_retries(always(200, "no user")));
    assert!(matches!(three(&steps, ["alice"; 3]).await.outcome(), Outcome::Failed(_)));
    assert_eq!(steps.made(), 1);
}

fn together(one: &User, other: &User) -> String {
    format!("{} {}", one.id, other.id)
}

#[tokio::test]
async fn arguments_are_evaluated_from_left_to_right_up_to_the_first_error() -> Result<(), ChatkitError> {
    let world = World::with_a_room().await;
    let steps = Steps::new(world.client::<ChatkitApi>(Grant::superuser()));
    assert_eq!(together(&steps.user("alice").await?, &steps.user("alice").await?), "alice alice");
    let applied = async { Ok(together(&steps.user("first").await?, &steps.user("second").await?)) };
    let applied: Result<String, ChatkitError> = applied.await;
    assert!(matches!(applied, Err(ChatkitError::UserNotFound(_))));
    assert_eq!(steps.made(), 3, "the second argument is not evaluated");
    Ok(())
}

#[tokio::test]
async fn outcomes_of_error_responses_and_failures_do_not_end_the_sequence() -> Result<(), ChatkitError> {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let answered = client.user("nobody".into()).await.outcome();
    let failed = without_retries(always(200, "no user")).user("alice".into()).await.outcome();
    // Both outcomes are values, so the sequence continues.
    assert_eq!(client.user("alice".into()).await?.id.as_str(), "alice");
    assert!(
        matches!(answered.into_result(), Err(ChatkitError::UserNotFound(_))),
        "an outcome converts back into a result"
    );
    assert!(matches!(failed.into_result(), Err(ChatkitError::Failed(_))));
    Ok(())
}

/// Reads a user id from a file and looks the user up. An I/O error becomes a failure.
async fn greet(client: &impl Chatkit, file: &str) -> Result<User, ChatkitError> {
    let name = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(FailureKind::Other, format!("`{file}` cannot be read")).caused_by(error))?;
    client.user(UserId::new(name)).await
}

#[tokio::test]
async fn an_io_error_converts_into_a_failure_with_its_cause() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let failed = greet(&client, "/nowhere/to/be/found").await.outcome();
    let Outcome::Failed(error) = failed else { panic!("{failed:?}") };
    let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<io::Error>());
    assert!(cause.is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound));
}

/// The error type of an application, which includes that of the API.
#[derive(Debug, thiserror::Error)]
enum ApplicationError {
    #[error(transparent)]
    Chatkit(#[from] ChatkitError),
    #[error("no such number")]
    Number(#[from] std::num::ParseIntError),
}

#[tokio::test]
async fn errors_of_the_api_convert_into_the_error_type_of_an_application() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::superuser());
    let limit = async |text: &str, user: &str| -> Result<u32, ApplicationError> {
        client.user(UserId::new(user)).await?;
        Ok(text.parse()?)
    };
    assert_eq!(limit("7", "alice").await.unwrap(), 7);
    assert!(matches!(limit("seven", "alice").await, Err(ApplicationError::Number(_))));
    let first = limit("seven", "nobody").await;
    assert!(
        matches!(first, Err(ApplicationError::Chatkit(ChatkitError::UserNotFound(_)))),
        "the first error is the result"
    );
}

#[tokio::test]
async fn failures_error_responses_and_outcomes_convert_into_results() {
    let failed: Result<(), ChatkitError> = Err(Failure::new(FailureKind::Other, "cancelled by the user").into());
    assert!(matches!(failed.outcome(), Outcome::Failed(error) if error.to_string() == "cancelled by the user"));
    let raised: Result<(), ChatkitError> = Err(user_not_found());
    assert!(matches!(raised.outcome(), Outcome::Answered(ChatkitError::UserNotFound(who)) if who == "nobody"));
    let lifted = async { Outcome::<u8, ChatkitError>::Answered(user_not_found()).into_result() };
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
async fn an_error_is_recognized_without_a_description() {
    for body in [
        r#"{"error":"services/chatkit/not_found/user_not_found","error_description":null,"error_uri":"u"}"#,
        r#"{"error":"services/chatkit/not_found/user_not_found"}"#,
    ] {
        let refused = without_retries(always(404, body)).user("alice".into()).await;
        assert!(matches!(refused, Err(ChatkitError::UserNotFound(_))), "{refused:?}");
    }
    // A body in another format is still an error response. Its text is kept.
    let refused = without_retries(always(502, "<html>")).user("alice".into()).await.outcome();
    assert!(matches!(refused, Outcome::Answered(ChatkitError::Unknown(answer)) if answer.body() == "<html>"));
}
