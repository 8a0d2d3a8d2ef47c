//! `chatkit import`: reads lines of JSON into a database.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::options::Credentials;
use super::progress::Bar;
use crate::store::{FileFolder, Imported, Progress as _, Source, SqliteStorage, import};

/// The options of `chatkit import`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The input file, or `-` for standard input.
    file: PathBuf,
    /// The database, created if it does not exist. No server may be using it.
    #[arg(long, env = "CHATKIT_DATA", value_name = "FILE")]
    data: PathBuf,
    /// Replaces the whole content of the database.
    #[arg(long)]
    replace: bool,
}

/// Imports an instance, under the id in the export unless another is given.
pub(super) fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut bar = Bar::new("importing", true);
    let input: Box<dyn BufRead> = if options.file.as_os_str() == "-" {
        Box::new(stdin().lock())
    } else {
        let unreadable = |error| format!("`{}` cannot be read: {error}", options.file.display());
        let file = File::open(&options.file).map_err(unreadable)?;
        bar.expect(file.metadata()?.len());
        Box::new(BufReader::new(file))
    };
    let source = Source::open(input)?;
    let instance = credentials.given_instance().map_or(source.instance(), |given| given.instance_id());
    let mut storage = SqliteStorage::open(&options.data, instance)?;
    let files = FileFolder::open(FileFolder::path_for(&options.data))?;
    let Imported { tally, lost } = import(source, &mut storage, &files, options.replace, &mut bar)?;
    drop(bar);
    for file in lost {
        eprintln!("warning: the content of the file {file} is not in the import");
    }
    eprintln!("imported {tally}");
    Ok(ExitCode::SUCCESS)
}
