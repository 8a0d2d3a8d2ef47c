//! The environment of a client: instance, host, common header fields and a shared connection.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use api_server::{Listener, serve};
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::client::ChatkitClient;
use chatkit::model::{RoomStart, UserPage};
use http::header::HeaderName;
use http::{HeaderValue, Method};
use pusher_platform::raw::RawRequest;
use pusher_platform::token::Grant;
use pusher_platform::{Host, InstanceLocator, ParseInstanceLocatorError, PlatformEnvironment};

use crate::world::{World, environment, response, scripted};

#[test]
fn a_malformed_locator_or_address_is_an_error_before_any_request() {
    for text in ["", "v1", "v1:us1", "v1:us1:id:more", "v1::id", "v1:us1:a/b"] {
        let refused: Result<PlatformEnvironment, ParseInstanceLocatorError> =
            text.parse::<InstanceLocator>().map(PlatformEnvironment::new);
        assert!(refused.is_err(), "{text}");
    }
    for address in ["", "localhost", "ftp://localhost", "https://user:password@localhost"] {
        assert!(environment().at(address).raw().is_err_and(|failure| failure.is_encode()), "{address}");
    }
    assert!(environment().token_endpoint("app.example/token", "alice").is_err_and(|failure| failure.is_encode()));
}

#[tokio::test]
async fn every_request_has_the_common_header_fields_and_the_sdk_fields() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = seen.clone();
    let service = scripted(move |request| {
        let headers = request.headers();
        noted.lock().unwrap().push(
            ["x-common", "x-sdk-product", "x-sdk-language"]
                .map(|name| headers.get(name).map(|value| value.to_str().unwrap().to_owned())),
        );
        Ok(response(200, &[], "[]"))
    });
    let environment = environment()
        .header(HeaderName::from_static("x-common"), HeaderValue::from_static("yes"))
        .sdk_information("chatkit", "1.0.0");
    let typed = environment.connect_through::<ChatkitApi, _>(service.clone()).unwrap();
    typed.users(UserPage::default()).await.unwrap();
    let raw = environment.raw_through(service.clone()).unwrap();
    raw.send(RawRequest::new(Method::GET, "chatkit", "v6", "/users")).await.unwrap();
    // By default a client sends no `x-sdk-*` fields.
    crate::world::without_retries(service).users(UserPage::default()).await.unwrap();
    let all = ["yes", "chatkit", "rust"].map(|text| Some(text.to_owned()));
    assert_eq!(*seen.lock().unwrap(), [all.clone(), all, [None, None, None]]);
}

#[test]
fn the_environment_returns_its_locator() {
    let environment =
        PlatformEnvironment::new("v1:us1:id".parse().unwrap()).host(&"localhost:8443".parse::<Host>().unwrap());
    assert_eq!((environment.locator().instance_id(), environment.locator().cluster()), ("id", "us1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_requests_and_subscriptions_can_share_one_connection() {
    let world = World::with_a_room().await;
    let listening = serve(Listener::bind("127.0.0.1:0").await.unwrap(), world.backend.server());
    let proxy = counting_proxy::Proxy::to(listening.local_addr()).await;
    let shutdown = listening.shutdown_handle();
    let server = tokio::spawn(async move { listening.await });
    for (one, expected) in [(true, 1..=1), (false, 3..=usize::MAX)] {
        let environment = world.environment(Grant::user("alice")).at(&format!("http://{}", proxy.address));
        let environment = if one { environment.one_connection() } else { environment };
        let client = ChatkitClient::connect(&environment).unwrap();
        let before = proxy.connections.load(Ordering::SeqCst);
        let room = client.chatkit.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
        let user = client.chatkit.follow_user().await.unwrap();
        let cursors = chatkit::api::ChatkitCursors::follow_user_cursors(&client.cursors, "alice".into()).await.unwrap();
        client.chatkit.user("alice".into()).await.unwrap();
        let made = proxy.connections.load(Ordering::SeqCst) - before;
        assert!(expected.contains(&made), "{made} connections");
        drop((room, user, cursors));
    }
    shutdown.shut_down();
    server.await.unwrap().unwrap();
}

/// A TCP proxy that counts its connections.
mod counting_proxy {
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::net::{TcpListener, TcpStream};

    pub(super) struct Proxy {
        pub(super) address: SocketAddr,
        pub(super) connections: Arc<AtomicUsize>,
    }

    impl Proxy {
        pub(super) async fn to(server: SocketAddr) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
            let counter = connections.clone();
            tokio::spawn(async move {
                while let Ok((mut client, _)) = listener.accept().await {
                    counter.fetch_add(1, Ordering::SeqCst);
                    tokio::spawn(async move {
                        let mut server = TcpStream::connect(server).await.unwrap();
                        // Fails if either end closes the connection abruptly.
                        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                    });
                }
            });
            Self { address, connections }
        }
    }
}
