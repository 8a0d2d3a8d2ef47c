//! Answers with header fields of their own.

use http::{HeaderMap, HeaderName, HeaderValue, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::codec::{decode_header, write_field_lines};
use crate::description::Output;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::form::ReplyForm;
use super::reply::{Reply, unwritable};

/// An answer with header fields of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithHeaders<T, H> {
    /// The value in the body.
    pub value: T,
    /// The fields.
    pub headers: H,
}

/// How many alternatives an answer with header fields may have.
const MAX_OUTPUTS: usize = 32;

/// Typed header fields of an answer.
pub trait HeaderFields: Sized + Send {
    /// Their names in lower case.
    const NAMES: &'static [&'static str];

    /// Writes the fields.
    ///
    /// # Errors
    /// If a value holds what no field can.
    fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure>;

    /// Reads them.
    ///
    /// # Errors
    /// If one is missing or unreadable.
    fn read(headers: &HeaderMap) -> Result<Self, Failure>;
}

impl<T: Reply, H: HeaderFields> WithHeaders<T, H> {
    /// The outputs of the value with the fields added; an array cannot be as long as an associated constant says, so it is longer.
    const PADDED: &'static [Output; MAX_OUTPUTS] = &{
        let nothing = Output { status: 204, docs: "", media_type: None, shape: None, headers: &[] };
        let mut outputs = [nothing; MAX_OUTPUTS];
        let mut index = 0;
        while index < T::OUTPUTS.len() {
            outputs[index] = Output { headers: H::NAMES, ..T::OUTPUTS[index] };
            index += 1;
        }
        outputs
    };
}

impl<T: Reply, H: HeaderFields> Reply for WithHeaders<T, H> {
    const OUTPUTS: &'static [Output] = Self::PADDED.split_at(T::OUTPUTS.len()).0;

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = self.value.encode(form)?;
        self.headers.write(response.headers_mut())?;
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let headers = H::read(response.headers())?;
        Ok(Self { value: T::decode(response, form).await?, headers })
    }
}

/// Writes one field of an answer: none for an absent option, one for each item of a list.
///
/// # Errors
/// If the value holds what no field can.
pub fn write_field<T: Serialize>(headers: &mut HeaderMap, name: &'static str, value: &T) -> Result<(), Failure> {
    for text in write_field_lines(value).map_err(unwritable)? {
        let value = HeaderValue::from_bytes(text.as_bytes()).map_err(unwritable)?;
        headers.append(HeaderName::from_static(name), value);
    }
    Ok(())
}

/// Reads one field of an answer.
///
/// # Errors
/// If it is missing or unreadable.
pub fn read_field<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &'static str) -> Result<T, Failure> {
    decode_header(headers, name)
        .map_err(|violation| Failure::new(FailureKind::Decode, format!("a header field of the answer: {violation}")))
}
