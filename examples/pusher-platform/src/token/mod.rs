//! Access tokens: claims, signing, verification, and the messages of a token endpoint.

mod claims;
mod encoded;
mod endpoint;
mod grant;
pub mod jwt;
mod refresh;
mod signer;
mod verifier;
mod verify_error;

pub use claims::AccessToken;
pub use encoded::EncodedToken;
pub use endpoint::{GrantType, TokenRequest, TokenResponse};
pub use grant::{Grant, Lifetime, LifetimeTooLong};
pub use refresh::{RefreshError, RefreshToken};
pub use signer::{IssuedToken, SignError, TokenSigner};
pub use verifier::TokenVerifier;
pub use verify_error::VerifyError;
