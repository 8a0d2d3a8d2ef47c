//! Parses path templates: `"/rooms/{room_id}/files/{*name}"`.

use syn::LitStr;

use crate::diagnostics::Diagnostics;

use super::super::model::{Segment, Template};

/// Parses a template. An invalid segment is reported by its number, because stable Rust has no spans inside a literal.
pub(super) fn parse(literal: &LitStr, diagnostics: &mut Diagnostics) -> Option<Template> {
    let text = literal.value();
    let before = diagnostics.count();
    let Some(rest) = text.strip_prefix('/') else {
        diagnostics
            .error(literal, format!("E011: the path `{text}` does not begin with a slash\nhelp: write `\"/{text}\"`"));
        return None;
    };
    if rest.is_empty() {
        return Some(Template { literal: literal.clone(), segments: Vec::new() });
    }
    let pieces: Vec<&str> = rest.split('/').collect();
    let mut segments: Vec<Segment> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        // A slash at the end is part of the path: an empty segment after it.
        let is_trailing = piece.is_empty() && index > 0 && index + 1 == pieces.len();
        if is_trailing {
            segments.push(Segment::Literal(String::new()));
            continue;
        }
        match segment(piece) {
            Ok(found) => {
                if matches!(found, Segment::Wildcard(_)) && index + 1 < pieces.len() {
                    let unreachable = pieces.get(index + 1..).unwrap_or_default().join("/");
                    diagnostics.error(
                        literal,
                        format!(
                            "E014: `{piece}` takes the whole rest of the path, so `/{unreachable}` after it can never be reached\nhelp: put the wildcard last, or capture one segment with `{{name}}`"
                        ),
                    );
                }
                if let Some(name) = found.capture()
                    && segments.iter().any(|known| known.capture() == Some(name))
                {
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
    (diagnostics.count() == before).then(|| Template { literal: literal.clone(), segments })
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
    let inside = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}'));
    if let Some(name) = inside.and_then(|name| name.strip_suffix('?')) {
        return Err(format!(
            "has an optional placeholder, but a path has all its segments\nhelp: write `{{{name}}}`, and a second method for the path without it"
        ));
    }
    if let Some((name, _)) = inside.and_then(|name| name.split_once(':')) {
        return Err(format!(
            "has a type or pattern, but the type of a placeholder is that of the argument\nhelp: write `{{{name}}}`"
        ));
    }
    if let Some(name) = piece.strip_prefix('<').and_then(|piece| piece.strip_suffix('>')) {
        return Err(format!("has angle brackets\nhelp: a placeholder is written `{{{name}}}`"));
    }
    if piece.contains('?') {
        return Err(
            "contains a query\nhelp: write the path only, and `#[query]` in front of each argument that is a query key"
                .to_owned(),
        );
    }
    let opened = piece.matches('{').count();
    let closed = piece.matches('}').count();
    if opened != closed {
        return Err("has unbalanced braces\nhelp: a placeholder is written `{name}`".to_owned());
    }
    let Some(name) = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')) else {
        if opened > 0 {
            return Err("mixes text and a placeholder\nexpected: a placeholder takes a whole segment".to_owned());
        }
        if let Some(bad) = piece.chars().find(|c| !is_path_character(*c)) {
            return Err(format!(
                "contains `{bad}`, which is not allowed in a path\nhelp: write decoded text: letters, digits and `-._~!$&'()*+,;=:@`"
            ));
        }
        return Ok(Segment::Literal(piece.to_owned()));
    };
    let (name, wildcard) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
    if syn::parse_str::<syn::Ident>(name).is_err() && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_err() {
        return Err(format!(
            "has the placeholder `{name}`, which cannot be the name of an argument\nexpected: an identifier"
        ));
    }
    Ok(if wildcard { Segment::Wildcard(name.to_owned()) } else { Segment::Capture(name.to_owned()) })
}

/// Returns whether a character is a `pchar` of RFC 3986 §3.3 without percent-encoding, or a letter or digit of Unicode.
/// Templates contain decoded text.
fn is_path_character(c: char) -> bool {
    c.is_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c)
}
