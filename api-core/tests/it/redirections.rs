//! Values with a status of redirection: declared by the macro, derived, or written by hand.

use api_core::call::{Binary, HeaderFields, Reply, ReplyForm, WithHeaders, read_field, write_field};
use api_core::context::BodySlot;
use api_core::description::{HeaderField, Output};
use api_core::error::{Failure, FailureKind};
use api_core::routing::{Compose as _, InProcess};
use api_core::{Body, Error, Model, Transport as _, api};
use api_testing::laws::{self, Laws};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderValue, Request, Response, StatusCode};

/// A page, or the statement that the caller has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Page {
    Changed(String, String),
    Unchanged(String),
}

const FIELDS: &[HeaderField] = &[HeaderField::new("etag", <String as Model>::SHAPE)];

impl Reply for Page {
    const OUTPUTS: &'static [Output] = &[
        Output::new(200, "text/plain", Some(<String as Model>::SHAPE)).headers(FIELDS),
        Output::empty(304).docs("The caller has it.").headers(FIELDS),
    ];

    fn encode(self, _: &ReplyForm) -> Result<Response<Body>, Failure> {
        let (status, tag, text) = match self {
            Self::Changed(tag, text) => (StatusCode::OK, tag, text),
            // The content is a mistake, which must not be sent.
            Self::Unchanged(tag) => (StatusCode::NOT_MODIFIED, tag, "content".to_owned()),
        };
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        write_field(response.headers_mut(), "etag", &tag)?;
        if status == StatusCode::OK {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        }
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let tag = read_field(response.headers(), "etag")?;
        let status = response.status();
        let text = String::from_utf8_lossy(&Binary::decode(response, form).await?.0).into_owned();
        match status {
            StatusCode::OK => Ok(Self::Changed(tag, text)),
            _ if text.is_empty() => Ok(Self::Unchanged(tag)),
            _ => Err(Failure::new(FailureKind::Decode, format!("content beside 304: {text}"))),
        }
    }
}

/// An address.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
pub(crate) struct At(#[header("location")] pub(crate) String);

#[derive(Debug, Clone, PartialEq, api_core::Reply)]
pub(crate) enum Found {
    #[reply(status = 200)]
    Here(String),
    #[reply(status = 307)]
    There(WithHeaders<(), At>),
    #[reply(status = 304)]
    Unchanged,
}

#[api]
pub(crate) trait Pages {
    #[get("/pages/{name}")]
    async fn page(&self, name: String, #[header("if-none-match")] known: Option<String>) -> Result<Page, Error>;

    #[post("/pages", status = 303)]
    async fn create(&self) -> Result<WithHeaders<(), At>, Error>;

    #[get("/find/{name}")]
    async fn find(&self, name: String) -> Result<Found, Error>;
}

pub(crate) struct Book;

impl Pages for Book {
    async fn page(&self, name: String, known: Option<String>) -> Result<Page, Error> {
        let tag = format!("\"{name}\"");
        Ok(if known.as_ref() == Some(&tag) { Page::Unchanged(tag) } else { Page::Changed(tag, "text".to_owned()) })
    }

    async fn create(&self) -> Result<WithHeaders<(), At>, Error> {
        Ok(WithHeaders { value: (), headers: At("/pages/new".to_owned()) })
    }

    async fn find(&self, name: String) -> Result<Found, Error> {
        Ok(match name.as_str() {
            "here" => Found::Here(name),
            "there" => Found::There(WithHeaders { value: (), headers: At("/pages/there".to_owned()) }),
            _ => Found::Unchanged,
        })
    }
}

/// Checks the values that a client of [`Book`] gets.
pub(crate) async fn check(client: impl Pages) {
    let first = client.page("a".to_owned(), None).await.expect("a page");
    assert_eq!(first, Page::Changed("\"a\"".to_owned(), "text".to_owned()));
    let second = client.page("a".to_owned(), Some("\"a\"".to_owned())).await.expect("a page");
    assert_eq!(second, Page::Unchanged("\"a\"".to_owned()));
    assert_eq!(client.create().await.expect("created").headers, At("/pages/new".to_owned()));
    assert_eq!(client.find("here".to_owned()).await.expect("found"), Found::Here("here".to_owned()));
    let Found::There(there) = client.find("there".to_owned()).await.expect("found") else { panic!("elsewhere") };
    assert_eq!(there.headers, At("/pages/there".to_owned()));
    assert_eq!(client.find("same".to_owned()).await.expect("found"), Found::Unchanged);
}

#[tokio::test]
async fn they_are_the_same_values_through_a_client_and_a_proxy() {
    let client = PagesApi::connect(InProcess::new(PagesApi::serve(Book)));
    check(client.clone()).await;
    check(PagesApi::connect(InProcess::new(PagesApi::serve(client)))).await;
}

#[test]
fn the_laws_hold_for_them() {
    laws::check::<PagesApi>(&Laws::new(100, 1));
}

#[tokio::test]
async fn a_status_without_content_is_sent_without() {
    for (status, method, length, expected) in [
        (304, "GET", None, None),
        (304, "GET", Some("4"), Some("4")),
        (204, "GET", Some("4"), None),
        (205, "GET", Some("4"), None),
        (304, "HEAD", None, None),
        (205, "HEAD", None, None),
        (200, "HEAD", None, Some("4")),
    ] {
        let routes = PagesApi::serve(Book).on_response(move |_, response| {
            *response.status_mut() = StatusCode::from_u16(status).expect("a status");
            if let Some(length) = length {
                response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static(length));
            }
        });
        let request = Request::builder().method(method).uri("/pages/a").body(Body::empty()).expect("a request");
        let response = InProcess::new(routes).send(request).await.expect("a response");
        let found = response.headers().get(CONTENT_LENGTH).map(|length| length.to_str().expect("a number"));
        assert_eq!(found, expected, "{method} {status} {length:?}");
        assert_eq!(response.headers()[ETAG], "\"a\"");
        assert!(BodySlot::new(response.into_body()).bytes(9).await.expect("a body").is_empty(), "{method} {status}");
    }
}

#[tokio::test]
async fn a_redirection_that_is_not_declared_is_an_error() {
    let routes = PagesApi::serve(Book).on_response(|_, response| {
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/elsewhere"));
    });
    let client = PagesApi::connect(InProcess::new(routes));
    for error in [
        client.page("a".to_owned(), None).await.map(drop).expect_err("an error"),
        client.find("here".to_owned()).await.map(drop).expect_err("an error"),
    ] {
        assert!(error.to_string().starts_with("the API answered 302 Found, `Location: /elsewhere`"), "{error}");
    }
}
