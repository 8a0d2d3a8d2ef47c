//! The crates of the workspace and what they depend on, read from their manifests.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

/// Returns the dependencies on crates of the workspace that the table does not allow, and crates that it does not name.
pub(crate) fn wrong_dependencies(workspace: &Path, allowed: &[(&str, &[&str])]) -> Vec<String> {
    let manifests = manifests(workspace);
    let names: BTreeMap<&str, &Table> = manifests.iter().map(|(_, manifest)| (name(manifest), manifest)).collect();
    let mut wrong = Vec::new();
    for (name, manifest) in &names {
        let Some((_, known)) = allowed.iter().find(|(known, _)| known == name) else {
            wrong.push(format!("`{name}` is not in the table of crates; add it to `CRATES` in table.rs"));
            continue;
        };
        let dependencies = manifest.get("dependencies").and_then(Value::as_table).into_iter().flat_map(Table::keys);
        let ours = dependencies.filter(|dependency| names.contains_key(dependency.as_str()));
        for dependency in ours.filter(|dependency| !known.contains(&dependency.as_str())) {
            wrong.push(format!("`{name}` depends on `{dependency}`, and may know only {known:?}"));
        }
    }
    wrong
}

/// Returns the `src` folders of all crates, relative to the workspace.
pub(crate) fn source_folders(workspace: &Path) -> Vec<String> {
    manifests(workspace).into_iter().map(|(folder, _)| format!("{folder}/src")).collect()
}

fn manifests(workspace: &Path) -> Vec<(String, Table)> {
    let root = manifest(&workspace.join("Cargo.toml"));
    let members = root["workspace"]["members"].as_array().expect("a list of members");
    let mut folders = Vec::new();
    for member in members.iter().filter_map(Value::as_str) {
        match member.strip_suffix("/*") {
            None => folders.push(member.to_owned()),
            Some(parent) => {
                let entries = std::fs::read_dir(workspace.join(parent)).expect("a folder of members");
                let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
                folders.extend(names.map(|name| format!("{parent}/{name}")));
            }
        }
    }
    folders.sort();
    let manifests = folders.into_iter().filter_map(|folder| {
        let path = workspace.join(&folder).join("Cargo.toml");
        path.exists().then(|| (folder, manifest(&path)))
    });
    manifests.collect()
}

fn manifest(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(manifest: &Table) -> &str {
    manifest["package"]["name"].as_str().expect("a package has a name")
}
