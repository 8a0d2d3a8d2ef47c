//! `chatkit-digest`: posts a digest, and keeps what it needs of Chatkit.

use std::error::Error;
use std::process::ExitCode;

use api_contract::ContractCommand;
use chatkit_digest::{DigestApi, NEEDS, post};
use clap::{Parser, Subcommand};
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

/// What is new in the rooms of a user, posted into one of them.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Posts a digest
    Post {
        /// The address of the service, for example `http://127.0.0.1:8080`
        #[arg(long)]
        url: String,
        /// The instance, as `v1:us1:…`
        #[arg(long)]
        instance: String,
        /// The key, as `id:secret`
        #[arg(long, env = "CHATKIT_KEY", hide_env_values = true)]
        key: String,
        /// The user whose rooms it is about
        user: String,
        /// The room that it is posted into
        room: String,
    },
    /// Keeps the lock of what this program needs
    #[command(subcommand)]
    Contract(ContractCommand),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    match Arguments::parse().command {
        Command::Contract(command) => Ok(command.run(&[NEEDS]).into()),
        Command::Post { url, instance, key, user, room } => {
            let environment = PlatformEnvironment::new(instance.parse()?).at(&url);
            let service = environment.signing(&key.parse()?, Grant::user(&user)).connect::<DigestApi>()?;
            println!("{}", post(&service, &user, &room).await?);
            Ok(ExitCode::SUCCESS)
        }
    }
}
