//! What stands in for structured fields without their feature. A check of constants refuses programs that need them.

use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Model, Violation};

const MISSING: &str = "needs the feature `structured-fields` of api-core";

pub(crate) fn decode<T: Model + DeserializeOwned>(_: &HeaderMap, name: &str) -> Result<T, Violation> {
    let (path, expected) = (format!("/header/{name}"), T::SHAPE.to_string());
    Err(Violation { path, problem: MISSING.to_owned(), expected })
}

pub(crate) fn append<T: Model + Serialize>(_: &mut HeaderMap, _: &str, _: &T) -> Result<(), String> {
    Err(MISSING.to_owned())
}
