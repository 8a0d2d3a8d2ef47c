//! What an API is, as constant data: every interpretation reads this and nothing else.

mod endpoint;
mod exchange;
mod layout;
mod method;
mod output;
mod path;
mod security;
mod tree;

pub use endpoint::{BodyDescription, BodyEncoding, Endpoint, Location, Parameter};
pub use exchange::{Duplex, Exchange, MessageEncoding, SocketTerms, Streaming};
pub use method::{Verb, VerbSet, Verbs};
pub use output::{ErrorCase, Output};
pub use path::{Path, Segment};
pub use security::Security;
pub(crate) use tree::is_any_text;
pub use tree::{Leaf, Node, disjoint};

/// A whole API: the constant that `#[api]` makes from a trait.
///
/// It is plain data and can be walked; [`Description::layout`] prints it.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The trait's name.
    pub name: &'static str,
    /// The trait's doc comment, Markdown.
    pub docs: &'static str,
    /// The path in front of every endpoint's own; its captures belong to the session, not to a call.
    pub base: Path,
    /// How callers authenticate, if they must.
    pub security: Option<Security>,
    /// The endpoints in the order in which the trait declares them.
    pub endpoints: &'static [&'static Endpoint],
    /// The errors that every endpoint may answer.
    pub errors: &'static [ErrorCase],
}

impl Description {
    /// The endpoint of that name.
    pub fn endpoint(&self, name: &str) -> Option<&'static Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name).copied()
    }
}
