//! Methods of one path: declared HEAD and OPTIONS, and those that query keys and header fields select.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::routing::{Cors, InProcess, ServiceSettings};
use api_core::{Error, api};
use api_testing::laws::{self, Laws};
use http::StatusCode;

use crate::support::{Sent, body_of, request};

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

/// One path whose methods the query or a header field selects.
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

/// One path whose methods a header field selects, whatever its value is.
#[api]
trait Copies {
    #[put("/{key}")]
    async fn put(&self, key: String, #[body(text)] content: String) -> Result<String, Error>;

    // Declared before the method of one value, which is more specific.
    #[put("/{key}", when_header("x-copy-source"))]
    async fn copy(&self, key: String, #[header("x-copy-source")] source: String) -> Result<String, Error>;

    #[put("/{key}", when_header("x-copy-source" = "/trash"))]
    async fn restore(&self, key: String) -> Result<String, Error>;

    #[put("/{key}?part", when_header("x-copy-source"))]
    async fn copy_part(&self, key: String, #[header] x_copy_source: u16) -> Result<String, Error>;
}

struct Copying;

impl Copies for Copying {
    async fn put(&self, key: String, content: String) -> Result<String, Error> {
        Ok(format!("put {key} {content}"))
    }

    async fn copy(&self, key: String, source: String) -> Result<String, Error> {
        Ok(format!("copy {source} {key}"))
    }

    async fn restore(&self, key: String) -> Result<String, Error> {
        Ok(format!("restore {key}"))
    }

    async fn copy_part(&self, key: String, x_copy_source: u16) -> Result<String, Error> {
        Ok(format!("copy_part {x_copy_source} {key}"))
    }
}

#[tokio::test]
async fn a_field_of_any_value_selects_a_method_after_one_of_its_value() {
    for (target, field, status, expected) in [
        ("/a", None, 200, "put a text"),
        ("/a", Some(&b"/b"[..]), 200, "copy /b a"),
        ("/a", Some(b""), 200, "copy  a"),
        ("/a", Some(b"/trash"), 200, "restore a"),
        ("/a?part", Some(b"7"), 200, "copy_part 7 a"),
        ("/a?part", Some(b"/b"), 400, ""),
        ("/a?part", None, 200, "put a text"),
        // It selects the method, and is no text.
        ("/a", Some(b"\xff"), 400, ""),
    ] {
        let mut sent = request("PUT", target).header("content-type", "text/plain");
        if let Some(field) = field {
            sent = sent.header("x-copy-source", field);
        }
        let response = Sent::new(sent, "text").to(CopiesApi::serve(Copying), ServiceSettings::default()).await.response;
        assert_eq!(response.status(), status, "{target} {field:?}");
        assert_eq!(response.headers()["vary"], "x-copy-source", "{target} {field:?}");
        let text: String = serde_json::from_slice(&body_of(response).await).unwrap_or_default();
        assert_eq!(text, expected, "{target} {field:?}");
    }
}

#[tokio::test]
async fn a_client_sends_the_argument_that_selects_its_method() {
    let client = CopiesApi::connect(InProcess::new(CopiesApi::serve(Copying)));
    let key = || "a".to_owned();
    assert_eq!(client.put(key(), "text".to_owned()).await.unwrap(), "put a text");
    assert_eq!(client.copy(key(), "/b".to_owned()).await.unwrap(), "copy /b a");
    assert_eq!(client.copy(key(), String::new()).await.unwrap(), "copy  a");
    assert_eq!(client.restore(key()).await.unwrap(), "restore a");
    assert_eq!(client.copy_part(key(), 7).await.unwrap(), "copy_part 7 a");
    let request = client.request(&CopiesCopyCall { key: key(), source: "/b".to_owned() }).unwrap();
    assert_eq!(request.headers().get_all("x-copy-source").iter().collect::<Vec<_>>(), ["/b"]);
}

#[test]
fn fields_of_any_value_keep_the_laws() {
    laws::check::<CopiesApi>(&Laws::new(80, 13));
}
