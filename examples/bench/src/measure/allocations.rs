//! Allocations of routing and codecs, measured in process without a socket.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::{AllocationInfo, measure};
use api_core::Api as _;
use api_core::Body;
use api_core::context::{Context as Routing, RoutingSettings};
use api_core::routing::{ServiceSettings, respond, walk};
use http::Request;
use http::request::Parts;

use crate::peers::framework::{self, ChatApi};
use crate::scenario::Scenario;

pub(crate) fn run() {
    println!("| allocations per request, in process | {} |", Scenario::SUCCESSFUL.map(Scenario::name).join(" | "));
    println!("|---|{}", "---:|".repeat(Scenario::SUCCESSFUL.len()));
    let routing = Scenario::SUCCESSFUL.map(|scenario| routing(scenario).count_total.to_string());
    println!("| routing | {} |", routing.join(" | "));
    let whole = Scenario::SUCCESSFUL.map(|scenario| {
        let AllocationInfo { count_total, bytes_total, .. } = whole(scenario);
        format!("{count_total} ({bytes_total} B)")
    });
    println!("| routing, decoding, handler, encoding | {} |", whole.join(" | "));
    let handler = Scenario::SUCCESSFUL.map(|scenario| {
        let AllocationInfo { count_total, bytes_total, .. } = handler(scenario);
        format!("{count_total} ({bytes_total} B)")
    });
    println!("| the handler and its JSON alone | {} |", handler.join(" | "));
}

/// Measures the routing from a request's head to the endpoint.
pub(crate) fn routing(scenario: Scenario) -> AllocationInfo {
    let (head, _) = request(scenario);
    measure(|| {
        let mut context = Routing::new(&head, RoutingSettings::default());
        assert!(walk(ChatApi::ROUTES, &mut context, ChatApi::DESCRIPTION.base).is_some(), "the route exists");
    })
}

fn whole(scenario: Scenario) -> AllocationInfo {
    let routes = framework::routes();
    let settings = ServiceSettings::default();
    let (head, body) = request(scenario);
    let mut body = Some(body);
    measure(|| {
        let response = ready(respond(&routes, &settings, &head, body.take().unwrap_or_default()));
        assert!(response.status().is_success(), "the request succeeds");
    })
}

/// Measures the part that every framework needs: the values and their JSON.
fn handler(scenario: Scenario) -> AllocationInfo {
    use crate::model;
    measure(|| {
        let bytes = match scenario {
            Scenario::User => serde_json::to_vec(&model::user("alice".to_owned())),
            Scenario::Send => serde_json::from_str(scenario.body())
                .and_then(|message| serde_json::to_vec(&model::sent("lobby", &message))),
            _ => {
                let page = model::Page { initial_id: Some(100), limit: Some(20) };
                serde_json::to_vec(&model::messages("lobby", &page))
            }
        };
        assert!(bytes.is_ok(), "the values have a JSON form");
    })
}

fn request(scenario: Scenario) -> (Parts, Body) {
    let body = Body::from(scenario.body());
    let request = Request::builder().method(scenario.method()).uri(scenario.target());
    let request = scenario.fields().fold(request, |request, (name, value)| request.header(name, value)).body(body);
    request.unwrap_or_default().into_parts()
}

/// Returns the output of a future that is ready at the first poll, as everything in process is.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a request in process had to wait"),
    }
}

#[cfg(test)]
mod tests {
    use super::{handler, routing, whole};
    use crate::scenario::Scenario;

    #[test]
    fn routing_allocates_nothing() {
        for scenario in Scenario::SUCCESSFUL {
            assert_eq!(routing(scenario).count_total, 0, "{scenario:?}");
        }
    }

    /// The allocation and the bytes of a dispatch's future, which is boxed in builds with debug assertions.
    const ERASED: (u64, u64) = if cfg!(debug_assertions) { (1, 832) } else { (0, 0) };

    /// A change that needs more has to say why. The buffer of an answer has 1,000 bytes, because growing costs more.
    #[test]
    fn a_request_allocates_no_more_than_it_did() {
        for (scenario, most, bytes) in [(Scenario::User, 2, 1300), (Scenario::Send, 4, 1560), (Scenario::List, 1, 0)] {
            let (whole, handler) = (whole(scenario), handler(scenario));
            let (count, size) = (
                whole.count_total - handler.count_total - ERASED.0,
                whole.bytes_total.saturating_sub(handler.bytes_total + ERASED.1),
            );
            assert!(count <= most, "{scenario:?}: {count} allocations beside those of the handler, at most {most}");
            assert!(size <= bytes * 103 / 100, "{scenario:?}: {size} bytes, before {bytes}");
        }
    }
}
