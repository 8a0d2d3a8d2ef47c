//! Shapes of types from optional dependencies.

#[cfg(any(feature = "uuid", feature = "jiff", feature = "url"))]
use crate::model::{Model, Shape};

#[cfg(any(feature = "uuid", feature = "jiff", feature = "url"))]
macro_rules! texts {
    ($($text:ty: $format:literal),* $(,)?) => {$(
        impl Model for $text {
            const SHAPE: &'static Shape = &Shape::Text { format: Some($format) };
        }
    )*};
}

/// Written by serde as a list of numbers, which suits short values in JSON. Use `#[body(bytes)]` for a body of bytes.
#[cfg(feature = "bytes")]
impl crate::model::Model for bytes::Bytes {
    const SHAPE: &'static crate::model::Shape = <Vec<u8> as crate::model::Model>::SHAPE;

    fn measure(&self) -> crate::model::Measure<'_> {
        crate::model::Measure::Length(self.len())
    }
}

#[cfg(feature = "uuid")]
texts!(uuid::Uuid: "uuid");

#[cfg(feature = "url")]
texts!(url::Url: "uri");

#[cfg(feature = "jiff")]
texts!(
    jiff::Timestamp: "date-time",
    jiff::Zoned: "zoned-date-time",
    jiff::civil::Date: "date",
    jiff::civil::Time: "time",
    jiff::civil::DateTime: "local-date-time",
    jiff::SignedDuration: "duration",
    jiff::Span: "duration",
);
