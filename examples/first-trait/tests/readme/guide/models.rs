//! Models: types of other crates, enums that are sent as numbers, and the difference between null and absent.

use std::num::Wrapping;

use api_core::model::format::DateTime;
use api_core::model::{As, Base64, Distinct, ViolationList};
use api_core::prelude::*;
use api_testing::laws::{self, Laws};
use serde::{Deserialize, Serialize};
use serde_repr::{Deserialize_repr, Serialize_repr};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Avatar {
    #[model(max_length = 4000)]
    picture: Base64,
}

#[test]
fn bytes_are_base64_and_their_length_is_that_of_the_text() {
    let read = |text| serde_json::from_str::<Avatar>(text);
    assert_eq!(read(r#"{"picture":"SGkh"}"#).unwrap().picture.as_ref(), b"Hi!");
    for other in [r#"{"picture":"SGk"}"#, r#"{"picture":"SG-h"}"#, r#"{"picture":"SGkh\n"}"#] {
        assert!(read(other).unwrap_err().to_string().contains("the text is not base64"), "{other}");
    }
    let largest = Avatar { picture: vec![0; 3000].into() };
    assert!(ViolationList::of(&largest).is_empty());
    let larger = Avatar { picture: vec![0; 3001].into() };
    let violation = "/picture: has length 4004, expected a length of at most 4000";
    assert_eq!(ViolationList::of(&larger).to_string(), violation);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Stop {
    latitude: f64,
    longitude: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Route {
    stops: Distinct<Stop>,
}

#[test]
fn equal_items_of_a_distinct_list_are_violations() {
    let (one, other) = (Stop { latitude: 52.5, longitude: 13.4 }, Stop { latitude: 48.1, longitude: 11.6 });
    let round = Route { stops: Distinct(vec![one.clone(), other.clone(), one.clone()]) };
    let violation = "/stops/2: is equal to the item 0, expected items that are distinct";
    assert_eq!(ViolationList::of(&round).to_string(), violation);
    assert!(ViolationList::of(&Route { stops: Distinct(vec![one, other]) }).is_empty());
}

/// A point in time, sent as RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Model)]
struct At(
    #[serde(with = "time::serde::rfc3339")]
    #[model(as = DateTime)]
    time::OffsetDateTime,
);

#[api]
trait Packets {
    #[get("/packets/{first}")]
    async fn packets(
        &self,
        #[path(as = u16)] first: Wrapping<u16>,
        #[query("skip", comma, as = Vec<u16>)] skipped: Vec<Wrapping<u16>>,
    ) -> Result<Vec<As<Wrapping<u16>, u16>>, Error>;
}

struct Three;

impl Packets for Three {
    async fn packets(
        &self,
        first: Wrapping<u16>,
        skipped: Vec<Wrapping<u16>>,
    ) -> Result<Vec<As<Wrapping<u16>, u16>>, Error> {
        let numbers = [first, first + Wrapping(1), first + Wrapping(2)];
        Ok(numbers.into_iter().filter(|number| !skipped.contains(number)).map(As::new).collect())
    }
}

#[tokio::test]
async fn a_type_without_a_shape_is_an_argument_in_the_form_of_another() {
    let client = PacketsApi::connect(InProcess::new(PacketsApi::serve(Three)));
    let call = PacketsPacketsCall { first: Wrapping(u16::MAX).into(), skipped: vec![Wrapping(0)].into() };
    let request = client.request(&call).unwrap();
    assert_eq!(request.uri().path_and_query().unwrap(), "/packets/65535?skip=0");
    assert_eq!(client.call(call).await.unwrap(), [As::new(Wrapping(u16::MAX)), As::new(Wrapping(1))]);
    let skip = client.packets(Wrapping(7), vec![Wrapping(8), Wrapping(9)]).await.unwrap();
    assert_eq!(skip, [As::new(Wrapping(7))]);
    laws::check::<PacketsApi>(&Laws::new(50, 1));
}

/// How urgent a job is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize_repr, Deserialize_repr, Model)]
#[repr(u8)]
#[model(repr)]
enum Priority {
    Low = 1,
    High = 5,
}

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
    #[get("/urgent/{priority}")]
    async fn urgent(&self, priority: Priority) -> Result<Vec<Priority>, Error> {
        Ok([Priority::Low, Priority::High].into_iter().filter(|one| *one as u8 >= priority as u8).collect())
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
async fn an_enum_of_numbers_is_sent_as_one_in_path_and_body() {
    let client = MeetingsApi::connect(InProcess::new(MeetingsApi::serve(())));
    let request = client.request(&MeetingsUrgentCall { priority: Priority::High }).unwrap();
    assert_eq!(request.uri().path(), "/urgent/5");
    assert_eq!(client.urgent(Priority::Low).await.unwrap(), [Priority::Low, Priority::High]);
    assert_eq!(serde_json::to_string(&Priority::High).unwrap(), "5");
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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Offer {
    #[model(min = 0, multiple_of = 0.01)]
    price: f64,
    #[model(min = 12, max = 600, multiple_of = 12)]
    pieces: u16,
}

#[test]
fn multiples_are_judged_by_the_digits_of_json() {
    let violations = |price, pieces| ViolationList::of(&Offer { price, pieces }).to_string();
    assert_eq!(violations(0.07, 24), "");
    assert_eq!(
        violations(0.075, 13),
        "/price: is 0.075, expected a multiple of 0.01\n/pieces: is 13, expected a multiple of 12"
    );
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Account {
    #[model(read_only)]
    id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[model(write_only, min_length = 12)]
    password: Option<String>,
    #[serde(default = "twenty")]
    #[model(default = 20)]
    page_size: u16,
}

fn twenty() -> u16 {
    20
}

#[test]
fn a_declared_default_is_the_one_that_serde_takes() {
    #[api]
    trait Accounts {
        #[put("/account")]
        async fn replace(&self, #[body] account: Account) -> Result<Account, Error>;
    }

    laws::check::<AccountsApi>(&Laws::new(20, 1));
}
