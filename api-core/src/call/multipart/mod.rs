//! Bodies of the media type `multipart/form-data` (RFC 7578) as structs: fields, JSON and files.

mod disposition;
mod file;
mod parts;
mod reader;
mod value;
mod writer;

pub use file::{DEFAULT_PART_LIMIT, FilePart, FileStream, MAX_PARTS};
pub use parts::Parts;
pub use value::PartValue;
pub use writer::PartsWriter;

use std::future::Future;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::Problem;
use crate::model::Shape;

use super::request::{EncodeError, RequestWriter};

/// A struct whose fields are the parts of a body of the media type `multipart/form-data`: the type of a
/// `#[body(multipart)]`. `#[derive(Multipart)]` implements it.
///
/// - A plain value, a list of them or an option of one is text: a list has a part for each item.
/// - Every other model is a part of JSON.
/// - A [`FilePart`], a list or an option of them is read as a whole.
/// - A [`FileStream`], as the last field, is handed on piece by piece. The part has to be the last one too.
///
/// Parts of other names are ignored. A server reads at most [`MAX_PARTS`] parts, and at most [`DEFAULT_PART_LIMIT`]
/// bytes of one, or `#[multipart(limit = 1048576)]` of its field. `body_limit` of the endpoint holds for all together.
///
/// ```
/// use api_core::call::{FilePart, Multipart};
/// use api_core::{Error, Model, api};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct Place {
///     latitude: f64,
///     longitude: f64,
/// }
///
/// #[derive(Debug, Clone, PartialEq, Multipart)]
/// struct Upload {
///     title: String,
///     tags: Vec<String>,
///     place: Option<Place>,
///     #[multipart(limit = 10_485_760)]
///     picture: FilePart,
/// }
///
/// #[api]
/// trait Pictures {
///     #[post("/pictures", status = 201, body_limit = 12_582_912)]
///     async fn upload(&self, #[body(multipart)] upload: Upload) -> Result<String, Error>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a body of several parts",
    label = "this argument",
    note = "add `#[derive(Multipart)]` to it: a struct with a field for each part"
)]
pub trait Multipart: Sized + Send + Sync {
    /// The parts as the fields of a struct. A file is text of the format `binary`.
    const SHAPE: &'static Shape;

    /// The fields with a limit of their own, in bytes.
    const LIMITS: &'static [(&'static str, usize)];

    /// The field that is handed on piece by piece.
    const STREAMED: Option<&'static str>;

    /// Reads the fields. `None` if one is missing or not valid, which `parts` reports.
    fn from_parts(parts: &mut Parts) -> Option<Self>;

    /// Writes the fields.
    ///
    /// # Errors
    /// Returns an error if a value cannot be encoded.
    fn write(&self, parts: &mut PartsWriter) -> Result<(), EncodeError>;

    /// Reads the body.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send {
        async move {
            let mut parts = Parts::read(context, slot, endpoint, Self::SHAPE, Self::LIMITS, Self::STREAMED).await?;
            let value = Self::from_parts(&mut parts);
            parts.finish(value)
        }
    }

    /// Writes the body.
    ///
    /// # Errors
    /// Returns an error if a value cannot be encoded.
    fn write_body(&self, request: &mut RequestWriter, _: &'static Endpoint) -> Result<(), EncodeError> {
        let mut parts = PartsWriter::new();
        self.write(&mut parts)?;
        let (media_type, body) = parts.finish();
        request.parts_body(media_type, body);
        Ok(())
    }
}

/// Derives [`Multipart`](trait@Multipart) for a struct.
pub use api_macros::Multipart;
