//! The three states of a `Patch` field arrive as they were sent.

use std::sync::Mutex;

use api_core::model::ViolationList;
use api_core::routing::InProcess;
use api_core::{Error, Model, Patch, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Change {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    #[model(min_length = 2)]
    topic: Patch<String>,
}

#[api]
trait Rooms {
    #[patch("/rooms/{id}")]
    async fn change(&self, id: u32, #[body] change: Change) -> Result<Change, Error>;
}

#[derive(Default)]
struct Recorder(Mutex<Vec<Change>>);

impl Rooms for Recorder {
    async fn change(&self, _: u32, change: Change) -> Result<Change, Error> {
        self.0.lock().unwrap().push(change.clone());
        Ok(change)
    }
}

#[tokio::test]
async fn absent_null_and_a_value_arrive_as_they_were_sent() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Recorder::default())));
    for topic in [Patch::Absent, Patch::Null, Patch::Value("cats".to_owned())] {
        let sent = Change { topic };
        assert_eq!(client.change(1, sent.clone()).await.unwrap(), sent);
    }
}

#[test]
fn each_state_has_its_own_text() {
    let texts = [Patch::Absent, Patch::Null, Patch::Value("cats".to_owned())]
        .map(|topic| serde_json::to_string(&Change { topic }).unwrap());
    assert_eq!(texts, ["{}", r#"{"topic":null}"#, r#"{"topic":"cats"}"#]);
}

#[test]
fn the_shape_says_that_the_states_differ_and_limits_apply_to_the_value() {
    assert_eq!(Change::SHAPE.to_string(), "Change {\n  topic?: patch of text (length 2..), sometimes written\n}");
    let short = Change { topic: Patch::Value("x".to_owned()) };
    assert_eq!(ViolationList::of(&short).to_string(), "/topic: has length 1, expected a length of at least 2");
    assert!(ViolationList::of(&Change { topic: Patch::Null }).is_empty());
}

#[test]
fn an_absent_value_outside_of_a_skipped_field_is_an_encode_failure() {
    let error = serde_json::to_string(&Patch::<u8>::Absent).unwrap_err();
    assert!(error.to_string().contains("absent"), "{error}");
}
