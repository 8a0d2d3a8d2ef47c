//! The program `pandapush`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    pandapush::command_line::run().await
}
