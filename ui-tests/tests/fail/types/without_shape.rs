//! Types whose form in JSON is not the same everywhere.

use api_core::{Error, Model, api};

/// Stands for the crate.
mod time {
    pub struct OffsetDateTime;
    pub struct Date;
}

#[derive(Model)]
pub struct Account {
    pub balance: u128,
}

#[derive(Model)]
pub struct Booking {
    pub day: Option<time::Date>,
    pub made: std::time::SystemTime,
}

#[api]
pub trait Accounts {
    #[get("/balances")]
    async fn balances(&self) -> Result<Vec<i128>, Error>;
    #[get("/since")]
    async fn since(&self, #[query] at: time::OffsetDateTime) -> Result<(), Error>;
}

fn main() {}
