//! Errors of applications and keys that do not exist.

use std::error::Error;

use super::output::printable;
use crate::store::Store;

/// Returns the error of an application that does not exist.
pub(super) fn no_application(id: &str) -> Box<dyn Error> {
    format!("there is no application {}; `pandapush admin list-apps` lists them", printable(id)).into()
}

/// Returns the error of a key that does not exist.
pub(super) async fn no_key(store: &Store, application: &str, key: &str) -> Box<dyn Error> {
    match store.is_visible(application, None).await {
        Ok(true) => {
            let (application, key) = (printable(application), printable(key));
            format!("the application {application} has no key {key}; `pandapush admin show {application}` lists them")
                .into()
        }
        Ok(false) => no_application(application),
        Err(error) => error.into(),
    }
}
