//! The documents of an API that uses every feature, byte by byte. `BLESS=1` writes them.

use std::path::Path;

use api_documents::openapi::Version;
use api_documents::{Checked, Flow, Outline, json_schema};
use api_testing::everything::{Change, EverythingApi, Thing};

fn everything() -> Checked {
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>();
    outline.server("https://everything.example", "Production").check().unwrap()
}

fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{name} differs: run `BLESS=1 cargo test -p api-documents golden` and read the difference");
}

#[test]
fn the_document_of_every_feature_is_as_it_was() {
    compare("everything-3.1.json", &everything().openapi().write(Version::V3_1));
    compare("everything-3.0.json", &everything().openapi().write(Version::V3_0));
    compare("everything-asyncapi.json", &everything().asyncapi().write());
    compare("everything.ts", &everything().typescript().write());
    compare("everything.md", &everything().markdown());
}

#[test]
fn two_documents_of_one_api_have_the_same_bytes() {
    for version in [Version::V3_0, Version::V3_1] {
        assert_eq!(everything().openapi().write(version), everything().openapi().write(version));
    }
    assert_eq!(everything().asyncapi().write(), everything().asyncapi().write());
    assert_eq!(everything().typescript().write(), everything().typescript().write());
    assert_eq!(everything().page().html(), everything().page().html());
}

#[test]
fn the_schema_of_a_model_is_as_it_was() {
    compare("thing-request.json", &json_schema::of::<Thing>(Flow::Request));
    compare("changes.json", &json_schema::of::<Vec<Change>>(Flow::Response));
}
