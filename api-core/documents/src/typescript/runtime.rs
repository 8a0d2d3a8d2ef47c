//! The parts of a client that no API changes, in TypeScript.

use std::collections::BTreeSet;

/// A part that not every module needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Integers beyond 2^53, or any JSON.
    Wide,
    Multipart,
    Events,
    Sockets,
}

const CLIENT: &str = include_str!("runtime/client.ts");
const CALL: &str = include_str!("runtime/call.ts");
const ANSWER: &str = include_str!("runtime/answer.ts");
const QUERY: &str = include_str!("runtime/query.ts");
const JSON: &str = include_str!("runtime/json.ts");
const WIDE: &str = include_str!("runtime/wide.ts");
const MULTIPART: &str = include_str!("runtime/multipart.ts");
const EVENTS: &str = include_str!("runtime/events.ts");
const DUPLEX: &str = include_str!("runtime/duplex.ts");

/// Returns the texts of a module that needs some of the parts.
pub(super) fn texts(needs: &BTreeSet<Part>) -> Vec<&'static str> {
    let json = if needs.contains(&Part::Wide) { WIDE } else { JSON };
    let others = [(Part::Multipart, MULTIPART), (Part::Events, EVENTS), (Part::Sockets, DUPLEX)];
    let others = others.into_iter().filter(|(part, _)| needs.contains(part)).map(|(_, text)| text);
    [CLIENT, CALL, ANSWER, QUERY, json].into_iter().chain(others).collect()
}

/// Returns all names that the parts declare, whether they are needed or not.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    lines().filter_map(declared)
}

/// Returns the names that the parts export, whether they are needed or not.
pub(super) fn exported() -> impl Iterator<Item = &'static str> {
    lines().filter(|line| line.starts_with("export ")).filter_map(declared)
}

fn lines() -> impl Iterator<Item = &'static str> {
    [CLIENT, CALL, ANSWER, QUERY, JSON, WIDE, MULTIPART, EVENTS, DUPLEX].into_iter().flat_map(str::lines)
}

/// Returns the name that a line declares.
fn declared(line: &str) -> Option<&str> {
    const KEYWORDS: [&str; 6] = ["class ", "const ", "function ", "function* ", "interface ", "type "];
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = KEYWORDS.iter().find_map(|keyword| line.strip_prefix(keyword))?;
    let end = rest.find(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    rest.get(..end.unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_those_of_declarations_at_the_left() {
        let names: Vec<&str> = names().collect();
        for name in ["Settings", "Client", "call", "answered", "framesOf", "MOST_WAITING", "Wide", "writeParts"] {
            assert!(names.contains(&name), "{name}");
        }
        assert!(!names.contains(&"response"), "a constant of a function");
        let exported: Vec<&str> = super::exported().collect();
        assert!(exported.contains(&"Settings") && !exported.contains(&"call"), "{exported:?}");
    }
}
