//! Values as YAML 1.2, behind its feature.

use std::error::Error;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::binary::Unfit;

/// Maximum depth of the values that are read. The reader needs more of the stack for a level than that of JSON.
#[cfg(feature = "yaml")]
const MAX_DEPTH: usize = 64;

/// Maximum number of values, keys among them, that one document has.
#[cfg(feature = "yaml")]
const MAX_NODES: usize = 250_000;

/// Encodes a value.
///
/// # Errors
/// Returns an error if the value cannot be encoded, or the feature is off.
#[cfg(feature = "yaml")]
pub(crate) fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    // Text in blocks reads well, but needs care with spaces at its ends.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    Ok(serde_saphyr::to_string_with_options(value, options)?.into_bytes())
}

/// Decodes a value. Anchors and aliases, which can make a short text a long value, are not read.
///
/// # Errors
/// Returns an error if the bytes are not well-formed, have more than one document, exceed a bound, or do not fit the
/// type.
#[cfg(feature = "yaml")]
pub(crate) fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unfit> {
    use serde::de::IgnoredAny;
    use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy};
    let text =
        str::from_utf8(bytes).map_err(|_| Unfit { reason: "the YAML is not UTF-8".to_owned(), is_data: false })?;
    let options = || {
        serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_depth: MAX_DEPTH,
                flow_nesting_limit: MAX_DEPTH,
                max_nodes: MAX_NODES,
                max_events: 2 * MAX_NODES,
                max_documents: 1,
                max_anchors: 0,
                max_aliases: 0,
                max_merge_keys: 0,
                max_total_scalar_bytes: usize::MAX,
            },
            duplicate_keys: DuplicateKeyPolicy::Error,
            merge_keys: MergeKeyPolicy::AsOrdinary,
            strict_booleans: true,
            with_snippet: false,
        }
    };
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let is_data = serde_saphyr::from_str_with_options::<IgnoredAny>(text, options()).is_ok();
        Unfit { reason: error.to_string(), is_data }
    })
}

#[cfg(not(feature = "yaml"))]
pub(crate) fn to_vec<T: Serialize>(_: &T) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    Err(super::binary::missing_feature(crate::description::BodyEncoding::Yaml).into())
}

#[cfg(not(feature = "yaml"))]
pub(crate) fn from_slice<T: DeserializeOwned>(_: &[u8]) -> Result<T, Unfit> {
    let reason = super::binary::missing_feature(crate::description::BodyEncoding::Yaml);
    Err(Unfit { reason, is_data: false })
}

/// Returns whether a text begins with a list, which serde would also read as a struct.
pub(crate) fn is_list(bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut content = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#") && *line != b"---");
    content.next().is_some_and(|line| line.starts_with(b"[") || line == b"-" || line.starts_with(b"- "))
}
