//! Identifiers: what is a keyword, and which names of types mean something else already.

use crate::naming::Names;

/// Keywords of the edition 2024, without those that cannot be raw identifiers.
const KEYWORDS: [&str; 50] = [
    "as", "break", "const", "continue", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type",
    "unsafe", "use", "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final", "macro",
    "override", "priv", "typeof", "unsized", "virtual", "yield", "try", "gen", "union", "raw",
];

/// Types and variants that a draft names without their path.
pub(super) const TAKEN: [&str; 24] = [
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "BTreeMap",
    "BTreeSet",
    "Patch",
    "Model",
    "Serialize",
    "Deserialize",
    "Debug",
    "Clone",
    "PartialEq",
    "Value",
    "Default",
    "Send",
    "Sync",
    "Drop",
];

/// Returns an identifier for a name. A keyword becomes a raw identifier.
pub(super) fn escaped(name: &str) -> String {
    if matches!(name, "self" | "super" | "crate" | "Self" | "_") {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// Takes a name for a field or an argument, and returns it as an identifier.
pub(super) fn take(names: &mut Names, name: &str) -> String {
    let name = if matches!(name, "self" | "super" | "crate") { format!("{name}_") } else { name.to_owned() };
    escaped(&names.take(name, "_"))
}

/// Returns an identifier as it is on the wire.
pub(super) fn plain(identifier: &str) -> &str {
    identifier.strip_prefix("r#").unwrap_or(identifier)
}
