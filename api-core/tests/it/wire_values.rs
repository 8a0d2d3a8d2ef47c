//! Values at the edges of what paths, header fields and JSON can hold.

use std::error::Error as _;

use api_core::context::Context;
use api_core::routing::InProcess;
use api_core::{Body, Client, Error, Failure, Transport, api};
use http::Request;

use crate::support::body_of;

#[api(base = "/shelves/{owner}")]
trait Shelf {
    #[get("/books/{title}/pages")]
    async fn pages(&self, title: String) -> Result<String, Error>;

    #[delete("/covers/{*path}")]
    async fn remove(&self, path: String) -> Result<String, Error>;
}

struct Echo;

impl Shelf for Echo {
    async fn pages(&self, title: String) -> Result<String, Error> {
        Ok(title)
    }

    async fn remove(&self, path: String) -> Result<String, Error> {
        Ok(path)
    }
}

fn shelf(owner: &str) -> Client<ShelfApi, impl Transport> {
    ShelfApi::connect(InProcess::new(ShelfApi::serve(Echo))).bind("owner", owner)
}

/// Returns the message of a failure and of its cause.
fn shown(failure: &Failure) -> String {
    format!("{failure}: {}", failure.source().map(ToString::to_string).unwrap_or_default())
}

#[test]
fn a_value_that_would_be_a_step_in_the_path_is_not_sent() {
    let client = shelf("ada");
    for value in [".", ".."] {
        let failure = client.request(&ShelfPagesCall { title: value.to_owned() }).unwrap_err();
        assert!(failure.is_encode() && shown(&failure).contains("`title`"), "{}", shown(&failure));
        for path in [value.to_owned(), format!("{value}/a"), format!("a/{value}/b"), format!("a/{value}")] {
            let failure = client.request(&ShelfRemoveCall { path }).unwrap_err();
            assert!(failure.is_encode() && shown(&failure).contains("`path`"), "{}", shown(&failure));
        }
        let failure = shelf(value).request(&ShelfPagesCall { title: "x".to_owned() }).unwrap_err();
        assert!(failure.is_encode() && failure.to_string().contains("`owner`"), "{failure}");
    }
}

#[tokio::test]
async fn a_value_that_resembles_a_step_in_the_path_arrives_as_it_is() {
    for value in ["%2e%2e", "%252E", "...", ".a", "..;", "..\\"] {
        let client = shelf(value);
        assert_eq!(client.pages(value.to_owned()).await.unwrap(), value);
        let path = format!("{value}/{value}");
        assert_eq!(client.remove(path.clone()).await.unwrap(), path);
    }
    assert_eq!(shelf("ada").pages("../x".to_owned()).await.unwrap(), "../x");
}

#[tokio::test]
async fn a_server_keeps_an_encoded_step_in_the_path_as_a_value() {
    let request = Request::get("/shelves/ada/books/%2E%2e/pages").body(Body::empty()).unwrap();
    let response = shelf("ada").raw(request).await.unwrap();
    assert_eq!(body_of(response).await, "\"..\"");
}

#[api]
trait Visits {
    #[get("/visits")]
    async fn visits(&self, #[header] cookie: Option<String>) -> Result<Vec<String>, Error>;
}

/// A session that knows the cookie as the session factory saw it.
struct Visitor(String);

impl Visits for Visitor {
    async fn visits(&self, cookie: Option<String>) -> Result<Vec<String>, Error> {
        Ok(vec![self.0.clone(), cookie.unwrap_or_default()])
    }
}

#[tokio::test]
async fn several_cookie_lines_are_one_value() {
    let open = |context: &mut Context<'_>| {
        Ok::<_, Error>(Visitor(context.header_text("cookie").unwrap_or_default().to_owned()))
    };
    let client = VisitsApi::connect(InProcess::new(VisitsApi::serve_with(open)));
    for (lines, joined) in [
        (&["theme=dark", "lang=de", "n=1"][..], "theme=dark; lang=de; n=1"),
        (&["theme=dark; lang=de"], "theme=dark; lang=de"),
        (&[], ""),
    ] {
        let request = lines.iter().fold(Request::get("/visits"), |request, line| request.header("cookie", *line));
        let response = client.raw(request.body(Body::empty()).unwrap()).await.unwrap();
        let seen: Vec<String> = serde_json::from_slice(&body_of(response).await).unwrap();
        assert_eq!(seen, [joined, joined]);
    }
}
