//! Cookies that responses set (RFC 6265 §4.1): one line for each, with attributes.

use std::time::{Duration, SystemTime};

use cookie::time::{Duration as Seconds, OffsetDateTime};
use cookie::{Cookie as Line, SameSite as Word};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::description::{Cookie, SameSite};
use crate::model::{Model, Violation};

use super::cookie::{decode_value, encode_values};
use super::scalar::ScalarError;

/// The attributes of one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieAttributes {
    /// The paths to which it is sent: this one, and those below.
    pub path: Option<String>,
    /// The host to which it is sent, and those below.
    pub domain: Option<String>,
    /// The time for which it is kept, in whole seconds. Takes precedence over `expires`.
    pub max_age: Option<Duration>,
    /// The time until which it is kept, in whole seconds.
    pub expires: Option<SystemTime>,
    /// Whether it is sent over secure connections only.
    pub secure: bool,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// The requests of other sites that have it.
    pub same_site: Option<SameSite>,
    /// Whether each site that embeds this one has a cookie of its own.
    pub partitioned: bool,
}

/// Adds a line to a header section. Attributes that the value gives take precedence over those of the description.
/// `None` removes the cookie.
///
/// # Errors
/// Returns an error if a cookie cannot hold the value, or if browsers would refuse the line.
pub(crate) fn append<T: Model + Serialize>(
    headers: &mut HeaderMap,
    cookie: &Cookie,
    value: Option<&T>,
    given: &CookieAttributes,
) -> Result<(), ScalarError> {
    let text = match value.map(encode_values).transpose()?.as_deref() {
        None => String::new(),
        Some([text]) => text.clone(),
        Some(_) => return Err(ScalarError::message("has no value, or several")),
    };
    let mut line = Line::new(cookie.name, text);
    if let Some(path) = given.path.clone().or(cookie.path.map(str::to_owned)) {
        line.set_path(path);
    }
    if let Some(domain) = given.domain.clone().or(cookie.domain.map(str::to_owned)) {
        line.set_domain(domain);
    }
    if let Some(same_site) = given.same_site.or(cookie.same_site) {
        line.set_same_site(match same_site {
            SameSite::Strict => Word::Strict,
            SameSite::Lax => Word::Lax,
            SameSite::None => Word::None,
        });
    }
    // The crate adds `Secure` where it is not set to `false` and another attribute needs it.
    line.set_secure(given.secure || cookie.secure);
    line.set_http_only(given.http_only || cookie.http_only);
    line.set_partitioned(given.partitioned || cookie.partitioned);
    if value.is_none() {
        line.set_max_age(Seconds::ZERO);
        line.set_expires(OffsetDateTime::UNIX_EPOCH);
    } else {
        let max_age = given.max_age.or(cookie.max_age.map(Duration::from_secs));
        line.set_max_age(max_age.map(|time| Seconds::seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))));
        line.set_expires(given.expires.map(date).transpose()?);
    }
    check(&line)?;
    let line = HeaderValue::from_str(&line.to_string())
        .map_err(|_| ScalarError::message("has an attribute with a character that is not allowed in a header field"))?;
    headers.append(SET_COOKIE, line);
    Ok(())
}

/// Returns the last line of a cookie: its value, `None` if it is removed, and the attributes that differ from those of
/// the description. `None` if there is no line.
///
/// # Errors
/// Returns a violation that names the cookie.
pub(crate) fn decode<T: Model + DeserializeOwned>(
    headers: &HeaderMap,
    cookie: &Cookie,
) -> Result<Option<(Option<T>, CookieAttributes)>, Violation> {
    let lines = headers.get_all(SET_COOKIE).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
    let mut lines = lines.filter_map(|line| Line::parse(line).ok());
    let Some(line) = lines.rfind(|line| line.name() == cookie.name) else { return Ok(None) };
    let max_age = line.max_age().map(|time| Duration::from_secs(time.whole_seconds().try_into().unwrap_or_default()));
    let expires = line.expires_datetime().map(|time| SystemTime::from(time).max(SystemTime::UNIX_EPOCH));
    // As browsers read them (RFC 6265 §5.2.3, §5.2.4).
    let path = line.path().filter(|path| path.starts_with('/'));
    let domain = line.domain().map(|domain| domain.trim_start_matches('.')).filter(|domain| !domain.is_empty());
    let is_removal = match (max_age, expires) {
        (Some(max_age), _) => max_age.is_zero(),
        (None, Some(expires)) => expires <= SystemTime::now(),
        (None, None) => false,
    };
    let same_site = line.same_site().map(|word| match word {
        Word::Strict => SameSite::Strict,
        Word::Lax => SameSite::Lax,
        Word::None => SameSite::None,
    });
    let attributes = CookieAttributes {
        path: path.filter(|path| Some(*path) != cookie.path).map(str::to_owned),
        domain: domain.filter(|domain| Some(*domain) != cookie.domain).map(str::to_owned),
        max_age: max_age.filter(|time| !is_removal && Some(time.as_secs()) != cookie.max_age),
        expires: expires.filter(|_| !is_removal),
        secure: line.secure() == Some(true) && !cookie.secure,
        http_only: line.http_only() == Some(true) && !cookie.http_only,
        same_site: same_site.filter(|same_site| Some(*same_site) != cookie.same_site),
        partitioned: line.partitioned() == Some(true) && !cookie.partitioned,
    };
    let value = if is_removal { None } else { Some(decode_value(cookie.name, Some(line.value()))?) };
    Ok(Some((value, attributes)))
}

/// Returns the date of `Expires`, which has no fractions of a second and four digits for the year.
fn date(time: SystemTime) -> Result<OffsetDateTime, ScalarError> {
    const LAST: Duration = Duration::from_secs(253_402_300_799);
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().min(LAST);
    i64::try_from(since.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .ok_or_else(|| ScalarError::message("expires at a time that no date can be"))
}

/// Refuses what browsers refuse (RFC 6265bis §5.6), and attributes that would be read as several.
fn check(line: &Line<'_>) -> Result<(), ScalarError> {
    let name = line.name().to_ascii_lowercase();
    let is_secure = line.secure() == Some(true);
    if [line.path(), line.domain()].iter().flatten().any(|text| text.contains(';') || text.trim() != *text) {
        return Err(ScalarError::message("has a path or a domain with `;`, or with whitespace around it"));
    }
    if !is_secure && (name.starts_with("__host-") || name.starts_with("__secure-")) {
        return Err(ScalarError::message("has a name that needs the attribute `Secure`"));
    }
    if name.starts_with("__host-") && (line.path() != Some("/") || line.domain().is_some()) {
        return Err(ScalarError::message("has a name that needs the path `/` and no domain"));
    }
    if !is_secure && (line.same_site() == Some(Word::None) || line.partitioned() == Some(true)) {
        return Err(ScalarError::message("is `SameSite=None` or `Partitioned`, which needs the attribute `Secure`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;

    use super::{CookieAttributes, append, decode};
    use crate::codec::{append_cookie, decode_cookie};
    use crate::description::{Cookie, SameSite};

    const SESSION: Cookie = Cookie::new("sid").path("/").max_age(3600).secure().http_only().same_site(SameSite::Lax);
    const PLAIN: Cookie = Cookie::new("plain");

    fn attributes() -> impl Strategy<Value = CookieAttributes> {
        let same_site = prop_oneof![Just(SameSite::Strict), Just(SameSite::None)];
        let times = (
            prop::option::of((1_u64..3600).prop_map(Duration::from_secs)),
            // Far enough in the future that it is no removal while the test runs.
            prop::option::of(
                (4_000_000_000_u64..253_402_300_799)
                    .prop_map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
            ),
        );
        (
            prop::option::of("/[a-z/]{1,8}"),
            prop::option::of("[a-z]{1,5}\\.[a-z]{2}"),
            times,
            prop::option::of(same_site),
            any::<bool>(),
        )
            .prop_map(|(path, domain, (max_age, expires), same_site, partitioned)| CookieAttributes {
                path,
                domain,
                max_age,
                expires,
                same_site,
                partitioned,
                ..CookieAttributes::default()
            })
    }

    proptest! {
        #[test]
        fn a_cookie_is_read_as_it_was_set(value in ".*", given in attributes()) {
            let mut headers = HeaderMap::new();
            append(&mut headers, &PLAIN, Some(&1), &CookieAttributes::default()).unwrap();
            append(&mut headers, &SESSION, Some(&value), &given).unwrap();
            prop_assert_eq!(headers.get_all("set-cookie").iter().count(), 2);
            prop_assert_eq!(decode::<String>(&headers, &SESSION).unwrap(), Some((Some(value), given)));
            prop_assert_eq!(decode::<u8>(&headers, &PLAIN).unwrap(), Some((Some(1), CookieAttributes::default())));
        }

        #[test]
        fn a_value_has_the_text_that_an_argument_has(value in ".*") {
            let (mut set, mut sent) = (HeaderMap::new(), HeaderMap::new());
            append(&mut set, &PLAIN, Some(&value), &CookieAttributes::default()).unwrap();
            append_cookie(&mut sent, "plain", &value).unwrap();
            prop_assert_eq!(&set["set-cookie"], &sent["cookie"]);
            prop_assert_eq!(decode_cookie::<String>(&sent, "plain").unwrap(), value);
        }
    }

    #[test]
    fn lines_of_other_servers_are_read() {
        for (line, value) in [
            ("plain=a", Some(Some("a"))),
            ("plain=\"a b\"; Priority=High; HTTPONLY", Some(Some("a b"))),
            ("plain=a%20b ;path=/", Some(Some("a b"))),
            ("plain=x=y", Some(Some("x=y"))),
            ("plain=; Max-Age=0", Some(None)),
            ("plain=a; max-age=-1", Some(None)),
            ("plain=a; Expires=Thu, 01 Jan 1970 00:00:00 GMT", Some(None)),
            ("plain=a; Expires=Fri, 31-Dec-2199 23:59:59 GMT", Some(Some("a"))),
            ("plain=a; Expires=never", Some(Some("a"))),
            ("plain", None),
            ("PLAIN=a", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.append("set-cookie", HeaderValue::from_static("other=1; Path=/, x"));
            headers.append("set-cookie", HeaderValue::from_static(line));
            let read = decode::<String>(&headers, &PLAIN).unwrap().map(|(value, _)| value);
            assert_eq!(read, value.map(|value| value.map(str::to_owned)), "{line}");
        }
        let mut headers = HeaderMap::new();
        headers.append("set-cookie", HeaderValue::from_static("plain=x"));
        assert_eq!(decode::<u8>(&headers, &PLAIN).unwrap_err().path, "/cookie/plain");
        headers.append("set-cookie", HeaderValue::from_static("plain=2"));
        assert_eq!(decode::<u8>(&headers, &PLAIN).unwrap().unwrap().0, Some(2), "the last one counts");
    }

    #[test]
    fn a_line_has_the_attributes_and_a_removal_those_that_find_the_cookie() {
        let mut headers = HeaderMap::new();
        append(&mut headers, &SESSION, Some(&7), &CookieAttributes::default()).unwrap();
        append::<u8>(&mut headers, &SESSION, None, &CookieAttributes::default()).unwrap();
        let lines: Vec<&HeaderValue> = headers.get_all("set-cookie").iter().collect();
        assert_eq!(
            lines,
            [
                "sid=7; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600",
                "sid=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ]
        );
    }

    #[test]
    fn what_browsers_refuse_is_an_error() {
        let path = |path: &str| CookieAttributes { path: Some(path.to_owned()), ..CookieAttributes::default() };
        let domain = CookieAttributes { domain: Some("a.example".to_owned()), ..CookieAttributes::default() };
        let any_site = CookieAttributes { same_site: Some(SameSite::None), ..CookieAttributes::default() };
        let partitioned = CookieAttributes { partitioned: true, ..CookieAttributes::default() };
        let host = Cookie::new("__Host-sid").secure().path("/");
        for (cookie, given) in [
            (&host, path("/a")),
            (&host, domain),
            (&Cookie::new("__Host-sid").path("/"), CookieAttributes::default()),
            (&Cookie::new("__secure-sid"), CookieAttributes::default()),
            (&PLAIN, any_site),
            (&PLAIN, partitioned),
            (&PLAIN, path("/; Domain=evil.example")),
            (&PLAIN, path(" /")),
            (&PLAIN, path("/\n")),
        ] {
            let mut headers = HeaderMap::new();
            assert!(append(&mut headers, cookie, Some(&1), &given).is_err(), "{cookie:?} {given:?}");
            assert!(headers.is_empty());
        }
        assert!(append(&mut HeaderMap::new(), &host, Some(&1), &CookieAttributes::default()).is_ok());
    }
}
