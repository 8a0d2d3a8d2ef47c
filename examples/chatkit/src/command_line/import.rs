//! `chatkit import`: reads an export into a database.

use std::error::Error;
use std::io::{BufReader, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::options::Credentials;
use super::progress::Bar;
use super::terminal::printable_line;
use crate::store::{
    FileFolder, Imported, ImportedPusher, Input, Progress as _, Remarks, SqliteStorage, import, import_pusher,
};

/// Explains the two kinds of exports.
pub(super) const HELP: &str = "\
Two kinds of exports can be imported:
  - the lines of JSON of `chatkit export`;
  - the export that Pusher gave the customers of its Chatkit: a folder with users.ndjson, rooms.ndjson and
    messages.ndjson (or a folder with these in `export`), or one file with all of them in this order. Ids and times
    are kept. It does not say which instance it is of: name yours with --instance.

Whatever cannot be kept is counted and printed. If anything is wrong, nothing is imported.";

/// The options of `chatkit import`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The exported file or folder, or `-` for standard input.
    #[arg(value_name = "EXPORT")]
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
    let input = if options.file.as_os_str() == "-" {
        Input::from_stream("the standard input".to_owned(), BufReader::new(stdin()))?
    } else {
        let (input, bytes) = Input::open(&options.file)?;
        bar.expect(bytes);
        input
    };
    let given = credentials.given_instance().map(|given| given.instance_id().to_owned());
    let instance = match (&input, given) {
        (_, Some(given)) => given,
        (Input::Lines(source), None) => source.instance().to_owned(),
        (Input::Pusher(_), None) => {
            let demo = credentials.instance();
            eprintln!("note: the export names no instance, so it becomes that of the demo, {demo} (see --instance)");
            demo.instance_id().to_owned()
        }
    };
    let mut storage = SqliteStorage::open(&options.data, &instance)?;
    let files = FileFolder::open(FileFolder::path_for(&options.data))?;
    let tally = match input {
        Input::Lines(source) => {
            let Imported { tally, lost } = import(source, &mut storage, &files, options.replace, &mut bar)?;
            drop(bar);
            for file in lost {
                eprintln!("warning: the content of the file {} is not in the import", printable_line(file.as_str()));
            }
            tally
        }
        Input::Pusher(export) => {
            let imported = import_pusher(export, &mut storage, &files, options.replace, &mut bar)?;
            let ImportedPusher { tally, remarks } = imported;
            drop(bar);
            print(&remarks);
            tally
        }
    };
    eprintln!("imported {tally}");
    Ok(ExitCode::SUCCESS)
}

/// Prints what was not kept, and what the export does not have. Names of fields come from the export.
fn print(remarks: &Remarks) {
    for loss in remarks.losses() {
        eprintln!("warning: {}", printable_line(&loss));
    }
    for note in remarks.notes() {
        eprintln!("note: {}", printable_line(&note));
    }
    eprintln!("note: the export has no roles and no cursors: no role was assigned, and every message is unread");
}
