//! The law of methods: 405, `Allow`, `HEAD` and `OPTIONS` follow from the endpoints.

use std::collections::BTreeSet;

use http::{Method, StatusCode};
use tower_service::Service as _;

use super::case::{Case, all_samples};
use super::comparison::Read;
use super::now::now;
use super::oracle::Verdict;
use super::routes::walked;
use super::{Laws, Manner, Mock, Sample, mutation, proxy};
use api_core::Dispatch;
use api_core::client::Client;
use api_core::context::Slashes;

const LAW: &str = "405 lists the methods of the path, HEAD is GET without a body, OPTIONS reaches no handler";

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "SUBSCRIBE", "OPTIONS"];

/// Checks every method on valid and mutated paths.
///
/// - A method without an endpoint is answered with 405 if another method of the path has one.
/// - `Allow` lists the methods of the path, `OPTIONS`, and `HEAD` if `GET` is among them.
/// - `HEAD` is answered like `GET`, without a body. `OPTIONS` reaches no handler. Both, unless they are declared.
///
/// # Panics
/// Panics if a response breaks one of these rules.
pub fn methods<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    all_samples::<A>(LAW, laws, |case, mut sample, random| {
        head_is_get::<A>(case, &sample);
        for _ in 0..2 {
            every_method::<A>(case, &sample);
            mutation::path(&mut sample, random);
        }
    });
}

fn send<A: Dispatch<Client<A, Mock<A>>>>(case: Case, sample: &Sample, method: &str) -> Option<(Read, usize)> {
    let mock = Mock::<A>::new(case.seed, Manner::Answers);
    let mut request = sample.request()?;
    *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
    let Ok(response) = now(proxy(&mock).call(request));
    Some((Read::of(response), mock.calls()))
}

fn every_method<A: Dispatch<Client<A, Mock<A>>>>(case: Case, sample: &Sample) {
    let Some(mut head) = sample.head() else { return };
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for method in METHODS {
        let Ok(parsed) = Method::from_bytes(method.as_bytes()) else { continue };
        head.method = parsed;
        if matches!(walked::<A>(&head, Slashes::Strict), Verdict::Hit { .. }) {
            reached.insert(method);
        }
    }
    let mut allow = reached.clone();
    allow.insert("OPTIONS");
    for method in METHODS.into_iter().chain(["BREW"]) {
        let Some((answer, calls)) = send::<A>(case, sample, method) else { continue };
        let what = || {
            format!("{method} is answered with\n{}\nalthough the methods of the path are {reached:?}", answer.shown())
        };
        let status = answer.status;
        if reached.is_empty() {
            // A capture of another type may be reported with 400 if no other route matches.
            let missed = status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST;
            case.holds(missed && calls == 0 && answer.header("allow").is_none(), sample, what);
        } else if reached.contains(method) {
            let answered = status != StatusCode::NOT_FOUND && status != StatusCode::METHOD_NOT_ALLOWED;
            case.holds(answered, sample, what);
        } else {
            let expected = if method == "OPTIONS" { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
            let listed: BTreeSet<&str> = answer.header("allow").unwrap_or_default().split(", ").collect();
            case.holds(status == expected && listed == allow && calls == 0, sample, what);
        }
    }
}

fn head_is_get<A: Dispatch<Client<A, Mock<A>>>>(case: Case, sample: &Sample) {
    let endpoint_of = |method: Method| {
        let mut head = sample.head()?;
        head.method = method;
        match walked::<A>(&head, Slashes::Strict) {
            Verdict::Hit { endpoint, .. } => Some(endpoint),
            Verdict::Miss(_) => None,
        }
    };
    // One of its own is not that of `GET`.
    if sample.method != "GET" || endpoint_of(Method::HEAD) != endpoint_of(Method::GET) {
        return;
    }
    let (Some((get, _)), Some((mut head, _))) = (send::<A>(case, sample, "GET"), send::<A>(case, sample, "HEAD"))
    else {
        return;
    };
    let what = || format!("--- GET\n{}\n--- HEAD\n{}", get.shown(), head.shown());
    case.holds(head.body.is_empty(), sample, what);
    let length = head.header("content-length").map(str::to_owned);
    case.holds(length.is_none_or(|length| length == get.body.len().to_string()), sample, what);
    head.headers.remove("content-length");
    let same = head.status == get.status && head.headers == get.headers;
    case.holds(same, sample, || format!("--- GET\n{}\n--- HEAD\n{}", get.shown(), head.shown()));
}
