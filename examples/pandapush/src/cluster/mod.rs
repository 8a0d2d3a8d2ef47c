//! Several nodes as one service: what they share is in Redis, and any node can serve any client.
//!
//! Each application has a *log* of its events, to which every node appends, and which a node follows as long as it has
//! subscribers there. A *session* is at home on the node that its client connected to last, which keeps its queue in
//! memory. Redis has a *record* of it: its patterns, each with the position of the log from which it is in force, and
//! how far its events were delivered. When the client connects to another node, or its node dies, that node reads the
//! record and then the log from there.
//!
//! ```text
//! hosts      the servers of Redis, and which of them has what
//! records    the records of sessions
//! positions  positions in the logs of several applications
//! presence   the users of presence channels
//! entry      an event in a log
//! notice     what nodes tell each other
//! mail       asking another node, and waiting for its answer
//! ```

mod entry;
mod hosts;
mod mail;
mod notice;
mod positions;
mod presence;
mod records;

pub use entry::{Entry, MalformedEntry};
pub use hosts::Hosts;
pub use mail::{Asked, Mail};
pub use notice::Notice;
pub use positions::Positions;
pub use records::{Ownership, Record};
