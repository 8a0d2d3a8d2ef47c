//! The conventions of the Pusher platform: instance locators, keys, hosts, access tokens and the error format.
//!
//! [`PlatformEnvironment`] configures clients, including [`raw`] requests to services that no trait describes. An
//! application serves [`token_endpoint`]. Everything else is free of I/O and does not read a clock: times are
//! parameters, in seconds since the Unix epoch, as in access tokens.
//!
//! `PROTOCOL.md` of this crate describes the wire protocol.
//!
//! ```
//! use pusher_platform::token::{Grant, TokenSigner, TokenVerifier};
//! use pusher_platform::{InstanceLocator, Key};
//!
//! let locator: InstanceLocator = "v1:us1:8f1e0c52".parse()?;
//! let key: Key = "key-id:key-secret".parse()?;
//!
//! let now = 1_600_000_000;
//! let issued = TokenSigner::new(&locator, &key).sign(&Grant::user("alice"), now)?;
//! let access = TokenVerifier::new(&locator, [&key]).verify(issued.token.as_str(), now)?;
//! assert_eq!(access.subject.as_deref(), Some("alice"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod environment;
mod error;
mod error_format;
pub mod error_types;
mod host;
mod instance;
mod key;
mod parse_bool;
pub mod raw;
pub mod sdk_headers;
mod server_environment;
pub mod shared_socket;
pub mod token;
pub mod token_endpoint;

pub use environment::PlatformEnvironment;
pub use error::{ERROR_URI_BASE, PlatformError};
pub use error_format::PlatformErrors;
pub use host::{Host, ParseHostError};
pub use instance::{InstanceLocator, ParseInstanceLocatorError};
pub use key::{Key, ParseKeyError};
pub use parse_bool::parse_bool;
pub use server_environment::{AuthenticationError, ServerEnvironment};
