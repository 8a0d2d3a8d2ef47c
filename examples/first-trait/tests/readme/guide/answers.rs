//! Answers: typed header fields, and streams of bytes.

use api_core::call::{AnySuccess, ByteStream, HeaderFields, SetCookie, Text, WithHeaders};
use api_core::model::{Token, WithParameters};
use api_core::prelude::*;
use serde::{Deserialize, Serialize};

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
struct SessionCookie {
    #[cookie("__Host-sid", path = "/", max_age = 86_400, secure, http_only, same_site = lax)]
    session: SetCookie<u64>,
}

#[api]
trait Accounts {
    #[post("/session", status = 204)]
    async fn sign_in(&self, #[body(text)] name: String) -> Result<WithHeaders<(), SessionCookie>, Error>;

    #[delete("/session", status = 204)]
    async fn sign_out(&self) -> Result<WithHeaders<(), SessionCookie>, Error>;

    #[get("/session")]
    async fn user(&self, #[cookie("__Host-sid")] session: u64) -> Result<String, Error>;
}

impl Accounts for () {
    async fn sign_in(&self, name: String) -> Result<WithHeaders<(), SessionCookie>, Error> {
        let id = name.len() as u64;
        Ok(WithHeaders { value: (), headers: SessionCookie { session: SetCookie::new(id) } })
    }

    async fn sign_out(&self) -> Result<WithHeaders<(), SessionCookie>, Error> {
        Ok(WithHeaders { value: (), headers: SessionCookie { session: SetCookie::removal() } })
    }

    async fn user(&self, session: u64) -> Result<String, Error> {
        Ok(format!("the user of session {session}"))
    }
}

#[tokio::test]
async fn a_cookie_is_set_sent_back_and_removed() {
    let client = AccountsApi::connect(InProcess::new(AccountsApi::serve(())));
    let signed_in = client.sign_in("alice".to_owned()).await.unwrap();
    let session = signed_in.headers.session.value.expect("a session");
    assert_eq!(client.user(session).await.unwrap(), "the user of session 5");
    assert_eq!(client.sign_out().await.unwrap().headers, SessionCookie { session: SetCookie::removal() });
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Urgency {
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    #[model(max = 7)]
    urgency: Option<u8>,
    #[serde(rename = "i", default)]
    incremental: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Quota {
    r: u32,
    t: Option<u32>,
}

#[derive(Debug, PartialEq, HeaderFields)]
struct Limits {
    #[header("ratelimit", structured)]
    limits: Vec<WithParameters<String, Quota>>,
}

#[api]
trait Reports {
    #[get("/reports")]
    async fn reports(
        &self,
        #[header(structured)] priority: Urgency,
        #[header("accept-ch", structured)] hints: Vec<Token>,
    ) -> Result<WithHeaders<Text, Limits>, Error>;
}

impl Reports for () {
    async fn reports(&self, priority: Urgency, hints: Vec<Token>) -> Result<WithHeaders<Text, Limits>, Error> {
        let quota = Quota { r: 50, t: Some(30) };
        let limits = vec![WithParameters { value: "default".to_owned(), parameters: quota }];
        Ok(WithHeaders { value: Text(format!("{priority:?} {hints:?}")), headers: Limits { limits } })
    }
}

#[tokio::test]
async fn structured_fields_are_sent_and_read() {
    let client = ReportsApi::connect(InProcess::new(ReportsApi::serve(())));
    let priority = Urgency { urgency: Some(1), incremental: true };
    let hints: Vec<Token> = vec!["Sec-CH-UA".parse().unwrap()];
    let request = client.request(&ReportsReportsCall { priority: priority.clone(), hints: hints.clone() }).unwrap();
    assert_eq!(
        (&request.headers()["priority"], &request.headers()["accept-ch"]),
        (&"u=1, i".parse().unwrap(), &"Sec-CH-UA".parse().unwrap())
    );
    let found = client.reports(priority, hints).await.unwrap();
    assert_eq!(found.headers.limits[0].parameters, Quota { r: 50, t: Some(30) });
    let response = client
        .raw(http::Request::get("/reports").header("priority", "u=").body(api_core::Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
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
