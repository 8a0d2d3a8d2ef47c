//! `chatkit export`: writes a database as lines of JSON.

use std::error::Error;
use std::io::{BufWriter, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::progress::Bar;
use super::terminal::printable_line;
use crate::store::{Exported, FileFolder, SqliteStorage, UnfinishedExport, export};

/// The options of `chatkit export`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The output file, or `-` for standard output.
    file: PathBuf,
    /// The database. No server may be using it.
    #[arg(long, env = "CHATKIT_DATA", value_name = "FILE")]
    data: PathBuf,
}

/// Exports an instance.
pub(super) fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut storage = SqliteStorage::open_existing(&options.data)?;
    let files = FileFolder::open(FileFolder::path_for(&options.data))?;
    let mut bar = Bar::new("exporting", false);
    let Exported { tally, lost } = if options.file.as_os_str() == "-" {
        export(&mut storage, &files, BufWriter::new(stdout().lock()), &mut bar)?
    } else {
        // Written to another name and renamed, so that the file is either the complete export or the previous one.
        let unwritable = |error| format!("`{}` cannot be written: {error}", options.file.display());
        let (unfinished, output) = UnfinishedExport::create(&options.file).map_err(unwritable)?;
        let exported = export(&mut storage, &files, BufWriter::new(output), &mut bar)?;
        unfinished.finish().map_err(unwritable)?;
        exported
    };
    drop(bar);
    for file in lost {
        eprintln!("warning: the content of the file {} is missing and was not exported", printable_line(file.as_str()));
    }
    eprintln!("exported {tally}");
    Ok(ExitCode::SUCCESS)
}
