//! A trait keeps each of its methods once, whatever its errors, so that code that uses it causes no further errors.

use std::path::Path;

use syn::{Item, ItemTrait, TraitItem};

use super::super::expand;
use super::api_of;

#[test]
fn every_method_of_every_failing_case_stays() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui-tests/tests/fail");
    let mut checked = 0;
    for area in std::fs::read_dir(cases).expect("the areas").flatten() {
        for case in std::fs::read_dir(area.path()).expect("the cases").flatten() {
            let source = std::fs::read_to_string(case.path()).expect("a case");
            let Some((arguments, item)) = api_of(&source) else { continue };
            let before = names(&item);
            let output = expand(arguments, &quote::quote!(#item));
            let file = syn::parse2::<syn::File>(output).expect("the expansion is Rust");
            let traits: Vec<&ItemTrait> = file.items.iter().filter_map(as_trait).collect();
            assert_eq!(traits.len(), 1, "{}", case.path().display());
            assert_eq!(names(traits[0]), before, "{}", case.path().display());
            checked += 1;
        }
    }
    assert!(checked > 120, "only {checked} cases were found");
}

fn as_trait(item: &Item) -> Option<&ItemTrait> {
    if let Item::Trait(item) = item { Some(item) } else { None }
}

fn names(item: &ItemTrait) -> Vec<String> {
    let methods = item.items.iter().filter_map(|item| match item {
        TraitItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    methods.collect()
}
