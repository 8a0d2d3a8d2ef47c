//! A public trait with private types compiles, as it would without the attribute.

#![deny(warnings)]

pub mod inner {
    #![allow(private_bounds, private_interfaces, reason = "rustc warns of the trait's own methods")]

    use api_core::error::Answer;
    use api_core::{ApiError, Failure, Messages, Model, Subscription, api};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct Secret {
        id: u32,
    }

    #[derive(Debug, ApiError)]
    enum Oops {
        #[error(status = 404)]
        Missing,
        #[error(unknown)]
        Unknown(Answer),
        #[error(failure)]
        Failed(Failure),
    }

    #[api(errors = Oops)]
    pub trait Secrets {
        #[get("/secrets")]
        async fn secrets(&self) -> Result<Vec<Secret>, Oops>;

        #[post("/secrets/{id}")]
        async fn add(&self, id: u32, #[body] secret: Secret) -> Result<(), Oops>;

        #[subscribe("/secrets/events")]
        async fn follow(&self) -> Result<Subscription<Secret>, Oops>;

        #[duplex("/secrets/live")]
        async fn live(&self, input: Messages<Secret>) -> Result<Messages<Secret>, Oops>;

        #[websocket("/secrets/echo")]
        async fn echo(&self, pending: api_core::PendingConnection) -> Result<(), Oops>;
    }

    struct Memory;

    impl Secrets for Memory {
        async fn secrets(&self) -> Result<Vec<Secret>, Oops> {
            Ok(vec![Secret { id: 7 }])
        }

        async fn add(&self, _: u32, _: Secret) -> Result<(), Oops> {
            Err(Oops::Missing)
        }

        async fn follow(&self) -> Result<Subscription<Secret>, Oops> {
            Err(Oops::Missing)
        }

        async fn live(&self, input: Messages<Secret>) -> Result<Messages<Secret>, Oops> {
            Ok(input)
        }

        async fn echo(&self, _: api_core::PendingConnection) -> Result<(), Oops> {
            Err(Oops::Missing)
        }
    }

    pub fn run() {
        let client = SecretsApi::connect(api_core::routing::InProcess::new(SecretsApi::serve(Memory)));
        drop((client.secrets(), client.add(1, Secret { id: 1 })));
        let marker = SecretsApi;
        let calls = (SecretsSecretsCall {}, SecretsAddCall { id: 1, secret: Secret { id: 2 } });
        assert_eq!(format!("{marker:?} {:?}", calls.0), "SecretsApi SecretsSecretsCall");
        assert_eq!(calls.1.clone(), calls.1);
        drop(client.call(SecretsSecretsCall {}));
    }
}

/// A private type in one method does not hide the other ones.
pub mod partly {
    #![allow(private_bounds, private_interfaces, reason = "rustc warns of the trait's own methods")]

    use api_core::{Model, api};
    use serde::{Deserialize, Serialize};
    use ui_tests::{Oops, Room};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct Secret {
        id: u32,
    }

    #[api(errors = Oops)]
    pub trait Rooms {
        #[get("/secrets")]
        async fn secrets(&self) -> Result<Vec<Secret>, Oops>;

        #[get("/rooms")]
        async fn rooms(&self) -> Result<Vec<Room>, Oops>;
    }
}

fn main() {
    inner::run();
    let call = partly::RoomsRoomsCall {};
    assert_eq!(call, call.clone());
    assert_eq!(partly::RoomsApi::DESCRIPTION.endpoints.len(), 2);
    let _ = partly::RoomsApi;
}
