//! Cookies that answers set: generated lines, and their comparison.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use super::text::escaped;
use crate::generate::SmallRandom;
use api_core::description::Cookie;

/// Returns a line that sets the cookie, or removes it if there is no value. Its attributes have any order and case.
pub(super) fn line(cookie: &Cookie, value: Option<&str>, random: &mut SmallRandom) -> HeaderValue {
    let mut attributes: Vec<String> = cookie.to_string().split("; ").skip(1).map(str::to_owned).collect();
    if value.is_none() {
        attributes.retain(|attribute| !attribute.starts_with("Max-Age"));
        attributes.extend(["Max-Age=0".to_owned(), "Expires=Thu, 01 Jan 1970 00:00:00 GMT".to_owned()]);
    } else if random.once_in(3) {
        attributes.push("Expires=Tue, 31 Dec 2199 23:59:59 GMT".to_owned());
    }
    let value = value.map_or_else(String::new, |value| escaped(value, random));
    let value = if random.once_in(4) { format!("\"{value}\"") } else { value };
    let mut text = format!("{}={value}", cookie.name);
    while !attributes.is_empty() {
        let attribute = attributes.swap_remove(random.below(attributes.len()));
        let (name, rest) = attribute.split_at(attribute.find('=').unwrap_or(attribute.len()));
        let name = if random.once_in(2) { name.to_ascii_lowercase() } else { name.to_owned() };
        text.push_str(if random.once_in(4) { ";" } else { "; " });
        text.push_str(&name);
        text.push_str(rest);
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("broken"))
}

/// Returns the value and the attributes of a cookie in the last line that has its name.
pub(super) fn found(headers: &HeaderMap, name: &str) -> Option<(String, BTreeSet<String>)> {
    let lines = headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    let mut lines = lines.filter_map(|line| line.split_once('=').filter(|(found, _)| *found == name));
    let (_, rest) = lines.next_back()?;
    let mut parts = rest.split(';').map(str::trim);
    let value = parts.next()?.trim_matches('"');
    let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
    let attributes = parts.map(|attribute| match attribute.split_once('=') {
        Some((name, value)) => format!("{}={value}", name.to_ascii_lowercase()),
        None => attribute.to_ascii_lowercase(),
    });
    Some((value, attributes.collect()))
}
