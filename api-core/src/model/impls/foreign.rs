//! Shapes of types from optional dependencies.

#[allow(clippy::allow_attributes, unused_macros, reason = "used by the features that have texts with a format")]
macro_rules! texts {
    ($($text:ty: $format:literal),* $(,)?) => {$(
        impl crate::model::Model for $text {
            const SHAPE: &'static crate::model::Shape = &crate::model::Shape::Text { format: Some($format) };
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

#[cfg(feature = "smol_str")]
impl crate::model::Model for smol_str::SmolStr {
    const SHAPE: &'static crate::model::Shape = str::SHAPE;

    fn measure(&self) -> crate::model::Measure<'_> {
        crate::model::Measure::Text(self)
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

#[cfg(feature = "jiff-1")]
texts!(
    jiff_1::Timestamp: "date-time",
    jiff_1::ZonedDateTime: "zoned-date-time",
    jiff_1::civil::Date: "date",
    jiff_1::civil::Time: "time",
    jiff_1::civil::DateTime: "local-date-time",
    jiff_1::SignedDuration: "duration",
    jiff_1::Span: "duration",
);

/// Serde reads the offsets `Utc`, `FixedOffset` and `Local`.
#[cfg(feature = "chrono")]
impl<Offset: chrono::TimeZone> crate::model::Model for chrono::DateTime<Offset> {
    const SHAPE: &'static crate::model::Shape = &crate::model::Shape::Text { format: Some("date-time") };
}

#[cfg(feature = "chrono")]
texts!(
    chrono::NaiveDate: "date",
    chrono::NaiveTime: "time",
    chrono::NaiveDateTime: "local-date-time",
);

// Text is what the crate writes by itself. Its features `serde-float` and `serde-arbitrary-precision` make it a number,
// for every crate of the program.
#[cfg(feature = "rust_decimal")]
texts!(rust_decimal::Decimal: "decimal");

#[cfg(feature = "bigdecimal")]
texts!(bigdecimal::BigDecimal: "decimal");

#[cfg(feature = "semver")]
texts!(semver::Version: "semver", semver::VersionReq: "semver-requirement");
