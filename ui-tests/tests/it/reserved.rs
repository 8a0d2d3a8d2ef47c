//! The names that endpoints cannot have: the methods of `Client`, which would hide the endpoint's method.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::{Expr, ImplItem, Item, Lit, Type, Visibility};

#[test]
fn every_method_of_a_client_is_a_reserved_name() {
    let mut methods = client_methods();
    // Those of the traits that every client implements and that are always in scope.
    methods.extend(["clone", "into", "try_into", "to_owned"].map(str::to_owned));
    assert_eq!(reserved_names(), methods);
}

/// Returns the public methods of `Client`, which take `self`.
fn client_methods() -> BTreeSet<String> {
    let folder = workspace().join("api-core/src/client");
    let files = std::fs::read_dir(&folder).expect("the client's folder").map(|entry| entry.expect("a file").path());
    let items = files.filter(|path| path.extension().is_some_and(|end| end == "rs")).flat_map(|path| read(&path));
    let mut methods = BTreeSet::new();
    for item in items {
        let Item::Impl(implementation) = item else { continue };
        let is_client = matches!(&*implementation.self_ty, Type::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "Client"));
        if !is_client || implementation.trait_.is_some() {
            continue;
        }
        methods.extend(implementation.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                method.sig.receiver().map(|_| method.sig.ident.to_string())
            }
            _ => None,
        }));
    }
    methods
}

/// Returns the names in the macros' list.
fn reserved_names() -> BTreeSet<String> {
    let constant = read(&workspace().join("api-macros/src/names.rs")).into_iter().find_map(|item| match item {
        Item::Const(constant) if constant.ident == "RESERVED" => Some(*constant.expr),
        _ => None,
    });
    let Some(Expr::Array(names)) = constant else { panic!("`RESERVED` is a list of names") };
    let names = names.elems.into_iter().map(|name| match name {
        Expr::Lit(literal) => match literal.lit {
            Lit::Str(text) => text.value(),
            _ => panic!("a name is a string"),
        },
        _ => panic!("a name is a literal"),
    });
    names.collect()
}

fn read(path: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).items
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
