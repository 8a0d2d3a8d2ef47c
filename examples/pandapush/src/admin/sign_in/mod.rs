//! Who sends a request: HTTP Basic, or a session that the sign-in page opened.
//!
//! ```text
//! cross_site  refuses changes that a page of another site sends
//! password    HTTP Basic, and comparing passwords
//! throttle    bounds how often passwords are tried
//! ticket      the signed cookie of a session
//! gate        all of them together
//! ```

mod cross_site;
mod gate;
mod password;
mod throttle;
mod ticket;

pub(super) use gate::{Caller, Gate, Origin};
pub(super) use password::Credentials;
pub(super) use ticket::Ticket;
