//! The law of routes: the compiled tree finds the endpoint that a linear search finds.

use http::request::Parts;

use super::case::{Case, all_samples};
use super::oracle::{Verdict, find};
use super::{Laws, Sample, mutation};
use api_core::Api;
use api_core::context::{Context, RoutingSettings, Slashes};

const LAW: &str = "the compiled routes find the endpoint that a linear search finds";

/// Compares the compiled tree with a linear search, for valid and mutated paths, several methods, and every policy on
/// slashes.
///
/// # Panics
/// Panics if the two find different endpoints, captures or methods.
pub fn routes<A: Api>(laws: &Laws) {
    all_samples::<A>(LAW, laws, |case, mut sample, random| {
        for _ in 0..4 {
            for slashes in [Slashes::Strict, Slashes::IgnoreTrailing, Slashes::Merge] {
                check::<A>(case, &sample, slashes);
            }
            mutation::path(&mut sample, random);
            sample.method = mutation::method(random);
            if random.once_in(4) {
                sample.headers.retain(|(name, _)| name != "accept");
            }
        }
    });
}

fn check<A: Api>(case: Case, sample: &Sample, slashes: Slashes) {
    let Some(head) = sample.head() else { return };
    let expected = find(A::DESCRIPTION, &head.method, &head.uri, &head.headers, slashes);
    let found = walked::<A>(&head, slashes);
    case.holds(found == expected, sample, || format!("with {slashes:?}\nexpected {expected:?}\nfound    {found:?}"));
}

/// Returns the result of routing a request by the compiled tree.
pub(super) fn walked<A: Api>(head: &Parts, slashes: Slashes) -> Verdict {
    let mut context = Context::new(head, RoutingSettings::default().slashes(slashes));
    let start = context.fork();
    match api_core::routing::walk(A::ROUTES, &mut context, A::DESCRIPTION.base) {
        None if context.fork() == start => Verdict::Miss(context.evidence().allowed()),
        None => panic!("a miss moved the context to {:?}", context.fork()),
        Some(hit) => {
            let captures = (0..).map_while(|index| context.raw_capture(index)).map(|capture| capture.0.to_owned());
            Verdict::Hit { endpoint: hit.endpoint.name, captures: captures.collect(), dialect: hit.dialect }
        }
    }
}
