//! One case of a law, and the message of its failure.

use std::fmt::Display;

use super::oracle::{Verdict, find};
use super::{Laws, Sample, reproduction};
use crate::generate::SmallRandom;
use api_core::Api;
use api_core::context::Slashes;
use api_core::description::Endpoint;

/// One check of a law with one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) law: &'static str,
    pub(crate) api: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) seed: u64,
    /// Shows a request to the endpoint as a call in Rust.
    pub(crate) in_rust: fn(&'static str, &Sample) -> String,
}

impl Case {
    /// Returns random numbers that depend on the seed and the endpoint.
    pub(crate) fn random(&self) -> SmallRandom {
        SmallRandom::new(self.endpoint.bytes().fold(self.seed, |hash, byte| {
            // The quality of the hash does not matter. It must be the same on every machine.
            hash.wrapping_mul(31).wrapping_add(u64::from(byte))
        }))
    }

    /// Panics with the law, the case, the request, how it is sent again, and the reason.
    pub(crate) fn broken(&self, request: &Sample, what: &dyn Display) -> ! {
        let Self { law, api, endpoint, seed, in_rust } = self;
        panic!(
            "the law does not hold: {law}\n\
             endpoint `{endpoint}` of `{api}`, repeat with `Laws::new(1, {seed})`\n\
             --- the request\n{request}\n\
             --- with curl\n{}\n\
             --- in Rust, with the arguments as `Debug` writes them\n{}\n\
             --- the reason\n{what}\n",
            reproduction::curl(request),
            in_rust(endpoint, request),
        )
    }

    /// Panics unless the condition holds.
    pub(crate) fn holds(&self, condition: bool, request: &Sample, what: impl FnOnce() -> String) {
        if !condition {
            self.broken(request, &what());
        }
    }
}

/// Calls `check` for every case of a law and one endpoint, with a valid request.
pub(crate) fn samples<A: Api>(
    law: &'static str,
    endpoint: &'static Endpoint,
    laws: &Laws,
    mut check: impl FnMut(Case, Sample, &mut SmallRandom),
) {
    let unknown = laws.except.iter().find(|name| A::DESCRIPTION.endpoint(name).is_none());
    assert!(unknown.is_none(), "`{}` has no endpoint `{}`", A::DESCRIPTION.name, unknown.unwrap_or(&""));
    if laws.except.contains(&endpoint.name) {
        return;
    }
    let mut checked = laws.cases == 0;
    for number in 0..laws.cases {
        let case = Case {
            law,
            api: A::DESCRIPTION.name,
            endpoint: endpoint.name,
            seed: laws.seed.wrapping_add(number),
            in_rust: reproduction::rust::<A>,
        };
        let mut random = case.random();
        match Sample::of(A::DESCRIPTION, endpoint, &mut random) {
            Ok(sample) if reaches_another::<A>(&sample, endpoint) => {}
            Ok(sample) => {
                checked = true;
                check(case, sample, &mut random);
            }
            Err(refusal) => panic!("{law}: no request to `{}` can be generated: {refusal}", endpoint.name),
        }
    }
    assert!(checked || laws.cases < 20, "{law}: every request to `{}` reaches another endpoint", endpoint.name);
}

/// Returns whether the request reaches another endpoint, because a captured value is a literal of a more specific path.
fn reaches_another<A: Api>(sample: &Sample, endpoint: &Endpoint) -> bool {
    let Some(head) = sample.head() else { return false };
    let verdict = find(A::DESCRIPTION, &head.method, &head.uri, &head.headers, Slashes::Strict);
    matches!(verdict, Verdict::Hit { endpoint: found, .. } if found != endpoint.name)
}

/// Calls `check` for every case of a law and every endpoint, except those that open a WebSocket: they have no response
/// to compare.
pub(crate) fn all_samples<A: Api>(
    law: &'static str,
    laws: &Laws,
    mut check: impl FnMut(Case, Sample, &mut SmallRandom),
) {
    for endpoint in A::DESCRIPTION.endpoints.iter().filter(|endpoint| endpoint.exchange.terms().is_none()) {
        samples::<A>(law, endpoint, laws, &mut check);
    }
}
