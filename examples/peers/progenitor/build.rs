//! Makes a module of each document in the folder `DOCUMENTS`.

use std::path::PathBuf;
use std::{env, fs};

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

fn main() {
    println!("cargo::rerun-if-env-changed=DOCUMENTS");
    let documents = PathBuf::from(env::var_os("DOCUMENTS").expect("DOCUMENTS is a folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for name in ["everything", "journal"] {
        let text = fs::read_to_string(documents.join(name).with_extension("json")).expect("a document");
        let document = serde_json::from_str(&text).expect("a document of OpenAPI 3.0");
        let mut settings = GenerationSettings::default();
        settings.with_interface(InterfaceStyle::Builder);
        let tokens = Generator::new(&settings).generate_tokens(&document).expect("what progenitor reads");
        let code = prettyplease::unparse(&syn::parse2(tokens).expect("a file of Rust"));
        fs::write(out.join(name).with_extension("rs"), code).expect("a writable folder");
    }
}
