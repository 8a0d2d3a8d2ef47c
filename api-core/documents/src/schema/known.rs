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

/// Returns the fields of an object whose keys stand alone, as in a query, with those of flattened fields. `None` for
/// other shapes.
pub(crate) fn fields_of(shape: &'static Shape, known: Known) -> Option<Vec<&'static Field>> {
    fn collect(shape: &'static Shape, known: Known, found: &mut Vec<&'static Field>) -> bool {
        match shape {
            Shape::Struct(one) => {
                for field in one.fields.iter().filter(|field| field.reading != Reading::Ignored) {
                    if !(field.flattened && collect(field.shape, known, found)) {
                        found.push(field);
                    }
                }
                true
            }
            Shape::Newtype(one) => collect(one.item.shape, known, found),
            Shape::Reference(reference) => collect(known.resolve(reference), known, found),
            _ => false,
        }
    }
    let mut found = Vec::new();
    collect(shape, known, &mut found).then_some(found)
}
