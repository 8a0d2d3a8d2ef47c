//! The stream types that hyper drives.

use hyper_util::rt::TokioIo;

use super::transport::Transport;
use super::version::Rewound;
use crate::bounds::WriteDeadline;

/// A stream whose first bytes were read to detect the version of HTTP.
pub(crate) type Stream = Rewound<Transport>;

/// The I/O type that hyper drives, and that an upgraded connection is downcast to.
pub(crate) type HyperStream = TokioIo<WriteDeadline<Stream>>;
