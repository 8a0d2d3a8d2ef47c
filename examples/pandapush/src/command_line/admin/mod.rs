//! `pandapush admin`: applications, keys and administrators, directly in the database.
//!
//! ```text
//! applications  creates, lists, shows and deletes applications
//! keys          creates and revokes keys
//! token         issues tokens
//! missing       errors of applications and keys that do not exist
//! expiry        until when something works
//! output        JSON, or text for people
//! ```

mod applications;
mod expiry;
mod keys;
mod missing;
mod output;
mod token;

use std::error::Error;

use clap::{Args, Subcommand};

use super::migrate;
use crate::database_options::DatabaseOptions;
use crate::store::{Location, Store, open, open_existing};

/// The options of `pandapush admin`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub(super) database: DatabaseOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Creates an application and prints its id.
    CreateApp(applications::Create),
    /// Lists all applications.
    ListApps(applications::List),
    /// Shows an application with its keys and administrators.
    Show(applications::Show),
    /// Deletes an application with its keys and administrators.
    DeleteApp(applications::Delete),
    /// Adds an administrator to an application.
    AddAdmin(applications::AddAdmin),
    /// Creates a key and prints its secret, which is not shown again.
    CreateKey(keys::Create),
    /// Revokes a key. It stops working at once, and cannot be used again.
    RevokeKey(keys::Revoke),
    /// Prints a token that is signed with a key.
    Token(token::Options),
    /// Brings the tables of the database up to date, as `pandapush migrate` does.
    Migrate,
}

/// Runs a command. A server may be running on the same database, and sees the change within a second.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let location = options.database.location()?;
    if let Command::Migrate = options.command {
        return migrate::migrate(&location).await;
    }
    let store = opened(&location, &options.command).await?;
    match &options.command {
        Command::CreateApp(options) => applications::create(&store, options).await,
        Command::ListApps(options) => applications::list(&store, options).await,
        Command::Show(options) => applications::show(&store, options).await,
        Command::DeleteApp(options) => applications::delete(&store, options).await,
        Command::AddAdmin(options) => applications::add_admin(&store, options).await,
        Command::CreateKey(options) => keys::create(&store, options).await,
        Command::RevokeKey(options) => keys::revoke(&store, options).await,
        Command::Token(options) => token::run(&store, options).await,
        Command::Migrate => Ok(()),
    }
}

/// Opens the database. Only a new application may be the first thing in it: in all other cases a database that does not
/// exist is a mistake.
async fn opened(location: &Location, command: &Command) -> Result<Store, Box<dyn Error>> {
    let opened = match command {
        Command::CreateApp(_) => open(location).await,
        _ => open_existing(location).await,
    };
    Ok(opened?)
}
