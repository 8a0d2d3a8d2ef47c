//! Bodies of requests and responses.

mod collect;
mod content;
mod error;
mod request;

pub(crate) use collect::{CollectError, collect};
pub use content::Body;
pub(crate) use error::caused_by;
pub use error::{BodyTimeout, BodyTooLarge, BoxError};
pub use request::RequestBody;
