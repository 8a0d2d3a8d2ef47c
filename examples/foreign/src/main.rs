//! Prints a document as a generator is given it.
//!
//! ```sh
//! cargo run -p foreign -- everything 3.0
//! cargo run -p foreign -- everything progenitor
//! ```

use std::process::ExitCode;

use api_documents::openapi::Version;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, form] = &arguments[..] else { return usage() };
    let (version, is_adapted) = match &**form {
        "3.0" => (Version::V3_0, false),
        "3.1" => (Version::V3_1, false),
        "progenitor" => (Version::V3_0, true),
        _ => return usage(),
    };
    let document = match &**name {
        "everything" => foreign::everything(version),
        "journal" => foreign::journal(version),
        _ => return usage(),
    };
    println!("{}", if is_adapted { foreign::adapted::for_progenitor(&document) } else { document });
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("expected `everything` or `journal`, and `3.0`, `3.1` or `progenitor`");
    ExitCode::FAILURE
}
