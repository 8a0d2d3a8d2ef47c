//! The law of the codec: decoding an encoded call yields the call.

use std::fmt;
use std::marker::PhantomData;

use super::case::{Case, samples};
use super::decoded::{decoded, encoded};
use super::{Laws, Sample};
use api_core::Api;
use api_core::body::Body;
use api_core::call::{Call, CallVisitor};

const LAW: &str = "decode(encode(call)) == call";

/// Checks that decoding an encoded call yields the call. The calls are decoded from generated requests.
///
/// # Panics
/// Panics if a valid request is refused, or if a call differs after encoding and decoding.
pub fn codec<A: Api>(laws: &Laws) {
    A::visit_calls(&mut Codec { laws: *laws, api: PhantomData::<A> });
}

struct Codec<A> {
    laws: Laws,
    api: PhantomData<A>,
}

impl<A: Api> CallVisitor for Codec<A> {
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self) {
        samples::<A>(LAW, C::ENDPOINT, &self.laws, |case, sample, _| check::<A, C>(case, &sample));
    }
}

fn check<A: Api, C: Call + Clone + fmt::Debug + PartialEq>(case: Case, sample: &Sample) {
    let Some(request) = sample.request() else { case.broken(sample, &"not a valid HTTP request") };
    let call = match decoded::<A, C>(request) {
        Ok(call) => call,
        Err(problem) => case.broken(sample, &format!("a valid request is refused: {problem}")),
    };
    let encoded = match encoded::<A, C>(&call) {
        Ok(encoded) => encoded,
        Err(failure) => case.broken(sample, &format!("{call:?} cannot be encoded: {failure}")),
    };
    let shown = format!("{} {}\n{:?} {:?}", encoded.method(), encoded.uri(), encoded.headers(), encoded.body());
    match decoded::<A, C>(encoded) {
        Ok(again) if again == call => {}
        Ok(again) => {
            case.broken(sample, &format!("decoded:       {call:?}\nencoded:       {shown}\ndecoded again: {again:?}"));
        }
        Err(problem) => case.broken(sample, &format!("{call:?}\nis encoded as: {shown}\nwhich is refused: {problem}")),
    }
}

/// Compares two requests by the calls that they are, for the test of a client in another language.
///
/// ```
/// use api_core::description::Endpoint;
/// use api_testing::everything::EverythingApi;
/// use api_testing::generate::SmallRandom;
/// use api_testing::laws::{self, Sample};
/// use api_core::Api as _;
///
/// let endpoint = EverythingApi::DESCRIPTION.endpoint("thing").unwrap();
/// let sample = || Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut SmallRandom::new(1)).unwrap();
/// let (one, other) = (sample().request().unwrap(), sample().request().unwrap());
/// laws::same_call::<EverythingApi>("thing", one, other).unwrap();
/// ```
///
/// # Errors
/// Returns an error if a request is refused, reaches another endpoint, or is a different call, and if the API has no
/// endpoint of this name.
pub fn same_call<A: Api>(
    endpoint: &str,
    expected: http::Request<Body>,
    found: http::Request<Body>,
) -> Result<(), String> {
    let mut same = SameCall { endpoint, requests: Some((expected, found)), verdict: None, api: PhantomData::<A> };
    A::visit_calls(&mut same);
    same.verdict.unwrap_or_else(|| Err(format!("`{}` has no endpoint `{endpoint}`", A::DESCRIPTION.name)))
}

struct SameCall<'a, A> {
    endpoint: &'a str,
    requests: Option<(http::Request<Body>, http::Request<Body>)>,
    verdict: Option<Result<(), String>>,
    api: PhantomData<A>,
}

impl<A: Api> CallVisitor for SameCall<'_, A> {
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self) {
        if C::ENDPOINT.name == self.endpoint
            && let Some((expected, found)) = self.requests.take()
        {
            self.verdict = Some(match (decoded::<A, C>(expected), decoded::<A, C>(found)) {
                (Ok(expected), Ok(found)) if expected == found => Ok(()),
                (Ok(expected), Ok(found)) => Err(format!("the call is {found:?}\nand not {expected:?}")),
                (Err(problem), _) => Err(format!("the expected request is refused: {problem}")),
                (_, Err(problem)) => Err(format!("the request is refused: {problem}")),
            });
        }
    }
}
