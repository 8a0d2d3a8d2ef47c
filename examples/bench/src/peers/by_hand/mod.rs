//! The API written by hand on hyper, without a time limit of any kind.

mod answer;
pub(crate) mod http1;
pub(crate) mod http2;
