//! Authentication schemes in documents: their names, and what stands before credentials.

use api_core::description::Security;

/// Returns the name of a scheme.
pub(crate) fn scheme_name(scheme: Security) -> &'static str {
    match scheme {
        Security::Bearer => "bearer",
        Security::Basic => "basic",
        Security::ApiKey(name) => name,
    }
}

/// Returns what stands before the credentials in their header field.
pub(crate) fn scheme_prefix(scheme: Security) -> &'static str {
    match scheme {
        Security::Bearer => "Bearer ",
        Security::Basic => "Basic ",
        Security::ApiKey(_) => "",
    }
}
