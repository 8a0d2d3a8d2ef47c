//! A trait, its types and its error inside a function, as in a test.

use api_core::routing::InProcess;
use ui_tests::Oops;

fn main() {
    use api_core::{Messages, Model, api};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct Greeting {
        text: String,
    }

    #[api(errors = Oops)]
    trait Hello {
        #[get("/hello/{name}")]
        async fn hello(&self, name: String) -> Result<Greeting, Oops>;
        #[duplex("/talk")]
        async fn talk(&self, input: Messages<Greeting>) -> Result<Messages<Greeting>, Oops>;
    }

    struct World;

    impl Hello for World {
        async fn hello(&self, name: String) -> Result<Greeting, Oops> {
            Ok(Greeting { text: name })
        }
        async fn talk(&self, input: Messages<Greeting>) -> Result<Messages<Greeting>, Oops> {
            Ok(input)
        }
    }

    let client = HelloApi::connect(InProcess::new(HelloApi::serve(World)));
    drop(client.call(HelloHelloCall { name: "you".to_owned() }));
    drop(client.hello("you".to_owned()));
}
