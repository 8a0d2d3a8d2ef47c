//! Bodies of several parts: structs that are no models, because a model holds no files.

use std::collections::HashSet;

use api_lock::{Definition, Encoding, Lock, Reading, Shape};

use super::recursion::{mentioned, mentioned_by};

/// Returns the names of the types that are bodies of several parts, and nothing else.
pub(super) fn names(lock: &Lock) -> HashSet<&str> {
    let mut found = HashSet::new();
    let mut others = Vec::new();
    for operation in lock.all_operations() {
        for body in operation.body.iter().chain(&operation.other_bodies) {
            match (&body.shape, body.encoding) {
                (Shape::Named(name), Encoding::Multipart) => {
                    found.insert(name.as_str());
                }
                (shape, _) => mentioned(shape, &mut others),
            }
        }
        operation.parameters.iter().for_each(|one| mentioned(&one.shape, &mut others));
        operation.outputs.iter().filter_map(|one| one.shape.as_ref()).for_each(|one| mentioned(one, &mut others));
        let errors = operation.errors.iter().chain(lock.common_errors());
        errors.filter_map(|one| one.attributes.as_ref()).for_each(|one| mentioned(one, &mut others));
    }
    lock.types.iter().for_each(|one| mentioned_by(&one.definition, &mut others));
    let is_struct = |name: &str| {
        let definition = lock.types.iter().find(|one| one.name == name).map(|one| &one.definition);
        let Some(Definition::Struct { fields, .. }) = definition else { return false };
        fields.iter().all(|field| !field.flattened && field.reading != Reading::Insisted)
    };
    found.retain(|name| !others.contains(name) && is_struct(name));
    found
}
