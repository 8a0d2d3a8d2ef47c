//! The export that Pusher gave the customers of Chatkit comes back: read, stored, served, and exported again.

mod broken;
#[cfg(target_os = "linux")]
mod large;
mod reading;
mod remarks;
mod storing;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chatkit::store::{ImportError, ImportedPusher, NoProgress, PusherExport, import_pusher};
use serde_json::Value;

use super::place::Place;

/// A made-up export in the vendor's form.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/survival/pusher/sample")
}

/// Returns the objects of a file of the sample.
fn sample_objects(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(sample().join("export").join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the lines of the sample: users, rooms and messages.
fn sample_lines() -> Vec<Value> {
    ["users.ndjson", "rooms.ndjson", "messages.ndjson"].into_iter().flat_map(sample_objects).collect()
}

fn lines(objects: &[Value]) -> String {
    objects.iter().flat_map(|object| [object.to_string(), "\n".to_owned()]).collect()
}

/// Imports a stream of objects.
fn import_text(place: &mut Place, text: impl Into<Vec<u8>>, replace: bool) -> Result<ImportedPusher, ImportError> {
    let export = PusherExport::of_stream("all.ndjson", Cursor::new(text.into()));
    import_pusher(export, &mut place.storage, &place.files, replace, &mut NoProgress)
}

/// Imports a folder.
fn import_folder(place: &mut Place, folder: &Path, replace: bool) -> Result<ImportedPusher, ImportError> {
    let (export, _) = PusherExport::open_folder(folder).unwrap();
    import_pusher(export, &mut place.storage, &place.files, replace, &mut NoProgress)
}

fn chatkit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chatkit")).args(arguments).output().unwrap()
}
