//! Laws that hold for every API, checked with requests that are generated from its description.
//!
//! [`check`] checks all laws. If a law does not hold, it panics with the law, the endpoint, the seed of the case and
//! the request, which is also shown as a line for curl and in Rust. Check one case with that seed to repeat it.
//!
//! | law | statement |
//! |---|---|
//! | [`codec()`] | Decoding an encoded call yields the call. |
//! | [`defaults()`] | A body without a key is read as one with its declared default. |
//! | [`inverse()`] | `serve(connect(t))` answers as `t` does. |
//! | [`routes()`] | The compiled tree finds the endpoint that a linear search finds. |
//! | [`methods()`] | 405, `Allow`, `HEAD` and `OPTIONS` follow from the endpoints. |
//! | [`refusals()`] | No request is answered with a 5xx status. A request refused by its head has its body unread. |
//! | [`alternatives()`] | `or_else` is associative, `NotFound` is its identity, and a miss changes only the evidence. |

mod alternatives;
mod case;
mod codec;
mod comparison;
mod cookies;
mod decoded;
mod defaults;
mod inverse;
mod methods;
mod mock;
mod mutation;
mod now;
mod oracle;
mod pairs;
mod refusals;
mod reproduction;
mod routes;
mod sample;
mod text;

use api_core::Dispatch;
use api_core::client::Client;
use api_core::routing::InProcess;

pub use alternatives::alternatives;
pub use codec::{codec, same_call};
pub use comparison::contains;
pub use defaults::defaults;
pub use inverse::inverse;
pub use methods::methods;
pub use mock::{Manner, Mock};
pub use mutation::mutate;
pub(crate) use now::now;
pub use refusals::{refusals, refusals_by};
pub use routes::routes;
pub use sample::Sample;

/// The number of cases of each law, their seeds, and the endpoints that are left out.
///
/// ```
/// use api_testing::laws::Laws;
///
/// let thorough = Laws::new(1000, 1);
/// assert_eq!((thorough.cases, thorough.seed), (1000, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Laws {
    /// Number of requests per endpoint and law. Default: 100.
    pub cases: u64,
    /// Seed of the first case. Each further case has the next number as its seed. Default: 1.
    pub seed: u64,
    /// Names of the endpoints that are left out. Default: none.
    pub except: &'static [&'static str],
}

impl Laws {
    /// Creates laws with a number of requests per endpoint and law, and the seed of the first case.
    pub const fn new(cases: u64, seed: u64) -> Self {
        Self { cases, seed, except: &[] }
    }

    /// Leaves out endpoints, for example because one of their types decodes more texts than it encodes.
    ///
    /// ```
    /// use api_testing::everything::EverythingApi;
    /// use api_testing::laws::{self, Laws};
    ///
    /// laws::check::<EverythingApi>(&Laws::new(5, 1).except(&["things"]));
    /// ```
    ///
    /// # Panics
    /// The checks panic if the API has no endpoint with one of these names.
    #[must_use]
    pub const fn except(mut self, endpoints: &'static [&'static str]) -> Self {
        self.except = endpoints;
        self
    }
}

/// 100 cases from seed 1, for every endpoint.
impl Default for Laws {
    fn default() -> Self {
        Self::new(100, 1)
    }
}

/// Checks every law.
///
/// ```
/// use api_core::{Error, api};
/// use api_testing::laws::{self, Laws};
///
/// #[api(base = "/v1")]
/// trait Rooms {
///     #[get("/rooms/{id}")]
///     async fn room(&self, id: u32) -> Result<Vec<String>, Error>;
/// }
///
/// laws::check::<RoomsApi>(&Laws::new(20, 1));
/// ```
///
/// # Panics
/// Panics if a law does not hold. The message contains the law and the request.
pub fn check<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    codec::<A>(laws);
    defaults::<A>(laws);
    routes::<A>(laws);
    methods::<A>(laws);
    inverse::<A>(laws);
    refusals::<A>(laws);
    alternatives::<A>(laws);
}

/// The value of every capture in a base path. It contains a slash, which must be encoded.
pub(crate) const BASE_VALUE: &str = "a/b";

/// Returns a client of the mock. Most laws check a server whose implementation is this client.
pub(crate) fn connected<A: Dispatch<Client<A, Mock<A>>>>(mock: &Mock<A>) -> Client<A, Mock<A>> {
    let client = Client::<A, _>::new(mock.clone());
    A::DESCRIPTION.base.captures().fold(client, |client, name| client.bind(name, BASE_VALUE))
}

/// Returns a server in process whose implementation is a client of the mock.
pub(crate) fn proxy<A: Dispatch<Client<A, Mock<A>>>>(
    mock: &Mock<A>,
) -> InProcess<impl api_core::routing::Routes<api_core::Body> + use<A>> {
    InProcess::new(api_core::routing::serve::<A, _>(connected(mock)))
}
