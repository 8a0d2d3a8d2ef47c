//! Values at the edges of what paths, header fields and JSON can hold.

use std::error::Error as _;

use api_core::call::{Binary, HeaderFields, Text, WithHeaders, write_field};
use api_core::context::Context;
use api_core::dialect::Dialect;
use api_core::error::{Answer, Attributes};
use api_core::routing::InProcess;
use api_core::{ApiError, Event, Model, Next, Subscription};
use api_core::{Body, Client, Error, Failure, Transport, api};
use api_testing::everything::{Colour, Constant, Everything as _, EverythingApi, EverythingNoteCall, NewThing};
use api_testing::laws::{self, Laws};
use http::{HeaderMap, Request};
use serde::{Deserialize, Serialize};

use crate::support::body_of;

#[api(base = "/shelves/{owner}")]
trait Shelf {
    #[get("/books/{title}/pages")]
    async fn pages(&self, title: String) -> Result<String, Error>;

    #[delete("/covers/{*path}")]
    async fn remove(&self, path: String) -> Result<String, Error>;

    #[get("/größe/日本/{title}")]
    async fn letters_of_unicode(&self, title: String) -> Result<String, Error>;
}

struct Echo;

impl Shelf for Echo {
    async fn pages(&self, title: String) -> Result<String, Error> {
        Ok(title)
    }

    async fn remove(&self, path: String) -> Result<String, Error> {
        Ok(path)
    }

    async fn letters_of_unicode(&self, title: String) -> Result<String, Error> {
        Ok(title)
    }
}

#[tokio::test]
async fn literals_of_a_path_are_percent_encoded() {
    let client = shelf("ada");
    let request = client.request(&ShelfLettersOfUnicodeCall { title: "ä".to_owned() }).unwrap();
    assert_eq!(request.uri().path(), "/shelves/ada/gr%C3%B6%C3%9Fe/%E6%97%A5%E6%9C%AC/%C3%A4");
    assert_eq!(client.letters_of_unicode("ä".to_owned()).await.unwrap(), "ä");
}

#[test]
fn the_name_of_a_written_field_has_any_case_and_is_checked() {
    let mut headers = HeaderMap::new();
    write_field(&mut headers, "X-Total", &7).unwrap();
    assert_eq!(headers["x-total"], "7");
    let error = write_field(&mut headers, "x total", &7).unwrap_err();
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    assert!(cause.contains("`x total` has a name that no header field can have"), "{cause}");
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

#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Sheet {
    #[header("content-type")]
    media_type: String,
    #[header("x-inks")]
    inks: Option<Vec<String>>,
}

#[api]
trait Press {
    #[get("/sheets")]
    async fn sheet(
        &self,
        #[header("x-media")] media: String,
        #[header("x-inks")] inks: Option<Vec<String>>,
    ) -> Result<WithHeaders<Binary, Sheet>, Error>;

    #[subscribe("/runs")]
    async fn runs(&self, #[query] id: String) -> Result<Subscription<u32>, Error>;
}

struct Printer;

impl Press for Printer {
    async fn sheet(&self, media: String, inks: Option<Vec<String>>) -> Result<WithHeaders<Binary, Sheet>, Error> {
        Ok(WithHeaders { value: Binary("<p>".into()), headers: Sheet { media_type: media, inks } })
    }

    async fn runs(&self, id: String) -> Result<Subscription<u32>, Error> {
        Ok(Subscription::new(futures_util::stream::iter([Event::with_id(id, 1)])))
    }
}

fn press() -> Client<PressApi, impl Transport> {
    PressApi::connect(InProcess::new(PressApi::serve(Printer)))
}

#[tokio::test]
async fn a_content_type_of_the_caller_replaces_the_default_one() {
    let request = Request::get("/sheets").header("x-media", "text/html; charset=utf-8");
    let response = press().raw(request.body(Body::empty()).unwrap()).await.unwrap();
    let types: Vec<_> = response.headers().get_all("content-type").iter().collect();
    assert_eq!(types, ["text/html; charset=utf-8"]);
    let sheet = press().sheet("image/png".to_owned(), None).await.unwrap();
    assert_eq!(sheet.headers, Sheet { media_type: "image/png".to_owned(), inks: None });
}

#[tokio::test]
async fn a_list_in_a_header_field_arrives_both_ways() {
    for inks in [None, Some(vec![]), Some(vec!["cyan"]), Some(vec!["cyan", "dark red", "\"x, y\";q=1"])] {
        let inks: Option<Vec<String>> = inks.map(|inks| inks.into_iter().map(str::to_owned).collect());
        let sheet = press().sheet("image/png".to_owned(), inks.clone()).await.unwrap();
        assert_eq!(sheet.headers.inks, inks);
    }
    let request = Request::get("/sheets").header("x-media", "a/b").header("x-inks", "cyan,, red ").header("x-inks", "");
    let response = press().raw(request.body(Body::empty()).unwrap()).await.unwrap();
    let inks: Vec<_> = response.headers().get_all("x-inks").iter().collect();
    assert_eq!(inks, ["cyan", "red"]);
}

#[tokio::test]
async fn a_header_value_that_would_arrive_changed_is_an_encode_error_on_both_ends() {
    for (media, ink) in [(" image/png", "cyan"), ("image/png\t", "cyan"), ("a/b", "cyan, red"), ("a/b", "")] {
        let call = PressSheetCall { media: media.to_owned(), inks: Some(vec![ink.to_owned()]) };
        let failure = press().request(&call).unwrap_err();
        assert!(failure.is_encode(), "{failure}");
        let sheet = Sheet { media_type: media.to_owned(), inks: Some(vec![ink.to_owned()]) };
        let failure = sheet.write(&mut HeaderMap::new()).unwrap_err();
        assert!(failure.is_encode(), "{failure}");
    }
}

#[tokio::test]
async fn an_event_id_that_would_arrive_changed_is_not_sent() {
    for dialect in Dialect::ALL {
        for (id, sent) in [("run 7", true), ("ü", true), ("7\n", false), ("7\r8", false), (" 7", false), ("\0", false)]
        {
            let mut runs = press().dialect(dialect).runs(id.to_owned()).await.unwrap();
            let event = runs.next().await.unwrap();
            assert_eq!(matches!(event, Next::Event(_)), sent, "{dialect:?} {id:?} {event:?}");
        }
    }
}

#[test]
fn the_laws_hold_for_lists_in_header_fields() {
    laws::check::<PressApi>(&Laws::new(60, 11));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Reading {
    at: u32,
    celsius: Option<f64>,
}

#[derive(Debug, ApiError)]
enum StationError {
    #[error(status = 409)]
    Broken(Attributes<Reading>),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = StationError)]
trait Station {
    #[post("/readings")]
    async fn store(&self, #[body] readings: Vec<Reading>) -> Result<usize, StationError>;

    #[get("/warmest")]
    async fn warmest(&self) -> Result<Vec<Reading>, StationError>;

    #[get("/coldest")]
    async fn coldest(&self) -> Result<Reading, StationError>;

    #[subscribe("/readings/new")]
    async fn watch(&self) -> Result<Subscription<Reading>, StationError>;
}

struct Sensor(f64);

impl Sensor {
    fn reading(&self) -> Reading {
        Reading { at: 7, celsius: Some(self.0) }
    }
}

impl Station for Sensor {
    async fn store(&self, readings: Vec<Reading>) -> Result<usize, StationError> {
        Ok(readings.len())
    }

    async fn warmest(&self) -> Result<Vec<Reading>, StationError> {
        Ok(vec![Reading { at: 6, celsius: None }, self.reading()])
    }

    async fn coldest(&self) -> Result<Reading, StationError> {
        Err(StationError::Broken(Attributes(self.reading())))
    }

    async fn watch(&self) -> Result<Subscription<Reading>, StationError> {
        Ok(Subscription::new(futures_util::stream::iter([Event::new(self.reading())])))
    }
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_an_encode_failure_at_its_sender() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let client = StationApi::connect(InProcess::new(StationApi::serve(Sensor(number))));
        let readings = vec![Reading { at: 1, celsius: None }, Reading { at: 2, celsius: Some(number) }];
        let failure = client.request(&StationStoreCall { readings }).unwrap_err();
        assert!(failure.is_encode() && shown(&failure).contains("`/1/celsius`"), "{}", shown(&failure));
        match client.warmest().await {
            Err(StationError::Unknown(answer)) => assert_eq!(answer.status(), 500),
            other => panic!("{other:?}"),
        }
        match client.coldest().await {
            Err(StationError::Unknown(answer)) => {
                assert_eq!(answer.status(), 500);
                assert!(String::from_utf8_lossy(answer.body()).contains("`/celsius`"));
            }
            other => panic!("{other:?}"),
        }
        for dialect in Dialect::ALL {
            let next = client.clone().dialect(dialect).watch().await.unwrap().next().await.unwrap();
            assert!(matches!(&next, Next::End(end) if end.status == 500), "{dialect:?} {next:?}");
        }
    }
    let client = StationApi::connect(InProcess::new(StationApi::serve(Sensor(-0.5))));
    assert_eq!(client.warmest().await.unwrap().last(), Some(&Reading { at: 7, celsius: Some(-0.5) }));
    assert!(matches!(client.coldest().await, Err(StationError::Broken(_))));
}

#[api]
trait Doors {
    #[post("/doors/{id}/open")]
    async fn open(&self, id: u32) -> Result<(), Error>;

    #[put("/doors/{id}/note")]
    async fn note(&self, id: u32, #[body(text)] note: String) -> Result<Text, Error>;

    #[patch("/doors/{id}")]
    async fn paint(&self, id: u32, #[header] accept: Option<String>) -> Result<u32, Error>;

    #[get("/doors")]
    async fn doors(&self) -> Result<Vec<u32>, Error>;

    #[delete("/doors/{id}")]
    async fn remove(&self, id: u32) -> Result<(), Error>;

    #[get("/doors/{id}/photo")]
    async fn photo(&self, id: u32) -> Result<WithHeaders<Binary, Sheet>, Error>;
}

#[test]
fn a_request_says_what_it_accepts_and_that_it_has_no_body() {
    fn fields<C: api_core::Call>(call: &C) -> [Option<String>; 2] {
        let client = DoorsApi::connect(InProcess::new(api_core::routing::NotFound));
        let request = client.request(call).unwrap();
        let field = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        [field("accept"), field("content-length")]
    }
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(fields(&DoorsOpenCall { id: 1 }), [None, some("0")]);
    assert_eq!(fields(&DoorsNoteCall { id: 1, note: String::new() }), [some("text/plain; charset=utf-8"), some("0")]);
    assert_eq!(fields(&DoorsNoteCall { id: 1, note: "x".to_owned() }), [some("text/plain; charset=utf-8"), None]);
    assert_eq!(fields(&DoorsPaintCall { id: 1, accept: None }), [some("application/json"), some("0")]);
    assert_eq!(fields(&DoorsPaintCall { id: 1, accept: some("a/b") }), [some("a/b"), some("0")]);
    assert_eq!(fields(&DoorsDoorsCall {}), [some("application/json"), None]);
    assert_eq!(fields(&DoorsRemoveCall { id: 1 }), [None, None]);
    assert_eq!(fields(&DoorsPhotoCall { id: 1 }), [some("*/*"), None]);
}

#[tokio::test]
async fn an_option_that_is_none_is_no_body() {
    let client = EverythingApi::connect(InProcess::new(EverythingApi::serve(Constant))).bind("tenant", "acme");
    let request = client.request(&EverythingNoteCall { id: 7, note: None }).unwrap();
    assert_eq!(request.body().as_bytes(), Some([].as_slice()));
    assert!(!request.headers().contains_key("content-type"));
    assert_eq!(client.note(7, None).await.unwrap().id, 7);
    let sent = NewThing { name: "x".to_owned(), colour: Colour::Blue, note: None, rank: 1 };
    assert_eq!(client.note(7, Some(sent.clone())).await.unwrap().new, sent);
}
