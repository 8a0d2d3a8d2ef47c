//! What a document may have, beyond its shape: characters, bounds, and the attribute of `null`.

/// Maximum number of elements around an element: the depth of JSON here.
pub(super) const MAX_DEPTH: usize = 128;

/// Maximum number of attributes of one element. Looking for repeated ones compares all pairs.
pub(super) const MAX_ATTRIBUTES: usize = 64;

/// The prefix of the attribute of a value that is `null`, with its usual namespace.
pub(super) const NIL: &str = "xsi:nil";
pub(super) const NIL_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Returns whether XML 1.0 has a character (§2.2).
pub(super) const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
