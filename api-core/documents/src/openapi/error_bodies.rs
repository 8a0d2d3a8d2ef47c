//! The bodies of errors as named types, so that a generator of clients makes one type for operations that share one.

use std::collections::HashMap;

use http::StatusCode;

use crate::schema::{Kind, Schema, TypeId, Types};

/// The bodies of errors that were met, each once.
#[derive(Debug, Default)]
pub(super) struct ErrorBodies {
    by_status: HashMap<(u16, String), Vec<(Schema, TypeId)>>,
}

impl ErrorBodies {
    /// Returns a reference to the body, which gets a name, `NotFoundProblem`, if it is no named type already.
    pub(super) fn named(&mut self, status: u16, media_type: &str, schema: Schema, types: &mut Types) -> Schema {
        if !matches!(schema.kind, Kind::All(_) | Kind::Some(_)) {
            return schema;
        }
        let known = self.by_status.entry((status, media_type.to_owned())).or_default();
        let found = known.iter().find(|(other, _)| *other == schema).map(|(_, id)| *id);
        let id = found.unwrap_or_else(|| {
            let form = if media_type == "application/problem+json" { "Problem" } else { "Error" };
            let id = types.declare(&format!("{}{form}", reason(status).trim_end_matches("Error")), schema.clone());
            known.push((schema, id));
            id
        });
        Kind::Named(id).into()
    }
}

/// Returns the reason phrase of a status as a name.
pub(super) fn reason(status: u16) -> String {
    match StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()) {
        Some(reason) => reason.chars().filter(char::is_ascii_alphanumeric).collect(),
        None => format!("Status{status}"),
    }
}
