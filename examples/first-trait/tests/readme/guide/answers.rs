//! Answers: typed header fields, and streams of bytes.

use api_core::call::{AnySuccess, ByteStream, HeaderFields, Text, WithHeaders};
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

#[derive(Debug, PartialEq, HeaderFields)]
struct SignedIn {
    set_cookie: Vec<String>,
}

#[api]
trait Accounts {
    #[post("/session", status = 204)]
    async fn sign_in(&self, #[header] x_trace: Option<String>) -> Result<WithHeaders<(), SignedIn>, Error>;

    #[get("/session")]
    async fn user(&self, #[cookie("sid")] session: String) -> Result<String, Error>;
}

impl Accounts for () {
    async fn sign_in(&self, x_trace: Option<String>) -> Result<WithHeaders<(), SignedIn>, Error> {
        let trace = x_trace.unwrap_or_default();
        let set_cookie = vec!["sid=6a37; HttpOnly; Path=/".to_owned(), format!("trace={trace}")];
        Ok(WithHeaders { value: (), headers: SignedIn { set_cookie } })
    }

    async fn user(&self, session: String) -> Result<String, Error> {
        Ok(format!("the user of {session}"))
    }
}

#[tokio::test]
async fn cookies_are_set_and_read() {
    let client = AccountsApi::connect(InProcess::new(AccountsApi::serve(())));
    let signed_in = client.sign_in(Some("7".to_owned())).await.unwrap();
    assert_eq!(signed_in.headers.set_cookie, ["sid=6a37; HttpOnly; Path=/", "trace=7"]);
    assert_eq!(client.user("a b;c".to_owned()).await.unwrap(), "the user of a b;c");
}

#[api]
trait Jobs {
    #[post("/jobs")]
    async fn start(&self) -> Result<AnySuccess<Text>, Error>;
}

impl Jobs for () {
    async fn start(&self) -> Result<AnySuccess<Text>, Error> {
        Ok(AnySuccess { status: http::StatusCode::ACCEPTED, value: Text("queued".to_owned()) })
    }
}

#[tokio::test]
async fn a_client_gets_the_status_of_any_success() {
    let client = JobsApi::connect(InProcess::new(JobsApi::serve(())));
    let started = client.start().await.unwrap();
    assert_eq!((started.status.as_u16(), started.value), (202, Text("queued".to_owned())));
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
