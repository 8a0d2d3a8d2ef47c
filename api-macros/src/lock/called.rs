//! The APIs of a lock that callers serve, as constants.

use api_lock::{Called, Lock, Operation};
use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use super::words::{called, optional, path, security};

/// Declares a constant for each API that is called.
pub(super) fn declare(lock: &Lock, types: &Types<'_>) -> Result<Vec<TokenStream>, String> {
    check(lock)?;
    let declare = |(place, one): (usize, &Called)| {
        let constant = called(place);
        let Called { name, base, security: scheme, errors, operations } = one;
        // The number after the name tells two APIs of one name apart in the lock alone.
        let name = name.split_once('~').map_or(name.as_str(), |(stem, _)| stem);
        let (base, errors) = (path(base)?, types.errors(errors)?);
        let scheme = optional(scheme.as_ref().map(security));
        let operations = operations.iter().map(|one| types.operation(one)).collect::<Result<Vec<_>, _>>()?;
        Ok(quote! {
            const #constant: &__api::__private::Description = &__api::__private::Description {
                name: #name,
                docs: "",
                base: #base,
                security: #scheme,
                endpoints: &[#(&#operations),*],
                errors: #errors,
            };
        })
    };
    lock.called.iter().enumerate().map(declare).collect()
}

/// Checks that operations name APIs of the lock, and that none is called by its own operations: a constant must not be
/// cyclic.
fn check(lock: &Lock) -> Result<(), String> {
    let named = |operations: &[Operation]| -> Result<Vec<usize>, String> {
        let callbacks = operations.iter().flat_map(|operation| &operation.callbacks);
        let place = |name: &str| lock.called.iter().position(|called| called.name == name);
        callbacks
            .map(|callback| {
                place(&callback.api).ok_or_else(|| format!("the lock has no API `{}` that is called", callback.api))
            })
            .collect()
    };
    named(&lock.operations)?;
    let calls = lock.called.iter().map(|called| named(&called.operations)).collect::<Result<Vec<_>, _>>()?;
    for (place, called) in lock.called.iter().enumerate() {
        let (mut reached, mut waiting) = (vec![false; calls.len()], vec![place]);
        while let Some(one) = waiting.pop() {
            for &next in calls.get(one).into_iter().flatten() {
                if next == place {
                    return Err(format!("the API `{}` is called by operations of its own", called.name));
                }
                if let Some(is_reached) = reached.get_mut(next)
                    && !std::mem::replace(is_reached, true)
                {
                    waiting.push(next);
                }
            }
        }
    }
    Ok(())
}
