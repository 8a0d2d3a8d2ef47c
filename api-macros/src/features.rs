//! Types of other crates that have a shape only with a feature of `api-core`.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{Type, TypePath};

use crate::diagnostics::Diagnostics;

/// The crates, each with the types that its feature gives a shape. `api-core` turns the features of this crate on.
const CRATES: [(&str, bool, &[&str]); 4] = [
    ("uuid", cfg!(feature = "uuid"), &["Uuid"]),
    ("jiff", cfg!(feature = "jiff"), &["Timestamp", "Date", "DateTime", "Time"]),
    ("url", cfg!(feature = "url"), &["Url"]),
    ("bytes", cfg!(feature = "bytes"), &["Bytes"]),
];

/// Reports a type that is written with its crate and whose feature is off; returns whether there is one.
pub(crate) fn check(ty: &Type, diagnostics: &mut Diagnostics) -> bool {
    let mut search = Search(None);
    search.visit_type(ty);
    let Some((name, feature)) = search.0 else { return false };
    let raw = if feature == "bytes" {
        "\nhelp: the feature sends them as a list of numbers; raw bytes are a `#[body(bytes)]`, or the answer `Binary`"
    } else {
        ""
    };
    diagnostics.error(
        &name,
        format!(
            "E060: `{}` needs the feature `{feature}` of api-core\nhelp: add `features = [\"{feature}\"]` to the dependency `api-core`{raw}",
            name.to_string().replace(' ', "")
        ),
    );
    true
}

struct Search(Option<(TokenStream, &'static str)>);

impl<'ast> Visit<'ast> for Search {
    fn visit_type_path(&mut self, ty: &'ast TypePath) {
        let (first, last) = (ty.path.segments.first(), ty.path.segments.last());
        if let (Some(first), Some(last), true) = (first, last, ty.path.segments.len() > 1) {
            let missing = CRATES.iter().find(|(name, is_on, types)| {
                !is_on && first.ident == name && types.iter().any(|one| last.ident == one)
            });
            if let Some((feature, ..)) = missing {
                self.0.get_or_insert((ty.to_token_stream(), feature));
            }
        }
        visit::visit_type_path(self, ty);
    }
}
