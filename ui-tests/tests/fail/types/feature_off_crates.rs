//! The feature of each other crate, one message for each type.

use api_core::Model;

/// Stand for the crates.
mod chrono {
    pub struct DateTime<Offset>(pub Offset);
    pub struct NaiveDate;
    pub struct Utc;
}
mod jiff {
    pub struct Timestamp;
    pub mod civil {
        pub struct Date;
    }
}
mod jiff_1 {
    pub struct ZonedDateTime;
}
mod rust_decimal {
    pub struct Decimal;
}
mod bigdecimal {
    pub struct BigDecimal;
}
mod semver {
    pub struct Version;
}
mod smol_str {
    pub struct SmolStr;
}
mod url {
    pub struct Url;
}

#[derive(Model)]
pub struct Release {
    pub at: chrono::DateTime<chrono::Utc>,
    pub day: chrono::NaiveDate,
    pub made: jiff::Timestamp,
    pub from: Option<jiff::civil::Date>,
    pub ends: jiff_1::ZonedDateTime,
    pub price: rust_decimal::Decimal,
    pub share: bigdecimal::BigDecimal,
    pub version: semver::Version,
    pub names: Vec<smol_str::SmolStr>,
    pub page: url::Url,
}

fn main() {}
