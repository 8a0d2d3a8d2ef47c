//! Reading header fields and the query through a context, which records what was read.

use serde::de::DeserializeOwned;

use crate::codec::query::{self, Query, QueryError};
use crate::codec::{decode_cookie, decode_header, decode_structured};
use crate::error::Problem;
use crate::model::{Model, Shape, Style};

use super::request::Context;

impl<'r> Context<'r> {
    /// Decodes a header field and records that it was read.
    ///
    /// An `Option` may be absent. A list takes the members of every line (RFC 9110 §5.6.1): texts between commas, where
    /// empty ones are skipped and quoted strings are not split.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("x-limit", "20").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.header::<u32>("x-limit").unwrap(), 20);
    /// assert_eq!(context.header::<Option<u32>>("x-offset").unwrap(), None);
    /// assert!(context.header::<u32>("x-offset").is_err());
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 that names the field.
    pub fn header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.evidence_mut().read_header(name);
        decode_header(&self.head().headers, name).map_err(|violation| Problem::invalid_parameters(vec![violation]))
    }

    /// Decodes a structured field (RFC 9651) and records that it was read. Needs the feature `structured-fields`.
    ///
    /// A struct or a map is a dictionary, whose several lines are one, a list a list, and everything else an item.
    ///
    /// # Errors
    /// Returns a problem with status 400 that names the field.
    pub fn structured_header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.evidence_mut().read_header(name);
        decode_structured(&self.head().headers, name).map_err(|violation| Problem::invalid_parameters(vec![violation]))
    }

    /// Decodes a cookie, and records that the field `Cookie` was read. Of several with the name it is the first.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let request = http::Request::get("/rooms").header("cookie", "theme=dark; size=3");
    /// let (head, ()) = request.body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.cookie::<u8>("size").unwrap(), 3);
    /// assert_eq!(context.cookie::<Option<String>>("session").unwrap(), None);
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 if the cookie is missing or invalid.
    pub fn cookie<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.evidence_mut().read_header("cookie");
        decode_cookie(&self.head().headers, name).map_err(|violation| Problem::invalid_parameters(vec![violation]))
    }

    /// Returns a header field as text and records that it was read. `None` if it is absent or not UTF-8.
    ///
    /// Of a repeated field this is the first line. `Cookie` has one line: routing joins several (RFC 9113 §8.2.3).
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("host", "acme.example").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.header_text("host"), Some("acme.example"));
    /// assert!(context.evidence().headers().contains("host"));
    /// ```
    pub fn header_text(&mut self, name: &'static str) -> Option<&'r str> {
        self.evidence_mut().read_header(name);
        self.head().headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Returns whether a header field is there, whatever its value is, and records that it was read.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("x-copy-source", "").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert!(context.has_header("x-copy-source"));
    /// assert!(context.evidence().headers().contains("x-copy-source"));
    /// ```
    pub fn has_header(&mut self, name: &'static str) -> bool {
        self.evidence_mut().read_header(name);
        self.head().headers.contains_key(name)
    }

    /// Returns whether a line of a header field equals a value exactly. Records that it was read, and the value that
    /// was expected.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("x-version", "2").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert!(!context.expect_header("x-version", "1"));
    /// assert!(context.expect_header("x-version", "2"));
    /// let expected: Vec<&str> =
    ///     context.evidence().expected_headers().iter().map(|expected| expected.value.as_str()).collect();
    /// assert_eq!(expected, ["1", "2"]);
    /// ```
    pub fn expect_header(&mut self, name: &'static str, value: &str) -> bool {
        self.evidence_mut().expect_header(name, value);
        self.head().headers.get_all(name).iter().any(|found| found.as_bytes() == value.as_bytes())
    }

    /// Decodes a query key, or for a struct the keys of its fields, and records that they were read.
    ///
    /// A key has three states: absent, without a value, with a value. The type `T` defines the meaning of each.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms?tag=a&tag=b").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.query::<Vec<String>>("tag").unwrap(), ["a", "b"]);
    /// assert_eq!(context.query::<Option<u32>>("limit").unwrap(), None);
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 and a violation for each missing or invalid key.
    pub fn query<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.query_styled(name, Style::Repeated)
    }

    /// Reads a query parameter in a style.
    ///
    /// # Errors
    /// Returns a problem as [`query`](Self::query) does.
    pub fn query_styled<T: Model + DeserializeOwned>(
        &mut self,
        name: &'static str,
        style: Style,
    ) -> Result<T, Problem> {
        // The keys of a struct are the names of its fields, not the name of the parameter.
        match T::SHAPE.without_newtypes() {
            Shape::Struct(shape) if style == Style::Repeated => self.evidence_mut().read_query_struct(shape),
            _ => self.evidence_mut().read_query(name),
        }
        query::decode_styled(name, style, self.raw_query()).map_err(invalid_query)
    }

    /// Reads a map from all keys of the query that `is_known` does not take.
    ///
    /// # Errors
    /// Returns a problem as [`query`](Self::query) does.
    pub(crate) fn query_rest<T: Model + DeserializeOwned>(
        &mut self,
        name: &'static str,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<T, Problem> {
        query::decode_rest(name, self.raw_query(), is_known).map_err(invalid_query)
    }

    /// Returns the query, percent-encoded.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms?tag=a&tag=b%20c").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// let keys: Vec<_> = context.raw_query().pairs().map(|pair| pair.key().into_owned()).collect();
    /// assert_eq!(keys, ["tag", "tag"]);
    /// ```
    pub fn raw_query(&self) -> Query<'r> {
        Query::new(self.head().uri.query().unwrap_or_default())
    }
}

fn invalid_query(problems: Vec<QueryError>) -> Problem {
    Problem::invalid_parameters(problems.into_iter().map(|problem| problem.at("/query")).collect())
}
