//! One try of one law, and how its failure is told.

use std::fmt::Display;

use super::oracle::{Verdict, find};
use super::{Laws, Sample};
use crate::generate::SmallRandom;
use api_core::Api;
use api_core::context::Slashes;
use api_core::description::Endpoint;

/// Where a law is tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) law: &'static str,
    pub(crate) api: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) seed: u64,
}

impl Case {
    /// Random numbers of this case's own.
    pub(crate) fn random(&self) -> SmallRandom {
        SmallRandom::new(self.endpoint.bytes().fold(self.seed, |hash, byte| {
            // Any spreading does; it must only be the same on every machine.
            hash.wrapping_mul(31).wrapping_add(u64::from(byte))
        }))
    }

    /// Says that the law does not hold.
    pub(crate) fn broken(&self, request: &dyn Display, what: &dyn Display) -> ! {
        let Self { law, api, endpoint, seed } = self;
        panic!(
            "the law does not hold: {law}\n\
             shown by `{endpoint}` of `{api}`; again with `Laws::new(1, {seed})`\n\
             --- the request\n{request}\n--- what is wrong\n{what}\n"
        )
    }

    /// Says that the law does not hold unless the condition does.
    pub(crate) fn holds(&self, condition: bool, request: &dyn Display, what: impl FnOnce() -> String) {
        if !condition {
            self.broken(request, &what());
        }
    }
}

/// Every case of a law for one endpoint, each with a request that is right.
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
        let case =
            Case { law, api: A::DESCRIPTION.name, endpoint: endpoint.name, seed: laws.seed.wrapping_add(number) };
        let mut random = case.random();
        match Sample::of(A::DESCRIPTION, endpoint, &mut random) {
            Ok(sample) if belongs_elsewhere::<A>(&sample, endpoint) => {}
            Ok(sample) => {
                checked = true;
                check(case, sample, &mut random);
            }
            Err(refusal) => case.broken(&"(none)", &format!("no request can be made up: {refusal}")),
        }
    }
    assert!(checked || laws.cases < 20, "{law}: every request to `{}` is another endpoint's", endpoint.name);
}

/// Whether what was captured happens to be the literal of a more specific path: then the request is rightly another's.
fn belongs_elsewhere<A: Api>(sample: &Sample, endpoint: &Endpoint) -> bool {
    let Some(head) = sample.head() else { return false };
    let accept = head.headers.get("accept").and_then(|value| value.to_str().ok());
    let verdict = find(A::DESCRIPTION, &head.method, head.uri.path(), accept, Slashes::Strict);
    matches!(verdict, Verdict::Hit { endpoint: found, .. } if found != endpoint.name)
}

/// Every case of a law for every endpoint that answers with a response. What a WebSocket says is no request's business.
pub(crate) fn all_samples<A: Api>(
    law: &'static str,
    laws: &Laws,
    mut check: impl FnMut(Case, Sample, &mut SmallRandom),
) {
    for endpoint in A::DESCRIPTION.endpoints.iter().filter(|endpoint| endpoint.exchange.terms().is_none()) {
        samples::<A>(law, endpoint, laws, &mut check);
    }
}
