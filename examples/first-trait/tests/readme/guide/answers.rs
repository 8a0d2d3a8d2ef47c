//! Answers: typed header fields, and streams of bytes.

use api_core::call::{ByteStream, HeaderFields, Text, WithHeaders, read_field, write_field};
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

#[api]
trait Files {
    #[put("/files/{name}", body_limit = 1_073_741_824)]
    async fn upload(&self, name: String, #[body(stream)] content: ByteStream) -> Result<u64, Error>;

    #[get("/files/{name}")]
    async fn download(&self, name: String) -> Result<ByteStream, Error>;
}

impl Files for () {
    async fn upload(&self, name: String, mut content: ByteStream) -> Result<u64, Error> {
        let mut size = 0;
        while let Some(piece) = content.next().await {
            size += piece?.len() as u64;
        }
        println!("{name} has {size} bytes");
        Ok(size)
    }

    async fn download(&self, name: String) -> Result<ByteStream, Error> {
        Ok(name.into())
    }
}

#[tokio::test]
async fn bytes_are_streamed_both_ways() {
    let client = FilesApi::connect(InProcess::new(FilesApi::serve(())));
    assert_eq!(client.upload("a".to_owned(), "content".into()).await.unwrap(), 7);
    assert_eq!(client.download("a".to_owned()).await.unwrap().collect(10).await.unwrap(), "a");
}
