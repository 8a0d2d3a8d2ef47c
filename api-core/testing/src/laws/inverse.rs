//! The law of proxies: `serve(connect(t))` answers as `t` does.

use serde_json::Value;
use tower_service::Service as _;

use super::case::{Case, all_samples};
use super::comparison::{Read, contains};
use super::cookies;
use super::now::now;
use super::{Laws, Manner, Mock, Sample, connected};
use api_core::client::Client;
use api_core::codec::structured::value_from_lines;
use api_core::codec::value_from_bytes;
use api_core::description::{BodyEncoding, Endpoint, ErrorCase, HeaderField};
use api_core::dialect::Dialect;
use api_core::error::{ApiError, ErrorDocument, ErrorFormat};
use api_core::model::Style;
use api_core::routing::InProcess;
use api_core::{Api, Dispatch};

const LAW: &str = "serve(connect(t)) answers as t does";

/// Checks that a server whose implementation is a client of `t` answers as `t` does.
///
/// - A declared response keeps its status, media type, declared header fields and body. A subscription keeps its events
///   and its end, also if the two connections use different dialects.
/// - A declared error keeps its status, kind, description and details.
/// - An undeclared error in the API's format keeps its whole document.
/// - An error in another format keeps its status. It becomes a document in the API's format, of an undeclared kind and
///   without details.
/// - An error that answers `HEAD` has no content, and keeps its status.
///
/// # Panics
/// Panics if a response differs in one of these parts.
pub fn inverse<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    let manners = [Manner::Answers, Manner::Refuses, Manner::Surprises, Manner::Babbles];
    all_samples::<A>(LAW, laws, |case, sample, random| {
        for manner in manners {
            let mock = Mock::<A>::new(case.seed, manner);
            let inner = random.choose(&Dialect::IN_BODIES).copied().unwrap_or(Dialect::Elements);
            let mut proxy = InProcess::new(api_core::routing::serve::<A, _>(connected(&mock).dialect(inner)));
            let (Some(direct), Some(request)) = (sample.request(), sample.request()) else {
                case.broken(&sample, &"not a valid HTTP request")
            };
            let original = Read::of(mock.answer(&direct));
            let Ok(response) = now(proxy.call(request));
            let forwarded = Read::of(response);
            let verdict = match manner {
                Manner::Answers => same_answer::<A>(case, &sample, &original, &forwarded),
                _ if sample.method == "HEAD" => same_status(&original, &forwarded),
                Manner::Refuses => same_error::<A>(&original, &forwarded),
                Manner::Surprises => same_document::<A>(&original, &forwarded),
                Manner::Babbles => unknown::<A>(&original, &forwarded),
            };
            if let Err(what) = verdict {
                let (original, forwarded) = (original.shown(), forwarded.shown());
                case.broken(&sample, &format!("{what}\n--- original\n{original}\n--- forwarded\n{forwarded}"));
            }
            case.holds(mock.calls() == 2, &sample, || {
                format!("{} calls reached the transport instead of 2", mock.calls())
            });
        }
    });
}

fn same_answer<A: Api>(case: Case, sample: &Sample, original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    let endpoint = A::DESCRIPTION.endpoint(case.endpoint).ok_or("the endpoint is not described")?;
    ensure(original.status == forwarded.status, "another status")?;
    ensure(original.media_type() == forwarded.media_type(), "another media type")?;
    let declared = endpoint.outputs.iter().filter(|output| output.has_status(original.status.as_u16()));
    for field in declared.flat_map(|output| output.headers) {
        same_field(field, original, forwarded)?;
    }
    ensure(same_body(endpoint, sample.dialect, original, forwarded), "another body")
}

fn same_field(field: &HeaderField, original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    if let Some(cookie) = field.cookie {
        let cookies = [original, forwarded].map(|read| cookies::found(&read.headers, cookie.name));
        return ensure(cookies[0] == cookies[1], "another declared cookie");
    }
    if field.style == Style::Structured {
        let values = [original, forwarded].map(|read| {
            let lines: Option<Vec<&str>> =
                read.headers.get_all(field.name).iter().map(|line| line.to_str().ok()).collect();
            value_from_lines(&lines?, field.shape).ok()
        });
        let [Some(original), Some(forwarded)] = values else { return Err("a malformed structured field") };
        return ensure(contains(&forwarded, &original), "another declared structured field");
    }
    let lines = [original, forwarded].map(|read| read.headers.get_all(field.name));
    ensure(lines[0] == lines[1], "another declared header field")
}

fn same_body(endpoint: &Endpoint, dialect: Dialect, original: &Read, forwarded: &Read) -> bool {
    if endpoint.answers_with_events(original.media_type()) {
        let form = *endpoint.exchange.event_form();
        let frames = (original.frames(dialect, form), forwarded.frames(dialect, form));
        let (Ok(original), Ok(forwarded)) = frames else { return false };
        return original.len() == forwarded.len()
            && original
                .iter()
                .zip(&forwarded)
                .all(|(original, forwarded)| original.0 == forwarded.0 && contains(&forwarded.1, &original.1));
    }
    let (Some(name), true) = (original.media_type(), original.body != forwarded.body) else { return true };
    let encoding = BodyEncoding::of_model(name);
    let value = |read: &Read| match encoding {
        BodyEncoding::Form => {
            let text = String::from_utf8_lossy(&read.body).into_owned();
            Some(text.split('&').map(|pair| (pair.to_owned(), Value::Null)).collect())
        }
        BodyEncoding::Json => serde_json::from_slice(&read.body).ok(),
        _ => {
            let output = endpoint.outputs.iter().find(|output| output.media_type == Some(name));
            value_from_bytes(encoding, output?.shape?, &read.body).ok()
        }
    };
    match (value(original), value(forwarded)) {
        (Some(original), Some(forwarded)) => contains(&forwarded, &original),
        _ => false,
    }
}

fn same_error<A: Api>(original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    let (expected, found) = (document::<A>(original)?, document::<A>(forwarded)?);
    ensure(original.status == forwarded.status, "another status")?;
    ensure(expected.kind == found.kind, "another kind of error")?;
    ensure(expected.description == found.description, "another description")?;
    let case = A::Error::CASES.iter().find(|case| case.kind == expected.kind && original.status == case.status);
    for field in case.into_iter().flat_map(ErrorCase::header_fields) {
        same_field(field, original, forwarded)?;
    }
    let details = |document: &ErrorDocument| document.attributes.clone().unwrap_or_default();
    ensure(contains(&details(&found), &details(&expected)), "other details")
}

fn same_status(original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    ensure(original.status == forwarded.status, "another status")?;
    ensure(forwarded.body.is_empty(), "a response to HEAD with content")
}

fn same_document<A: Api>(original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    let (original, forwarded) = (document::<A>(original)?, document::<A>(forwarded)?);
    if !A::Error::FORMAT.has_kinds() {
        // By its status it is one that the API may declare, and then it has the details of that one.
        return ensure(original.status == forwarded.status, "another status");
    }
    ensure(original == forwarded, "another document")
}

fn unknown<A: Api>(original: &Read, forwarded: &Read) -> Result<(), &'static str> {
    let found = document::<A>(forwarded)?;
    ensure(original.status == forwarded.status, "another status")?;
    // The format chooses the kind of an unknown error. It must not be that of a declared error.
    ensure(A::Error::CASES.iter().all(|case| case.kind != found.kind), "an unknown error became a declared one")?;
    let has_details = match &found.attributes {
        None => false,
        // Without kinds the details are the whole body, which has a description at least.
        Some(Value::Object(members)) if !A::Error::FORMAT.has_kinds() => members.keys().any(|key| key != "message"),
        Some(_) => true,
    };
    ensure(!has_details && found.violations.is_empty(), "an unknown error got details")
}

fn document<A: Api>(read: &Read) -> Result<ErrorDocument, &'static str> {
    let format: &dyn ErrorFormat = A::Error::FORMAT;
    format.decode(read.status, &read.headers, &read.body).ok_or("not a document in the API's format")
}

fn ensure(condition: bool, what: &'static str) -> Result<(), &'static str> {
    if condition { Ok(()) } else { Err(what) }
}
