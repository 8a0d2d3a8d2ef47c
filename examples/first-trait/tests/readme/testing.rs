//! The snippets of docs/testing.md, in its order.

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::Output;
use api_core::prelude::*;
use api_core::{Body, model};
use api_testing::everything::{Constant, Everything as _, EverythingApi};
use api_testing::generate::{self, SmallRandom};
use api_testing::laws::{self, Laws, Manner, Mock, Sample};
use http::Response;
use http::header::{AUTHORIZATION, HeaderValue};
use serde::{Deserialize, Serialize, Serializer};

use crate::guide::{Lobby, Message, Rooms, RoomsApi};

pub(crate) const SOURCE: &str = include_str!("testing.rs");
const PAGE: &str = include_str!("../../../../docs/testing.md");

mod server {
    use super::*;

    #[tokio::test]
    async fn a_method_is_called_without_a_socket() {
        let rooms = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby::new())));
        let mut heard = rooms.listen("lobby".to_owned()).await.unwrap();
        rooms.say("lobby".to_owned(), Message("hello".to_owned())).await.unwrap();
        assert!(matches!(heard.next().await.unwrap(), Next::Event(event) if event.body.0 == "hello"));
        assert_eq!(rooms.listeners("attic".to_owned()).await.unwrap_err().kind(), Some("no_such_room"));
    }

    #[test]
    fn no_request_makes_the_server_fail() {
        let server = InProcess::new(RoomsApi::serve(Lobby::new()));
        laws::refusals_by::<RoomsApi, _>(&Laws::new(100, 1), server, |request| {
            request.headers_mut().insert(AUTHORIZATION, HeaderValue::from_static("Bearer token"));
        });
    }

    #[test]
    fn the_laws_of_the_contract_hold() {
        laws::check::<RoomsApi>(&Laws::new(100, 1));
    }
}

mod client {
    use super::*;

    async fn title(rooms: &impl Rooms) -> String {
        match rooms.rooms().await {
            Ok(names) => format!("{} rooms", names.len()),
            Err(error) => format!("no rooms: {error}"),
        }
    }

    #[tokio::test]
    async fn every_answer_has_a_title() {
        let manners = [(Manner::Answers, " rooms"), (Manner::Surprises, "no rooms"), (Manner::Babbles, "no rooms")];
        for (seed, (manner, expected)) in (1..100).zip(manners.into_iter().cycle()) {
            let rooms = RoomsApi::connect(Mock::<RoomsApi>::new(seed, manner));
            assert!(title(&rooms).await.contains(expected), "{manner:?} with the seed {seed}");
        }
    }
}

mod reply {
    use super::*;

    struct Shout(String);

    impl Reply for Shout {
        const OUTPUTS: &'static [Output] = Text::OUTPUTS;

        fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
            Text(format!("{}!", self.0)).encode(form)
        }

        async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
            let Text(text) = Text::decode(response, form).await?;
            Ok(Self(text.strip_suffix('!').unwrap_or(&text).to_owned()))
        }
    }

    #[api]
    trait Shouting {
        #[get("/shout")]
        async fn shout(&self) -> Result<Shout, Error>;
    }

    #[tokio::test]
    async fn a_shout_arrives_as_it_was_sent() {
        struct Loud;
        impl Shouting for Loud {
            async fn shout(&self) -> Result<Shout, Error> {
                Ok(Shout("hey".to_owned()))
            }
        }
        let client = ShoutingApi::connect(InProcess::new(ShoutingApi::serve(Loud)));
        assert_eq!(client.shout().await.unwrap().0, "hey");
    }

    #[test]
    #[should_panic(expected = "another body")]
    fn the_law_of_proxies_finds_that_a_text_without_a_mark_gets_one() {
        laws::inverse::<ShoutingApi>(&Laws::new(20, 1));
    }
}

mod field {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct Country(#[model(pattern = "^[A-Z]{2}$")] String);

    #[api]
    trait Places {
        #[put("/places/{first}")]
        async fn place(
            &self,
            first: Country,
            #[query(comma)] others: Vec<Country>,
            #[header] x_country: Option<Country>,
            #[body] last: Country,
        ) -> Result<Vec<Country>, Error>;
    }

    #[test]
    fn a_country_is_the_same_after_every_way_through_the_wire() {
        laws::check::<PlacesApi>(&Laws::new(100, 1));
    }

    #[test]
    fn a_country_is_generated() {
        let value = generate::value(<Country as model::Model>::SHAPE, &mut SmallRandom::new(7)).unwrap();
        let country: Country = serde_json::from_value(value).unwrap();
        assert_eq!(country.0.len(), 2);
    }
}

mod failure {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Deserialize, Model)]
    struct Loud(#[model(pattern = "^[a-z]{4}$")] String);

    impl Serialize for Loud {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.to_uppercase().serialize(serializer)
        }
    }

    #[api(base = "/v1")]
    trait Words {
        #[post("/words")]
        async fn add(&self, #[body] word: Loud) -> Result<(), Error>;
    }

    /// The page shows the whole message, so that this test is one of its text too.
    #[test]
    fn a_failure_shows_how_to_send_the_request_again() {
        let broken = std::panic::catch_unwind(|| laws::codec::<WordsApi>(&Laws::new(100, 1))).unwrap_err();
        let message = broken.downcast_ref::<String>().unwrap();
        let shown = PAGE.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
        assert_eq!(message.trim_end(), shown, "the page shows another message:\n{message}");
        assert!(message.contains("curl") && message.contains("client.raw(Request::builder()"));
    }
}

mod everything {
    use super::*;

    #[tokio::test]
    async fn a_layer_passes_every_feature_on() {
        let client = EverythingApi::connect(InProcess::new(EverythingApi::serve(Constant))).bind("tenant", "acme");
        assert_eq!(client.thing(7).await.unwrap().id, 7);
    }

    #[test]
    fn a_request_of_another_client_is_the_same_call() {
        let endpoint = EverythingApi::DESCRIPTION.endpoint("thing").unwrap();
        let sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut SmallRandom::new(1)).unwrap();
        let found = sample.request().unwrap(); // what the other client sent
        laws::same_call::<EverythingApi>("thing", sample.request().unwrap(), found).unwrap();
    }
}
