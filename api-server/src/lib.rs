//! Serves a typed API with hyper and tower.
#![forbid(unsafe_code)]

mod layered;
mod limits;
mod listen;
mod panic;
mod response_body;
mod service;
mod shutdown;
mod subscription;
mod telemetry;
mod timed_body;

pub use layered::Layered;
pub use limits::Limits;
pub use listen::{IncomingBody, Listener, Listening, Tls, TlsError, serve};
pub use service::{Respond, Server};
pub use shutdown::ShutdownHandle;
pub use telemetry::Route;
pub use timed_body::TimedBody;
