//! Wraps recursive uses of a type in `ByName`, so that its constant shape is finite.

use syn::{GenericArgument, Ident, Path, PathArguments, Type, parse_quote};

/// Types that `#[model(by_name)]` descends into; their innermost content is wrapped.
const WRAPPERS: [&str; 14] = [
    "Option", "Patch", "Box", "Rc", "Arc", "Cow", "Vec", "VecDeque", "HashSet", "BTreeSet", "HashMap", "BTreeMap",
    "Distinct", "ByName",
];

/// Returns the type with each use of the deriving type wrapped in `ByName`.
pub(super) fn own_name_held(mut field: Type, deriving: &Ident, framework: &Path) -> Type {
    hold_mentions(&mut field, deriving, framework);
    field
}

/// Returns the type with its innermost content wrapped in `ByName`, for `#[model(by_name)]`.
pub(super) fn content_held(mut field: Type, framework: &Path) -> Type {
    hold_innermost(&mut field, framework);
    field
}

fn hold_mentions(place: &mut Type, deriving: &Ident, framework: &Path) {
    match place {
        Type::Path(path) if path.qself.is_none() && names(&path.path, deriving) => hold(place, framework),
        Type::Path(path) => {
            types_in(&mut path.path).for_each(|argument| hold_mentions(argument, deriving, framework));
        }
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|part| hold_mentions(part, deriving, framework)),
        Type::Array(array) => hold_mentions(&mut array.elem, deriving, framework),
        Type::Slice(slice) => hold_mentions(&mut slice.elem, deriving, framework),
        Type::Reference(reference) => hold_mentions(&mut reference.elem, deriving, framework),
        Type::Paren(paren) => hold_mentions(&mut paren.elem, deriving, framework),
        Type::Group(group) => hold_mentions(&mut group.elem, deriving, framework),
        _ => {}
    }
}

fn hold_innermost(place: &mut Type, framework: &Path) {
    if let Type::Path(path) = place {
        let wraps = path.path.segments.last().is_some_and(|last| WRAPPERS.iter().any(|wrapper| last.ident == wrapper));
        if wraps && let Some(content) = types_in(&mut path.path).last() {
            return hold_innermost(content, framework);
        }
    }
    hold(place, framework);
}

fn hold(place: &mut Type, framework: &Path) {
    let held = place.clone();
    *place = parse_quote!(#framework::model::ByName<#held>);
}

/// Returns whether a path is `Node`, `Self` or `self::Node`. A longer path may be another type of the same name.
fn names(path: &Path, deriving: &Ident) -> bool {
    let mut segments = path.segments.iter();
    match (segments.next(), segments.next(), segments.next()) {
        (Some(only), None, None) => path.leading_colon.is_none() && (only.ident == *deriving || only.ident == "Self"),
        (Some(first), Some(second), None) => first.ident == "self" && second.ident == *deriving,
        _ => false,
    }
}

fn types_in(path: &mut Path) -> impl Iterator<Item = &mut Type> {
    path.segments
        .iter_mut()
        .filter_map(|segment| match &mut segment.arguments {
            PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter_mut()),
            _ => None,
        })
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(argument) => Some(argument),
            _ => None,
        })
}
