//! The routing context: a request's head, the position in its path, and the evidence of what routing read.
//!
//! The *position* is what a route consumed of the path. It is a small `Copy` value and is restored on backtracking. The
//! *evidence* is what routing learned. It only grows, also in branches that do not answer, so `Vary`, `Allow` and the
//! choice of an error are complete (DESIGN.md, "Position and evidence").

mod any_body;
mod captures;
mod evidence;
mod header_set;
mod peer;
mod position;
mod reading;
mod request;
mod settings;
mod slot;
mod story;

pub use any_body::AnyBody;
pub(crate) use captures::parse_capture;
pub use evidence::{Evidence, ExpectedHeader, RoutingStep};
pub use header_set::HeaderSet;
pub use peer::{Peer, TlsPeer};
pub use position::{MAX_CAPTURES, Position, RawSegment, Slashes};
pub use request::Context;
pub use settings::RoutingSettings;
pub use slot::BodySlot;
