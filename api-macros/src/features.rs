//! Types of other crates that have a shape only with a feature of `api-core`, and types that have none.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{Type, TypePath};

use crate::diagnostics::Diagnostics;

/// The crates, each with the types that its feature gives a shape. `api-core` turns the features of this crate on.
const CRATES: [(&str, bool, &[&str]); 10] = [
    ("uuid", cfg!(feature = "uuid"), &["Uuid"]),
    ("jiff", cfg!(any(feature = "jiff", feature = "jiff-1")), JIFF),
    ("chrono", cfg!(feature = "chrono"), &["DateTime", "NaiveDate", "NaiveTime", "NaiveDateTime"]),
    ("rust_decimal", cfg!(feature = "rust_decimal"), &["Decimal"]),
    ("bigdecimal", cfg!(feature = "bigdecimal"), &["BigDecimal"]),
    ("semver", cfg!(feature = "semver"), &["Version", "VersionReq"]),
    ("smol_str", cfg!(feature = "smol_str"), &["SmolStr"]),
    ("url", cfg!(feature = "url"), &["Url"]),
    ("bytes", cfg!(feature = "bytes"), &["Bytes"]),
    // A dependency on jiff 1 beside 0.2 has to have another name.
    ("jiff_1", cfg!(feature = "jiff-1"), JIFF),
];

/// `Zoned` is the name in 0.2, `ZonedDateTime` that in 1.
const JIFF: &[&str] = &["Timestamp", "Zoned", "ZonedDateTime", "Date", "DateTime", "Time", "SignedDuration", "Span"];

/// Types that serde writes in a form that no shape describes, each with the format to name instead and the module of
/// the crate that writes it.
const TIMES: [(&str, &str, &str); 5] = [
    ("OffsetDateTime", "DateTime", "with = \"time::serde::rfc3339\""),
    ("UtcDateTime", "DateTime", "with = \"time::serde::rfc3339\""),
    ("Date", "Date", "with = \"..\""),
    ("Time", "Time", "with = \"..\""),
    ("PrimitiveDateTime", "LocalDateTime", "with = \"..\""),
];

/// Reports a type without a shape whose mending is known: one that is written with its crate and whose feature is off,
/// or one that is never given a shape. Returns whether there is one.
pub(crate) fn check(ty: &Type, diagnostics: &mut Diagnostics) -> bool {
    let mut search = Search(None);
    search.visit_type(ty);
    let Some((name, message)) = search.0 else { return false };
    diagnostics.error(&name, message);
    true
}

struct Search(Option<(TokenStream, String)>);

impl<'ast> Visit<'ast> for Search {
    fn visit_type_path(&mut self, ty: &'ast TypePath) {
        if let Some(message) = missing_feature(ty).or_else(|| without_shape(ty)) {
            self.0.get_or_insert((ty.to_token_stream(), message));
        }
        visit::visit_type_path(self, ty);
    }
}

fn missing_feature(ty: &TypePath) -> Option<String> {
    let (first, last) = (ty.path.segments.first()?, ty.path.segments.last()?);
    if ty.path.segments.len() < 2 {
        return None;
    }
    let (name, ..) = CRATES
        .iter()
        .find(|(name, is_on, types)| !is_on && first.ident == name && types.iter().any(|one| last.ident == one))?;
    let feature = if *name == "jiff_1" { "jiff-1" } else { name };
    let more = match *name {
        "bytes" => {
            "\nhelp: the feature sends them as a list of numbers; raw bytes are a `#[body(bytes)]`, or the answer `Binary`"
        }
        "jiff" => "\nhelp: it is for jiff 0.2; for jiff 1 write `features = [\"jiff-1\"]`",
        _ => "",
    };
    Some(format!(
        "E060: `{}` needs the feature `{feature}` of api-core\n\
         help: add `features = [\"{feature}\"]` to the dependency `api-core`{more}",
        written(ty)
    ))
}

fn without_shape(ty: &TypePath) -> Option<String> {
    let mut segments = ty.path.segments.iter().rev();
    let (last, crate_name) = (segments.next()?, segments.next_back());
    let name = written(ty);
    match (crate_name, segments.next()) {
        (None, _) if last.ident == "u128" || last.ident == "i128" => Some(format!(
            "E064: `{name}` has no shape: most readers of JSON do not keep integers of 128 bits exact\n\
             help: send it as text, in a newtype around `String` or with `#[serde(with = \"..\")] #[model(as = String)]` on \
             the field; `u64` and `i64` have a shape"
        )),
        (Some(one), _) if one.ident == "time" => {
            let (_, format, with) = TIMES.iter().find(|(time, ..)| last.ident == time)?;
            Some(format!(
                "E064: `{name}` has no shape: what serde writes for it depends on the features of `time`\n\
                 help: write `#[serde({with})] #[model(as = api_core::model::format::{format})]` on a field, and make a \
                 newtype of it for an argument"
            ))
        }
        (Some(one), Some(module)) if one.ident == "std" && module.ident == "time" && last.ident == "SystemTime" => {
            Some(format!(
                "E064: `{name}` has no shape: serde writes it as an object of two numbers\n\
                 help: use `jiff::Timestamp` or `chrono::DateTime<Utc>`, which are RFC 3339 text"
            ))
        }
        _ => None,
    }
}

/// Returns the path as it is written, without its arguments.
fn written(ty: &TypePath) -> String {
    let names: Vec<String> = ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}
