//! Makes a module of each document in the folder `DOCUMENTS`, and checks that progenitor refuses what it is said to.

use std::path::PathBuf;
use std::{env, fs, panic};

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;

fn main() {
    println!("cargo::rerun-if-env-changed=DOCUMENTS");
    let documents = PathBuf::from(env::var_os("DOCUMENTS").expect("DOCUMENTS is a folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for name in ["everything", "journal"] {
        let text = fs::read_to_string(documents.join(name).with_extension("json")).expect("a document");
        let code = generated(serde_json::from_str(&text).expect("JSON")).expect("what progenitor reads");
        fs::write(out.join(name).with_extension("rs"), code).expect("a writable folder");
    }
    let refused = fs::read_to_string(documents.join("refused.json")).expect("what progenitor does not read");
    for case in serde_json::from_str::<Vec<Value>>(&refused).expect("a list") {
        let (operation, words) = (&case["operation"], case["words"].as_str().expect("a text"));
        let document = case["document"].clone();
        let found = match panic::catch_unwind(|| generated(document)) {
            Ok(Ok(_)) => panic!("{operation} is read after all: take it from the list, and call it"),
            Ok(Err(problem)) => problem,
            Err(panic) => match panic.downcast::<String>() {
                Ok(text) => *text,
                Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or_default().to_owned(),
            },
        };
        assert!(found.contains(words), "{operation} is refused in other words: {found}");
    }
}

fn generated(document: Value) -> Result<String, String> {
    let document = serde_json::from_value(document).map_err(|problem| problem.to_string())?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&document).map_err(|problem| format!("{problem:?}"))?;
    Ok(prettyplease::unparse(&syn::parse2(tokens).map_err(|problem| problem.to_string())?))
}
