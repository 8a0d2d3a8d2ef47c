//! The values of parts: models and files.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{List, Model, Shape};

use super::super::request::EncodeError;
use super::file::{FilePart, FileStream};
use super::parts::Parts;
use super::writer::PartsWriter;

/// The value of a field of a [`Multipart`](trait@super::Multipart).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a body",
    label = "this field",
    note = "add `#[derive(Serialize, Deserialize, Model)]` to it, or use `FilePart`, `Vec<FilePart>`, `Option<FilePart>` or `FileStream`"
)]
pub trait PartValue: Sized {
    /// The wire format. A file is text of the format `binary`.
    const SHAPE: &'static Shape;

    /// Whether the value is handed on piece by piece.
    const STREAMED: bool = false;

    /// Reads the parts of a name. `None` if they are missing or not valid.
    fn read(parts: &mut Parts, name: &'static str) -> Option<Self>;

    /// Writes the parts of a name.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError>;
}

/// The shape of a file.
pub(super) const FILE: &Shape = &Shape::Text { format: Some("binary") };

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned> PartValue for T {
    const SHAPE: &'static Shape = <T as Model>::SHAPE;

    fn read(parts: &mut Parts, name: &'static str) -> Option<Self> {
        parts.model(name)
    }

    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError> {
        parts.model(name, self)
    }
}

impl PartValue for FilePart {
    const SHAPE: &'static Shape = FILE;

    fn read(parts: &mut Parts, name: &'static str) -> Option<Self> {
        let file = Option::read(parts, name)?;
        file.or_else(|| parts.missing(name))
    }

    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError> {
        parts.file(name, self)
    }
}

impl PartValue for Option<FilePart> {
    const SHAPE: &'static Shape = &Shape::Option(FILE);

    fn read(parts: &mut Parts, name: &'static str) -> Option<Self> {
        let mut files = parts.files(name).into_iter();
        match (files.next(), files.next()) {
            (file, None) => Some(file),
            _ => parts.twice(name),
        }
    }

    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError> {
        self.iter().try_for_each(|file| parts.file(name, file))
    }
}

impl PartValue for Vec<FilePart> {
    const SHAPE: &'static Shape = &Shape::List(List { item: FILE, length: None, unique: false });

    fn read(parts: &mut Parts, name: &'static str) -> Option<Self> {
        Some(parts.files(name))
    }

    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError> {
        self.iter().try_for_each(|file| parts.file(name, file))
    }
}

impl PartValue for FileStream {
    const SHAPE: &'static Shape = FILE;
    const STREAMED: bool = true;

    fn read(parts: &mut Parts, name: &'static str) -> Option<Self> {
        parts.streamed().or_else(|| parts.missing(name))
    }

    fn write(&self, parts: &mut PartsWriter, name: &'static str) -> Result<(), EncodeError> {
        parts.stream(name, self)
    }
}
