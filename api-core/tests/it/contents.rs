//! Enums whose variants are contents of different media types.

use api_core::client::Transport as _;
use api_core::context::BodySlot;
use api_core::routing::InProcess;
use api_core::{Body, Content, Error, Model, api};
use bytes::Bytes;
use http::{Request, Response};
use serde::{Deserialize, Serialize};

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Row {
    #[model(min_length = 1)]
    name: String,
}

/// Rows in several media types.
#[derive(Debug, Clone, PartialEq, Content)]
enum Report {
    #[content("application/json")]
    Rows(Vec<Row>),
    #[content("application/x-www-form-urlencoded")]
    Row(Row),
    #[content("text/csv")]
    Csv(String),
    #[content("image/png")]
    Chart(Bytes),
}

/// Reports in several media types.
#[api]
trait Reports {
    /// Returns the media type that the caller wants.
    #[get("/report")]
    async fn report(&self, #[accept] wanted: ReportType) -> Result<Report, Error>;

    /// Returns what it was sent.
    #[put("/report", status = 202, body_limit = 40)]
    async fn echo(&self, #[body(content)] report: Report) -> Result<Report, Error>;
}

impl Reports for () {
    async fn report(&self, wanted: ReportType) -> Result<Report, Error> {
        Ok(of(wanted))
    }

    async fn echo(&self, report: Report) -> Result<Report, Error> {
        Ok(report)
    }
}

const ALL: [ReportType; 4] = [ReportType::Rows, ReportType::Row, ReportType::Csv, ReportType::Chart];

fn of(wanted: ReportType) -> Report {
    let row = Row { name: "a".to_owned() };
    match wanted {
        ReportType::Rows => Report::Rows(vec![row]),
        ReportType::Row => Report::Row(row),
        ReportType::Csv => Report::Csv("name\na".to_owned()),
        ReportType::Chart => Report::Chart(Bytes::from_static(b"\x89PNG")),
    }
}

async fn sent(request: http::request::Builder, body: &'static str) -> Response<Body> {
    let request = request.body(Body::from(body)).expect("a request");
    InProcess::new(ReportsApi::serve(())).send(request).await.expect("a response")
}

#[tokio::test]
async fn a_client_gets_the_media_type_that_it_asks_for_and_sends_that_of_its_value() {
    let client = ReportsApi::connect(InProcess::new(ReportsApi::serve(())));
    for wanted in ALL {
        assert_eq!(client.report(wanted).await.expect("a report"), of(wanted));
        assert_eq!(client.echo(of(wanted)).await.expect("a report"), of(wanted));
        let request = client.request(&ReportsEchoCall { report: of(wanted) }).expect("a request");
        assert_eq!(request.headers()["content-type"], of(wanted).media_type());
        assert_eq!(
            request.headers()["accept"],
            "application/json, application/x-www-form-urlencoded, text/csv, image/png"
        );
        let request = client.request(&ReportsReportCall { wanted }).expect("a request");
        assert_eq!(request.headers()["accept"], of(wanted).media_type());
    }
}

#[tokio::test]
async fn accept_chooses_by_its_weights() {
    let table = [
        (None, "application/json"),
        (Some("*/*"), "application/json"),
        (Some("text/*, application/json;q=0.9"), "text/csv"),
        (Some("image/png;q=0.5, text/csv;q=0.6"), "text/csv"),
        (Some("application/*;q=0.1, image/*;q=0.2"), "image/png"),
    ];
    for (accept, expected) in table {
        let request = Request::get("/report");
        let response =
            sent(accept.into_iter().fold(request, |request, accept| request.header("accept", accept)), "").await;
        assert_eq!(response.headers()["content-type"], expected, "{accept:?}");
        assert_eq!(response.headers()["vary"], "accept", "{accept:?}");
    }
    let response = sent(Request::get("/report").header("accept", "text/html"), "").await;
    assert_eq!(response.status(), 406);
    let bytes = BodySlot::new(response.into_body()).bytes(4096).await.expect("a body");
    assert!(
        String::from_utf8_lossy(&bytes)
            .contains("application/json, application/x-www-form-urlencoded, text/csv, image/png")
    );
}

#[tokio::test]
async fn the_content_type_chooses_the_variant_and_its_problems() {
    let table = [
        (Some("application/json"), r#"[{"name":"a"}]"#, 202),
        (None, r#"[{"name":"a"}]"#, 202),
        (Some("application/x-www-form-urlencoded"), "name=a", 202),
        (Some("text/csv; charset=utf-8"), "name\na", 202),
        (Some("text/csv; charset=latin1"), "name\na", 415),
        (Some("text/plain"), "name\na", 415),
        (Some("application/json"), "name=a", 400),
        (Some("application/json"), r#"[{"name":""}]"#, 422),
        (Some("application/x-www-form-urlencoded"), "", 422),
        (Some("image/png"), "0123456789012345678901234567890123456789x", 413),
    ];
    for (content_type, body, status) in table {
        let request = content_type
            .into_iter()
            .fold(Request::put("/report"), |request, content_type| request.header("content-type", content_type));
        let response = sent(request, body).await;
        assert_eq!(response.status(), status, "{content_type:?} {body}");
        if status == 415 {
            let expected = "application/json, application/x-www-form-urlencoded, text/csv, image/png";
            assert_eq!(response.headers()["accept"], expected);
        }
    }
}
