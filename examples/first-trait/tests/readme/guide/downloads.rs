//! Conditional requests and ranges.

use std::ops::Range;

use api_core::call::{ByteStream, Conditions, Download, Representation};
use api_core::prelude::*;

const REPORT: &str = "name,size\nlobby,3\n";

#[api]
trait Reports {
    #[get("/files/{name}")]
    async fn read(&self, name: String, #[headers] conditions: Conditions) -> Result<Download, Error>;
}

struct Shelf;

impl Reports for Shelf {
    async fn read(&self, _: String, conditions: Conditions) -> Result<Download, Error> {
        let report = Representation::new(REPORT.len() as u64).etag("\"v7\"").media_type("text/csv");
        Ok(report.answer(&conditions, |range| ByteStream::from(part(range)))?)
    }
}

fn part(range: Range<u64>) -> &'static str {
    let bytes = |at: u64| usize::try_from(at).expect("within the report");
    &REPORT[bytes(range.start)..bytes(range.end)]
}

#[tokio::test]
async fn a_download_is_continued_and_not_repeated() {
    let client = ReportsApi::connect(InProcess::new(ReportsApi::serve(Shelf)));
    let rest = client.read("rooms".to_owned(), Conditions::default().bytes(10..)).await.unwrap();
    let Download::Part(rest) = rest else { panic!("the whole") };
    assert_eq!(rest.headers.content_range, "bytes 10-17/18");
    assert_eq!(rest.value.collect(100).await.unwrap(), "lobby,3\n");
    let again = client.read("rooms".to_owned(), Conditions::unless("\"v7\"")).await.unwrap();
    assert!(matches!(again, Download::Unchanged(_)));
}
