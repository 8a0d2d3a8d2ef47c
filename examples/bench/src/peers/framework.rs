//! The API in this framework.

use std::io;

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Body, Routes, api};
use api_server::{IncomingBody, Listener, Server};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

/// The error type.
#[derive(Debug, ApiError)]
pub(crate) enum ChatError {
    /// Credentials are missing.
    #[error(status = 401)]
    Unauthorized,
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

/// Returns the routes, for requests with credentials.
pub(crate) fn routes() -> impl Routes<Body> + Routes<IncomingBody> {
    ChatApi::serve_with(|context| match context.header_text("authorization") {
        Some(credentials) if model::is_known(credentials) => Ok(Service),
        _ => Err(ChatError::Unauthorized),
    })
}

pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let listener = Listener::from_socket(listener)?;
    api_server::serve(listener, Server::new(routes())).await
}
