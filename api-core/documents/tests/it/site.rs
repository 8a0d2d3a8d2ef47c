//! A site has all documents, and those of OpenAPI and AsyncAPI refer to each other.

use api_core::Body;
use api_core::routing::{Routes, ServiceSettings, respond};
use api_documents::openapi::Version;
use api_documents::{Mistake, Mounted, Outline};
use api_testing::everything::EverythingApi;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;

fn outline() -> Outline {
    let apart = Mounted::of::<EverythingApi>().under("/apart");
    Outline::new("Everything", "1.0.0").api::<EverythingApi>().mounted(apart)
}

/// Returns the references from one document to another, each without the other's URL.
fn references(document: &Value, key: &str, url: &str) -> Vec<String> {
    let mut found = Vec::new();
    match document {
        Value::Object(members) => {
            for (name, member) in members {
                let reference =
                    if name == key { member.as_str().or_else(|| member.get("url")?.as_str()) } else { None };
                match reference.and_then(|reference| reference.strip_prefix(url)) {
                    Some(reference) => found.push(reference.to_owned()),
                    None => found.extend(references(member, key, url)),
                }
            }
        }
        Value::Array(items) => found.extend(items.iter().flat_map(|item| references(item, key, url))),
        _ => {}
    }
    found
}

/// Fails unless each reference leads to a part of the other document.
fn check_references(from: &str, key: &str, url: &str, to: &str) {
    let (from, to): (Value, Value) = (serde_json::from_str(from).unwrap(), serde_json::from_str(to).unwrap());
    let found = references(&from, key, url);
    assert!(found.len() > 10 && found.contains(&String::new()), "{found:?}");
    for fragment in found {
        let decoded = percent_decode(fragment.strip_prefix('#').unwrap_or_default());
        assert!(to.pointer(&decoded).is_some(), "{key} leads to nothing: {fragment}");
    }
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

#[test]
fn published_documents_refer_to_each_other() {
    for (below, openapi_url, asyncapi_url) in [
        ("", "openapi.json", "asyncapi.json"),
        ("https://api.example/docs", "https://api.example/docs/openapi.json", "https://api.example/docs/asyncapi.json"),
    ] {
        let outline = outline().published(below).check().unwrap();
        let (openapi, asyncapi) = (outline.openapi().write(Version::V3_1), outline.asyncapi().write());
        check_references(&openapi, "externalDocs", asyncapi_url, &asyncapi);
        check_references(&asyncapi, "x-openapi", openapi_url, &openapi);
    }
    let alone = outline().check().unwrap();
    assert!(!alone.openapi().write(Version::V3_1).contains("externalDocs"));
    assert!(!alone.asyncapi().write().contains("x-openapi"));
    let mistakes = outline().published("docs").check().unwrap_err();
    assert_eq!(mistakes.0, [Mistake::Published("docs/".to_owned())]);
}

#[tokio::test]
async fn a_site_serves_the_page_and_every_document() {
    let checked = outline().check().unwrap();
    let site = checked.site().serve::<Body>();
    let linked = outline().published("").check().unwrap();
    for (path, media_type, content) in [
        ("/docs", "text/html; charset=utf-8", linked.page().html().to_owned()),
        ("/docs/openapi.json", "application/json", linked.openapi().write(Version::V3_1)),
        ("/docs/asyncapi.json", "application/json", linked.asyncapi().write()),
        ("/docs/client.ts", "text/plain; charset=utf-8", linked.typescript().write()),
        ("/docs/reference.md", "text/markdown; charset=utf-8", linked.markdown()),
    ] {
        let response = call(&site, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()["content-type"], media_type, "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(body == content, "{path}");
    }
    let page = linked.page();
    for file in ["page.css", "page.js", "openapi.json", "asyncapi.json", "client.ts", "reference.md"] {
        assert!(page.html().contains(&format!("\"docs/{file}\"")), "{file}");
        assert_eq!(call(&site, &format!("/docs/{file}")).await.status(), StatusCode::OK, "{file}");
    }
}

async fn call(site: &impl Routes<Body>, path: &str) -> Response<Body> {
    let (head, body) = Request::get(path).body(Body::empty()).unwrap().into_parts();
    respond(site, &ServiceSettings::default(), &head, body).await
}
