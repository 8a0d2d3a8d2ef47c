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
    Base64 "base64" "bytes as base64 with padding (RFC 4648 §4), for example `SGkh`";
    Date "date" "a date, for example `2026-11-29`";
    DateTime "date-time" "a point in time (RFC 3339), for example `2026-11-29T02:14:00Z`";
    Decimal "decimal" "a decimal number that keeps its digits, for example `19.90`";
    Duration "duration" "a duration (ISO 8601), for example `PT1H30M`";
    Email "email" "an e-mail address";
    LocalDateTime "local-date-time" "a date and a time without an offset, for example `2026-11-29T02:14:00`";
    SemanticVersion "semver" "a semantic version, for example `1.4.0-rc.1`";
    SemanticVersionRequirement "semver-requirement" "a requirement on a semantic version, for example `^1.4`";
    SocketAddress "socket-address" "an IP address and a port, for example `192.0.2.1:8080` or `[2001:db8::1]:8080`";
    Time "time" "a time of day, for example `02:14:00`";
    Uri "uri" "a URI";
    Uuid "uuid" "a UUID";
    ZonedDateTime "zoned-date-time" "a point in time with a time zone (RFC 9557), for example `2026-11-29T02:14:00+00:00[UTC]`";
}
