//! The APIs that callers of an operation serve. Their errors are named without a body: who serves such an API need not
//! use this framework, so the server reads their statuses.

use api_core::description::{Callback, Description, Endpoint};

use super::bodies;
use super::document::{Operation, PathItem};
use super::gather::{Access, Gathering, Member, accesses, summary};
use super::parameters::parameters;
use super::responses::Responses;
use crate::outline::Mounted;
use crate::place::Place;
use crate::schema::Known;

impl Gathering {
    /// Returns the callbacks of an operation, with one entry for each API.
    pub(super) fn callbacks(&mut self, apis: &[Mounted], members: &[Member]) -> Vec<(&'static str, Vec<PathItem>)> {
        let mut found: Vec<(&'static str, Vec<PathItem>)> = Vec::new();
        for member in members {
            let Some(api) = apis.get(member.api) else { continue };
            for callback in member.endpoint.callbacks {
                let items = self.called(callback, api.known);
                match found.iter_mut().find(|(name, _)| *name == callback.api.name) {
                    Some((_, known)) => known.extend(items),
                    None => found.push((callback.api.name, items)),
                }
            }
        }
        found
    }

    /// Returns the operations of an API as webhooks, each with its name.
    pub(super) fn webhooks(&mut self, api: &'static Description) -> Vec<PathItem> {
        let mut items = Vec::new();
        for endpoint in api.endpoints {
            let place = Place::of_operation("", api.base, endpoint);
            for (method, access) in accesses(endpoint) {
                if access == Access::Plain {
                    let operation = self.call(api, endpoint, &place, Known::default());
                    items.push(PathItem { template: operation.id.clone(), operations: vec![(method, operation)] });
                }
            }
        }
        items
    }

    fn called(&mut self, callback: &Callback, known: Known) -> Vec<PathItem> {
        let mut items: Vec<PathItem> = Vec::new();
        for endpoint in callback.api.endpoints {
            let place = Place::of_operation("", callback.api.base, endpoint);
            // The root of an API adds nothing to the URL.
            let path = if place.template == "/" { "" } else { &place.template };
            let template = format!("{}{path}", callback.url);
            for (method, access) in accesses(endpoint) {
                // Streams are not described again: a callback is a message to its receiver.
                if access != Access::Plain {
                    continue;
                }
                let operation = self.call(callback.api, endpoint, &place, known);
                match items.iter_mut().find(|item| item.template == template) {
                    Some(item) => item.operations.push((method, operation)),
                    None => {
                        items.push(PathItem { template: template.clone(), operations: vec![(method, operation)] });
                    }
                }
            }
        }
        for item in &mut items {
            item.operations.sort_by_key(|(method, _)| *method);
        }
        items
    }

    fn call(
        &mut self,
        api: &'static Description,
        endpoint: &'static Endpoint,
        place: &Place,
        known: Known,
    ) -> Operation {
        let names: Vec<String> = place.captures.iter().map(|capture| capture.name.clone()).collect();
        let mut responses = Responses::default();
        responses.outputs(endpoint.outputs, known, &mut self.types);
        responses.statuses(endpoint.errors.iter().chain(api.errors));
        let scheme = endpoint.security.or(api.security);
        let (summary, docs) = summary(endpoint.docs);
        Operation {
            id: self.ids.take(format!("{}_{}", api.name, endpoint.name)),
            tags: Vec::new(),
            summary,
            docs: docs.to_owned(),
            deprecated: endpoint.deprecated.is_some(),
            parameters: parameters(endpoint, place, &names, known, &mut self.types),
            body: bodies::merged(vec![bodies::body(endpoint, known, &mut self.types)]),
            responses: responses.finish(&mut self.error_bodies, &mut self.types),
            security: vec![scheme.map(|scheme| (scheme, endpoint.requires))],
            socket: None,
            callbacks: Vec::new(),
            channel: None,
        }
    }
}
