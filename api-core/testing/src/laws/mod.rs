//! Laws that hold for every API, checked on requests made up from its description alone.
//!
//! One line tests a whole API: `laws::check::<ChatkitApi>(&Laws::new(200, 1))`. A law that does not hold panics with
//! its name, the endpoint, the seed of the case and the request. To see one case again, check one case with that seed.
//!
//! | law | says |
//! |---|---|
//! | [`codec()`] | decoding an encoded call gives the call |
//! | [`inverse()`] | `serve(connect(t))` answers as `t` does |
//! | [`routes()`] | the compiled tree finds what trying every endpoint in turn finds |
//! | [`methods()`] | 405, `Allow`, `HEAD` and `OPTIONS` follow from the endpoints |
//! | [`refusals()`] | no request is the server's fault, and a refused head costs no byte of the body |
//! | [`alternatives()`] | `or_else` is associative, with `NotFound` as identity, and losing leaves no trace but evidence |

mod alternatives;
mod case;
mod codec;
mod comparison;
mod inverse;
mod methods;
mod mock;
mod mutation;
mod now;
mod oracle;
mod refusals;
mod routes;
mod sample;

use api_core::Dispatch;
use api_core::client::Client;
use api_core::routing::InProcess;

pub use alternatives::alternatives;
pub use codec::codec;
pub use inverse::inverse;
pub use methods::methods;
pub use mock::{Manner, Mock};
pub use mutation::mutate;
pub use refusals::{refusals, refusals_by};
pub use routes::routes;
pub use sample::Sample;

/// How many requests are tried, and for which endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Laws {
    /// The number of requests for each endpoint and law.
    pub cases: u64,
    /// The seed of the first case. Each further case has the next seed.
    pub seed: u64,
    /// The names of the endpoints for which no requests are generated.
    pub except: &'static [&'static str],
}

impl Laws {
    /// Checks `cases` requests for each endpoint and law, from the seed `seed` on.
    pub const fn new(cases: u64, seed: u64) -> Self {
        Self { cases, seed, except: &[] }
    }

    /// Generates no requests for these endpoints, for example because a type of theirs decodes more texts than it encodes.
    ///
    /// ```
    /// use api_testing::everything::EverythingApi;
    /// use api_testing::laws::{self, Laws};
    ///
    /// laws::check::<EverythingApi>(&Laws::new(5, 1).except(&["things"]));
    /// ```
    ///
    /// # Panics
    /// A check panics if the API has no endpoint with one of these names.
    #[must_use]
    pub const fn except(mut self, endpoints: &'static [&'static str]) -> Self {
        self.except = endpoints;
        self
    }
}

/// 100 cases, from seed 1 on.
impl Default for Laws {
    fn default() -> Self {
        Self::new(100, 1)
    }
}

/// Checks every law.
///
/// # Panics
/// If one does not hold, with its name and a request that shows it.
pub fn check<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    codec::<A>(laws);
    routes::<A>(laws);
    methods::<A>(laws);
    inverse::<A>(laws);
    refusals::<A>(laws);
    alternatives::<A>(laws);
}

/// The value of every capture in a base path; a slash in it shows whether it is encoded.
pub(crate) const BASE_VALUE: &str = "a/b";

/// A client of the mock that can be served: `serve(connect(mock))` is the machine that most laws look at.
pub(crate) fn connected<A: Dispatch<Client<A, Mock<A>>>>(mock: &Mock<A>) -> Client<A, Mock<A>> {
    let client = Client::<A, _>::new(mock.clone());
    A::DESCRIPTION.base.captures().fold(client, |client, name| client.bind(name, BASE_VALUE))
}

/// The same, served.
pub(crate) fn proxy<A: Dispatch<Client<A, Mock<A>>>>(
    mock: &Mock<A>,
) -> InProcess<impl api_core::routing::Routes<api_core::Body> + use<A>> {
    InProcess::new(api_core::routing::serve::<A, _>(connected(mock)))
}
