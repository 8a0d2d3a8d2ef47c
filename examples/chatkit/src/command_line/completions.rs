//! `chatkit completions`: a shell script that completes commands, options and the names of operations.

use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;

/// The options of `chatkit completions`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The shell.
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(options: &Options, mut command: clap::Command) -> ExitCode {
    let name = command.get_name().to_owned();
    clap_complete::generate(options.shell, &mut command, name, &mut std::io::stdout());
    ExitCode::SUCCESS
}
