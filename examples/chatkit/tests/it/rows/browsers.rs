//! CORS (`PROTOCOL.md` §2): preflight requests and responses for pages of any origin.

use std::collections::BTreeSet;

use http::{HeaderMap, Method};

use super::table::rows;
use crate::wire::{Answer, Wire};

async fn preflight(wire: &Wire, path: &str, method: &str) -> Answer {
    let anonymous = wire.anonymous();
    let mut request = anonymous.request(Method::OPTIONS, path, "");
    for (name, value) in [
        ("origin", "https://chat.example"),
        ("access-control-request-method", method),
        (
            "access-control-request-headers",
            "authorization,content-type,x-sdk-language,x-sdk-platform,x-sdk-product,x-sdk-version",
        ),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    Answer::read(anonymous.raw(request).await).await
}

fn listed(headers: &HeaderMap, name: &str) -> BTreeSet<String> {
    let list = headers.get(name).map(|list| list.to_str().unwrap().to_lowercase()).unwrap_or_default();
    list.split(',').map(|entry| entry.trim().to_owned()).collect()
}

#[tokio::test]
async fn preflights_allow_any_origin_the_method_and_the_fields_of_the_sdk() {
    let wire = Wire::new();
    for row in rows() {
        let path = row.path.replace("{uploaded}", "x").replace("{job}", "x");
        let path = path.replace("{upload}", "/files/test/x?pass=y").replace("{download}", "/files/test/x/y?pass=z");
        let answer = preflight(&wire, &format!("{}{path}", row.service), row.method).await;
        answer.empty(204);
        assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
        assert_eq!(answer.headers["access-control-max-age"], "86400", "{path}");
        let methods = listed(&answer.headers, "access-control-allow-methods");
        assert!(methods.contains(&row.method.to_lowercase()), "{path}: {methods:?}");
        let headers = listed(&answer.headers, "access-control-allow-headers");
        for name in
            ["authorization", "content-type", "x-sdk-product", "x-sdk-version", "x-sdk-language", "x-sdk-platform"]
        {
            assert!(headers.contains(name), "{path}: {name} is not in {headers:?}");
        }
    }
}

#[tokio::test]
async fn preflights_of_older_versions_are_allowed() {
    let wire = Wire::new();
    for path in ["chatkit/v3/users/alice", "chatkit/v5/users/alice", "chatkit_authorizer/v1/roles"] {
        let answer = preflight(&wire, path, "GET").await;
        assert_eq!(
            (answer.status, &answer.headers["access-control-allow-origin"]),
            (204, &"*".parse().unwrap()),
            "{path}"
        );
        assert!(listed(&answer.headers, "access-control-allow-methods").contains("get"), "{path}");
        assert!(listed(&answer.headers, "access-control-allow-headers").contains("x-sdk-product"), "{path}");
    }
}

#[tokio::test]
async fn responses_and_errors_are_readable_from_any_origin() {
    let wire = Wire::with_lobby().await;
    let su = wire.su();
    for path in ["chatkit/v6/users/alice", "chatkit/v6/users/nobody", "chatkit/v6/nowhere", "chatkit/v5/users/alice"] {
        let mut request = su.request(Method::GET, path, "");
        request.headers_mut().insert("origin", "https://chat.example".parse().unwrap());
        let response = su.raw(request).await;
        assert_eq!(response.headers()["access-control-allow-origin"], "*", "{path}");
    }
}
