//! Checks rules that concern several parts of an API. Only this module creates [`Checked`], which can be rendered.

mod arguments;
mod names;
mod paths;
mod routes;

use crate::diagnostics::Diagnostics;

use super::model::Api;

pub(crate) use routes::Overlap;

/// A checked API: its remaining endpoints have no conflicts.
pub(crate) struct Checked {
    api: Api,
    overlaps: Vec<Overlap>,
}

impl Checked {
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// Returns the pairs of routes that only the types of their captures can distinguish.
    pub(crate) fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }
}

/// Checks an API. Endpoints with errors are kept as broken ones, so that the client still implements the whole trait.
pub(crate) fn check(mut api: Api, diagnostics: &mut Diagnostics) -> Checked {
    let mut offending = names::check(&api, diagnostics);
    offending.extend(arguments::check(&api, diagnostics));
    offending.extend(routes::check(&api, diagnostics));
    offending.extend(routes::selecting(&api, diagnostics));
    let endpoints = std::mem::take(&mut api.endpoints);
    for (index, endpoint) in endpoints.into_iter().enumerate() {
        // Both endpoints of a method are broken, and the client gets one method.
        let is_second = endpoint.optional.as_ref().map(|optional| optional.is_given);
        let other = match is_second {
            Some(true) => index.checked_sub(1),
            Some(false) => Some(index + 1),
            None => None,
        };
        if offending.contains(&index) || other.is_some_and(|other| offending.contains(&other)) {
            if is_second != Some(true) {
                api.broken.push(endpoint.broken);
            }
        } else {
            api.endpoints.push(endpoint);
        }
    }
    let overlaps = routes::overlaps(&api);
    Checked { api, overlaps }
}
