//! Tests of typed APIs that need nothing but the description of the API.
//!
//! - [`laws`] checks properties of every API: encoding and decoding are inverse, routing finds what a linear search
//!   finds, and no request is answered with a 5xx status. [`laws::check`] checks all of them for one API.
//! - [`laws::Mock`] is a transport that answers the requests of any API with generated values.
//! - [`generate`] generates JSON values from shapes.
//! - [`everything`] is an API that uses every feature, with an implementation.
//! - [`untrusted_input`] checks the code that reads a peer's bytes. The fuzz targets in `api-core/fuzz` call it.

pub mod everything;
pub mod generate;
pub mod laws;
pub mod untrusted_input;
