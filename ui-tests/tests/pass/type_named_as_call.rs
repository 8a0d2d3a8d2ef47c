//! Types with the names of generated calls and modules.

use api_core::routing::InProcess;
use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CreateUser {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct User {
    pub id: u32,
}

#[allow(non_camel_case_types)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct types {
    pub id: u32,
}

#[api(errors = Oops)]
pub trait Users {
    #[post("/users")]
    async fn create_user(&self, #[body] user: CreateUser) -> Result<User, Oops>;
    #[get("/users/{id}")]
    async fn user(&self, id: u32) -> Result<User, Oops>;
    #[put("/types")]
    async fn types(&self, #[body] types: types) -> Result<types, Oops>;
}

struct Memory;

impl Users for Memory {
    async fn create_user(&self, _: CreateUser) -> Result<User, Oops> {
        Ok(User { id: 1 })
    }

    async fn user(&self, id: u32) -> Result<User, Oops> {
        Ok(User { id })
    }

    async fn types(&self, types: types) -> Result<types, Oops> {
        Ok(types)
    }
}

fn main() {
    let client = UsersApi::connect(InProcess::new(UsersApi::serve(Memory)));
    drop(client.create_user(CreateUser { name: String::new() }));
    drop(client.call(UsersCreateUserCall { user: CreateUser { name: String::new() } }));
}
