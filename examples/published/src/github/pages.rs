//! Pages of lists, and the header fields that requests and answers share.

use api_core::Model;
use api_core::call::{HeaderFields, WithHeaders};
use serde::{Deserialize, Serialize};

/// The page that a client asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct PageQuery {
    /// The number of results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(min = 1, max = 100)]
    pub per_page: Option<u8>,
    /// The number of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(min = 1)]
    pub page: Option<u32>,
}

/// What a client sends with each request.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
pub struct Caller {
    /// The version of the API, a date.
    #[header("x-github-api-version")]
    pub version: Option<String>,
    /// The entity tag of what the client has.
    pub if_none_match: Option<String>,
    /// The date of what the client has.
    pub if_modified_since: Option<String>,
}

/// The links to other pages (RFC 8288).
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
pub struct Links {
    /// The links, as `<https://…>; rel="next"`.
    pub link: Option<String>,
}

/// A page of a list.
pub type Paged<T> = WithHeaders<Vec<T>, Links>;

/// The results of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Found<T> {
    /// How many there are on all pages.
    pub total_count: u64,
    /// Whether the search ended before it was complete.
    pub incomplete_results: bool,
    /// Those of the page.
    pub items: Vec<T>,
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}
