//! Values to JSON and back, without a silent loss of numbers and with the place of each problem.

mod finite;
mod fit;
mod read;
mod size;
mod write;

pub(crate) use read::{Unreadable, from_slice};
pub(crate) use size::size;

use serde::{Serialize, ser};

pub(crate) use write::Writer;

/// The size of the buffer in which a value is written, in bytes. Most answers fit, and growing costs more than writing
/// them.
const CAPACITY: usize = 1000;

/// Maximum number of unused bytes of an encoded value. Giving back fewer is not worth the call.
const LARGEST_UNUSED: usize = 64 * 1024;

/// Encodes a value as JSON.
///
/// # Errors
/// Returns an error if the value cannot be encoded, or holds a number that is not finite. `serde_json` writes `null`
/// for such a number. The error names its place as a JSON Pointer.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut json = Vec::with_capacity(CAPACITY);
    write(value, &mut json)?;
    // A response may wait for its reader. Up to half of a vector that has grown is unused.
    if json.capacity() - json.len() > LARGEST_UNUSED {
        json.shrink_to_fit();
    }
    Ok(json)
}

/// Appends a value as JSON to a buffer.
///
/// # Errors
/// Returns the errors of [`to_vec`]. The buffer may then hold a part of the value.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let mut writer = Writer::into(std::mem::take(json));
    let written = value.serialize(&mut writer);
    let (text, lost_a_number) = writer.finish();
    *json = text;
    written?;
    if lost_a_number { check(value) } else { Ok(()) }
}

/// Checks that each number of a value is finite.
///
/// # Errors
/// Returns an error if a number is not.
pub(crate) fn check<T: Serialize + ?Sized>(value: &T) -> Result<(), serde_json::Error> {
    value.serialize(finite::Finite).map_err(ser::Error::custom)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{check, to_vec};

    #[test]
    fn a_number_that_is_not_finite_is_an_error_that_names_its_place() {
        let message = |error: serde_json::Error| error.to_string();
        let nested = BTreeMap::from([("a/b~", vec![(1, Some(0.5)), (2, Some(f64::NAN))])]);
        assert_eq!(
            to_vec(&nested).map_err(message),
            Err("JSON cannot hold a number that is not finite, at `/a~1b~0/1/1`".to_owned())
        );
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(
                to_vec(&number).map_err(message),
                Err("JSON cannot hold a number that is not finite".to_owned())
            );
        }
        assert!(to_vec(&Some(f32::NAN)).is_err());
        let variant: Result<f64, ()> = Ok(f64::NAN);
        assert!(check(&variant).map_err(message).is_err_and(|error| error.ends_with("at `/Ok`")));
    }

    #[test]
    fn absent_values_beside_finite_numbers_are_encoded() {
        let json = to_vec(&vec![(None, "null"), (Some(1.5), "x")]).ok();
        assert_eq!(json.as_deref(), Some(&br#"[[null,"null"],[1.5,"x"]]"#[..]));
    }
}
