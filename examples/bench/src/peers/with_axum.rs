//! The API in axum.

use std::io;

use axum::extract::{Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post, put};
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

async fn user(Path((_, user)): Path<(String, String)>) -> Json<User> {
    Json(model::user(user))
}

async fn send_message(
    Path((_, room)): Path<(String, String)>,
    Json(message): Json<NewMessage>,
) -> (StatusCode, Json<Sent>) {
    (StatusCode::CREATED, Json(model::sent(&room, &message)))
}

async fn messages(Path((_, room)): Path<(String, String)>, Query(page): Query<Page>) -> Json<Vec<Message>> {
    Json(model::messages(&room, &page))
}

/// Expands to the type of a capture.
macro_rules! text {
    ($capture:ident) => {
        String
    };
}

macro_rules! declare {
    ($($verb:ident $method:tt $name:ident $path:tt $poem:tt $pattern:tt ($($capture:ident),*);)*) => {
        mod others {
            use super::*;

            $(pub(super) async fn $name(Path((_, $($capture,)*)): Path<(String, $(text!($capture),)*)>) -> Json<Other> {
                $(let _ = $capture;)*
                Json(model::other(stringify!($name)))
            })*
        }

        fn routes() -> Router {
            Router::new()
                .route("/users/{user}", get(user))
                .route("/rooms/{room}/messages", post(send_message).get(messages))
                $(.route($path, $verb(others::$name)))*
        }
    };
}

for_each_route!(declare);

async fn authorized(request: Request, next: Next) -> Response {
    let credentials = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if credentials.is_some_and(model::is_known) {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response()
    }
}

pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let app = Router::new().nest("/services/chatkit/v6/{instance}", routes()).layer(from_fn(authorized));
    // Without TCP_NODELAY the measurement would include waits for the kernel.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).await
}
