//! Testing: in process, laws, mocks.

use api_core::prelude::*;
use api_testing::laws::{self, Laws, Manner, Mock};

use super::{Lobby, Message, Rooms as _, RoomsApi};

#[tokio::test]
async fn a_sent_message_is_received() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby::new())));
    let mut heard = client.listen("lobby".to_owned()).await.unwrap();
    client.say("lobby".to_owned(), Message("hello".to_owned())).await.unwrap();
    assert_eq!(heard.next().await.unwrap(), Next::Event(Event::new(Message("hello".to_owned()))));
}

#[test]
fn the_laws_hold() {
    laws::check::<RoomsApi>(&Laws::new(100, 1));
    laws::check::<RoomsApi>(&Laws::new(100, 1).except(&["listen"])); // without one endpoint
}

#[tokio::test]
async fn a_mock_answers_any_api() {
    let client = RoomsApi::connect(Mock::<RoomsApi>::new(1, Manner::Answers));
    client.rooms().await.unwrap();
    let client = RoomsApi::connect(Mock::<RoomsApi>::new(1, Manner::Babbles)); // answers in no known format
    client.rooms().await.unwrap_err();
}

/// The endpoint of `Rooms` that the test implements.
#[api(base = "/v1")]
trait Listeners {
    #[get("/rooms/{name}/listeners")]
    async fn listeners(&self, name: String) -> Result<usize, Error>;
}

struct Three;

impl Listeners for Three {
    async fn listeners(&self, _: String) -> Result<usize, Error> {
        Ok(3)
    }
}

#[tokio::test]
async fn one_endpoint_is_implemented_and_a_mock_answers_the_others() {
    let others = RoomsApi::serve(RoomsApi::connect(Mock::<RoomsApi>::new(1, Manner::Answers)));
    let client = RoomsApi::connect(InProcess::new(ListenersApi::serve(Three).overriding().or_else(others)));
    assert_eq!(client.listeners("lobby".to_owned()).await.unwrap(), 3);
    client.rooms().await.unwrap();
}
