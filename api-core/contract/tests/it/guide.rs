//! The snippets of docs/contracts.md.

use api_core::{Error, Model, api};
use clap::Parser as _;
use serde::{Deserialize, Serialize};

const GUIDE: &str = include_str!("../../../../docs/contracts.md");

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Room {
    #[model(min_length = 1, max_length = 60)]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Name {
    name: String,
}

#[api(base = "/v1", contract = "../rooms.contract")]
trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Error>;
}

#[expect(unreachable_pub, reason = "as a crate of its own would have it")]
mod consumer {
    use super::{Error, Name, api};

    // snippet
    #[api(base = "/v1", consumes = "../rooms.contract")]
    pub trait Names {
        #[get("/rooms/{room}")]
        async fn name(&self, room: u32) -> Result<Name, Error>;
    }
    // end
}

mod commands {
    use super::RoomsApi;

    // snippet
    use api_contract::{ContractCommand, Locked, locked};

    const LOCKS: [Locked; 1] = [locked!(RoomsApi, "rooms.contract")];

    #[derive(Debug, clap::Subcommand)]
    enum Command {
        /// Keeps the contract of the API
        #[command(subcommand)]
        Contract(ContractCommand),
    }
    // end

    #[derive(Debug, clap::Parser)]
    pub(super) struct Program {
        #[command(subcommand)]
        command: Command,
    }

    impl Program {
        pub(super) fn run(&self) -> api_contract::Outcome {
            let Command::Contract(command) = &self.command;
            command.run(&LOCKS)
        }
    }
}

#[test]
fn the_snippets_are_those_of_the_page() {
    let source = include_str!("guide.rs");
    for snippet in source.split("    // snippet\n").skip(1) {
        let (snippet, _) = snippet.split_once("    // end").unwrap();
        let lines: Vec<&str> = snippet.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
        assert!(GUIDE.contains(&lines.join("\n")), "{snippet}");
    }
    let lock = include_str!("../rooms.contract");
    let (_, operations) = lock.split_once("\n\n").unwrap();
    let (operations, _) = operations.split_once("\"##").unwrap();
    assert!(GUIDE.contains(operations), "{operations}");
}

#[test]
fn the_program_runs_the_commands() {
    // The file is another one: there is none in the folder of the package.
    let program = commands::Program::parse_from(["rooms", "contract", "check"]);
    assert_eq!(program.run(), api_contract::Outcome::Failed);
    let program = commands::Program::parse_from(["rooms", "contract", "explain", "error-added"]);
    assert_eq!(program.run(), api_contract::Outcome::Same);
    let _ = consumer::NamesApi::DESCRIPTION;
}

#[test]
fn the_lock_of_the_page_is_that_of_the_trait() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rooms.contract");
    api_contract::assert_locked(file, RoomsApi::DESCRIPTION);
}
