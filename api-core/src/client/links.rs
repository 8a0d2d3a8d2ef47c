//! The addresses of calls, for header fields and bodies of answers.

use std::fmt;
use std::marker::PhantomData;

use http::uri::{Authority, Scheme, Uri};

use crate::api::Api;
use crate::call::{Call, RequestWriter};
use crate::error::{Failure, FailureKind};

use super::target::Target;

/// The addresses of an API's calls: what a server writes into `Location`, `Link` and bodies.
///
/// An address is that of the endpoint, so it changes with the path in the trait.
///
/// ```
/// use api_core::call::{HeaderFields, WithHeaders};
/// use api_core::client::Links;
/// use api_core::{Error, api};
///
/// #[derive(Debug, PartialEq, HeaderFields)]
/// struct Created {
///     location: String,
/// }
///
/// #[api(base = "/v1/{tenant}")]
/// trait Rooms {
///     #[get("/rooms/{name}")]
///     async fn room(&self, name: String) -> Result<String, Error>;
///
///     #[post("/rooms/{name}", status = 201)]
///     async fn create(&self, name: String) -> Result<WithHeaders<(), Created>, Error>;
/// }
///
/// let links = Links::<RoomsApi>::new().bind("tenant", "acme");
/// let location = links.to(&RoomsRoomCall { name: "a/b".to_owned() }).unwrap();
/// assert_eq!(location, "/v1/acme/rooms/a%2Fb");
///
/// let absolute = links.at(&"https://api.example/chat".parse().unwrap());
/// let location = absolute.to(&RoomsRoomCall { name: "lobby".to_owned() }).unwrap();
/// assert_eq!(location, "https://api.example/chat/v1/acme/rooms/lobby");
/// ```
pub struct Links<A> {
    target: Target,
    origin: Option<(Scheme, Authority)>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> Links<A> {
    /// Creates the addresses of an API, as paths.
    pub fn new() -> Self {
        Self { target: Target::new(A::DESCRIPTION.base), origin: None, api: PhantomData }
    }

    /// Sets the origin. Its path precedes the API's base. One without a scheme or an authority is a path alone.
    #[must_use]
    pub fn at(mut self, origin: &Uri) -> Self {
        self.origin = origin.scheme().cloned().zip(origin.authority().cloned());
        origin.path().trim_end_matches('/').clone_into(&mut self.target.prefix);
        self.target.rebase(A::DESCRIPTION.base);
        self
    }

    /// Sets the value of a capture in the API's base path.
    #[must_use]
    pub fn bind(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.target.bind(name, value.to_string(), A::DESCRIPTION.base);
        self
    }

    /// Returns the address of a call: path and query, after the origin if there is one.
    ///
    /// # Errors
    /// Returns a failure if a value cannot be encoded at its location, or a capture of the base has no value or is `.`
    /// or `..`.
    pub fn to<C: Call>(&self, call: &C) -> Result<String, Failure> {
        let base = self.target.base.as_ref().map_err(|error| Failure::from(*error))?;
        let mut writer = RequestWriter::new(base);
        call.encode(&mut writer).map_err(|error| {
            let message = format!("the address of the call `{}` cannot be encoded", C::ENDPOINT.name);
            Failure::new(FailureKind::Encode, message).caused_by(error)
        })?;
        let (path, ..) = writer.finish();
        Ok(match &self.origin {
            Some((scheme, authority)) => format!("{scheme}://{authority}{path}"),
            None => path,
        })
    }
}

impl<A: Api> Default for Links<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> Clone for Links<A> {
    fn clone(&self) -> Self {
        Self { target: self.target.clone(), origin: self.origin.clone(), api: PhantomData }
    }
}

impl<A> fmt::Debug for Links<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Links").field("base", &self.target.base).finish_non_exhaustive()
    }
}
