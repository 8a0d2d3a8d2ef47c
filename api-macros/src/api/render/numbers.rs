//! The numbers of endpoints in the dispatch.

use super::super::model::{Api, Endpoint};

/// Returns the number of each endpoint in the dispatch, by its index in the trait. Those that can be in a group come
/// first.
pub(super) fn numbers(api: &Api) -> Vec<u16> {
    let mut numbers = vec![u16::MAX; api.endpoints.len()];
    let (grouped, others): (Vec<usize>, Vec<usize>) =
        (0..numbers.len()).partition(|index| api.endpoints.get(*index).is_some_and(in_group));
    for (number, index) in grouped.into_iter().chain(others).enumerate() {
        if let (Some(place), Ok(number)) = (numbers.get_mut(index), u16::try_from(number)) {
            *place = number;
        }
    }
    numbers
}

/// Returns whether an endpoint can be in a group. One under a `cfg` may be missing from it.
pub(super) fn in_group(endpoint: &Endpoint) -> bool {
    endpoint.socket.is_none() && endpoint.conditions.is_empty()
}
