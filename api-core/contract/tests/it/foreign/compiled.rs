//! Crates that hold nothing but a draft, in a temporary folder, and their `cargo check`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Writes a crate with this code. `KEEP_DRAFTS` is a folder where it is kept to be read.
pub(super) fn write_crate(directory: &Path, name: &str, code: &str) {
    let framework = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"draft-of-{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\napi-core = {{ path = \
         \"{}\", default-features = false }}\nbytes = \"1\"\nhttp = \"1\"\nserde = {{ version = \"1\", features = [\"derive\"] \
         }}\nserde_json = \"1\"\nserde_repr = \"0.1\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n",
        framework.display()
    );
    std::fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    // The versions that the workspace has, which are there without a network.
    std::fs::copy(framework.parent().unwrap().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    std::fs::create_dir_all(directory.join("src")).unwrap();
    std::fs::write(directory.join("src/lib.rs"), code).unwrap();
    if let Some(kept) = std::env::var_os("KEEP_DRAFTS").map(PathBuf::from) {
        std::fs::write(kept.join(name).with_extension("rs"), code).unwrap();
    }
}

/// Checks a crate, one at a time so that the time is its own.
pub(super) fn check(directory: &Path) -> (Output, Duration) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["check", "--offline", "--quiet", "--message-format=short"]).current_dir(directory);
    // Dependencies are compiled once for all drafts.
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("drafts"));
    let began = Instant::now();
    let output = command.output().unwrap();
    (output, began.elapsed())
}
