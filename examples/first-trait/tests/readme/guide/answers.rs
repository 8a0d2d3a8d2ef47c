//! Answers: typed header fields.

use api_core::call::{HeaderFields, Text, WithHeaders, read_field, write_field};
use api_core::prelude::*;
use http::HeaderMap;

#[derive(Debug, PartialEq)]
struct Location(String);

impl HeaderFields for Location {
    const NAMES: &'static [&'static str] = &["location"];

    fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure> {
        write_field(headers, "location", &self.0)
    }

    fn read(headers: &HeaderMap) -> Result<Self, Failure> {
        read_field(headers, "location").map(Self)
    }
}

#[api]
trait Drafts {
    #[post("/drafts", status = 201)]
    async fn create(&self, #[body(text)] text: String) -> Result<WithHeaders<Text, Location>, Error>;
}

impl Drafts for () {
    async fn create(&self, text: String) -> Result<WithHeaders<Text, Location>, Error> {
        Ok(WithHeaders { value: Text(text), headers: Location("/drafts/1".to_owned()) })
    }
}

#[tokio::test]
async fn a_client_reads_the_header_fields() {
    let client = DraftsApi::connect(InProcess::new(DraftsApi::serve(())));
    let created = client.create("hello".to_owned()).await.unwrap();
    assert_eq!((created.value, created.headers), (Text("hello".to_owned()), Location("/drafts/1".to_owned())));
}
