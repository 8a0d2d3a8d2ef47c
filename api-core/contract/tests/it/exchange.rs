//! Verdicts against programs: the derived client of one trait calls the server of another one, in process.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::body::Body;
use api_core::contract::{Change, Changes, Contract, Party, compare};
use api_core::model::Model;
use api_testing::generate::{SmallRandom, value};
use http::{Request, Response};
use serde::de::DeserializeOwned;
use tower_service::Service;

/// How many calls each client makes.
const CALLS: usize = 40;

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

type Calls = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// A server whose type is not known.
#[derive(Clone)]
pub(crate) struct Server(Arc<dyn Fn(Request<Body>) -> Answer + Send + Sync>);

impl Server {
    pub(crate) fn new<S>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future = Answer>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        Self(Arc::new(move |request| service.clone().call(request)))
    }
}

impl Service<Request<Body>> for Server {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        (self.0)(request)
    }
}

/// A trait whose one method takes and returns one type.
pub(crate) struct Exchanged {
    name: &'static str,
    contract: Contract,
    server: Server,
    /// Makes calls, and returns the first failure.
    calls: fn(Server) -> Calls,
}

/// Generates values of a type.
pub(crate) fn values<T: Model + DeserializeOwned>(seed: u64) -> Vec<T> {
    let mut random = SmallRandom::new(seed);
    (0..CALLS).map(|_| serde_json::from_value(value(T::SHAPE, &mut random).unwrap()).unwrap()).collect()
}

macro_rules! exchanged {
    ($($module:ident $type:ty),* $(,)?) => {
        $(mod $module {
            use std::sync::atomic::{AtomicUsize, Ordering};

            use api_core::contract::Contract;
            use api_core::prelude::*;
            use api_core::routing::InProcess;

            use super::{Exchanged, Server, values};
            #[allow(unused_imports, reason = "types of std need none")]
            use crate::judge::types::*;

            #[api]
            trait Exchange {
                #[post("/exchange")]
                async fn exchange(&self, #[body(json)] value: $type) -> Result<$type, Error>;
            }

            /// Answers one value after the other.
            struct InTurn(Vec<$type>, AtomicUsize);

            impl Exchange for InTurn {
                async fn exchange(&self, _: $type) -> Result<$type, Error> {
                    let number = self.1.fetch_add(1, Ordering::Relaxed);
                    Ok(self.0[number % self.0.len()].clone())
                }
            }

            pub(super) fn exchanged() -> Exchanged {
                let server = InProcess::new(ExchangeApi::serve(InTurn(values(3), AtomicUsize::new(0))));
                Exchanged {
                    name: stringify!($type),
                    contract: Contract::of(ExchangeApi::DESCRIPTION),
                    server: Server::new(server),
                    calls: |server| Box::pin(async move {
                        let client = ExchangeApi::connect(server);
                        for value in values::<$type>(5) {
                            client.exchange(value).await.map_err(|error| error.to_string())?;
                        }
                        Ok(())
                    }),
                }
            }
        })*

        fn all() -> Vec<Exchanged> {
            vec![$($module::exchanged()),*]
        }
    };
}

exchanged! {
    number Number, wide Wide, float Float, word Word, anything Anything, maybe Maybe, maybe_defaulted MaybeDefaulted,
    defaulted Defaulted, left_out LeftOut, long_left_out LongLeftOut, partial Partial, small Small, both Both,
    aliased Aliased, closed Closed, flattened Flattened, rest Rest, numbers Numbers, pair Pair, tuple Tuple,
    at_most_two AtMostTwo, by_word ByWord, by_number ByNumber, nested Nested, nested_maybe NestedMaybe,
    colour Colour, colours Colours, open_colour OpenColour, colour_content ColourContent, kind Kind,
    kind_more KindMore, kind_newtype KindNewtype, adjacent Adjacent, either Either, either_more EitherMore,
    choice Choice, in_colour InColour, tree Tree, page Page<Number>, integer u16, text String, list Vec<u8>,
}

#[tokio::test]
async fn clients_of_a_compatible_contract_are_served() {
    let all = all();
    let (mut served, mut refused, mut strict) = (0, 0, 0);
    for old in &all {
        for new in &all {
            let mut list: [Option<Change>; 1] = [None];
            let mut changes = Changes::errors_only(&mut list);
            compare(old.contract, new.contract, Party::Provider, &mut changes);
            match (changes.errors(), (old.calls)(new.server.clone()).await) {
                (0, Ok(())) => served += 1,
                (0, Err(error)) => panic!("a client of {} is not served by {}: {error}", old.name, new.name),
                (_, Err(_)) => refused += 1,
                (_, Ok(())) => strict += 1,
            }
        }
    }
    println!(
        "{served} served, {refused} refused as the verdict says, {strict} served although the verdict is stricter"
    );
    assert!(strict * 10 <= refused, "{strict} of {refused}");
}
