//! The structure of the workspace, held by reading its imports.
//!
//! Three rules, whose tables are in `table.rs`: a crate depends only on the crates that it may know; a module imports
//! only from lower floors; no two modules of a crate import each other, directly or through others.

mod crates;
mod cycles;
mod modules;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use modules::Modules;

#[test]
fn a_crate_depends_only_on_the_crates_it_may_know() {
    let wrong = crates::wrong_dependencies(&workspace(), table::CRATES);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_module_imports_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for (folder, floors) in table::FLOORS {
        let modules = read(folder);
        let floor = |module: &str| floors.iter().position(|(modules, _)| modules.contains(&module));
        for unplaced in modules.top_level().filter(|module| floor(module).is_none()) {
            wrong.push(format!("{folder}: `{unplaced}` has no floor; add it to `FLOORS` in table.rs"));
        }
        for arrow in modules.arrows() {
            let (from, to) = (arrow.importing(), arrow.imported());
            if from != to && floor(from) <= floor(to) {
                wrong.push(format!("{folder}: {arrow}: `{from}` is not above `{to}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_crate_has_a_cycle_of_modules() {
    let mut wrong = Vec::new();
    for folder in crates::source_folders(&workspace()) {
        let modules = read(&folder);
        for cycle in cycles::cycles(&modules) {
            let members: BTreeSet<&str> = cycle.iter().map(String::as_str).collect();
            let arrows =
                modules.arrows().filter(|arrow| members.contains(&*arrow.from) && members.contains(&*arrow.to));
            let arrows: Vec<String> = arrows.map(|arrow| format!("    {arrow}")).collect();
            wrong.push(format!("{folder}: a cycle of {} modules\n{}", members.len(), arrows.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The rules see what they should: each finds a mistake in a crate made up for it.
#[test]
fn each_rule_finds_a_mistake() {
    let modules = Modules::from_sources(&[
        ("", "mod low; mod high; pub use high::High;"),
        ("low", "use crate::high::High; pub struct Low;"),
        ("high", "mod inner; pub use inner::High;"),
        ("high::inner", "pub struct High(crate::low::Low);"),
    ]);
    let arrows: Vec<String> = modules.arrows().map(ToString::to_string).collect();
    assert_eq!(arrows, ["high::inner -> low (Low)", "low -> high::inner (High)"]);
    assert_eq!(cycles::cycles(&modules), [["high::inner", "low"]]);
}

fn read(folder: &str) -> Modules {
    Modules::read(&workspace().join(folder))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
