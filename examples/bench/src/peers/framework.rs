//! The API in this framework.

use std::io;

use api_core::error::{Answer, Failure};
use api_core::{ApiError, api};
use api_server::{Listener, Server};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

/// The error type, with the two required variants only.
#[derive(Debug, ApiError)]
pub(crate) enum ChatError {
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

/// The implementation.
pub(crate) struct Service;

macro_rules! declare {
    ($($verb:ident $method:tt $name:ident $path:tt $poem:tt $pattern:tt ($($capture:ident),*);)*) => {
        #[api(base = "/services/chatkit/v6/{instance}", errors = ChatError)]
        pub(crate) trait Chat {
            #[get("/users/{user}")]
            async fn user(&self, user: String) -> Result<User, ChatError>;

            #[post("/rooms/{room}/messages", status = 201)]
            async fn send_message(&self, room: String, #[body] message: NewMessage) -> Result<Sent, ChatError>;

            #[get("/rooms/{room}/messages")]
            async fn messages(&self, room: String, #[query] page: Page) -> Result<Vec<Message>, ChatError>;

            $(#[$verb($path)] async fn $name(&self, $($capture: String),*) -> Result<Other, ChatError>;)*
        }

        impl Chat for Service {
            async fn user(&self, user: String) -> Result<User, ChatError> {
                Ok(model::user(user))
            }

            async fn send_message(&self, room: String, message: NewMessage) -> Result<Sent, ChatError> {
                Ok(model::sent(&room, &message))
            }

            async fn messages(&self, room: String, page: Page) -> Result<Vec<Message>, ChatError> {
                Ok(model::messages(&room, &page))
            }

            $(async fn $name(&self, $($capture: String),*) -> Result<Other, ChatError> {
                $(let _ = $capture;)*
                Ok(model::other(stringify!($name)))
            })*
        }
    };
}

for_each_route!(declare);

pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let listener = Listener::from_socket(listener)?;
    api_server::serve(listener, Server::new(ChatApi::serve(Service))).await
}
