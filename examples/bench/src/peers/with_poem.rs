//! The API in poem-openapi.

use std::io;

use poem::http::StatusCode;
use poem::listener::TcpAcceptor;
use poem::{Endpoint as _, EndpointExt as _, IntoResponse, Route, Server};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi, OpenApiService};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

struct Service;

#[derive(ApiResponse)]
enum Created {
    #[oai(status = 201)]
    Sent(Json<Sent>),
}

macro_rules! declare {
    ($($verb:ident $method:tt $name:ident $path:tt $poem:tt $pattern:tt ($($capture:ident),*);)*) => {
        #[OpenApi]
        impl Service {
            #[oai(path = "/users/:user", method = "get")]
            async fn user(&self, user: Path<String>) -> Json<User> {
                Json(model::user(user.0))
            }

            #[oai(path = "/rooms/:room/messages", method = "post")]
            async fn send_message(&self, room: Path<String>, message: Json<NewMessage>) -> Created {
                Created::Sent(Json(model::sent(&room, &message)))
            }

            #[oai(path = "/rooms/:room/messages", method = "get")]
            async fn messages(
                &self,
                room: Path<String>,
                initial_id: Query<Option<u64>>,
                limit: Query<Option<u64>>,
            ) -> Json<Vec<Message>> {
                Json(model::messages(&room, &Page { initial_id: initial_id.0, limit: limit.0 }))
            }

            $(#[oai(path = $poem, method = $method)]
            async fn $name(&self, $($capture: Path<String>),*) -> Json<Other> {
                $(let _ = $capture;)*
                Json(model::other(stringify!($name)))
            })*
        }
    };
}

for_each_route!(declare);

pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let api = OpenApiService::new(Service, "chatkit", "6");
    // Prefixes of poem-openapi cannot contain captures, so the instance is a literal here: one capture less than
    // elsewhere.
    let app = Route::new().nest("/services/chatkit/v6/8f1e0c52", api).around(async |next, request| {
        if request.header("authorization").is_some_and(model::is_known) {
            next.call(request).await.map(IntoResponse::into_response)
        } else {
            Ok(StatusCode::UNAUTHORIZED.with_header("www-authenticate", "Bearer").into_response())
        }
    });
    let acceptor = TcpAcceptor::from_tokio(listener)?;
    Server::new_with_acceptor(acceptor).run(app).await
}
