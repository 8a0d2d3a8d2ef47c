//! An API without an error type of its own.

use api_core::context::Context;
use api_core::routing::InProcess;
use api_core::{Error, api};

#[api]
trait Hello {
    #[get("/hello/{name}")]
    async fn hello(&self, name: String) -> Result<String, Error>;
}

#[api]
trait Empty {}

struct World;

impl Hello for World {
    async fn hello(&self, name: String) -> Result<String, Error> {
        if name.is_empty() { Err(Error::not_found("nobody")) } else { Ok(name) }
    }
}

fn session(context: &mut Context<'_>) -> Result<World, Error> {
    let _tenant: String = context.header("x-tenant")?;
    Ok(World)
}

impl Empty for World {}

fn main() {
    let client = HelloApi::connect(InProcess::new(HelloApi::serve_with(session)));
    drop(client.hello("you".to_owned()));
    drop(EmptyApi::serve(World));
}
