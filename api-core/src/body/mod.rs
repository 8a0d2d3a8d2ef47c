//! Bodies of requests and responses.

mod collect;
mod content;
mod error;
mod request;

pub(crate) use collect::{CollectError, collect};
pub use content::Body;
pub use error::{BodyTimeout, BoxError};
pub use request::RequestBody;
