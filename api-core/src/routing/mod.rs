//! Routes as values: the path tree of an API, and combinators that backtrack between APIs.

mod allow;
mod alternatives;
mod answer;
mod around;
mod boxed;
mod checked;
mod checkpoint;
mod combine;
mod compose;
mod composition;
mod conflicts;
#[cfg(feature = "websocket")]
mod converse;
mod cors;
mod cursor;
mod finish;
mod from_fn;
mod handle;
mod heartbeat;
mod in_process;
mod layer;
mod lifecycle;
mod list;
mod merged_slashes;
mod mount;
mod negotiate;
mod optional;
mod origins;
mod outcome;
mod overriding;
mod pipe;
mod prefix;
mod respond;
mod rewrite;
mod served;
mod service_call;
mod upgrade;
mod vary;
#[cfg(feature = "websocket")]
mod websocket_options;
mod when;

pub use crate::walk::{Hit, walk};
pub use answer::{answer, problem_response};
pub use around::{Around, Next};
pub use boxed::BoxRoutes;
#[doc(hidden)]
pub use checked::{apart, nest_at, type_of};
pub use combine::{Nested, OnResponse, OrElse};
pub use compose::Compose;
pub use composition::Composition;
#[cfg(feature = "websocket")]
pub use converse::{duplex, handover, open_websocket};
pub use cors::Cors;
pub use finish::{ServiceSettings, missed};
pub use from_fn::{FromFn, RouteFuture, from_fn};
#[doc(hidden)]
pub use handle::{Handled, handle, handle_one_of_sixteen};
pub use heartbeat::Heartbeat;
pub use in_process::InProcess;
pub use layer::{Group, Layered};
pub use mount::{Mount, MountedAt};
pub use origins::AllowOrigins;
pub use outcome::{Described, Miss, NotFound, Routed, Routes};
pub use overriding::Overriding;
#[doc(hidden)]
pub use prefix::assert_prefix;
pub use prefix::{Given, Prefix};
pub use respond::{respond, respond_in, respond_then, unanswered};
pub use rewrite::Rewrite;
pub use served::{Served, serve, serve_sessions, serve_with};
#[cfg(feature = "websocket")]
pub use websocket_options::WebSockets;
pub use when::When;
