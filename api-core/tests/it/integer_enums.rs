//! Enums that are sent as numbers: in paths, queries, header fields, map keys and bodies.

use std::collections::BTreeMap;

use api_core::routing::InProcess;
use api_core::{Error, Model, Transport as _, api};
use api_testing::laws::{self, Laws};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use serde_repr::{Deserialize_repr, Serialize_repr};

use crate::support::body_of;

/// How urgent a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize_repr, Deserialize_repr, Model)]
#[repr(i8)]
#[model(repr)]
enum Priority {
    /// When nothing else waits.
    Idle = -1,
    Normal,
    Urgent = 7,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize_repr, Deserialize_repr, Model)]
#[repr(u8)]
#[model(repr)]
enum Code {
    Done = 1,
    #[serde(other)]
    Unknown = 0,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Job {
    priority: Priority,
    code: Code,
    counts: BTreeMap<Priority, u32>,
}

/// Serde keeps the content in a buffer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "kind")]
enum Notice {
    Moved { to: Priority },
}

#[api]
trait Jobs {
    #[get("/jobs/{priority}")]
    async fn of(&self, priority: Priority, #[query] codes: Vec<Code>) -> Result<Vec<Job>, Error>;
    #[get("/jobs/all")]
    async fn all(&self, #[header] priority: Option<Priority>) -> Result<Vec<Job>, Error>;
    #[post("/jobs")]
    async fn add(&self, #[body] job: Job) -> Result<Notice, Error>;
}

struct Quiet;

impl Jobs for Quiet {
    async fn of(&self, priority: Priority, codes: Vec<Code>) -> Result<Vec<Job>, Error> {
        let job = |code| Job { priority, code, counts: BTreeMap::from([(priority, 1)]) };
        Ok(codes.into_iter().map(job).collect())
    }

    async fn all(&self, _: Option<Priority>) -> Result<Vec<Job>, Error> {
        Ok(Vec::new())
    }

    async fn add(&self, job: Job) -> Result<Notice, Error> {
        Ok(Notice::Moved { to: job.priority })
    }
}

#[test]
fn the_shape_lists_the_numbers_with_their_names() {
    assert_eq!(Priority::SHAPE.to_string(), "enum Priority as integer {\n  Idle = -1\n  Normal = 0\n  Urgent = 7\n}");
    assert!(Priority::SHAPE.is_scalar());
    // Text that is read as a number has several spellings.
    let read = ["-1", "0", "7", "+7", "007"].map(|text| Priority::SHAPE.could_parse(text));
    assert_eq!(read, [true; 5]);
    assert_eq!(["1", "all", "", "7.0"].map(|text| Priority::SHAPE.could_parse(text)), [false; 4]);
}

#[tokio::test]
async fn a_number_is_read_from_each_place_and_its_name_from_none() {
    let client = JobsApi::connect(InProcess::new(JobsApi::serve(Quiet)));
    let jobs = client.of(Priority::Urgent, vec![Code::Done, Code::Unknown]).await.unwrap();
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[0].counts, BTreeMap::from([(Priority::Urgent, 1)]));
    let job = Job { priority: Priority::Idle, code: Code::Done, counts: BTreeMap::new() };
    assert_eq!(client.add(job).await.unwrap(), Notice::Moved { to: Priority::Idle });

    let transport = InProcess::new(JobsApi::serve(Quiet));
    // A number that no variant has is taken by `other`.
    for (target, status) in [("/jobs/7?codes=9", 200), ("/jobs/5", 400), ("/jobs/Idle", 400), ("/jobs/-1?codes=x", 400)]
    {
        let response = transport.send(Request::get(target).body(api_core::Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::from_u16(status).unwrap(), "{target}");
    }
    let wrong = r#"{"priority": 5, "code": 1, "counts": {}}"#;
    let request = Request::post("/jobs").header("content-type", "application/json").body(wrong.into()).unwrap();
    let response = transport.send(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let body = body_of(response).await;
    let text = String::from_utf8_lossy(&body);
    assert!(text.contains(r#""expected":"one of `-1`, `0`, `7`","path":"/priority","problem":"is 5""#), "{text}");

    let response =
        transport.send(Request::get("/jobs/5?codes=1").body(api_core::Body::empty()).unwrap()).await.unwrap();
    let body = body_of(response).await;
    let text = String::from_utf8_lossy(&body);
    assert!(text.contains(r#""expected":"one of `-1`, `0`, `7`""#), "{text}");
}

#[test]
fn the_laws_hold_for_enums_that_are_sent_as_numbers() {
    laws::check::<JobsApi>(&Laws::new(100, 3));
}
