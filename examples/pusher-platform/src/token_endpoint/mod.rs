//! The token endpoint of an application, from which clients of its users fetch access tokens.
//!
//! [`TokenEndpoint`] is an API like any other. An application implements it with [`Authenticator`] and serves it at a
//! path of its choice. [`EndpointTokens`] makes a client of it a token source. Applications with another web framework
//! call the function [`Authenticator::answer`].

mod api;
mod authenticator;
mod tokens;
mod trusting;

pub use api::*;
pub use authenticator::Authenticator;
pub use tokens::EndpointTokens;
pub use trusting::TrustingTokenEndpoint;
