//! A module without the prelude, in which the user's types have the prelude's names.

#![no_implicit_prelude]
#![allow(dead_code)]

use ::api_core::error::Answer;
use ::api_core::{ApiError, Failure, Model, Reply, api};
use ::core::clone::Clone;
use ::core::cmp::PartialEq;
use ::core::fmt::Debug;
use ::serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Option {
    pub id: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Vec {
    pub string: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct String {
    pub id: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Future;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Send(u32);

#[derive(Debug, Reply)]
pub enum Result {
    #[reply(status = 200)]
    Ok(Option),
    #[reply(status = 201)]
    Err(Vec),
    #[reply(status = 204)]
    None,
}

#[derive(Debug, ApiError)]
pub enum Error {
    /// The item does not exist.
    #[error(status = 404)]
    Some(::std::string::String),
    #[error(unknown)]
    Ok(Answer),
    #[error(failure)]
    Err(Failure),
}

#[api(errors = Error, contract = "contract/prelude.contract")]
pub trait Iterator {
    #[post("/{id}")]
    async fn create(
        &self,
        id: u32,
        #[query] query: Vec2,
        #[header("x-id")] header: ::core::option::Option<u8>,
        #[body] body: String,
    ) -> ::core::result::Result<Result, Error>;
    #[put("/future")]
    async fn replace(&self, #[body] future: Future) -> ::core::result::Result<Send, Error>;
    #[subscribe("/")]
    async fn follow(&self) -> ::core::result::Result<::api_core::Subscription<Option>, Error>;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Vec2 {
    pub id: u32,
}

struct Memory;

impl Iterator for Memory {
    async fn create(
        &self,
        _: u32,
        _: Vec2,
        _: ::core::option::Option<u8>,
        _: String,
    ) -> ::core::result::Result<Result, Error> {
        ::core::result::Result::Ok(Result::None)
    }

    async fn replace(&self, _: Future) -> ::core::result::Result<Send, Error> {
        ::core::result::Result::Ok(Send(1))
    }

    async fn follow(&self) -> ::core::result::Result<::api_core::Subscription<Option>, Error> {
        ::core::result::Result::Err(Error::Some(::std::string::String::new()))
    }
}

fn main() {
    use ::api_core::Api;
    use ::core::mem::drop;

    drop(::api_core::routes![IteratorApi::serve(Memory), "/v2" => IteratorApi::serve(Memory)]);
}
