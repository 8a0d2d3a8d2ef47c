//! The laws hold for an API that uses every feature. Each law fails for an API with a fault.

use crate::faulty_api::{FaultyApi, fault};
use api_core::error::{Answer, Attributes, Failure, RetryAfter};
use api_core::{ApiError, EventId, Model, Subscription, api};
use api_testing::everything::{Colour, EverythingApi, EverythingError, WatchesApi};
use api_testing::laws::{self, Laws, Manner, Mock};
use serde::{Deserialize, Serialize};

const LAWS: Laws = Laws::new(150, 1);

#[test]
fn the_laws_hold_for_an_api_with_every_feature() {
    laws::check::<EverythingApi>(&LAWS);
    laws::check::<WatchesApi>(&LAWS);
}

/// An endpoint whose captures have another order than its arguments. Their types differ, so a mix-up is noticed.
#[api(base = "/swapped", errors = EverythingError)]
trait Swapped {
    #[get("/{colour}/things/{id}")]
    async fn thing(&self, id: u32, colour: Colour) -> Result<u32, EverythingError>;
}

#[test]
fn arguments_need_not_be_in_the_order_of_the_captures() {
    laws::check::<SwappedApi>(&LAWS);
}

/// Paths that overlap at every depth, so that routing must backtrack.
#[api(base = "/maze", errors = EverythingError)]
trait Maze {
    #[get("/a/b/c")]
    async fn literals(&self) -> Result<(), EverythingError>;
    #[post("/a/b/{z}")]
    async fn last_free(&self, z: String) -> Result<(), EverythingError>;
    #[put("/a/{y}/c")]
    async fn middle_free(&self, y: Colour) -> Result<(), EverythingError>;
    #[delete("/{x}/b/c")]
    async fn first_free(&self, x: u8) -> Result<(), EverythingError>;
    #[get("/{x}/{y}/{z}")]
    async fn all_free(&self, x: bool, y: i8, z: String) -> Result<(), EverythingError>;
    #[get("/a/{*rest}")]
    async fn rest_of_a(&self, rest: String) -> Result<(), EverythingError>;
    #[patch("/{*rest}")]
    async fn rest(&self, rest: String) -> Result<(), EverythingError>;
    #[subscribe("/a/b")]
    async fn events(&self, #[resume] last: Option<EventId>) -> Result<Subscription<u8>, EverythingError>;
    #[subscribe("/a/b/c")]
    async fn events_beside_get(&self) -> Result<Subscription<Vec<Option<i64>>>, EverythingError>;
    #[get("/")]
    async fn root(&self, #[query] deep: Option<Vec<u8>>) -> Result<(), EverythingError>;
}

#[test]
fn the_laws_hold_for_overlapping_paths() {
    laws::check::<MazeApi>(&LAWS);
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
struct Quota {
    #[model(min = 1, max = 9)]
    used: u32,
    reset: Option<String>,
}

#[derive(Debug, ApiError)]
enum UploadError {
    #[error(status = 413)]
    QuotaExceeded(String, Attributes<Quota>),
    /// Too many uploads are running.
    #[error(status = 429)]
    Busy(RetryAfter),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = UploadError)]
trait Upload {
    #[post("/files/{name}")]
    async fn upload(&self, name: String) -> Result<(), UploadError>;
}

#[test]
fn the_laws_hold_for_errors_with_details_and_a_delay() {
    laws::check::<UploadApi>(&LAWS);
}

// A mock serves to test how a client handles each declared error. None of them may be decoded as an unknown error.
#[tokio::test]
async fn a_mock_that_refuses_answers_with_every_declared_error() {
    let (mut exceeded, mut busy) = (0, 0);
    for seed in 0..20 {
        let mock = UploadApi::connect(Mock::<UploadApi>::new(seed, Manner::Refuses));
        match mock.upload("a".to_owned()).await.unwrap_err() {
            UploadError::QuotaExceeded(_, Attributes(quota)) if (1..=9).contains(&quota.used) => exceeded += 1,
            UploadError::Busy(RetryAfter(delay)) if delay.as_secs() == 7 => busy += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(exceeded > 0 && busy > 0);
}

/// Events that are texts, which are JSON like any event.
#[api(errors = EverythingError)]
trait Texts {
    #[subscribe("/texts")]
    async fn texts(&self) -> Result<Subscription<String>, EverythingError>;
}

#[test]
fn events_that_are_texts_obey() {
    laws::check::<TextsApi>(&LAWS);
}

/// Declares another default than serde takes.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, api_core::Model)]
struct Page {
    items: Vec<Size>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, api_core::Model)]
struct Size {
    #[serde(default)]
    #[model(default = 20)]
    size: u8,
}

#[api(errors = EverythingError)]
trait Pages {
    #[post("/pages")]
    async fn page(&self, #[body] page: Page) -> Result<(), EverythingError>;
}

#[test]
#[should_panic(expected = "a missing key is read as its declared default")]
fn a_default_that_serde_does_not_take_is_found() {
    laws::defaults::<PagesApi>(&LAWS);
}

#[test]
fn an_endpoint_can_be_left_out() {
    laws::codec::<FaultyApi<{ fault::WRITES_ANOTHER }>>(&LAWS.except(&["say"]));
}

#[test]
#[should_panic(expected = "`FaultyApi` has no endpoint `shout`")]
fn an_endpoint_that_does_not_exist_cannot_be_left_out() {
    laws::codec::<FaultyApi<{ fault::NONE }>>(&LAWS.except(&["shout"]));
}

#[test]
fn the_laws_hold_for_a_handwritten_api() {
    laws::check::<FaultyApi<{ fault::NONE }>>(&LAWS);
}

#[test]
#[should_panic(expected = "decode(encode(call)) == call")]
fn a_call_that_omits_a_query_key_is_found() {
    laws::check::<FaultyApi<{ fault::OMITS_QUERY_KEY }>>(&LAWS);
}

#[test]
#[should_panic(expected = "decode(encode(call)) == call")]
fn a_call_that_writes_another_value_is_found() {
    laws::check::<FaultyApi<{ fault::WRITES_ANOTHER }>>(&LAWS);
}

#[test]
#[should_panic(expected = "the compiled routes find the endpoint that a linear search finds")]
fn a_tree_that_lost_an_endpoint_is_found() {
    laws::routes::<FaultyApi<{ fault::LOSES_ROUTE }>>(&LAWS);
}

#[test]
#[should_panic(expected = "405 lists the methods of the path")]
fn a_handler_that_answers_404_on_its_path_is_found() {
    laws::methods::<FaultyApi<{ fault::ANSWERS_404 }>>(&LAWS);
}

#[test]
#[should_panic(expected = "serve(connect(t)) answers as t does")]
fn a_server_that_changes_a_value_is_found() {
    laws::inverse::<FaultyApi<{ fault::CHANGES_VALUE }>>(&LAWS);
}

#[test]
#[should_panic(expected = "no request is answered with a 5xx status")]
fn a_server_that_breaks_on_large_numbers_is_found() {
    laws::refusals::<FaultyApi<{ fault::BREAKS }>>(&LAWS);
}

#[test]
#[should_panic(expected = "a request refused by its target, method or header fields")]
fn a_decoder_that_reads_the_body_first_is_found() {
    laws::refusals::<FaultyApi<{ fault::READS_BODY_FIRST }>>(&LAWS);
}

#[test]
#[should_panic(expected = "or_else is associative")]
fn a_response_that_depends_on_earlier_requests_is_found() {
    laws::alternatives::<FaultyApi<{ fault::COUNTS }>>(&LAWS);
}
