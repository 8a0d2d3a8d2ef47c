//! The REST API for servers that publish: `POST /channel/<application>/<kind>/<path>`.
//!
//! ```text
//! api          the trait
//! body         the data of an event from a body of JSON or of a form
//! credentials  what a request presents, in its query or in `Authorization`
//! error        refusals, in the format that published clients read
//! routes       the paths that it accepts
//! ```

mod api;
mod body;
mod credentials;
mod error;
mod routes;
mod service;

pub use api::{Accepted, Publishing, PublishingApi};
pub use error::{PublishingError, PublishingErrors};
pub use routes::routes;
