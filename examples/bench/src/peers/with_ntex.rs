//! The API in ntex.

use std::future::pending;
use std::io;
use std::thread;

use ntex::SharedCfg;
use ntex::http::StatusCode;
use ntex::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use ntex::rt::{DefaultRuntime, System};
use ntex::service::{Middleware, Service, ServiceCtx};
use ntex::web::types::{Json, Path, Query};
use ntex::web::{self, App, HttpResponse, HttpServer, WebRequest, WebResponse};
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, User};
use crate::routes::for_each_route;

async fn user(path: Path<(String, String)>) -> Json<User> {
    let (_, user) = path.into_inner();
    Json(model::user(user))
}

async fn send_message(path: Path<(String, String)>, message: Json<NewMessage>) -> HttpResponse {
    HttpResponse::build(StatusCode::CREATED).json(&model::sent(&path.1, &message))
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
            let mut resources = std::collections::BTreeMap::<&str, web::Resource<_>>::new();
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

/// Refuses requests without credentials.
struct Authorized;

impl<S> Middleware<S, SharedCfg> for Authorized {
    type Service = AuthorizedService<S>;

    fn create(&self, service: S, _: SharedCfg) -> Self::Service {
        AuthorizedService(service)
    }
}

struct AuthorizedService<S>(S);

impl<S, E> Service<WebRequest<E>> for AuthorizedService<S>
where
    S: Service<WebRequest<E>, Response = WebResponse>,
{
    type Response = WebResponse;
    type Error = S::Error;

    async fn call(&self, request: WebRequest<E>, context: ServiceCtx<'_, Self>) -> Result<WebResponse, S::Error> {
        let credentials = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if credentials.is_some_and(model::is_known) {
            return context.call(&self.0, request).await;
        }
        let refused = HttpResponse::Unauthorized().header(WWW_AUTHENTICATE, "Bearer").finish();
        Ok(request.into_response(refused))
    }
}

/// Serves with as many workers as the caller's runtime has threads, each with a runtime of its own.
pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let threads = tokio::runtime::Handle::current().metrics().num_workers();
    let listener = listener.into_std()?;
    thread::spawn(move || {
        System::new("bench", DefaultRuntime).block_on(async move {
            let app = async || {
                let scope = web::scope("/services/chatkit/v6/{instance}").configure(routes);
                App::new().middleware(Authorized).service(scope)
            };
            HttpServer::new(app).workers(threads).listen(listener)?.run().await
        })
    });
    // The process ends with the runtime of the caller.
    pending().await
}
