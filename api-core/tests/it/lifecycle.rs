//! Deprecated endpoints say so in their answers, with the days that the trait declares.

use api_core::routing::{Cors, Layered, Routes, ServiceSettings, respond};
use api_core::{Body, Compose as _, Error, api};
use http::{Request, Response, StatusCode};

#[api]
trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<String, Error>;

    #[deprecated(note = "read /rooms")]
    #[get("/newest", deprecated_since = "2026-06-01", sunset = "2027-01-01")]
    async fn newest(&self) -> Result<String, Error>;

    #[deprecated(note = "read /rooms")]
    #[get("/oldest/{id}", sunset = "2027-01-01")]
    async fn oldest(&self, id: u32) -> Result<String, Error>;

    #[deprecated(note = "read /rooms")]
    #[get("/undated")]
    async fn undated(&self) -> Result<String, Error>;
}

struct Lobby;

#[allow(deprecated, reason = "deprecated methods are served until they are removed")]
impl Rooms for Lobby {
    async fn rooms(&self) -> Result<String, Error> {
        Ok("lobby".to_owned())
    }

    async fn newest(&self) -> Result<String, Error> {
        self.rooms().await
    }

    async fn oldest(&self, _: u32) -> Result<String, Error> {
        Err(Error::not_found("room_not_found"))
    }

    async fn undated(&self) -> Result<String, Error> {
        self.rooms().await
    }
}

const DAY: &str = "Fri, 01 Jan 2027 00:00:00 GMT";

async fn sent(routes: &impl Routes<Body>, method: &str, path: &str) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).header("origin", "https://app.example");
    let (head, body) = request.body(Body::empty()).unwrap().into_parts();
    respond(routes, &ServiceSettings::default().cors(Cors::any_origin()), &head, body).await
}

fn field<'r>(response: &'r Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn answers_announce_the_days_that_are_declared() {
    let routes = RoomsApi::serve(Lobby);
    for (method, path, status, since, sunset, exposed) in [
        ("GET", "/newest", 200, Some("@1780272000"), Some(DAY), "deprecation, sunset"),
        ("HEAD", "/newest", 200, Some("@1780272000"), Some(DAY), "deprecation, sunset"),
        ("GET", "/oldest/7", 404, None, Some(DAY), "sunset"),
        ("GET", "/oldest/x", 400, None, None, ""),
        ("GET", "/undated", 200, None, None, ""),
        ("GET", "/rooms", 200, None, None, ""),
        ("POST", "/newest", 405, None, None, ""),
    ] {
        let response = sent(&routes, method, path).await;
        assert_eq!(response.status(), StatusCode::from_u16(status).unwrap(), "{method} {path}");
        assert_eq!((field(&response, "deprecation"), field(&response, "sunset")), (since, sunset), "{method} {path}");
        let fields = field(&response, "access-control-expose-headers").unwrap_or_default();
        assert_eq!(fields.contains("sunset"), sunset.is_some(), "{method} {path}: {fields}");
        assert!(fields.contains(exposed), "{method} {path}: {fields}");
    }
}

#[tokio::test]
async fn layers_and_prefixes_do_not_hide_the_days() {
    let layered = Layered::new(RoomsApi::serve(Lobby), |group| group);
    assert_eq!(field(&sent(&layered, "GET", "/newest").await, "sunset"), Some(DAY));
    let nested = RoomsApi::serve(Lobby).nest("/v1");
    assert_eq!(field(&sent(&nested, "GET", "/v1/newest").await, "sunset"), Some(DAY));
}

#[tokio::test]
async fn a_field_of_the_handler_stays() {
    let routes = RoomsApi::serve(Lobby).on_response(|_, response| {
        response.headers_mut().insert("sunset", "Sat, 02 Jan 2027 00:00:00 GMT".parse().unwrap());
    });
    let response = sent(&routes, "GET", "/newest").await;
    assert_eq!(field(&response, "sunset"), Some("Sat, 02 Jan 2027 00:00:00 GMT"));
    assert_eq!(field(&response, "deprecation"), Some("@1780272000"));
}
