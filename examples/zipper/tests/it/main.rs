//! Tests the routes in process and over a socket.

use api_core::Body;
use api_core::routing::{InProcess, Routes};
use api_core::websocket::{OpenOptions, dial};
use http::{Request, Response};
use tower_service::Service as _;
use zipper::{Books, routes};

fn service() -> InProcess<impl Routes<Body>> {
    InProcess::new(routes(Books::new(&["acme", "globex"])))
}

fn request(method: &str, host: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("host", host)
}

async fn send<R: Routes<Body>>(
    service: &InProcess<R>,
    request: http::request::Builder,
    body: &'static str,
) -> Response<Body> {
    service.clone().call(request.body(Body::from(body)).unwrap()).await.unwrap()
}

fn text(response: &Response<Body>) -> &str {
    std::str::from_utf8(response.body().as_bytes().unwrap()).unwrap()
}

#[tokio::test]
async fn the_host_name_selects_the_tenant() {
    let service = service();
    send(&service, request("PUT", "acme.notes.example", "/book.txt"), "one\ntwo\n").await;
    let acme = send(&service, request("GET", "acme.notes.example", "/notes"), "").await;
    assert_eq!(text(&acme), r#"["one","two"]"#);
    let globex = send(&service, request("GET", "globex.notes.example", "/notes"), "").await;
    assert_eq!(text(&globex), "[]");
    let nobody = send(&service, request("GET", "initech.notes.example", "/notes"), "").await;
    assert_eq!(nobody.status(), 404);
    assert_eq!(nobody.headers()["vary"], "host");
}

#[tokio::test]
async fn a_field_selects_the_version_and_the_old_one_answers_the_rest() {
    let service = service();
    let host = "acme.notes.example";
    send(&service, request("PUT", host, "/book.txt"), "one").await;
    let second = send(&service, request("GET", host, "/notes").header("api-version", "2"), "").await;
    assert_eq!(text(&second), r#"[{"number":1,"text":"one"}]"#);
    let first = send(&service, request("GET", host, "/notes"), "").await;
    assert_eq!(text(&first), r#"["one"]"#);
    assert_eq!(first.headers()["vary"], "host, api-version", "also a field that the losing route read");
    assert_eq!(first.headers()["x-versions-tried"], "1");
}

#[tokio::test]
async fn the_legacy_path_reaches_the_notes() {
    let service = service();
    for (version, expected) in [("1", "[]"), ("2", "[]")] {
        let request = request("GET", "acme.notes.example", "/legacy/list.php").header("api-version", version);
        assert_eq!(text(&send(&service, request, "").await), expected);
    }
    let other = send(&service, request("GET", "acme.notes.example", "/legacy/edit.php"), "").await;
    assert_eq!(other.status(), 404);
}

#[tokio::test]
async fn the_endpoint_by_hand_follows_the_rules_of_http() {
    let service = service();
    let host = "acme.notes.example";
    let wrong = send(&service, request("DELETE", host, "/book.txt"), "").await;
    assert_eq!(
        (wrong.status().as_u16(), &wrong.headers()["allow"]),
        (405, &"GET, HEAD, PUT, OPTIONS".parse().unwrap())
    );
    let options = send(&service, request("OPTIONS", host, "/book.txt"), "").await;
    assert_eq!((options.status().as_u16(), &options.headers()["allow"]), (204, &wrong.headers()["allow"]));
    send(&service, request("PUT", host, "/book.txt"), "one").await;
    let head = send(&service, request("HEAD", host, "/book.txt"), "").await;
    assert_eq!(
        (head.status().as_u16(), &head.headers()["content-length"], text(&head)),
        (200, &"4".parse().unwrap(), "")
    );
    let long: &'static str = String::leak("x".repeat(65 * 1024));
    let too_long = send(&service, request("PUT", host, "/book.txt"), long).await;
    assert_eq!(too_long.status(), 413);
    assert_eq!(too_long.headers()["content-type"], "application/problem+json");
}

#[tokio::test]
async fn the_websocket_by_hand_sends_old_and_new_notes() {
    let service = service();
    let host = "acme.notes.example";
    send(&service, request("PUT", host, "/book.txt"), "one\ntwo").await;
    let open = request("GET", host, "/live/2").body(Body::empty()).unwrap();
    let (mut connection, _) = dial(&service, open, OpenOptions::default()).await.unwrap();
    assert_eq!(connection.receive::<String>().await.unwrap(), "two");
    send(&service, request("PUT", host, "/book.txt"), "three").await;
    assert_eq!(connection.receive::<String>().await.unwrap(), "three");

    let plain = send(&service, request("GET", host, "/live/2"), "").await;
    assert_eq!((plain.status().as_u16(), &plain.headers()["upgrade"]), (426, &"websocket".parse().unwrap()));
    let not_a_number = send(&service, request("GET", host, "/live/x"), "").await;
    assert_eq!(not_a_number.status(), 400, "the reason is that of the capture, not a 404");
}

#[tokio::test]
async fn the_same_routes_serve_a_socket() {
    let server = api_server::spawn("127.0.0.1:0", routes(Books::new(&["acme", "127"]))).await.unwrap();
    // The first label of the host name `127.0.0.1` is the tenant.
    let client = api_client::connect::<zipper::PlainNotesApi>(format!("http://{}", server.local_addr())).unwrap();
    assert_eq!(zipper::PlainNotes::texts(&client).await.unwrap(), Vec::<String>::new());
}
