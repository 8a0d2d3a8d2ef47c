//! Shapes of texts with a format, for types of crates that have no shape.

use super::{Model, Shape};

macro_rules! formats {
    ($($name:ident $format:literal $text:literal;)*) => {$(
        #[doc = concat!("The shape of ", $text, ". It has no values: name it in `#[model(as = …)]`.")]
        #[derive(Debug)]
        pub enum $name {}

        impl Model for $name {
            const SHAPE: &'static Shape = &Shape::Text { format: Some($format) };
        }
    )*};
}

formats! {
    Date "date" "a date, for example `2026-11-29`";
    DateTime "date-time" "a point in time (RFC 3339), for example `2026-11-29T02:14:00Z`";
    Duration "duration" "a duration (ISO 8601), for example `PT1H30M`";
    Email "email" "an e-mail address";
    LocalDateTime "local-date-time" "a date and a time without an offset, for example `2026-11-29T02:14:00`";
    Time "time" "a time of day, for example `02:14:00`";
    Uri "uri" "a URI";
    Uuid "uuid" "a UUID";
}
