//! Prints the client in TypeScript of the API that uses every feature.
//!
//! ```sh
//! cargo run -p typescript > everything.ts
//! ```
//!
//! The tests of this crate run such a client in node and in Chromium, with the client in Rust as their measure.

use std::error::Error;

use api_documents::Outline;
use api_testing::everything::EverythingApi;

fn main() -> Result<(), Box<dyn Error>> {
    // Mistakes of an outline, for example an empty title, are found here. What is checked can be written.
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>().check()?;
    print!("{}", outline.typescript().write());
    Ok(())
}
