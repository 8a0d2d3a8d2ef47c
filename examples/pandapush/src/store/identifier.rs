//! Ids and secrets: letters and digits from the operating system's generator.

use rand::distr::{Alphanumeric, SampleString as _};
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;
use secrecy::SecretString;

/// Returns a new id of an application: 20 letters and digits.
///
/// # Panics
/// Panics if the operating system's generator fails.
pub fn application_id() -> String {
    letters_and_digits(20)
}

/// Returns a new id of a key: `PSID` and 16 letters and digits.
///
/// # Panics
/// Panics if the operating system's generator fails.
pub fn key_id() -> String {
    format!("PSID{}", letters_and_digits(16))
}

/// Returns a new secret of a key: 256 letters and digits.
///
/// # Panics
/// Panics if the operating system's generator fails.
pub fn secret() -> SecretString {
    letters_and_digits(256).into()
}

fn letters_and_digits(length: usize) -> String {
    Alphanumeric.sample_string(&mut UnwrapErr(SysRng), length)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn ids_and_secrets_have_the_lengths_and_letters_of_the_original() {
        for (text, start, length) in
            [(application_id(), "", 20), (key_id(), "PSID", 20), (secret().expose_secret().to_owned(), "", 256)]
        {
            assert!(text.starts_with(start), "{text}");
            assert_eq!(text.len(), length, "{text}");
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text}");
        }
        assert_eq!((0..1000).map(|_| application_id()).collect::<BTreeSet<_>>().len(), 1000);
    }

    /// A byte modulo 62 would give the first eight letters a quarter more than their share.
    #[test]
    fn every_letter_is_equally_frequent() {
        let mut counts: BTreeMap<char, u32> = BTreeMap::new();
        letters_and_digits(62 * 4000).chars().for_each(|letter| *counts.entry(letter).or_default() += 1);
        assert_eq!(counts.len(), 62);
        // Six standard deviations are 380.
        assert!(counts.values().all(|count| (3620..4380).contains(count)), "{counts:?}");
    }
}
