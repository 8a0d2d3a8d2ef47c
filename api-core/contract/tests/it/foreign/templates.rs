//! Code that drafts hold as it is, run here.

use api_core::call::Reply as _;
use api_core::error::{ErrorDocument, ErrorFormat as _};
use http::{HeaderMap, StatusCode};
use serde_json::json;

mod errors {
    #![allow(unreachable_pub, reason = "this is code of another crate")]

    include!("../../../src/draft/templates/by_status.rs");
}

mod replies {
    #![allow(missing_docs, unreachable_pub, reason = "this is code of another crate")]

    include!("../../../src/draft/templates/of_bytes.rs");

    of_bytes! { ApplicationPdf "application/pdf" }
}

#[test]
fn errors_are_told_apart_by_their_status() {
    const FORMAT: errors::ByStatus =
        errors::ByStatus { kinds: &[("default", 500), ("not_found", 404), ("status_4xx", 400), ("bad_gateway", 502)] };
    let decoded = |status: u16, body: &str| {
        let status = StatusCode::from_u16(status).unwrap();
        let document: ErrorDocument = FORMAT.decode(status, &HeaderMap::new(), body.as_bytes()).unwrap();
        (document.kind.into_owned(), document.attributes.unwrap())
    };
    assert_eq!(decoded(404, r#"{"code":7}"#), ("not_found".to_owned(), json!({ "code": 7 })));
    assert_eq!(decoded(409, "{}"), ("status_4xx".to_owned(), json!({})));
    assert_eq!(decoded(502, "<html>"), ("bad_gateway".to_owned(), json!(null)));
    assert_eq!(decoded(500, ""), ("default".to_owned(), json!(null)));

    let mut document = ErrorDocument::new(StatusCode::NOT_FOUND, "not_found");
    document.attributes = Some(json!({ "code": 7 }));
    assert_eq!(FORMAT.encode(&document), br#"{"code":7}"#);
}

#[test]
fn a_status_that_no_kind_has_is_unknown() {
    let format = errors::ByStatus { kinds: &[("not_found", 404)] };
    let document = format.decode(StatusCode::CONFLICT, &HeaderMap::new(), b"{}").unwrap();
    assert_eq!(document.kind, "unknown");
}

#[test]
fn bytes_have_their_media_type() {
    let output = replies::ApplicationPdf::OUTPUTS[0];
    assert_eq!((output.status, output.media_type), (200, Some("application/pdf")));
}
