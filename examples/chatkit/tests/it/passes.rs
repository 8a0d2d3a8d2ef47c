//! Presigned URLs of files: only a valid, unexpired signature for the same file and operation gives access.

use api_core::Body;
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::{
    AnnounceAttachment, AttachmentReference, CreateRoom, CreateUser, NewPart, Part, RoomId, SendMessage,
};
use chatkit::server::Backend;
use http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower_service::Service as _;

/// The initial time of the instance, in seconds since the epoch.
const START: i64 = 1_600_000_000;

struct World {
    backend: Backend,
    token: String,
    clock: Arc<AtomicI64>,
}

impl World {
    /// Creates an instance with a user in the room `lobby` and a clock that only the test advances.
    async fn new(instance: &str, key: &str) -> Self {
        let locator: InstanceLocator = format!("v1:us1:{instance}").parse().unwrap();
        let key: Key = key.parse().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let read = clock.clone();
        let now = move || Timestamp::from_second(read.load(Ordering::Relaxed)).unwrap();
        let backend = Backend::with_clock(locator.clone(), std::slice::from_ref(&key), now);
        let grant = Grant::superuser_as("alice");
        let token = TokenSigner::new(&locator, &key).sign(&grant, START.try_into().unwrap()).unwrap();
        let world = Self { backend, token: token.token.as_str().to_owned(), clock };
        let alice = CreateUser { id: "alice".into(), name: "Alice".to_owned(), avatar_url: None, custom_data: None };
        world.client().create_user(alice).await.unwrap();
        let lobby = CreateRoom { id: Some(lobby()), name: "Lobby".to_owned(), ..CreateRoom::default() };
        world.client().create_room(lobby).await.unwrap();
        world
    }

    fn client(&self) -> api_core::Client<ChatkitApi, impl api_core::Transport + use<>> {
        ChatkitApi::connect(self.backend.in_process())
            .bind("instance", self.backend.locator().instance_id())
            .header(AUTHORIZATION, format!("Bearer {}", self.token).try_into().unwrap())
    }

    async fn send(&self, method: Method, address: &str, content: &'static str) -> Response<Body> {
        let request = Request::builder().method(method).uri(address).body(Body::from(content)).unwrap();
        self.backend.in_process().call(request).await.unwrap()
    }

    /// Announces a picture of five bytes and returns its id and upload URL.
    async fn announce(&self) -> (String, String) {
        let picture = AnnounceAttachment {
            content_type: "image/png".to_owned(),
            content_length: 5,
            name: Some("a picture.png".to_owned()),
            custom_data: None,
        };
        let ticket = self.client().announce_attachment(lobby(), picture).await.unwrap();
        (ticket.attachment_id.as_str().to_owned(), ticket.upload_url)
    }

    /// Uploads a picture, sends it in a message and returns its download URL.
    async fn upload(&self) -> String {
        let (id, address) = self.announce().await;
        assert_eq!(self.send(Method::PUT, &address, "bytes").await.status(), StatusCode::OK);
        let attachment = AttachmentReference { id: chatkit::model::AttachmentId::new(id) };
        let parts = vec![NewPart::Attachment { media_type: "image/png".to_owned(), attachment }];
        let sent = self.client().send_message(lobby(), SendMessage { parts }).await.unwrap();
        let message = self.client().message(lobby(), sent.message_id).await.unwrap();
        let [Part::Attachment { attachment, .. }] = message.parts.as_slice() else { panic!("expected one attachment") };
        attachment.download_url.clone()
    }
}

fn lobby() -> RoomId {
    RoomId::new("lobby")
}

fn pass(address: &str) -> &str {
    address.split_once("?pass=").unwrap().1
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn a_download_has_the_announced_type_and_the_headers_that_isolate_its_content() {
    let world = World::new("test", "id:secret").await;
    let address = world.upload().await;
    assert!(address.contains("/a%20picture.png?pass="), "{address}");
    let response = world.send(Method::GET, &address, "").await;
    assert_eq!(response.status(), StatusCode::OK);
    for (name, value) in [
        (CONTENT_TYPE, "image/png"),
        (CONTENT_DISPOSITION, "inline"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        assert_eq!(response.headers()[&name], value, "{name}");
    }
    assert_eq!(text(response).await, "bytes");
}

#[tokio::test]
async fn a_forged_or_mismatched_signature_is_rejected() {
    let world = World::new("test", "id:secret").await;
    let (id, upload) = world.announce().await;
    let (_, of_another_file) = world.announce().await;
    let download = world.upload().await;
    let elsewhere = World::new("test", "id:another secret").await;
    let (_, by_another_key) = elsewhere.announce().await;
    let good = pass(&upload);
    let (head, rest) = good.split_once('.').unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", rest.split_once('.').unwrap().0);
    let cut = &good[..good.len() - 2];
    for (what, forged) in [
        ("none", ""),
        ("garbage", "a.b.c"),
        ("a truncated signature", cut),
        ("no algorithm", &unsigned),
        ("a header alone", head),
        ("one of another file", pass(&of_another_file)),
        ("one for a download", pass(&download)),
        ("one by another key", pass(&by_another_key)),
        ("an access token", &world.token),
    ] {
        let response = world.send(Method::PUT, &format!("/files/test/{id}?pass={forged}"), "bytes").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{what}");
        assert!(text(response).await.contains("services/chatkit_files/authorization/invalid_pass"), "{what}");
    }
    let read = format!("/files/test/{id}/a.png?pass={good}");
    assert_eq!(
        world.send(Method::GET, &read, "").await.status(),
        StatusCode::FORBIDDEN,
        "a signature for uploading, used to download"
    );
    assert_eq!(world.send(Method::PUT, &format!("/files/test/{id}"), "bytes").await.status(), StatusCode::FORBIDDEN);
    // The valid URL still works, once.
    assert_eq!(world.send(Method::PUT, &upload, "bytes").await.status(), StatusCode::OK);
    assert_eq!(world.send(Method::PUT, &upload, "other").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_presigned_url_expires_after_an_hour() {
    let world = World::new("test", "id:secret").await;
    let address = world.upload().await;
    let hour = SignedDuration::from_hours(1).as_secs();
    world.clock.store(START + hour - 1, Ordering::Relaxed);
    assert_eq!(world.send(Method::GET, &address, "").await.status(), StatusCode::OK);
    world.clock.store(START + hour, Ordering::Relaxed);
    assert_eq!(world.send(Method::GET, &address, "").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_upload_must_have_the_announced_length() {
    let world = World::new("test", "id:secret").await;
    let (_, address) = world.announce().await;
    assert_eq!(world.send(Method::PUT, &address, "byte").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.send(Method::PUT, &address, "bytes and more").await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(world.send(Method::PUT, &address, "bytes").await.status(), StatusCode::OK);
}
