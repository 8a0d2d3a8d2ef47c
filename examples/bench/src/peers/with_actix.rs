//! The API in actix-web.

use std::io;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Json, Path, Query};
use actix_web::{App, HttpResponse, HttpServer};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

async fn user(path: Path<(String, String)>) -> Json<User> {
    let (_, user) = path.into_inner();
    Json(model::user(user))
}

async fn send_message(path: Path<(String, String)>, message: Json<NewMessage>) -> (Json<Sent>, StatusCode) {
    (Json(model::sent(&path.1, &message)), StatusCode::CREATED)
}

async fn messages(path: Path<(String, String)>, page: Query<Page>) -> Json<Vec<Message>> {
    Json(model::messages(&path.1, &page))
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

            $(pub(super) async fn $name(path: Path<(String, $(text!($capture),)*)>) -> Json<Other> {
                let (_, $($capture,)*) = path.into_inner();
                $(let _ = $capture;)*
                Json(model::other(stringify!($name)))
            })*
        }

        /// Adds the routes, those of one path to one resource, so that other methods are answered with 405.
        fn routes(scope: &mut web::ServiceConfig) {
            let mut resources = std::collections::BTreeMap::<&str, actix_web::Resource>::new();
            let mut add = |path, route| {
                let resource = resources.remove(path).unwrap_or_else(|| web::resource(path));
                resources.insert(path, resource.route(route));
            };
            add("/users/{user}", web::get().to(user));
            add("/rooms/{room}/messages", web::post().to(send_message));
            add("/rooms/{room}/messages", web::get().to(messages));
            $(add($path, web::$verb().to(others::$name));)*
            for (_, resource) in resources {
                scope.service(resource);
            }
        }
    };
}

for_each_route!(declare);

async fn authorized<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let credentials = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if credentials.is_some_and(model::is_known) {
        next.call(request).await.map(ServiceResponse::map_into_left_body)
    } else {
        let refused = HttpResponse::Unauthorized().insert_header((WWW_AUTHENTICATE, "Bearer")).finish();
        Ok(request.into_response(refused).map_into_right_body())
    }
}

macro_rules! server {
    () => {{
        let threads = tokio::runtime::Handle::current().metrics().num_workers();
        let app = || {
            let scope = web::scope("/services/chatkit/v6/{instance}").configure(routes);
            App::new().wrap(from_fn(authorized)).service(scope)
        };
        HttpServer::new(app).workers(threads)
    }};
}

/// Serves with as many workers as the caller's runtime has threads, each with a runtime of its own.
pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    server!().listen(listener.into_std()?)?.run().await
}

/// As [`serve`], for connections of HTTP/2 without TLS too. The program of `build` has no HTTP/2.
#[cfg(feature = "peers")]
pub(crate) async fn serve_http2(listener: TcpListener) -> io::Result<()> {
    server!().listen_auto_h2c(listener.into_std()?)?.run().await
}
