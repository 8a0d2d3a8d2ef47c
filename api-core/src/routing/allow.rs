//! The value of `Allow`, which is constant for sets of the usual methods.

use http::HeaderValue;

use crate::description::{Verb, VerbSet};

/// Returns the value of an `Allow` field (RFC 9110 §10.2.1), see [`VerbSet::allow`].
pub(super) fn allow_value(verbs: VerbSet) -> HeaderValue {
    let mut rest = verbs;
    let mut index = 0;
    for (bit, verb) in USUAL.into_iter().enumerate() {
        if verbs.contains(verb) {
            index |= 1 << bit;
            rest = rest.without(verb);
        }
    }
    match VALUES.get(index) {
        Some(value) if rest.is_empty() => value.clone(),
        // Names of methods are tokens.
        _ => HeaderValue::try_from(verbs.allow()).unwrap_or(HeaderValue::from_static("OPTIONS")),
    }
}

/// The methods whose sets have constant values, in the order of [`Verb`].
const USUAL: [Verb; 5] = [Verb::Get, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete];

const LONGEST: usize = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS".len();

/// A value of `Allow`.
struct Text {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Text {
    /// Returns the text of a set: bit `n` is the method `n` of [`USUAL`].
    const fn of(set: usize) -> Self {
        let mut text = Self { bytes: [0; LONGEST], length: 0 };
        let mut bit = 0;
        while bit < USUAL.len() {
            if set & 1 << bit != 0 {
                text.add(USUAL[bit].as_str());
                if matches!(USUAL[bit], Verb::Get) {
                    text.add("HEAD");
                }
            }
            bit += 1;
        }
        text.add("OPTIONS");
        text
    }

    const fn add(&mut self, name: &str) {
        let name = name.as_bytes();
        if self.length > 0 {
            self.bytes[self.length] = b',';
            self.bytes[self.length + 1] = b' ';
            self.length += 2;
        }
        let mut index = 0;
        while index < name.len() {
            self.bytes[self.length] = name[index];
            self.length += 1;
            index += 1;
        }
    }

    const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => panic!("names of methods are ASCII"),
        }
    }
}

macro_rules! values {
    ($($set:literal)*) => { [$(HeaderValue::from_static(const { &Text::of($set) }.as_str()),)*] };
}

static VALUES: [HeaderValue; 1 << USUAL.len()] =
    values!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);

#[cfg(test)]
mod tests {
    use super::{Text, allow_value};
    use crate::description::{Verb, VerbSet};

    #[test]
    fn the_value_of_each_set_is_its_text() {
        for bits in 0..=u8::MAX {
            let chosen = Verb::ALL.into_iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0);
            let verbs = chosen.fold(VerbSet::EMPTY, |verbs, (_, verb)| verbs.with(verb));
            assert_eq!(allow_value(verbs), *verbs.allow());
        }
        assert_eq!(Text::of(0).as_str(), "OPTIONS");
    }
}
