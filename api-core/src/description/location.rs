//! The parts of a request that hold values.

/// The part of a request that holds a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Location {
    /// A capture of the path.
    Path,
    /// One or several keys of the query.
    Query,
    /// A header field.
    Header,
    /// A cookie (RFC 6265).
    Cookie,
}
