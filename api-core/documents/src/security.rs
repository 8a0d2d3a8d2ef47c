//! The names of authentication schemes in documents.

use api_core::description::Security;

/// Returns the name of a scheme.
pub(crate) fn scheme_name(scheme: Security) -> &'static str {
    match scheme {
        Security::Bearer => "bearer",
        Security::Basic => "basic",
        Security::ApiKey(name) => name,
    }
}
