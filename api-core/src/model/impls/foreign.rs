//! Shapes of types from crates that are features.

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

/// The form that serde gives it, a list of numbers: right for small pieces in JSON. A body of bytes is `#[body(bytes)]`.
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
