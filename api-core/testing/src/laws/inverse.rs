//! `serve(connect(t))` answers as `t` does.

use serde_json::Value;
use tower_service::Service as _;

use super::case::{Case, all_samples};
use super::comparison::{Read, says};
use super::now::now;
use super::{Laws, Manner, Mock, Sample, connected};
use api_core::client::Client;
use api_core::description::Endpoint;
use api_core::dialect::Dialect;
use api_core::error::{ApiError, ErrorDocument, ErrorFormat};
use api_core::routing::InProcess;
use api_core::{Api, Dispatch};

const LAW: &str = "serve(connect(t)) answers as t does";

/// Checks that a server made of a client of `t` answers as `t` does.
///
/// * A declared answer keeps status, media type, declared header fields and body; a subscription its events and its end, whatever
///   the dialects on the two sides.
/// * A declared error keeps its status, its type, the words of its docs and its details.
/// * An undeclared error in the API's format keeps all that the format holds.
/// * An error in no format keeps its status and becomes a document in the API's format, of no declared type and without details.
///
/// # Panics
/// If the law does not hold.
pub fn inverse<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    let manners = [Manner::Answers, Manner::Refuses, Manner::Surprises, Manner::Babbles];
    all_samples::<A>(LAW, laws, |case, sample, random| {
        for manner in manners {
            let mock = Mock::<A>::new(case.seed, manner);
            let inner = random.choose(&Dialect::IN_BODIES).copied().unwrap_or(Dialect::Elements);
            let mut proxy = InProcess::new(api_core::routing::serve::<A, _>(connected(&mock).dialect(inner)));
            let (Some(direct), Some(request)) = (sample.request(), sample.request()) else {
                case.broken(&sample, &"it is no HTTP request")
            };
            let said = Read::of(mock.answer(&direct));
            let Ok(response) = now(proxy.call(request));
            let passed_on = Read::of(response);
            let verdict = match manner {
                Manner::Answers => same_answer::<A>(case, &sample, &said, &passed_on),
                Manner::Refuses => same_error::<A>(&said, &passed_on),
                Manner::Surprises => same_document::<A>(&said, &passed_on),
                Manner::Babbles => unknown::<A>(&said, &passed_on),
            };
            if let Err(what) = verdict {
                let (said, passed_on) = (said.shown(), passed_on.shown());
                case.broken(&sample, &format!("{what}\n--- said\n{said}\n--- passed on\n{passed_on}"));
            }
            case.holds(mock.calls() == 2, &sample, || format!("{} calls reached it instead of 2", mock.calls()));
        }
    });
}

fn same_answer<A: Api>(case: Case, sample: &Sample, said: &Read, passed_on: &Read) -> Result<(), &'static str> {
    let endpoint = A::DESCRIPTION.endpoint(case.endpoint).ok_or("the endpoint is not described")?;
    ensure(said.status == passed_on.status, "another status")?;
    ensure(said.media_type() == passed_on.media_type(), "another media type")?;
    let declared = endpoint.outputs.iter().filter(|output| output.status == said.status.as_u16());
    for name in declared.flat_map(|output| output.headers) {
        ensure(said.headers.get(*name) == passed_on.headers.get(*name), "another declared header field")?;
    }
    ensure(same_body(endpoint, sample.dialect, said, passed_on), "another body")
}

fn same_body(endpoint: &Endpoint, dialect: Dialect, said: &Read, passed_on: &Read) -> bool {
    if endpoint.exchange.is_subscription() {
        let (Ok(said), Ok(passed_on)) = (said.frames(dialect), passed_on.frames(dialect)) else { return false };
        return said.len() == passed_on.len()
            && said
                .iter()
                .zip(&passed_on)
                .all(|(said, passed_on)| said.0 == passed_on.0 && says(&passed_on.1, &said.1));
    }
    let json = |read: &Read| serde_json::from_slice::<Value>(&read.body).ok();
    match (said.media_type(), json(said), json(passed_on)) {
        (Some("application/json"), Some(said), Some(passed_on)) => says(&passed_on, &said),
        _ => said.body == passed_on.body,
    }
}

fn same_error<A: Api>(said: &Read, passed_on: &Read) -> Result<(), &'static str> {
    let (said_document, found) = (document::<A>(said)?, document::<A>(passed_on)?);
    ensure(said.status == passed_on.status, "another status")?;
    ensure(said_document.kind == found.kind, "another type of error")?;
    ensure(said_document.description == found.description, "another description")?;
    let details = |document: &ErrorDocument| document.attributes.clone().unwrap_or_default();
    ensure(says(&details(&found), &details(&said_document)), "other details")
}

fn same_document<A: Api>(said: &Read, passed_on: &Read) -> Result<(), &'static str> {
    ensure(document::<A>(said)? == document::<A>(passed_on)?, "another document")
}

fn unknown<A: Api>(said: &Read, passed_on: &Read) -> Result<(), &'static str> {
    let found = document::<A>(passed_on)?;
    ensure(said.status == passed_on.status, "another status")?;
    // What an unknown answer is called is the format's to say; it must only not be taken for an error that is declared.
    ensure(A::Error::CASES.iter().all(|case| case.kind != found.kind), "a declared error out of nothing")?;
    ensure(found.attributes.is_none() && found.violations.is_empty(), "details out of nothing")
}

fn document<A: Api>(read: &Read) -> Result<ErrorDocument, &'static str> {
    let format: &dyn ErrorFormat = A::Error::FORMAT;
    format.decode(read.status, &read.headers, &read.body).ok_or("not a document in the API's format")
}

fn ensure(condition: bool, what: &'static str) -> Result<(), &'static str> {
    if condition { Ok(()) } else { Err(what) }
}
