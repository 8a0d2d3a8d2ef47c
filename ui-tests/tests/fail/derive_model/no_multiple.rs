//! Divisors that are not greater than zero, and limits without a multiple.

use api_core::Model;

#[derive(Model)]
pub struct Zero {
    #[model(multiple_of = 0)]
    pub count: u8,
    #[model(multiple_of = -0.5)]
    pub price: f64,
    #[model(multiple_of = "5")]
    pub text: u8,
    #[model(multiple_of = 0.1234567890123456789)]
    pub long: f64,
}

#[derive(Model)]
pub struct Between {
    #[model(min = 11, max = 19, multiple_of = 10)]
    pub count: u8,
    #[model(min = 0.071, max = 0.079, multiple_of = 0.01)]
    pub price: f64,
}

#[derive(Model)]
pub struct Beyond {
    #[model(min = 201, multiple_of = 100)]
    pub count: u8,
    #[model(multiple_of = 300)]
    pub unsigned: Option<std::num::NonZeroU8>,
    #[model(multiple_of = 0.5)]
    pub whole: i64,
    #[model(multiple_of = 5)]
    pub name: String,
}

fn main() {}
