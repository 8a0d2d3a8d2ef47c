//! The description of an API as constant data, from which servers, clients and documents are derived.

mod body;
mod callback;
mod condition;
mod contested;
mod cookie;
mod crossing;
mod date;
mod endpoint;
mod exchange;
mod layout;
mod location;
mod media_type;
mod method;
mod mixed;
mod output;
mod path;
mod security;
mod tree;

pub use body::{BodyDescription, BodyEncoding, BodyForm, DEFAULT_BODY_LIMIT};
pub use callback::{Callback, Expression, MessageSide, next_expression};
pub use condition::Condition;
pub(crate) use condition::{are_implied, are_same};
pub(crate) use contested::is_contested;
pub use cookie::{Cookie, SameSite};
pub use crossing::crosses;
pub(crate) use crossing::{Meeting, Step, Template, meeting};
pub use date::Date;
pub use endpoint::{Endpoint, Parameter};
pub use exchange::{Duplex, Exchange, MessageEncoding, SocketTerms, Streaming};
pub use location::Location;
pub(crate) use media_type::is_media_range;
pub use method::{Verb, VerbSet, Verbs};
#[cfg(test)]
pub(crate) use mixed::{covers, meet};
pub(crate) use output::is_without_content;
pub use output::{ErrorCase, HeaderField, Output};
pub use path::{Part, Path, Segment};
pub use security::Security;
pub(crate) use tree::is_any_text;
pub use tree::{Leaf, Node, Patterns};

/// The description of an API: the constant that `#[api]` generates from a trait.
///
/// It is data and can be traversed. [`Description::layout`] prints it.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The trait's name.
    pub name: &'static str,
    /// The trait's doc comment, Markdown.
    pub docs: &'static str,
    /// The prefix of every path. Its captures belong to the session, not to a call.
    pub base: Path,
    /// The authentication scheme, if callers must authenticate.
    pub security: Option<Security>,
    /// The endpoints in the order in which the trait declares them.
    pub endpoints: &'static [&'static Endpoint],
    /// The errors that every endpoint can answer with.
    pub errors: &'static [ErrorCase],
}

impl Description {
    /// Returns the endpoint with a name, which is that of its method in the trait.
    pub fn endpoint(&self, name: &str) -> Option<&'static Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name).copied()
    }
}
