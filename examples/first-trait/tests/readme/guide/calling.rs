//! A client: settings, calls as values, decorators.

use std::time::Duration;

use api_client::{ClientBuilder, FixedCredentials, RetryPolicy, TimeLimits};
use api_core::prelude::*;
use api_core::{Body, Transport};

use super::{Lobby, Message, Rooms, RoomsApi, RoomsSayCall};

#[expect(dead_code, reason = "compiling is the test")]
async fn settings() -> Result<(), BoxError> {
    let builder = ClientBuilder::at("https://api.example")
        .credentials(FixedCredentials::bearer("6a37c6cb")?)
        .time_limits(TimeLimits::default().head(Duration::from_secs(5)))
        .retry(RetryPolicy::default().attempts(5));
    let client = api_client::connect::<RoomsApi>(&builder)?;
    client.say("lobby".to_owned(), Message("hello".to_owned())).await?;
    Ok(())
}

async fn calls<T: Transport>(client: Client<RoomsApi, T>) -> Result<http::Request<Body>, BoxError> {
    let call = RoomsSayCall { name: "lobby".to_owned(), message: Message("hello".to_owned()) };
    let request = client.request(&call)?; // the request, to look at it
    client.call(call).await?; // to send it
    Ok(request)
}

struct Logged<R>(R);

impl<R: Rooms + Send + Sync> Rooms for Logged<R> {
    async fn rooms(&self) -> Result<Vec<String>, Error> {
        println!("rooms");
        self.0.rooms().await
    }
    async fn listeners(&self, name: String) -> Result<usize, Error> {
        self.0.listeners(name).await
    }
    async fn say(&self, name: String, message: Message) -> Result<(), Error> {
        self.0.say(name, message).await
    }
    async fn listen(&self, name: String) -> Result<Subscription<Message>, Error> {
        self.0.listen(name).await
    }
}

#[tokio::test]
async fn a_decorator_works_for_clients_and_servers() {
    let server = InProcess::new(RoomsApi::serve(Logged(Lobby::new())));
    let client = Logged(RoomsApi::connect(server.clone()));
    assert_eq!(client.rooms().await.unwrap(), ["lobby"]);
    let request = calls(RoomsApi::connect(server)).await.unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/v1/rooms/lobby/messages"));
}
