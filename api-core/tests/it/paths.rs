//! Paths as published APIs have them, on both ends.

use std::time::{Duration, Instant};

use api_core::call::{HeaderFields, WithHeaders};
use api_core::context::{RoutingSettings, Slashes};
use api_core::routing::{Cors, InProcess, ServiceSettings};
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

/// Methods that are computed from others unless they are declared.
#[api]
trait Objects {
    #[get("/{key}")]
    async fn object(&self, key: String) -> Result<String, Error>;

    #[head("/{key}", status = 200)]
    async fn head(&self, key: String) -> Result<WithHeaders<(), Length>, Error>;

    #[get("/{key}/acl")]
    async fn acl(&self, key: String) -> Result<String, Error>;

    #[options("/{key}/acl")]
    async fn acl_options(&self, key: String) -> Result<WithHeaders<(), Key>, Error>;

    #[head("/{key}/exists")]
    async fn exists(&self, key: String) -> Result<(), Error>;
}

#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Length {
    #[header("content-length")]
    length: Option<u64>,
    #[header("x-key")]
    key: Option<String>,
}

#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Key {
    #[header("x-key")]
    key: Option<String>,
}

struct Bucket;

impl Objects for Bucket {
    async fn object(&self, key: String) -> Result<String, Error> {
        Ok(format!("object {key}"))
    }

    async fn head(&self, key: String) -> Result<WithHeaders<(), Length>, Error> {
        Ok(WithHeaders { value: (), headers: Length { length: Some(7_000), key: Some(key) } })
    }

    async fn acl(&self, key: String) -> Result<String, Error> {
        Ok(format!("acl {key}"))
    }

    async fn acl_options(&self, key: String) -> Result<WithHeaders<(), Key>, Error> {
        Ok(WithHeaders { value: (), headers: Key { key: Some(key) } })
    }

    async fn exists(&self, key: String) -> Result<(), Error> {
        if key == "a" { Ok(()) } else { Err(Error::not_found("no_such_key")) }
    }
}

#[tokio::test]
async fn a_declared_head_or_options_is_answered_by_its_method() {
    let cors = || ServiceSettings::default().cors(Cors::any_origin());
    let preflight = [("origin", "https://app.example"), ("access-control-request-method", "GET")];
    for (method, path, fields, status, key, length, allow) in [
        ("HEAD", "/a", &[][..], 200, Some("a"), Some("7000"), None),
        // Computed from the `GET`.
        ("HEAD", "/a/acl", &[], 200, None, Some("7"), None),
        ("HEAD", "/a/exists", &[], 204, None, None, None),
        ("HEAD", "/b/exists", &[], 404, None, None, None),
        ("GET", "/a/exists", &[], 405, None, None, Some("HEAD, OPTIONS")),
        ("OPTIONS", "/a", &[], 204, None, None, Some("GET, HEAD, OPTIONS")),
        ("OPTIONS", "/a/acl", &[], 204, Some("a"), None, None),
        ("OPTIONS", "/a/acl", &preflight, 204, None, None, Some("GET, HEAD, OPTIONS")),
        ("POST", "/a/acl", &[], 405, None, None, Some("GET, HEAD, OPTIONS")),
    ] {
        let sent = fields.iter().fold(request(method, path), |request, (name, value)| request.header(*name, *value));
        let response = Sent::new(sent, "").to(ObjectsApi::serve(Bucket), cors()).await.response;
        let field = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let what = format!("{method} {path} {:?}", response.headers());
        assert_eq!(response.status(), status, "{what}");
        assert_eq!(field("x-key").as_deref(), key, "{what}");
        assert_eq!(field("allow").as_deref(), allow, "{what}");
        if status == 200 {
            assert_eq!(field("content-length").as_deref(), length, "{what}");
        }
        let is_preflight = !fields.is_empty();
        assert_eq!(field("access-control-allow-methods").is_some(), is_preflight, "{what}");
        if method == "HEAD" {
            assert_eq!(body_of(response).await, "", "{what}");
        }
    }
}

#[tokio::test]
async fn a_client_calls_a_declared_head() {
    let client = ObjectsApi::connect(InProcess::new(ObjectsApi::serve(Bucket)));
    let head = client.head("a".to_owned()).await.unwrap();
    assert_eq!(head.headers, Length { length: Some(7_000), key: Some("a".to_owned()) });
    client.exists("a".to_owned()).await.unwrap();
    assert_eq!(client.exists("b".to_owned()).await.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(client.acl_options("a".to_owned()).await.unwrap().headers.key.as_deref(), Some("a"));
}

#[test]
fn declared_head_and_options_keep_the_laws() {
    laws::check::<ObjectsApi>(&Laws::new(80, 9));
}

/// One path whose methods are told apart by the query or a header field.
#[api]
trait Storage {
    #[get("/{bucket}")]
    async fn list(&self, bucket: String, #[query] prefix: Option<String>) -> Result<String, Error>;

    #[get("/{bucket}?cors")]
    async fn cors(&self, bucket: String) -> Result<String, Error>;

    #[get("/{bucket}?list-type=2")]
    async fn list_two(&self, bucket: String, #[query] prefix: Option<String>) -> Result<String, Error>;

    #[get("/{bucket}?list-type=2&versions")]
    async fn versions(&self, bucket: String) -> Result<String, Error>;

    #[delete("/{bucket}?cors")]
    async fn remove_cors(&self, bucket: String) -> Result<String, Error>;

    #[post("/", when_header("x-amz-target" = "Tables.List"))]
    async fn tables(&self) -> Result<String, Error>;

    #[post("/", when_header("x-amz-target" = "Tables.Remove"))]
    async fn remove_table(&self, #[query] name: String) -> Result<String, Error>;
}

struct Named;

impl Storage for Named {
    async fn list(&self, bucket: String, prefix: Option<String>) -> Result<String, Error> {
        Ok(format!("list {bucket} {prefix:?}"))
    }

    async fn cors(&self, bucket: String) -> Result<String, Error> {
        Ok(format!("cors {bucket}"))
    }

    async fn list_two(&self, bucket: String, prefix: Option<String>) -> Result<String, Error> {
        Ok(format!("list_two {bucket} {prefix:?}"))
    }

    async fn versions(&self, bucket: String) -> Result<String, Error> {
        Ok(format!("versions {bucket}"))
    }

    async fn remove_cors(&self, bucket: String) -> Result<String, Error> {
        Ok(format!("remove_cors {bucket}"))
    }

    async fn tables(&self) -> Result<String, Error> {
        Ok("tables".to_owned())
    }

    async fn remove_table(&self, name: String) -> Result<String, Error> {
        Ok(format!("remove_table {name}"))
    }
}

#[tokio::test]
async fn the_query_or_a_field_selects_the_method_with_the_most_conditions() {
    for (method, target, field, status, expected) in [
        ("GET", "/b", "", 200, "list b None"),
        ("GET", "/b?cors", "", 200, "cors b"),
        ("GET", "/b?cors=", "", 200, "cors b"),
        ("GET", "/b?c%6Frs=1", "", 200, "cors b"),
        ("GET", "/b?prefix=cors", "", 200, "list b Some(\"cors\")"),
        ("GET", "/b?list-type=2&prefix=a", "", 200, "list_two b Some(\"a\")"),
        ("GET", "/b?list-type=1", "", 200, "list b None"),
        ("GET", "/b?versions&list-type=2", "", 200, "versions b"),
        ("DELETE", "/b?cors", "", 200, "remove_cors b"),
        ("DELETE", "/b", "", 405, ""),
        ("POST", "/", "Tables.List", 200, "tables"),
        ("POST", "/?name=a", "Tables.Remove", 200, "remove_table a"),
        ("POST", "/", "Tables.Other", 404, ""),
    ] {
        let sent = request(method, target).header("x-amz-target", field);
        let response = Sent::new(sent, "").to(StorageApi::serve(Named), ServiceSettings::default()).await.response;
        assert_eq!(response.status(), status, "{method} {target} {field}");
        let allow = response.headers().get("allow").map(|allow| allow.to_str().unwrap().to_owned());
        assert_eq!(allow.as_deref(), (status == 405).then_some("GET, HEAD, OPTIONS"), "{method} {target}");
        if method == "POST" {
            assert_eq!(response.headers()["vary"], "x-amz-target");
        }
        let text: String = serde_json::from_slice(&body_of(response).await).unwrap_or_default();
        assert_eq!(text, expected, "{method} {target} {field}");
    }
}

#[tokio::test]
async fn a_client_sends_what_selects_its_method() {
    let client = StorageApi::connect(InProcess::new(StorageApi::serve(Named)));
    let bucket = || "b".to_owned();
    assert_eq!(client.list(bucket(), None).await.unwrap(), "list b None");
    assert_eq!(client.cors(bucket()).await.unwrap(), "cors b");
    assert_eq!(client.list_two(bucket(), Some("a".to_owned())).await.unwrap(), "list_two b Some(\"a\")");
    assert_eq!(client.versions(bucket()).await.unwrap(), "versions b");
    assert_eq!(client.remove_cors(bucket()).await.unwrap(), "remove_cors b");
    assert_eq!(client.tables().await.unwrap(), "tables");
    assert_eq!(client.remove_table("a".to_owned()).await.unwrap(), "remove_table a");
    let request = client.request(&StorageListTwoCall { bucket: bucket(), prefix: Some("a".to_owned()) }).unwrap();
    assert_eq!(request.uri().path_and_query().unwrap(), "/b?list-type=2&prefix=a");
}

#[tokio::test]
async fn a_preflight_request_has_no_field_that_selects_a_method_and_is_told_of_it() {
    let settings = ServiceSettings::default().cors(Cors::any_origin());
    let sent = request("OPTIONS", "/")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "x-amz-target");
    let response = Sent::new(sent, "").to(StorageApi::serve(Named), settings).await.response;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(response.headers()["access-control-allow-methods"], "POST, OPTIONS");
    assert_eq!(response.headers()["access-control-allow-headers"], "x-amz-target");
}

#[test]
fn conditions_keep_the_laws() {
    laws::check::<StorageApi>(&Laws::new(80, 11));
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
