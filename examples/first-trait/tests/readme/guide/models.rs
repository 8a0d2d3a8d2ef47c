//! Models: types of other crates, and the difference between null and absent.

use api_core::model::format::DateTime;
use api_core::prelude::*;
use serde::{Deserialize, Serialize};

/// A point in time, sent as RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Model)]
struct At(
    #[serde(with = "time::serde::rfc3339")]
    #[model(as = DateTime)]
    time::OffsetDateTime,
);

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Model)]
struct EditRoom {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    topic: Patch<String>,
}

#[api]
trait Meetings {
    #[get("/meetings/{at}")]
    async fn from(&self, at: At, #[query] until: Option<At>) -> Result<Vec<At>, Error> {
        Ok([Some(at), until].into_iter().flatten().collect())
    }
    #[patch("/rooms/lobby")]
    async fn edit(&self, #[body] change: EditRoom) -> Result<EditRoom, Error> {
        Ok(change)
    }
}

impl Meetings for () {}

#[tokio::test]
async fn a_wrapped_time_is_sent_in_path_query_and_body() {
    let client = MeetingsApi::connect(InProcess::new(MeetingsApi::serve(())));
    let at = |seconds| At(time::OffsetDateTime::from_unix_timestamp(seconds).unwrap());
    let request = client.request(&MeetingsFromCall { at: at(0), until: Some(at(60)) }).unwrap();
    assert_eq!(request.uri().path(), "/meetings/1970-01-01T00:00:00Z");
    assert_eq!(client.from(at(0), Some(at(60))).await.unwrap(), [at(0), at(60)]);
}

#[tokio::test]
async fn a_patch_distinguishes_null_and_absent() {
    let client = MeetingsApi::connect(InProcess::new(MeetingsApi::serve(())));
    let topics =
        [(Patch::Absent, "{}"), (Patch::Null, r#"{"topic":null}"#), (Patch::Value("a".into()), r#"{"topic":"a"}"#)];
    for (topic, json) in topics {
        let edit = EditRoom { topic };
        assert_eq!(serde_json::to_string(&edit).unwrap(), json);
        assert_eq!(serde_json::from_str::<EditRoom>(json).unwrap(), edit);
        assert_eq!(client.edit(edit.clone()).await.unwrap(), edit);
    }
}
