//! Requests to the canned server: successes, errors, malformed responses, and streams and connections that break.

use std::time::Duration;

use api_client::{Backoff, LayeredTransport, RetryPolicy};
use api_core::{ApiError as _, Client, Outcome, OutcomeExt as _};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::model::UserId;
use http::{Method, StatusCode};
use pusher_platform::raw::{RawRequest, ServiceError};
use serde_json::json;

use super::Case;
use super::server::{Canned, run};

pub(crate) const CASES: &[Case] = &[
    ("a_success_is_parsed_however_frames_divide_its_body", successes),
    ("errors_are_recognized_with_or_without_a_description", errors),
    ("a_body_that_is_not_an_error_is_kept_or_a_failure", foreign_errors),
    ("a_success_that_does_not_parse_is_a_failure", unparsable),
    ("a_stream_that_is_reset_is_a_failure", resets),
    ("a_refused_stream_is_retried", refused),
    ("a_new_connection_is_opened_after_goaway", going_away),
    ("header_names_are_lower_case", lower_case),
];

fn client(server: &Canned) -> Client<ChatkitApi, LayeredTransport> {
    server.environment().connect().unwrap()
}

async fn outcome(server: &Canned, name: &str) -> Outcome<String, ChatkitError> {
    client(server).user(UserId::new(name)).await.map(|user| user.name).outcome()
}

fn successes(server: &Canned) {
    run(async {
        for name in ["ok", "split", "trailers", "informed"] {
            let outcome = outcome(server, name).await;
            assert!(matches!(&outcome, Outcome::Value(user) if user == "Alice"), "{name}: {outcome:?}");
        }
    });
}

fn errors(server: &Canned) {
    run(async {
        for (name, description) in [("full", "Who?"), ("null", ""), ("missing", ""), ("attributes", "")] {
            let outcome = outcome(server, name).await;
            let Outcome::Answered(ChatkitError::UserNotFound(found)) = outcome else { panic!("{name}: {outcome:?}") };
            assert_eq!(found, description, "{name}");
        }
        let raw = server.environment().raw().unwrap();
        let answered = raw.send(RawRequest::new(Method::GET, "chatkit", "v6", "/users/attributes")).await;
        let Err(ServiceError::Answered(answered)) = answered else { panic!("{answered:?}") };
        assert_eq!(
            (answered.status, answered.error.error_attributes),
            (StatusCode::NOT_FOUND, Some(json!({"x": [1]})))
        );
    });
}

fn foreign_errors(server: &Canned) {
    run(async {
        for (name, status) in [("html", 502), ("empty", 500)] {
            let typed = outcome(server, name).await;
            let Outcome::Answered(ChatkitError::Unknown(answer)) = typed else { panic!("{name}: {typed:?}") };
            assert_eq!(answer.status(), status);
            let raw = server.environment().raw().unwrap();
            let raw = raw.send(RawRequest::new(Method::GET, "chatkit", "v6", format!("/users/{name}"))).await;
            assert!(matches!(&raw, Err(ServiceError::Failed(failure)) if failure.is_decode()), "{name}: {raw:?}");
        }
    });
}

fn unparsable(server: &Canned) {
    run(async {
        let outcome = outcome(server, "unparsable").await;
        assert!(matches!(&outcome, Outcome::Failed(error) if error.failure().unwrap().is_decode()), "{outcome:?}");
    });
}

fn resets(server: &Canned) {
    run(async {
        for name in ["reset", "half"] {
            let outcome = outcome(server, name).await;
            let Outcome::Failed(error) = &outcome else { panic!("{name}: {outcome:?}") };
            assert!(error.failure().unwrap().is_transport(), "{name}: {error:?}");
        }
    });
}

fn refused(server: &Canned) {
    run(async {
        let no_delay = Backoff::exponential(Duration::from_millis(1), Duration::from_millis(1));
        let environment = server.environment().retry(RetryPolicy::platform().backoff(no_delay));
        let client: Client<ChatkitApi, LayeredTransport> = environment.connect().unwrap();
        assert_eq!(client.user("refused".into()).await.unwrap().name, "Alice");
    });
}

fn going_away(server: &Canned) {
    run(async {
        let no_delay = Backoff::exponential(Duration::from_millis(1), Duration::from_millis(1));
        let environment = server.environment().retry(RetryPolicy::platform().backoff(no_delay));
        let client: Client<ChatkitApi, LayeredTransport> = environment.connect().unwrap();
        for name in ["leaving", "leaving", "left", "ok"] {
            assert_eq!(client.user(UserId::new(name)).await.unwrap().name, "Alice", "{name}");
        }
    });
}

fn lower_case(server: &Canned) {
    run(async {
        let environment = server.environment().sdk_information("chatkit", "1");
        let client: Client<ChatkitApi, LayeredTransport> = environment.connect().unwrap();
        client.user("ok".into()).await.unwrap();
        let notes = client.user("notes".into()).await.unwrap();
        assert!(!format!("{notes:?}").contains("upper case"), "{notes:?}");
    });
}
