//! Cookies that an answer sets, as values of a type.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::set_cookie::{append, decode};
use crate::description::{Cookie, SameSite};
use crate::error::{Failure, FailureKind};
use crate::model::{Model, Shape, Violation};

use super::header_fields::{CookieField, Unreadable};
use super::reply::unwritable;

pub use crate::codec::set_cookie::CookieAttributes;

/// A cookie that an answer sets or removes. Its name and the attributes that it always has stand in the attribute of
/// the field:
///
/// ```
/// use api_core::call::{HeaderFields, SetCookie};
/// use http::HeaderMap;
///
/// #[derive(Debug, PartialEq, HeaderFields)]
/// struct Session {
///     #[cookie("__Host-sid", path = "/", max_age = 86_400, secure, http_only, same_site = lax)]
///     session: SetCookie<u64>,
/// }
///
/// let mut headers = HeaderMap::new();
/// Session { session: SetCookie::new(7) }.write(&mut headers).unwrap();
/// assert_eq!(headers["set-cookie"], "__Host-sid=7; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=86400");
/// assert_eq!(Session::read(&headers).unwrap().session.value, Some(7));
///
/// Session { session: SetCookie::removal() }.write(&mut headers).unwrap();
/// assert_eq!(Session::read(&headers).unwrap().session.value, None);
/// ```
///
/// The value is encoded as that of a `#[cookie]` argument: a plain value, percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCookie<T> {
    /// The value. `None` removes the cookie from the browser. A line that has expired is read as `None`.
    pub value: Option<T>,
    /// The attributes that this answer has beside the declared ones, and in place of them. A reader finds those here
    /// that differ from the declared ones.
    pub attributes: CookieAttributes,
}

impl<T> SetCookie<T> {
    /// Creates a cookie with this value.
    pub fn new(value: T) -> Self {
        Self { value: Some(value), attributes: CookieAttributes::default() }
    }

    /// Creates the removal of the cookie. A browser finds it by its name, path and domain.
    pub fn removal() -> Self {
        Self { value: None, attributes: CookieAttributes::default() }
    }

    /// Sets the paths to which it is sent.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.attributes.path = Some(path.into());
        self
    }

    /// Sets the host to which it is sent, with those below.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.attributes.domain = Some(domain.into());
        self
    }

    /// Sets the time for which it is kept, in whole seconds.
    #[must_use]
    pub fn max_age(mut self, time: Duration) -> Self {
        self.attributes.max_age = Some(time);
        self
    }

    /// Sets the time until which it is kept, in whole seconds.
    #[must_use]
    pub fn expires(mut self, time: SystemTime) -> Self {
        self.attributes.expires = Some(time);
        self
    }

    /// Sends it over secure connections only.
    #[must_use]
    pub fn secure(mut self) -> Self {
        self.attributes.secure = true;
        self
    }

    /// Hides it from scripts.
    #[must_use]
    pub fn http_only(mut self) -> Self {
        self.attributes.http_only = true;
        self
    }

    /// Sets the requests of other sites that have it.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.attributes.same_site = Some(same_site);
        self
    }

    /// Gives each site that embeds this one a cookie of its own.
    #[must_use]
    pub fn partitioned(mut self) -> Self {
        self.attributes.partitioned = true;
        self
    }
}

impl<T> From<T> for SetCookie<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Model + Serialize + DeserializeOwned> CookieField for SetCookie<T> {
    const SHAPE: &'static Shape = T::SHAPE;

    fn write(&self, headers: &mut HeaderMap, cookie: &Cookie) -> Result<(), Failure> {
        append(headers, cookie, self.value.as_ref(), &self.attributes)
            .map_err(|error| unwritable(format!("the cookie `{}` {error}", cookie.name)))
    }

    fn read(headers: &HeaderMap, cookie: &Cookie) -> Result<Self, Failure> {
        <Option<Self> as CookieField>::read(headers, cookie)?.ok_or_else(|| {
            unreadable(Violation {
                path: format!("/cookie/{}", cookie.name),
                problem: "is not set".to_owned(),
                expected: T::SHAPE.to_string(),
            })
        })
    }
}

impl<T: Model + Serialize + DeserializeOwned> CookieField for Option<SetCookie<T>> {
    const SHAPE: &'static Shape = &Shape::Option(T::SHAPE);

    fn write(&self, headers: &mut HeaderMap, cookie: &Cookie) -> Result<(), Failure> {
        self.as_ref().map_or(Ok(()), |found| found.write(headers, cookie))
    }

    fn read(headers: &HeaderMap, cookie: &Cookie) -> Result<Self, Failure> {
        let found = decode(headers, cookie).map_err(unreadable)?;
        Ok(found.map(|(value, attributes)| SetCookie { value, attributes }))
    }
}

fn unreadable(violation: Violation) -> Failure {
    Failure::new(FailureKind::Decode, "a cookie of the answer").caused_by(Unreadable(violation))
}
