//! The pages and their files.

use super::world::{ADMIN, World};

#[tokio::test]
async fn the_page_answers_at_each_of_its_addresses() {
    let world = World::new().await;
    let page = include_str!("../../web/admin/index.html");
    for path in [
        "/admin",
        "/admin/",
        "/admin/application/x/info",
        "/admin/application/x/keys",
        "/admin/anything/else",
        "/admin/apis",
    ] {
        for user in ["admin", "ada"] {
            let answer = world.send(user, "GET", path, "").await;
            assert_eq!(answer.says(), (200, page), "{path}");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"),
                "{policy}"
            );
        }
        let answer = world.request("GET", path, &[("authorization", ADMIN)], "").await;
        assert_eq!(answer.says(), (200, page), "{path}");
    }
}

#[tokio::test]
async fn a_browser_is_sent_to_sign_in_and_comes_back() {
    let world = World::new().await;
    let fields = [("sec-fetch-mode", "navigate")];
    let answer = world.request("GET", "/admin/application/a%20b/keys?x=1", &fields, "").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/login?next=%2Fadmin%2Fapplication%2Fa%2520b%2Fkeys");
    let answer = world.request("GET", "/login?next=%2Fadmin", &fields, "").await;
    assert_eq!(answer.says(), (200, include_str!("../../web/admin/login.html")));
}

#[tokio::test]
async fn files_are_served_without_credentials() {
    let world = World::new().await;
    for (name, media_type) in [
        ("main.js", "text/javascript; charset=utf-8"),
        ("admin.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let answer = world.request("GET", &format!("/admin/assets/{name}"), &[], "").await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for name in ["nothing.js", "..%2Fmod.rs", "%2E%2E", "Main.js"] {
        let answer = world.request("GET", &format!("/admin/assets/{name}"), &[], "").await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{name}: {answer:?}");
    }
}
