//! Parses path templates: `"/rooms/{room_id}/files/{*name}"`.

use syn::LitStr;

use crate::diagnostics::Diagnostics;

use super::super::model::{Condition, Part, Segment, Template};

/// Parses a template. An invalid segment is reported by its number, because stable Rust has no spans inside a literal.
pub(super) fn parse(literal: &LitStr, diagnostics: &mut Diagnostics) -> Option<Template> {
    let text = literal.value();
    let before = diagnostics.count();
    let (text, keys) = match divided(&text) {
        Ok((text, keys)) => (text.to_owned(), keys),
        Err(message) => {
            diagnostics.error(literal, format!("E012: the query of this path {message}"));
            return None;
        }
    };
    let Some(rest) = text.strip_prefix('/') else {
        diagnostics
            .error(literal, format!("E011: the path `{text}` does not begin with a slash\nhelp: write `\"/{text}\"`"));
        return None;
    };
    if rest.is_empty() {
        return Some(Template { literal: literal.clone(), segments: Vec::new(), keys, is_optional: false });
    }
    let pieces: Vec<&str> = rest.split('/').collect();
    let mut segments: Vec<Segment> = Vec::new();
    let mut is_optional = false;
    for (index, piece) in pieces.iter().enumerate() {
        // A slash at the end is part of the path: an empty segment after it.
        let is_trailing = piece.is_empty() && index > 0 && index + 1 == pieces.len();
        if is_trailing {
            segments.push(Segment::Literal(String::new()));
            continue;
        }
        let optional = (index + 1 == pieces.len()).then(|| optional(piece)).flatten();
        is_optional |= optional.is_some();
        match segment(optional.as_deref().unwrap_or(piece)) {
            Ok(found) => {
                if let Segment::Wildcard(second) = &found
                    && segments.iter().any(|known| matches!(known, Segment::Wildcard(_)))
                {
                    diagnostics.error(
                        literal,
                        format!(
                            "E014: `{piece}` is a second wildcard in this path, so nothing tells where it begins\nhelp: capture one segment with `{{{second}}}`, or all with one wildcard"
                        ),
                    );
                }
                let twice = found.captures().enumerate().find(|(number, name)| {
                    let mut earlier = segments.iter().flat_map(Segment::captures).chain(found.captures().take(*number));
                    earlier.any(|known| known == *name)
                });
                if let Some((_, name)) = twice {
                    diagnostics.error(
                        literal,
                        format!(
                            "E013: the placeholder `{{{name}}}` appears twice in this path\nhelp: give each a different name"
                        ),
                    );
                }
                segments.push(found);
            }
            Err(message) => {
                let shown = if piece.is_empty() { String::new() } else { format!(", `{piece}`,") };
                diagnostics.error(literal, format!("E012: segment {} of this path{shown} {message}", index + 1));
            }
        }
    }
    (diagnostics.count() == before).then(|| Template { literal: literal.clone(), segments, keys, is_optional })
}

/// Returns a placeholder that may be missing, without its question mark.
fn optional(piece: &str) -> Option<String> {
    let name = piece.strip_prefix('{')?.strip_suffix("?}")?;
    (!name.starts_with('*') && !name.contains(['{', '}'])).then(|| format!("{{{name}}}"))
}

/// Divides a path and the keys of the query that a request must have.
fn divided(text: &str) -> Result<(&str, Vec<Condition>), String> {
    let is_query = |at: &usize| !text.get(at + 1..).is_some_and(|after| after.starts_with('}'));
    let Some(at) = text.match_indices('?').map(|(at, _)| at).find(is_query) else { return Ok((text, Vec::new())) };
    let (path, query) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    if query.contains('{') {
        return Err(
            "has a placeholder\nhelp: write the path only, and `#[query]` in front of each argument that is a query key"
                .to_owned(),
        );
    }
    let keys = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
        if name.is_empty() || !pair.chars().all(|one| one.is_ascii_alphanumeric() || "-._~=".contains(one)) {
            return Err(format!(
                "has the key `{pair}`\nexpected: keys that a request must have, `?key` or `?key=value`, of letters, digits and `-._~`"
            ));
        }
        Ok(Condition { is_header: false, name: name.to_owned(), value: value.map(str::to_owned) })
    });
    Ok((path, keys.collect::<Result<_, _>>()?))
}

fn segment(piece: &str) -> Result<Segment, String> {
    if piece.is_empty() {
        return Err("is empty\nhelp: remove one of the slashes; the server's `Slashes` setting decides how requests with doubled slashes are read".to_owned());
    }
    if matches!(piece, "." | "..") {
        return Err(
            "is taken for a step in the path by URL parsers, so that no request reaches it\nhelp: write the path that remains after the step".to_owned(),
        );
    }
    if let Some(name) = piece.strip_prefix('<').and_then(|piece| piece.strip_suffix('>')) {
        return Err(format!("has angle brackets\nhelp: a placeholder is written `{{{name}}}`"));
    }
    let opened = piece.matches('{').count();
    let closed = piece.matches('}').count();
    if opened != closed {
        return Err("has unbalanced braces\nhelp: a placeholder is written `{name}`".to_owned());
    }
    let parts = parts(piece);
    match parts.as_slice() {
        [Part::Capture(name)] => match name.strip_prefix('*') {
            Some(name) => placeholder(name).map(Segment::Wildcard),
            None => placeholder(name).map(Segment::Capture),
        },
        [Part::Text(text)] => literal(text).map(Segment::Literal),
        _ => mixed(&parts).map(|()| Segment::Mixed(parts)),
    }
}

/// Divides a segment into texts and the content of placeholders.
fn parts(piece: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while !rest.is_empty() {
        let (text, after) = rest.split_once('{').map_or((rest, None), |(text, after)| (text, Some(after)));
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
        let Some(after) = after else { break };
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        parts.push(Part::Capture(name.to_owned()));
        rest = after;
    }
    parts
}

/// Checks text beside placeholders.
fn mixed(parts: &[Part]) -> Result<(), String> {
    if let [Part::Text(text), Part::Capture(name)] | [Part::Capture(name), Part::Text(text)] = parts
        && text == "."
    {
        return Err(format!(
            "has no text but a dot, so that it is `..` for the value `.`, which URL parsers take for a step in the path\nhelp: write more text beside `{{{name}}}`, or none"
        ));
    }
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => {
                literal(text)?;
                let is_between = index > 0 && index + 1 < parts.len();
                if is_between && !text.is_ascii() {
                    return Err(format!(
                        "has `{text}` between two placeholders, which is always percent-encoded, as it is in values\nhelp: put text in ASCII between placeholders"
                    ));
                }
            }
            Part::Capture(name) => {
                if let Some(name) = name.strip_prefix('*') {
                    return Err(format!(
                        "has text beside a wildcard, which takes whole segments\nhelp: write `{{{name}}}`, or put the text into a segment after `{{*{name}}}`"
                    ));
                }
                placeholder(name)?;
                if let Some(Part::Capture(next)) = parts.get(index + 1) {
                    return Err(format!(
                        "has no text between two placeholders, so nothing tells where `{next}` begins\nhelp: write text between them, `{{{name}}}-{{{next}}}`, or one placeholder"
                    ));
                }
            }
        }
    }
    Ok(())
}

fn literal(text: &str) -> Result<String, String> {
    match text.chars().find(|character| !is_path_character(*character)) {
        Some(bad) => Err(format!(
            "contains `{bad}`, which is not allowed in a path\nhelp: write decoded text: letters, digits and `-._~!$&'()*+,;=:@`"
        )),
        None => Ok(text.to_owned()),
    }
}

/// Checks the name in a placeholder.
fn placeholder(name: &str) -> Result<String, String> {
    if let Some(name) = name.strip_suffix('?') {
        return Err(format!(
            "has an optional placeholder, which only the last segment can be as a whole\nhelp: write `{{{name}}}`, and a second method for the path without it"
        ));
    }
    if let Some((name, _)) = name.split_once(':') {
        return Err(format!(
            "has a type or pattern, but the type of a placeholder is that of the argument\nhelp: write `{{{name}}}`"
        ));
    }
    if syn::parse_str::<syn::Ident>(name).is_err() && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_err() {
        return Err(format!(
            "has the placeholder `{name}`, which cannot be the name of an argument\nexpected: an identifier"
        ));
    }
    Ok(name.to_owned())
}

/// Returns whether a character is a `pchar` of RFC 3986 §3.3 without percent-encoding, or a letter or digit of Unicode.
/// Templates contain decoded text.
fn is_path_character(c: char) -> bool {
    c.is_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c)
}
