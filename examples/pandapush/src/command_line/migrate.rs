//! `pandapush migrate`: brings the tables of the database up to date.

use std::error::Error;

use clap::Args;

use crate::database_options::DatabaseOptions;
use crate::store::{Location, connect};

/// The options of `pandapush migrate`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub(super) database: DatabaseOptions,
}

/// Brings the tables up to date and prints the steps.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    migrate(&options.database.location()?).await
}

/// Brings the tables of a database up to date and prints the steps.
pub(super) async fn migrate(location: &Location) -> Result<(), Box<dyn Error>> {
    let applied = connect(location).await?.migrate().await?;
    for step in &applied {
        println!("applied {step}");
    }
    if applied.is_empty() {
        println!("the tables are up to date");
    }
    Ok(())
}
