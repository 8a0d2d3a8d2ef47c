//! The admin API, its pages, and how administrators sign in.
//!
//! ```text
//! api        the trait
//! model      its types
//! moment     points in time
//! json       JSON that is passed on as it was written
//! error      its errors, as short plain text
//! live       what is shown of a running node
//! settings   who may sign in, and what is shown of the deployment
//! sign_in    passwords, sessions, and what bounds and protects them
//! session    a user who has signed in, and who may see the application in the path
//! service    the implementation of the trait
//! issue      tokens
//! assets     the files of the pages
//! pages      the pages, signing in and out
//! routes     all of it as routes
//! ```

mod api;
mod assets;
mod error;
mod issue;
mod json;
mod live;
mod model;
mod moment;
mod pages;
mod routes;
mod service;
mod session;
mod settings;
mod sign_in;
#[cfg(test)]
mod tests;

pub use api::*;
pub use error::{AdminError, ShortText};
pub use issue::{DEFAULT_LIFE, Grants, IssueError, issue};
pub use json::Json;
pub use live::{Live, LiveClient, LiveError, LiveEvent, LiveEventKind, LiveStatistics, PresenceLists};
pub use model::*;
pub use moment::Moment;
pub use routes::routes;
pub use settings::{Settings, SignIn};
