//! The lookup of operations by name: `create_user`, or `ChatkitV2.messages` if two services share a name.

use std::ffi::OsStr;
use std::fmt;

use api_core::description::{Description, Endpoint};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command};

pub(super) use crate::api::DESCRIPTIONS as APIS;

/// An operation of an API.
#[derive(Debug, Clone, Copy)]
pub(in crate::command_line) struct Operation {
    pub(in crate::command_line) api: &'static Description,
    pub(in crate::command_line) endpoint: &'static Endpoint,
}

impl Operation {
    /// Whether the operation is a subscription.
    pub(in crate::command_line) fn is_subscription(self) -> bool {
        self.endpoint.exchange.is_subscription()
    }
}

/// The parser of an operation's name. It accepts every name. The variant selects the names for shell completion.
#[derive(Debug, Clone, Copy)]
pub(in crate::command_line) enum Operations {
    /// Operations with one response.
    Calls,
    /// Subscriptions.
    Subscriptions,
}

impl Operations {
    /// Returns all operations of a kind, ordered by service.
    pub(super) fn all(self) -> impl Iterator<Item = Operation> {
        let subscriptions = matches!(self, Self::Subscriptions);
        let all =
            APIS.into_iter().flat_map(|api| api.endpoints.iter().map(move |endpoint| Operation { api, endpoint }));
        all.filter(move |operation| operation.is_subscription() == subscriptions)
    }
}

impl TypedValueParser for Operations {
    type Value = Operation;

    fn parse_ref(&self, command: &Command, _: Option<&Arg>, value: &OsStr) -> Result<Operation, clap::Error> {
        let name = value.to_string_lossy();
        find(&name).map_err(|error| clap::Error::raw(ErrorKind::InvalidValue, format!("{error}\n")).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.all().map(|Operation { api, endpoint }| {
            let first = APIS.into_iter().find(|api| api.endpoint(endpoint.name).is_some());
            let name = if first.is_some_and(|first| first.name == api.name) {
                endpoint.name.to_owned()
            } else {
                format!("{}.{}", api.name, endpoint.name)
            };
            PossibleValue::new(name).help(endpoint.docs.lines().next().unwrap_or_default().trim())
        })))
    }
}

/// Finds an operation by name.
pub(super) fn find(name: &str) -> Result<Operation, UnknownOperation> {
    let (service, wanted) = name.split_once('.').map_or((None, name), |(service, wanted)| (Some(service), wanted));
    let mut apis = APIS.into_iter().filter(|api| service.is_none_or(|service| api.name.eq_ignore_ascii_case(service)));
    apis.find_map(|api| api.endpoint(wanted).map(|endpoint| Operation { api, endpoint }))
        .ok_or_else(|| UnknownOperation(name.to_owned()))
}

/// The error of an unknown operation.
#[derive(Debug)]
pub(super) struct UnknownOperation(String);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no operation `{}`", self.0)?;
        let names = APIS.into_iter().flat_map(|api| api.endpoints).map(|endpoint| endpoint.name);
        let wanted = self.0.rsplit('.').next().unwrap_or_default();
        let stem: String = wanted.chars().take(4).collect();
        let mut near: Vec<&str> = names.filter(|name| name.contains(&stem)).collect();
        near.sort_unstable();
        near.dedup();
        if !near.is_empty() {
            write!(formatter, "; there are: {}", near.join(", "))?;
        }
        formatter.write_str("\n`chatkit call --help` lists them all")
    }
}

impl std::error::Error for UnknownOperation {}

#[cfg(test)]
mod tests {
    use clap::builder::TypedValueParser as _;

    use super::{Operations, find};

    #[test]
    fn a_shared_name_selects_the_newest_service_by_default() {
        assert_eq!(find("messages").unwrap().api.name, "Chatkit");
        assert_eq!(find("ChatkitV2.messages").unwrap().api.name, "ChatkitV2");
        assert_eq!(find("set_cursor").unwrap().api.name, "ChatkitCursors");
    }

    #[test]
    fn the_error_for_an_unknown_name_lists_similar_names() {
        let error = find("create_usr").unwrap_err().to_string();
        assert!(error.contains("create_user"), "{error}");
    }

    #[test]
    fn every_operation_has_one_completion_that_selects_it() {
        let mut names = Vec::new();
        for (kind, subscriptions) in [(Operations::Calls, false), (Operations::Subscriptions, true)] {
            for value in kind.possible_values().unwrap() {
                assert_eq!(find(value.get_name()).unwrap().is_subscription(), subscriptions, "{value:?}");
                names.push(value.get_name().to_owned());
            }
        }
        let all: usize = super::APIS.iter().map(|api| api.endpoints.len()).sum();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
