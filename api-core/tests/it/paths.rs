//! Paths as published APIs have them, on both ends.

use std::time::{Duration, Instant};

use api_core::context::{RoutingSettings, Slashes};
use api_core::routing::{InProcess, ServiceSettings};
use api_core::{Client, Error, Transport, api};
use api_testing::laws::{self, Laws};
use http::StatusCode;
use proptest::prelude::*;

use crate::support::{Sent, body_of, request};

/// Text beside captures, in the forms of several published APIs.
#[api(base = "/v1")]
trait Verbs {
    #[get("/things/{id}")]
    async fn thing(&self, id: String) -> Result<String, Error>;

    #[post("/things/{id}:cancel")]
    async fn cancel(&self, id: String) -> Result<String, Error>;

    #[post("/things/{id}:delete")]
    async fn delete(&self, id: u32) -> Result<String, Error>;

    #[post("/things/{id}")]
    async fn change(&self, id: String) -> Result<String, Error>;

    #[get("/compare/{base}...{head}")]
    async fn compare(&self, base: String, head: String) -> Result<String, Error>;

    #[get("/t/{id}.json")]
    async fn topic(&self, id: String) -> Result<String, Error>;

    #[get("/t/{id}.{format}")]
    async fn other_format(&self, id: String, format: String) -> Result<String, Error>;

    #[get("/@{handle}/ü-{number}")]
    async fn handle(&self, handle: String, number: u32) -> Result<String, Error>;

    #[get("/{repository}-issues-{task}.zip")]
    async fn export(&self, repository: String, task: String) -> Result<String, Error>;
}

struct Echo;

impl Verbs for Echo {
    async fn thing(&self, id: String) -> Result<String, Error> {
        Ok(format!("thing {id}"))
    }

    async fn cancel(&self, id: String) -> Result<String, Error> {
        Ok(format!("cancel {id}"))
    }

    async fn delete(&self, id: u32) -> Result<String, Error> {
        Ok(format!("delete {id}"))
    }

    async fn change(&self, id: String) -> Result<String, Error> {
        Ok(format!("change {id}"))
    }

    async fn compare(&self, base: String, head: String) -> Result<String, Error> {
        Ok(format!("compare {base} {head}"))
    }

    async fn topic(&self, id: String) -> Result<String, Error> {
        Ok(format!("topic {id}"))
    }

    async fn other_format(&self, id: String, format: String) -> Result<String, Error> {
        Ok(format!("other_format {id} {format}"))
    }

    async fn handle(&self, handle: String, number: u32) -> Result<String, Error> {
        Ok(format!("handle {handle} {number}"))
    }

    async fn export(&self, repository: String, task: String) -> Result<String, Error> {
        Ok(format!("export {repository} {task}"))
    }
}

fn verbs() -> Client<VerbsApi, impl Transport> {
    VerbsApi::connect(InProcess::new(VerbsApi::serve(Echo)))
}

async fn answer(method: &str, path: &str) -> http::Response<api_core::Body> {
    Sent::new(request(method, path), "").to(VerbsApi::serve(Echo), ServiceSettings::default()).await.response
}

#[tokio::test]
async fn text_beside_captures_selects_the_method() {
    for (method, path, expected) in [
        ("GET", "/v1/things/7", "thing 7"),
        ("GET", "/v1/things/7:cancel", "thing 7:cancel"),
        ("POST", "/v1/things/7:cancel", "cancel 7"),
        ("POST", "/v1/things/7:cancel:cancel", "cancel 7:cancel"),
        ("POST", "/v1/things/7%3Acancel", "change 7:cancel"),
        ("POST", "/v1/things/7:delete", "delete 7"),
        // Not a number, so another route is tried.
        ("POST", "/v1/things/x:delete", "change x:delete"),
        ("POST", "/v1/things/:cancel", "change :cancel"),
        ("GET", "/v1/compare/v1...v2", "compare v1 v2"),
        ("GET", "/v1/compare/a...b...c", "compare a...b c"),
        ("GET", "/v1/t/7.json", "topic 7"),
        ("GET", "/v1/t/a.b.rss", "other_format a.b rss"),
        ("GET", "/v1/t/7.JSON", "other_format 7 JSON"),
        ("GET", "/v1/@ann/%C3%BC-7", "handle ann 7"),
        ("GET", "/v1/@ann/%c3%bc-7", "handle ann 7"),
        ("GET", "/v1/a-issues-b-issues-7.zip", "export a-issues-b 7"),
    ] {
        let response = answer(method, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{method} {path}");
        let text: String = serde_json::from_slice(&body_of(response).await).unwrap();
        assert_eq!(text, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_segment_without_the_text_is_not_found() {
    for (method, path, status, allow) in [
        ("GET", "/v1/compare/v1..v2", 404, None),
        ("GET", "/v1/compare/...v2", 404, None),
        ("GET", "/v1/t/7", 404, None),
        ("GET", "/v1/@/%C3%BC-7", 404, None),
        ("GET", "/v1/@ann/%C3%BC-x", 400, None),
        ("PUT", "/v1/things/7:cancel", 405, Some("GET, HEAD, POST, OPTIONS")),
        ("PUT", "/v1/t/7.json", 405, Some("GET, HEAD, OPTIONS")),
    ] {
        let response = answer(method, path).await;
        assert_eq!(response.status(), status, "{method} {path}");
        let allowed = response.headers().get("allow").map(|allow| allow.to_str().unwrap().to_owned());
        assert_eq!(allowed.as_deref(), allow, "{method} {path}");
    }
}

#[test]
fn a_client_encodes_a_separator_only_where_it_would_divide_a_value() {
    let client = verbs();
    let path = |base: &str, head: &str| {
        let call = VerbsCompareCall { base: base.to_owned(), head: head.to_owned() };
        client.request(&call).unwrap().uri().path().to_owned()
    };
    assert_eq!(path("v1.2", "v1.3"), "/v1/compare/v1.2...v1.3");
    assert_eq!(path("a...b", "c"), "/v1/compare/a...b...c");
    assert_eq!(path("a", "b...c"), "/v1/compare/a...b%2E%2E%2Ec");
    assert_eq!(path("a", ".b"), "/v1/compare/a...%2Eb");
    assert_eq!(path("a/b", "ü"), "/v1/compare/a%2Fb...%C3%BC");
}

#[test]
fn text_beside_captures_keeps_the_laws() {
    laws::check::<VerbsApi>(&Laws::new(100, 3));
}

/// The paths of an OCI registry: names of repositories have several segments.
#[api(base = "/v2")]
trait Registry {
    #[get("/")]
    async fn version(&self) -> Result<String, Error>;

    #[get("/{*name}/manifests/{reference}")]
    async fn manifest(&self, name: String, reference: String) -> Result<String, Error>;

    #[get("/{*name}/blobs/{digest}")]
    async fn blob(&self, name: String, digest: String) -> Result<String, Error>;

    #[post("/{*name}/blobs/uploads/")]
    async fn begin(&self, name: String) -> Result<String, Error>;

    #[get("/{*name}/blobs/uploads/{id}")]
    async fn upload(&self, name: String, id: u32) -> Result<String, Error>;

    #[get("/{*name}/tags/list")]
    async fn tags(&self, name: String) -> Result<String, Error>;

    #[get("/{*name}")]
    async fn repository(&self, name: String) -> Result<String, Error>;
}

struct Blobs;

impl Registry for Blobs {
    async fn version(&self) -> Result<String, Error> {
        Ok("version".to_owned())
    }

    async fn manifest(&self, name: String, reference: String) -> Result<String, Error> {
        Ok(format!("manifest {name} {reference}"))
    }

    async fn blob(&self, name: String, digest: String) -> Result<String, Error> {
        Ok(format!("blob {name} {digest}"))
    }

    async fn begin(&self, name: String) -> Result<String, Error> {
        Ok(format!("begin {name}"))
    }

    async fn upload(&self, name: String, id: u32) -> Result<String, Error> {
        Ok(format!("upload {name} {id}"))
    }

    async fn tags(&self, name: String) -> Result<String, Error> {
        Ok(format!("tags {name}"))
    }

    async fn repository(&self, name: String) -> Result<String, Error> {
        Ok(format!("repository {name}"))
    }
}

async fn registry(method: &str, path: &str, slashes: Slashes) -> (StatusCode, String) {
    let mut settings = ServiceSettings::default();
    settings.routing = RoutingSettings::default().slashes(slashes);
    let response = Sent::new(request(method, path), "").to(RegistryApi::serve(Blobs), settings).await.response;
    let status = response.status();
    (status, serde_json::from_slice(&body_of(response).await).unwrap_or_default())
}

#[tokio::test]
async fn a_wildcard_ends_before_the_last_segments_that_the_template_has() {
    for (method, path, expected) in [
        ("GET", "/v2/a/manifests/latest", "manifest a latest"),
        ("GET", "/v2/a/b/c/manifests/latest", "manifest a/b/c latest"),
        ("GET", "/v2/manifests/manifests/manifests", "manifest manifests manifests"),
        ("GET", "/v2/a/manifests/x/manifests/y", "manifest a/manifests/x y"),
        ("GET", "/v2/a/blobs/sha256:7", "blob a sha256:7"),
        ("GET", "/v2/a/blobs/uploads/7", "upload a 7"),
        // Not a number, so the path is one of the rest.
        ("GET", "/v2/a/blobs/uploads/x", "repository a/blobs/uploads/x"),
        ("POST", "/v2/a/b/blobs/uploads/", "begin a/b"),
        ("GET", "/v2/a/b/tags/list", "tags a/b"),
        ("GET", "/v2/tags/list", "repository tags/list"),
        ("GET", "/v2/a%2Fb/tags/l%69st", "tags a/b"),
    ] {
        assert_eq!(registry(method, path, Slashes::Strict).await, (StatusCode::OK, expected.to_owned()), "{path}");
    }
    for slashes in [Slashes::IgnoreTrailing, Slashes::Merge] {
        for (method, path, expected) in [
            ("POST", "/v2/a/b/blobs/uploads", "begin a/b"),
            ("POST", "/v2/a/b/blobs/uploads/", "begin a/b"),
            ("GET", "/v2/a/b/tags/list/", "tags a/b"),
        ] {
            assert_eq!(registry(method, path, slashes).await, (StatusCode::OK, expected.to_owned()), "{path}");
        }
    }
    assert_eq!(registry("POST", "/v2/a/blobs/uploads", Slashes::Strict).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn wildcards_before_segments_keep_the_laws() {
    laws::check::<RegistryApi>(&Laws::new(100, 5));
}

#[tokio::test]
async fn values_of_a_wildcard_may_contain_the_segments_after_it() {
    let client = RegistryApi::connect(InProcess::new(RegistryApi::serve(Blobs)));
    for name in ["a/manifests/b", "manifests", "a/blobs/uploads", "tags/list"] {
        let answer = client.manifest(name.to_owned(), "a/b".to_owned()).await.unwrap();
        assert_eq!(answer, format!("manifest {name} a/b"));
        assert_eq!(client.tags(name.to_owned()).await.unwrap(), format!("tags {name}"));
    }
}

#[tokio::test]
async fn a_path_of_twenty_thousand_segments_is_read_a_fixed_number_of_times() {
    let path = format!("/v2{}/manifests/x", "/a".repeat(20_000));
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        assert_eq!(registry("GET", &path, Slashes::Strict).await.0, StatusCode::OK);
        best = best.min(start.elapsed());
    }
    // It takes some milliseconds. Reading what remains at each segment would take 200 million steps.
    assert!(best < Duration::from_millis(500), "{best:?}");
}

/// Crossing paths, as published APIs have them.
#[api(base = "/2.0", crossing = literal_first)]
trait Files {
    #[get("/files/{id}/trash")]
    async fn trash(&self, id: String) -> Result<String, Error>;

    #[get("/files/{id}/metadata")]
    async fn metadata(&self, id: String) -> Result<String, Error>;

    #[get("/files/upload_sessions/{id}")]
    async fn session(&self, id: String) -> Result<String, Error>;

    #[get("/files/content")]
    async fn content(&self) -> Result<String, Error>;

    #[get("/files/{id}")]
    async fn file(&self, id: String) -> Result<String, Error>;

    #[get("/files/{id}:meta")]
    async fn meta(&self, id: String) -> Result<String, Error>;

    #[get("/{*path}")]
    async fn rest(&self, path: String) -> Result<String, Error>;
}

struct Drive;

impl Files for Drive {
    async fn trash(&self, id: String) -> Result<String, Error> {
        Ok(format!("trash {id}"))
    }

    async fn metadata(&self, id: String) -> Result<String, Error> {
        Ok(format!("metadata {id}"))
    }

    async fn session(&self, id: String) -> Result<String, Error> {
        Ok(format!("session {id}"))
    }

    async fn content(&self) -> Result<String, Error> {
        Ok("content".to_owned())
    }

    async fn file(&self, id: String) -> Result<String, Error> {
        Ok(format!("file {id}"))
    }

    async fn meta(&self, id: String) -> Result<String, Error> {
        Ok(format!("meta {id}"))
    }

    async fn rest(&self, path: String) -> Result<String, Error> {
        Ok(format!("rest {path}"))
    }
}

#[tokio::test]
async fn the_route_with_the_first_literal_gets_a_crossing_path() {
    for (path, expected) in [
        ("/2.0/files/7/trash", "trash 7"),
        ("/2.0/files/upload_sessions/7", "session 7"),
        ("/2.0/files/upload_sessions/trash", "session trash"),
        ("/2.0/files/upload_sessions", "file upload_sessions"),
    ] {
        let settings = ServiceSettings::default();
        let response = Sent::new(request("GET", path), "").to(FilesApi::serve(Drive), settings).await.response;
        let text: String = serde_json::from_slice(&body_of(response).await).unwrap();
        assert_eq!(text, expected, "{path}");
    }
}

#[test]
fn crossing_paths_with_a_precedence_keep_the_laws() {
    laws::check::<FilesApi>(&Laws::new(60, 7));
}

#[tokio::test]
async fn a_call_reaches_its_method_or_is_not_sent() {
    for origin in ["http://drive.example", "http://drive.example/below/this/"] {
        let served = FilesApi::serve(Drive);
        let client = FilesApi::connect(InProcess::new(served)).at(&origin.parse().unwrap());
        let shown = |result: Result<http::Request<api_core::Body>, api_core::Failure>| match result {
            Ok(request) => request.uri().path().to_owned(),
            Err(failure) => failure.to_string(),
        };
        let prefix = origin.trim_start_matches("http://drive.example").trim_end_matches('/');
        let refused = |name: &str, path: &str, other: &str| {
            format!("the call `{name}` cannot be encoded: its values make `{prefix}/2.0{path}`, a path of `{other}`")
        };
        let id = |id: &str| id.to_owned();
        // A literal matches in any spelling, so no encoding would help.
        let trash = shown(client.request(&FilesTrashCall { id: id("upload_sessions") }));
        assert_eq!(trash, refused("trash", "/files/upload_sessions/trash", "session"));
        let file = shown(client.request(&FilesFileCall { id: id("content") }));
        assert_eq!(file, refused("file", "/files/content", "content"));
        let rest = shown(client.request(&FilesRestCall { path: id("files/7") }));
        assert_eq!(rest, refused("rest", "/files/7", "file"));
        // Text beside captures is not what is encoded.
        let file = shown(client.request(&FilesFileCall { id: id("7:meta") }));
        assert_eq!(file, format!("{prefix}/2.0/files/%37%3A%6D%65%74%61"));
        // All other values are sent as usual.
        let session = shown(client.request(&FilesSessionCall { id: id("trash") }));
        assert_eq!(session, format!("{prefix}/2.0/files/upload_sessions/trash"));
        let rest = shown(client.request(&FilesRestCall { path: id("files/7/8") }));
        assert_eq!(rest, format!("{prefix}/2.0/files/7/8"));
    }
    let client = FilesApi::connect(InProcess::new(FilesApi::serve(Drive)));
    assert_eq!(client.file("7:meta".to_owned()).await.unwrap(), "file 7:meta");
    assert_eq!(client.meta("7:meta".to_owned()).await.unwrap(), "meta 7:meta");
}

/// Returns texts in which the separators of the paths above are likely.
fn value() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("."),
        Just("..."),
        Just(":"),
        Just("-"),
        Just("-issues-"),
        Just("issues"),
        Just("%2E"),
        Just("%"),
        Just(".zip"),
        Just(".json"),
        Just("/"),
        Just("ü"),
        Just("2"),
        Just("a"),
        Just(" "),
        Just("日本"),
    ];
    prop::collection::vec(pieces, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_two_values_in_one_segment_arrive_as_they_were(first in value(), second in value()) {
        let client = verbs();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(client.compare(first.clone(), second.clone())).unwrap();
        prop_assert_eq!(answer, format!("compare {first} {second}"));
        let answer = runtime.block_on(client.export(first.clone(), second.clone())).unwrap();
        prop_assert_eq!(answer, format!("export {first} {second}"));
        let answer = runtime.block_on(client.cancel(first.clone())).unwrap();
        prop_assert_eq!(answer, format!("cancel {first}"));
    }
}
