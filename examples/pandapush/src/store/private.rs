//! Files that only their owner may use: they hold the secrets of keys. Systems other than Unix keep their own rules.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a file for writing that only its owner may read.
///
/// # Errors
/// Returns an error if something has this name, also a symbolic link, or if the file cannot be created.
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

/// Takes the permissions of others on an existing file or folder away. Whose it is, is not checked.
///
/// # Errors
/// Returns an error if its permissions cannot be read, or if others may use it and its permissions cannot be changed.
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
