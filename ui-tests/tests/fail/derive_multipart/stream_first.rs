//! A stream in front of other parts.

use api_core::Multipart;
use api_core::call::FileStream;

#[derive(Debug, Clone, PartialEq, Multipart)]
pub struct Upload {
    pub content: FileStream,
    pub title: String,
}

fn main() {}
