//! Types that shapes refer to by name, and the fields of objects whose keys stand alone.

use api_core::model::{Field, Reading, Reference, Shape};

/// The named types of a contract, to which shapes refer by name alone.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known(pub(crate) &'static [&'static Shape]);

impl Known {
    /// Returns the type that a reference names.
    pub(crate) fn resolve(self, reference: &Reference) -> &'static Shape {
        let named =
            |shape: &&&'static Shape| shape.declaration().is_some_and(|declaration| declaration.name == reference.name);
        self.0.iter().find(named).copied().unwrap_or_else(|| reference.resolve())
    }
}

/// Returns the fields of an object whose keys stand alone, as in a query, with those of flattened fields, and whether
/// each of them may be missing because the whole object may. `None` for other shapes.
pub(crate) fn fields_of(shape: &'static Shape, known: Known) -> Option<Vec<(&'static Field, bool)>> {
    let mut found = Vec::new();
    collect(shape, known, false, &mut found).then_some(found)
}

fn collect(shape: &'static Shape, known: Known, is_optional: bool, found: &mut Vec<(&'static Field, bool)>) -> bool {
    match shape {
        Shape::Struct(one) => {
            for field in one.fields.iter().filter(|field| field.reading != Reading::Ignored) {
                let is_optional = is_optional || (field.flattened && !field.required());
                if !(field.flattened && collect(field.shape, known, is_optional, found)) {
                    found.push((field, is_optional));
                }
            }
            true
        }
        Shape::Option(inner) => collect(inner, known, true, found),
        Shape::Newtype(one) => collect(one.item.shape, known, is_optional, found),
        Shape::Reference(reference) => collect(known.resolve(reference), known, is_optional, found),
        _ => false,
    }
}
