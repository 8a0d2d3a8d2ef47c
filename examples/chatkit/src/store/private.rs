//! Files and folders that only their owner may use: messages are private. Systems other than Unix keep their own rules.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a file for writing that only its owner may read, or empties one and takes the others' permissions away.
///
/// # Errors
/// Returns an error if the file cannot be created, or belongs to another user.
#[cfg(feature = "sqlite")]
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let file = private(&mut options).open(path)?;
    keep_private(path)?;
    Ok(file)
}

/// Creates a file that does not exist, and that only its owner may read.
pub(super) fn create_new_private(path: &Path) -> io::Result<File> {
    private(OpenOptions::new().write(true).create_new(true)).open(path)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Takes the permissions of others on an existing file or folder away.
///
/// # Errors
/// Returns an error if others may use it and it belongs to another user.
#[cfg(unix)]
pub(super) fn keep_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mut permissions = fs::metadata(path)?.permissions();
    let mode = permissions.mode();
    if mode & 0o777 == mode & 0o700 {
        return Ok(());
    }
    permissions.set_mode(mode & 0o700);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
pub(super) fn keep_private(path: &Path) -> io::Result<()> {
    fs::metadata(path).map(drop)
}
