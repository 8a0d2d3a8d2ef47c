//! The API in axum.

use std::io;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
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

pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let app = Router::new().nest("/services/chatkit/v6/{instance}", routes());
    // Without TCP_NODELAY the measurement would include waits for the kernel.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).await
}
