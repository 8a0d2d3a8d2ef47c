//! Access tokens: what they say, how they are made, how they are checked, how an application hands them out.

mod claims;
mod encoded;
mod endpoint;
mod grant;
pub mod jwt;
mod refresh;
mod signer;
mod verifier;

pub use claims::AccessToken;
pub use encoded::EncodedToken;
pub use endpoint::{GrantType, TokenRequest, TokenResponse};
pub use grant::{Grant, Lifetime, LifetimeTooLong};
pub use refresh::{RefreshError, RefreshToken};
pub use signer::{IssuedToken, SignError, TokenSigner};
pub use verifier::{TokenVerifier, VerifyError};
