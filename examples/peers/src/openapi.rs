//! Validators of OpenAPI and AsyncAPI documents, and the compiler of clients in TypeScript.

use libtest_mimic::{Failed, Trial};

use crate::{Node, Python, trial};

/// Returns the trials that let two independent validators, one for Node and one for Python, judge documents.
/// `documents`: their names and texts.
pub fn openapi_trials<F>(node: Option<Node>, python: Option<Python>, documents: F) -> Vec<Trial>
where
    F: Fn() -> Vec<(String, String)> + Clone + Send + 'static,
{
    let of_python = documents.clone();
    vec![
        trial("openapi_documents_are_valid_for_redocly", node, move |node| {
            with_files(&documents(), |paths| {
                paths.iter().fold(node.script("openapi/validate.mjs"), crate::Script::arg).run()
            })
        }),
        trial("openapi_documents_are_valid_for_openapi_spec_validator", python, move |python| {
            with_files(&of_python(), |paths| {
                paths.iter().fold(python.script("openapi/validate.py"), crate::Script::arg).run()
            })
        }),
    ]
}

/// Returns the trials that let the parser of the AsyncAPI Initiative, for Node, and the schema of the specification, in
/// Python, judge documents. `documents`: their names and texts.
pub fn asyncapi_trials<F>(node: Option<Node>, python: Option<Python>, documents: F) -> Vec<Trial>
where
    F: Fn() -> Vec<(String, String)> + Clone + Send + 'static,
{
    let of_python = documents.clone();
    vec![
        trial("asyncapi_documents_are_valid_for_the_parser_of_asyncapi", node, move |node| {
            with_files(&documents(), |paths| {
                paths.iter().fold(node.script("openapi/asyncapi.mjs"), crate::Script::arg).run()
            })
        }),
        trial("asyncapi_documents_are_valid_for_the_schema_of_asyncapi", python, move |python| {
            with_files(&of_python(), |paths| {
                paths.iter().fold(python.script("openapi/asyncapi.py"), crate::Script::arg).run()
            })
        }),
    ]
}

/// Returns the trial that compiles a client in TypeScript under the strictest options. `client`: its text.
pub fn typescript_trial<F>(node: Option<Node>, client: F) -> Trial
where
    F: Fn() -> String + Send + 'static,
{
    trial("a_client_in_typescript_compiles_under_the_strictest_options", node, move |node| {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("client.ts"), client())?;
        node.script("typescript/check.mjs").arg(folder.path()).run()
    })
}

fn with_files(
    documents: &[(String, String)],
    run: impl FnOnce(&[std::path::PathBuf]) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (name, text) in documents {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        paths.push(path);
    }
    run(&paths)
}
