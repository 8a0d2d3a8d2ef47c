//! HTTP Basic, sessions, and what protects them.

use http::Method;
use http_body_util::BodyExt as _;
use serde_json::json;

use super::world::{ADMIN, World, settings};
use crate::admin::settings::{Settings, SignIn};

const INFO: &str = "/admin/api/info";

/// Returns the cookie that a sign-in sets, as a browser sends it.
async fn signed_in(world: &World) -> String {
    let answer = world.request("POST", "/admin/session", &[], "username=admin&password=secret").await;
    assert_eq!(answer.status, 204);
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn without_credentials_every_route_asks_for_them() {
    let world = World::new().await;
    for (method, path) in [
        ("GET", INFO),
        ("GET", "/admin"),
        ("GET", "/admin/application/x/keys"),
        ("GET", "/admin/api/applications"),
        ("POST", "/admin/api/applications"),
        ("DELETE", "/admin/api/application/x"),
        ("GET", "/admin/api/application/x/live"),
    ] {
        for (name, value) in [
            ("x-nothing", ""),
            ("authorization", "Basic YWRtaW46d3Jvbmc="),
            ("authorization", "Basic cm9vdDpzZWNyZXQ="),
            ("authorization", "Bearer x"),
            ("authorization", "Basic"),
            ("cookie", "pandapush_session=x.y"),
        ] {
            let answer = world.request(method, path, &[(name, value)], "").await;
            assert_eq!(answer.says(), (401, "Unauthorized"), "{method} {path} {value}");
            assert_eq!(answer.header("www-authenticate"), "Basic realm=\"Authorization Required\"");
        }
    }
}

/// The browser would open its own dialog in front of the page that asks for the password.
#[tokio::test]
async fn a_script_of_the_pages_is_not_asked_by_the_browser() {
    let world = World::new().await;
    let answer = world.request("GET", INFO, &[("sec-fetch-dest", "empty")], "").await;
    assert_eq!((answer.status.as_u16(), answer.header("www-authenticate")), (401, "Session realm=\"Pandapush\""));
}

#[tokio::test]
async fn a_closed_deployment_refuses_everything() {
    let world = World::with(Settings { sign_in: SignIn::Closed, ..settings() }).await;
    let cookie = world.shared.gate.cookie_of("root");
    for (method, path) in [
        ("GET", INFO),
        ("GET", "/admin"),
        ("GET", "/admin/x"),
        ("GET", "/login"),
        ("POST", "/admin/session"),
        ("DELETE", "/admin/session"),
        ("GET", "/logout"),
        ("POST", "/admin/api/applications"),
    ] {
        for fields in [&[][..], &[("authorization", ADMIN)], &[("cookie", &cookie)], &[("sec-fetch-mode", "navigate")]]
        {
            let answer = world.request(method, path, fields, "username=admin&password=secret").await;
            assert_eq!(answer.says(), (403, "Unauthorized"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_form_or_json_opens_a_session() {
    let world = World::new().await;
    for body in ["username=admin&password=secret", r#"{"username":"admin","password":"secret"}"#] {
        for (scheme, secure) in [(None, false), (Some("http"), false), (Some("https"), true)] {
            let fields: Vec<_> = scheme.map(|scheme| ("x-forwarded-proto", scheme)).into_iter().collect();
            let answer = world.request("POST", "/admin/session", &fields, body).await;
            assert_eq!(answer.says(), (204, ""));
            let cookie = answer.header("set-cookie");
            let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
            let expected = ["Path=/", "Max-Age=43200", "HttpOnly", "SameSite=Strict", "Secure"];
            assert_eq!(attributes, expected[..if secure { 5 } else { 4 }]);
            let cookie = cookie.split(';').next().unwrap();
            let answer = world.request("GET", INFO, &[("cookie", cookie)], "").await;
            assert_eq!((answer.status.as_u16(), &answer.json()["username"]), (200, &json!("admin")));
        }
    }
    for (body, expected) in [
        ("username=admin&password=wrong", (401, "Unauthorized")),
        ("username=root&password=secret", (401, "Unauthorized")),
        (r#"{"username":"admin"}"#, (400, "the body must be a form or a JSON object with username and password")),
        ("", (400, "the body must be a form or a JSON object with username and password")),
    ] {
        let answer = world.request("POST", "/admin/session", &[], body).await;
        assert_eq!((answer.says(), answer.header("set-cookie")), (expected, ""), "{body}");
    }
}

#[tokio::test]
async fn a_session_ends_on_every_node() {
    let world = World::new().await;
    let other = World::over(world.store().clone(), settings()).await;
    for (method, path, status) in [("DELETE", "/admin/session", 204), ("GET", "/logout", 303)] {
        let (cookie, second) = (signed_in(&world).await, signed_in(&world).await);
        for node in [&world, &other] {
            assert_eq!(node.request("GET", INFO, &[("cookie", &cookie)], "").await.status, 200);
        }
        let answer = other.request(method, path, &[("cookie", &cookie)], "").await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.header("set-cookie").starts_with("pandapush_session=; Path=/; Max-Age=0"), "{answer:?}");
        if status == 303 {
            assert_eq!(answer.header("location"), "/login?ended");
        }
        for node in [&world, &other] {
            assert_eq!(node.request("GET", INFO, &[("cookie", &cookie)], "").await.status, 401);
            assert_eq!(node.request("GET", INFO, &[("cookie", &second)], "").await.status, 200, "another session");
        }
    }
    // Without a session there is nothing to end.
    assert_eq!(world.request("DELETE", "/admin/session", &[], "").await.status, 204);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let world = World::new().await;
    let cookie = signed_in(&world).await;
    let sign_in = SignIn::Password { username: "admin".to_owned(), password: "other".to_owned().into() };
    let restarted = World::over(world.store().clone(), Settings { sign_in, ..settings() }).await;
    assert_eq!(restarted.request("GET", INFO, &[("cookie", &cookie)], "").await.status, 401);
}

#[tokio::test]
async fn a_session_without_a_name_is_nobodys() {
    let world = World::new().await;
    assert_eq!(world.send("", "GET", INFO, "").await.says(), (403, "No user."));
}

#[tokio::test]
async fn changes_that_come_from_other_sites_are_refused() {
    let world = World::new().await;
    let id = world.application("ada").await;
    let cookie = world.shared.gate.cookie_of("ada");
    for credentials in [("cookie", &*cookie), ("authorization", ADMIN)] {
        for evil in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
        {
            let fields = [credentials, evil, ("host", "admin.example"), ("content-type", "application/json")];
            for (method, path) in [
                (Method::DELETE, format!("/admin/api/application/{id}")),
                (Method::POST, format!("/admin/api/application/{id}/keys")),
                (Method::POST, "/admin/api/applications".to_owned()),
                (Method::POST, "/admin/session".to_owned()),
                (Method::DELETE, "/admin/session".to_owned()),
            ] {
                let answer = world.request(method.as_str(), &path, &fields, "{}").await;
                assert_eq!(answer.says(), (403, "The request comes from another site."), "{method} {path} {evil:?}");
            }
        }
    }
    assert!(world.store().application(&id).await.unwrap().unwrap().keys.is_empty());
    let fields = [("cookie", &*cookie), ("origin", "https://admin.example"), ("host", "admin.example")];
    let answer = world.request("POST", &format!("/admin/api/application/{id}/keys"), &fields, "{}").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn wrong_passwords_are_throttled_and_sessions_are_not() {
    let world = World::with(Settings { wrong_passwords: 3, ..settings() }).await;
    let cookie = signed_in(&world).await;
    for _ in 0..3 {
        let answer = world.request("GET", INFO, &[("authorization", "Basic YWRtaW46d3Jvbmc=")], "").await;
        assert_eq!(answer.status, 401);
    }
    // Also the right one: otherwise the answer would tell which it is.
    for (method, path, fields, body) in [
        ("GET", INFO, &[("authorization", ADMIN)][..], ""),
        ("POST", "/admin/session", &[], "username=admin&password=secret"),
    ] {
        let answer = world.request(method, path, fields, body).await;
        assert_eq!(answer.says(), (429, "Too many wrong passwords. Try again later."));
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    }
    assert_eq!(world.request("GET", INFO, &[("cookie", &cookie)], "").await.status, 200);
    assert_eq!(world.request("GET", INFO, &[], "").await.status, 401, "no password is no attempt");
}

#[tokio::test(start_paused = true)]
async fn an_open_view_ends_with_its_session() {
    let world = World::new().await;
    let id = world.application("admin").await;
    let response = world.live("admin", &id).await;
    // All sessions of this cookie: the view's is the one that it was opened with.
    let cookie = world.shared.gate.cookie_of("admin");
    assert_eq!(world.request("DELETE", "/admin/session", &[("cookie", &cookie)], "").await.status, 204);
    let mut body = Box::pin(response.into_body().collect());
    let still_open = tokio::time::timeout(std::time::Duration::from_secs(10), &mut body).await.is_err();
    assert!(still_open, "another session of the same user has ended");
}
