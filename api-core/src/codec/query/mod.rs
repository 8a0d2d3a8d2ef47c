//! stub
use serde::{Serialize, de::DeserializeOwned};
use crate::model::{Model, Violation};
#[derive(Debug)] pub struct Query<'a>(&'a str);
impl<'a> Query<'a> { pub fn new(s: &'a str) -> Self { Self(s) } }
pub fn decode<T: Model+DeserializeOwned>(_n: &str, _q: &Query<'_>) -> Result<T, Vec<Violation>> { todo!() }
pub fn encode<T: Model+Serialize>(_n: &str, _t: &T, _o: &mut String) -> Result<(), std::fmt::Error> { todo!() }
