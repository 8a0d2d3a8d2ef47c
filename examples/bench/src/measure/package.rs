//! A program as a package of its own, built by cargo's own profiles, with the versions of this workspace and without
//! the
//! network.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use super::process::processor_time_of_children;

const NAME: &str = "server";

/// What cargo makes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Release,
    Debug,
    Check,
}

/// A written package.
pub(crate) struct Package {
    directory: PathBuf,
}

impl Package {
    /// Writes the package beside the target directory's profiles. `files`: by their paths below `src`. `dependencies`:
    /// lines of the manifest, in which `WORKSPACE` stands for this workspace.
    pub(crate) fn write(name: &str, files: &[(&str, String)], dependencies: &str) -> io::Result<Self> {
        let this = env::current_exe()?;
        let target = this.ancestors().nth(2).ok_or_else(|| io::Error::other("the program has no target directory"))?;
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let package = Self { directory: target.join("programs").join(name) };
        for (path, text) in files {
            package.replace(path, text)?;
        }
        let dependencies = dependencies.replace("WORKSPACE", &workspace.display().to_string());
        let manifest = format!(
            "[package]\nname = \"{NAME}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n[workspace]\n"
        );
        fs::write(package.directory.join("Cargo.toml"), manifest)?;
        fs::copy(workspace.join("Cargo.lock"), package.directory.join("Cargo.lock"))?;
        Ok(package)
    }

    /// Writes one source file.
    pub(crate) fn replace(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.directory.join("src").join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.directory))?;
        fs::write(path, text)
    }

    /// Removes all that was built.
    pub(crate) fn clean(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.target()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Builds or checks the package, and returns the processor time of cargo and all compilers in seconds.
    pub(crate) fn seconds(&self, kind: Kind) -> io::Result<f64> {
        let arguments: &[&str] = match kind {
            Kind::Release => &["build", "--release"],
            Kind::Debug => &["build"],
            Kind::Check => &["check"],
        };
        let before = processor_time_of_children()?;
        if !self.cargo(arguments).arg("--quiet").status()?.success() {
            return Err(io::Error::other("cargo failed, see above"));
        }
        Ok(processor_time_of_children()? - before)
    }

    /// Returns the bytes of the program of the profile `release` without symbols.
    pub(crate) fn size(&self) -> io::Result<u64> {
        let stripped = self.target().join("stripped");
        if !Command::new("strip").arg("-o").args([&stripped, &self.program()]).status()?.success() {
            return Err(io::Error::other("`strip` failed, see above"));
        }
        Ok(fs::metadata(stripped)?.len())
    }

    /// Returns the path of the program of the profile `release`.
    pub(crate) fn program(&self) -> PathBuf {
        self.target().join("release").join(NAME)
    }

    /// Returns the number of packages that are compiled for the program, without itself.
    pub(crate) fn packages(&self) -> io::Result<usize> {
        let output = self.cargo(&["tree", "--edges", "normal,build", "--prefix", "none"]).output()?;
        let printed = String::from_utf8_lossy(&output.stdout);
        // Name and version, without what marks a repetition.
        let packages: BTreeSet<(&str, &str)> =
            printed.lines().filter_map(|line| line.split_once(' ')).map(|(name, rest)| (name, version(rest))).collect();
        packages.len().checked_sub(1).ok_or_else(|| io::Error::other("cargo printed no package"))
    }

    fn target(&self) -> PathBuf {
        self.directory.join("target")
    }

    /// Returns a command with cargo's own settings, whatever those of this process are.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).arg("--offline").arg("--manifest-path").arg(self.directory.join("Cargo.toml"));
        command.env("CARGO_TARGET_DIR", self.target()).env_remove("CARGO_INCREMENTAL").env_remove("RUSTFLAGS");
        command
    }
}

fn version(rest: &str) -> &str {
    rest.split(' ').next().unwrap_or_default()
}
