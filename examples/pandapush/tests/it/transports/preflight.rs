//! What a browser asks before a page of another origin posts.

use http::Method;

use crate::world::World;

#[tokio::test]
async fn every_origin_may_post_with_the_fields_of_the_published_clients() {
    let world = World::new().await;
    let origin: &[_] = &[("origin", "https://page.example")];
    let referer: &[_] = &[("referer", "https://page.example/a")];
    let both: &[_] = &[("referer", "https://page.example/a"), ("origin", "https://page.example")];
    let rows = [
        (origin, "https://page.example"),
        (referer, "https://page.example/a"),
        (both, "https://page.example"),
        (&[], "*"),
    ];
    for target in ["/push", "/push/", "/push/x/y"] {
        for (fields, allowed) in rows {
            let answer = world.ask(Method::OPTIONS, target, fields, "").await;
            answer.is(200, "");
            for (name, value) in [
                ("access-control-allow-origin", allowed),
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-methods", "POST, GET"),
                ("access-control-allow-headers", "Accept, Authorization, Content-Type, Pragma, X-Requested-With"),
                ("access-control-max-age", "86400"),
            ] {
                assert_eq!(answer.field(name), value, "{target} {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_request_that_asks_for_post_is_a_preflight_whatever_its_method() {
    let world = World::new().await;
    let fields = [("access-control-request-method", "POST"), ("origin", "https://page.example")];
    for method in [Method::OPTIONS, Method::GET, Method::POST] {
        let answer = world.ask(method, "/push", &fields, "").await;
        answer.is(200, "");
        assert_eq!(answer.field("access-control-max-age"), "86400");
    }
    let fields = [("access-control-request-method", "GET")];
    world.ask(Method::GET, "/push", &fields, "").await.is(400, "Bad request");
}
