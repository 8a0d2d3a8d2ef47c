//! An operation by its name: `create_user`, or `ChatkitV2.messages` where two services share a name.

use std::fmt;

use api_core::description::{Description, Endpoint};

pub(super) use crate::api::DESCRIPTIONS as APIS;

/// One operation of one API.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operation {
    pub(super) api: &'static Description,
    pub(super) endpoint: &'static Endpoint,
}

/// Finds an operation.
pub(super) fn find(name: &str) -> Result<Operation, UnknownOperation> {
    let (service, wanted) = name.split_once('.').map_or((None, name), |(service, wanted)| (Some(service), wanted));
    let mut apis = APIS.into_iter().filter(|api| service.is_none_or(|service| api.name.eq_ignore_ascii_case(service)));
    apis.find_map(|api| api.endpoint(wanted).map(|endpoint| Operation { api, endpoint }))
        .ok_or_else(|| UnknownOperation(name.to_owned()))
}

/// No operation has this name.
#[derive(Debug)]
pub(super) struct UnknownOperation(String);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no operation `{}`", self.0)?;
        let names = APIS.into_iter().flat_map(|api| api.endpoints).map(|endpoint| endpoint.name);
        let stem: String = self.0.chars().take(4).collect();
        let near: Vec<&str> = names.filter(|name| name.contains(&stem)).collect();
        if !near.is_empty() {
            write!(formatter, "; there are: {}", near.join(", "))?;
        }
        formatter.write_str("\n`chatkit call --help` lists them all")
    }
}

impl std::error::Error for UnknownOperation {}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_shared_name_means_the_newest_service_unless_another_is_said() {
        assert_eq!(find("messages").unwrap().api.name, "Chatkit");
        assert_eq!(find("ChatkitV2.messages").unwrap().api.name, "ChatkitV2");
        assert_eq!(find("set_cursor").unwrap().api.name, "ChatkitCursors");
    }

    #[test]
    fn an_unknown_name_is_answered_with_those_that_are_like_it() {
        let error = find("create_usr").unwrap_err().to_string();
        assert!(error.contains("create_user"), "{error}");
    }
}
