//! Answers: typed header fields, and streams of bytes.

use api_core::call::{ByteStream, HeaderFields, Text, WithHeaders};
use api_core::prelude::*;

#[derive(Debug, PartialEq, HeaderFields)]
struct Created {
    location: String,
    #[header("x-ratelimit-remaining")]
    remaining: Option<u32>,
}

#[api]
trait Drafts {
    #[post("/drafts", status = 201)]
    async fn create(&self, #[body(text)] text: String) -> Result<WithHeaders<Text, Created>, Error>;
}

impl Drafts for () {
    async fn create(&self, text: String) -> Result<WithHeaders<Text, Created>, Error> {
        let headers = Created { location: "/drafts/1".to_owned(), remaining: Some(99) };
        Ok(WithHeaders { value: Text(text), headers })
    }
}

#[tokio::test]
async fn a_client_reads_the_header_fields() {
    let client = DraftsApi::connect(InProcess::new(DraftsApi::serve(())));
    let created = client.create("hello".to_owned()).await.unwrap();
    let headers = Created { location: "/drafts/1".to_owned(), remaining: Some(99) };
    assert_eq!((created.value, created.headers), (Text("hello".to_owned()), headers));
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
