//! stub
use serde::{Serialize, de::DeserializeOwned};
pub fn parse<T: DeserializeOwned>(_t: &str) -> Result<T, std::fmt::Error> { todo!() }
pub fn parse_all<T: DeserializeOwned>(_t: &[&str]) -> Result<T, std::fmt::Error> { todo!() }
pub fn write<T: Serialize>(_t: &T, _o: &mut String) -> Result<(), std::fmt::Error> { todo!() }
pub fn write_all<T: Serialize>(_t: &T) -> Result<Vec<String>, std::fmt::Error> { todo!() }
