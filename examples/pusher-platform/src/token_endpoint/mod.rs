//! The token endpoint of an application: where its users' clients fetch their access tokens.
//!
//! It is an API like any other, [`TokenEndpoint`]: an application implements it for its sessions and serves it at a path of its own
//! choosing, with [`Authenticator`] to make the answers; a client of it is a source of tokens, [`EndpointTokens`]. An application
//! whose web framework is another takes [`Authenticator::answer`], a plain function.

mod api;
mod authenticator;
mod tokens;
mod trusting;

pub use api::{TokenEndpoint, TokenEndpointApi, TokenEndpointError, token_endpoint_calls};
pub use authenticator::Authenticator;
pub use tokens::EndpointTokens;
pub use trusting::TrustingTokenEndpoint;
