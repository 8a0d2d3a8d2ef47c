//! The modules of a crate and the arrows between them, read from its source files.
//!
//! An arrow goes to the module that *defines* what is imported: re-exports are followed. A module that re-exports its
//! own children does not thereby depend on them. Modules that exist for tests only are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemMod, ItemUse, UseTree, Visibility};

/// The modules of one crate.
pub(crate) struct Modules {
    arrows: BTreeSet<Arrow>,
    names: BTreeSet<String>,
}

/// An import: one module uses a name that another defines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    name: String,
}

impl Modules {
    /// Reads the crate whose sources are in a folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut sources = BTreeMap::new();
        for root in ["lib.rs", "main.rs"] {
            let path = folder.join(root);
            if path.exists() {
                read_file(&path, folder, String::new(), &mut sources);
            }
        }
        Self::link(&sources)
    }

    /// Builds the modules from sources, each with the path of its module. For tests of the rules.
    pub(crate) fn from_sources(sources: &[(&str, &str)]) -> Self {
        let parsed = sources.iter().map(|(module, text)| {
            ((*module).to_owned(), vec![syn::parse_file(text).expect("sources of a test are legal")])
        });
        Self::link(&parsed.collect())
    }

    /// Returns every arrow, in order.
    pub(crate) fn arrows(&self) -> impl Iterator<Item = &Arrow> {
        self.arrows.iter()
    }

    /// Returns the names of the modules directly below the root.
    pub(crate) fn top_level(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| !name.is_empty() && !name.contains("::"))
    }

    fn link(sources: &BTreeMap<String, Vec<File>>) -> Self {
        let names: BTreeSet<String> = sources.keys().cloned().collect();
        let mut exports: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        let mut imports = Vec::new();
        for (module, files) in sources {
            for file in files {
                let mut found = Imports { uses: Vec::new(), inline: Vec::new() };
                found.visit_file(file);
                for (path, alias, public) in found.uses {
                    let path = absolute(module, &path, &names);
                    let Some(path) = path else { continue };
                    if public {
                        exports.insert((module.clone(), alias), path.clone());
                        if path.first().is_none_or(|_| !is_child(module, &path, &names)) {
                            imports.push((module.clone(), path));
                        }
                    } else {
                        imports.push((module.clone(), path));
                    }
                }
                for path in found.inline {
                    if let Some(path) = absolute(module, &path, &names) {
                        imports.push((module.clone(), path));
                    }
                }
            }
        }
        let arrows = imports.into_iter().filter_map(|(from, path)| {
            let (to, name) = definition(&path, &names, &exports);
            (from != to).then_some(Arrow { from, to, name })
        });
        Self { arrows: arrows.collect(), names }
    }
}

impl Arrow {
    /// Returns the module directly below the root that imports.
    pub(crate) fn importing(&self) -> &str {
        top(&self.from)
    }

    /// Returns the module directly below the root that is imported from.
    pub(crate) fn imported(&self) -> &str {
        top(&self.to)
    }
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

impl fmt::Display for Arrow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = |module: &str| if module.is_empty() { "the root".to_owned() } else { module.to_owned() };
        write!(formatter, "{} -> {} ({})", root(&self.from), root(&self.to), self.name)
    }
}

/// Reads a file and the files of the modules that it declares. `folder`: where those are.
fn read_file(path: &Path, folder: &Path, module: String, sources: &mut BTreeMap<String, Vec<File>>) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for item in &file.items {
        let Item::Mod(ItemMod { ident, content: None, attrs, .. }) = item else { continue };
        if is_test(attrs) {
            continue;
        }
        let name = ident.to_string();
        let child = if module.is_empty() { name.clone() } else { format!("{module}::{name}") };
        let (flat, nested) = (folder.join(format!("{name}.rs")), folder.join(&name));
        if let Some(path) = path_attribute(attrs) {
            read_file(&folder.join(path), &nested, child, sources);
        } else if flat.exists() {
            read_file(&flat, &nested, child, sources);
        } else {
            read_file(&nested.join("mod.rs"), &nested, child, sources);
        }
    }
    sources.entry(module).or_default().push(file);
}

/// Returns the value of `#[path = "…"]`.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find(|attribute| attribute.path().is_ident("path")).and_then(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &pair.value else { return None };
        Some(path.value())
    })
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
    })
}

/// The paths that a module names: those of `use`, with the name they are bound to and whether they are re-exported, and
/// inline ones.
struct Imports {
    uses: Vec<(Vec<String>, String, bool)>,
    inline: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_test(&item.attrs) {
            let public = !matches!(item.vis, Visibility::Inherited);
            flatten(&item.tree, &mut Vec::new(), public, &mut self.uses);
        }
    }

    /// `pub(in crate::…)` imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if matches!(segments.first().map(String::as_str), Some("crate" | "super" | "self")) && segments.len() > 1 {
            self.inline.push(segments);
        } else if let [module, _, ..] = segments.as_slice() {
            // A path through a module that is in scope by its declaration.
            self.inline.push([vec!["self".to_owned(), module.clone()], segments[1..].to_vec()].concat());
        }
        visit::visit_path(self, path);
    }
}

fn flatten(tree: &UseTree, prefix: &mut Vec<String>, public: bool, uses: &mut Vec<(Vec<String>, String, bool)>) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, public, uses);
            prefix.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| flatten(item, prefix, public, uses)),
        UseTree::Name(name) if name.ident == "self" => {
            uses.push((prefix.clone(), prefix.last().cloned().unwrap_or_default(), public));
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            uses.push(([prefix.clone(), vec![name.clone()]].concat(), name, public));
        }
        UseTree::Rename(rename) => {
            let path = [prefix.clone(), vec![rename.ident.to_string()]].concat();
            uses.push((path, rename.rename.to_string(), public));
        }
        UseTree::Glob(_) => uses.push(([prefix.clone(), vec!["*".to_owned()]].concat(), "*".to_owned(), public)),
    }
}

/// Returns a path from the crate's root, or `None` if it leads into another crate.
fn absolute(module: &str, path: &[String], names: &BTreeSet<String>) -> Option<Vec<String>> {
    let mut base: Vec<String> = module.split("::").filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect();
    let mut rest = path;
    match rest.first().map(String::as_str)? {
        "crate" => {
            base.clear();
            rest = &rest[1..];
        }
        "self" => {
            rest = &rest[1..];
            // Only modules are followed: other paths begin with a type or an enum.
            let inside = [base.clone(), vec![rest.first()?.clone()]].concat().join("::");
            if path.len() > 2 && !names.contains(&inside) {
                return None;
            }
        }
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first => {
            let inside = [base.clone(), vec![first.to_owned()]].concat().join("::");
            if !names.contains(&inside) {
                return None;
            }
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn is_child(module: &str, path: &[String], names: &BTreeSet<String>) -> bool {
    let (owner, _) = split(path, names);
    owner == module || module.is_empty() || owner.starts_with(&format!("{module}::"))
}

/// Splits a path into the longest module that it begins with and the name in it.
fn split(path: &[String], names: &BTreeSet<String>) -> (String, Option<String>) {
    let longest = (0..=path.len()).rev().find(|length| names.contains(&path[..*length].join("::"))).unwrap_or_default();
    (path[..longest].join("::"), path.get(longest).cloned())
}

/// Follows re-exports to the module that defines what a path names.
fn definition(
    path: &[String],
    names: &BTreeSet<String>,
    exports: &BTreeMap<(String, String), Vec<String>>,
) -> (String, String) {
    let (mut module, mut name) = split(path, names);
    // Longer chains of re-exports than this are not written.
    for _ in 0..8 {
        let Some(known) = &name else { return (module, "*".to_owned()) };
        let Some(next) = exports.get(&(module.clone(), known.clone())) else { break };
        (module, name) = split(next, names);
    }
    (module, name.unwrap_or_else(|| "*".to_owned()))
}
