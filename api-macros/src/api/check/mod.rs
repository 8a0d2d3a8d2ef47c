//! Rules between the parts; the only maker of [`Checked`], which is what can be rendered.

mod names;
mod routes;

use crate::diagnostics::Diagnostics;

use super::model::Api;

pub(crate) use routes::{Meeting, Overlap};

/// An API whose remaining endpoints are sound together.
pub(crate) struct Checked {
    api: Api,
    overlaps: Vec<Overlap>,
}

impl Checked {
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// Pairs of routes that only the captures' types can keep apart.
    pub(crate) fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }
}

/// Checks the API. Endpoints that offend are kept as broken ones, so that the trait stays implemented.
pub(crate) fn check(mut api: Api, diagnostics: &mut Diagnostics) -> Checked {
    let mut offending = names::check(&api, diagnostics);
    offending.extend(routes::check(&api, diagnostics));
    let endpoints = std::mem::take(&mut api.endpoints);
    for (index, endpoint) in endpoints.into_iter().enumerate() {
        if offending.contains(&index) {
            api.broken.push(endpoint.broken);
        } else {
            api.endpoints.push(endpoint);
        }
    }
    let overlaps = routes::overlaps(&api);
    Checked { api, overlaps }
}
