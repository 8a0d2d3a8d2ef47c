//! The API in dropshot.

use std::future::Future;
use std::io;

use dropshot::{
    ApiDescription, ApiEndpoint, ApiEndpointVersions, ClientErrorStatusCode, ConfigDropshot, ConfigLogging,
    ConfigLoggingLevel, HttpError, HttpResponseCreated, HttpResponseOk, Path, Query, RequestContext, ServerBuilder,
    TypedBody,
};
use http::Method;
use http::header::AUTHORIZATION;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::net::TcpListener;

use crate::model::{self, Message, NewMessage, Other, Page, Sent, User};
use crate::routes::for_each_route;

#[derive(Deserialize, JsonSchema)]
struct UserPath {
    #[serde(rename = "instance")]
    _instance: String,
    user: String,
}

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    #[serde(rename = "instance")]
    _instance: String,
    room: String,
}

/// Refuses a request without credentials. dropshot has no layers around handlers.
fn authorize(context: &RequestContext<()>) -> Result<(), HttpError> {
    let credentials = context.request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if credentials.is_some_and(model::is_known) {
        return Ok(());
    }
    let refused = HttpError::for_client_error_with_status(None, ClientErrorStatusCode::UNAUTHORIZED);
    Err(refused
        .with_header("www-authenticate", "Bearer")
        .map_err(|error| HttpError::for_internal_error(error.to_string()))?)
}

async fn user(context: RequestContext<()>, path: Path<UserPath>) -> Result<HttpResponseOk<User>, HttpError> {
    authorize(&context)?;
    Ok(HttpResponseOk(model::user(path.into_inner().user)))
}

async fn send_message(
    context: RequestContext<()>,
    path: Path<RoomPath>,
    message: TypedBody<NewMessage>,
) -> Result<HttpResponseCreated<Sent>, HttpError> {
    authorize(&context)?;
    Ok(HttpResponseCreated(model::sent(&path.into_inner().room, &message.into_inner())))
}

async fn messages(
    context: RequestContext<()>,
    path: Path<RoomPath>,
    page: Query<Page>,
) -> Result<HttpResponseOk<Vec<Message>>, HttpError> {
    authorize(&context)?;
    Ok(HttpResponseOk(model::messages(&path.into_inner().room, &page.into_inner())))
}

/// Adds an endpoint below the base path. One path differs from those of the other servers, because dropshot takes no
/// capture where other routes have text.
macro_rules! register {
    ($api:ident, $name:expr, $method:expr, $path:literal, $handler:expr) => {
        let path =
            concat!("/services/chatkit/v6/{instance}", $path).replace("/users/{user}/files", "/owners/{user}/files");
        let all = ApiEndpointVersions::All;
        let endpoint = ApiEndpoint::new($name.to_owned(), $handler, $method, "application/json", &path, all);
        $api.register(endpoint).map_err(io::Error::other)?;
    };
}

macro_rules! declare {
    ($($verb:ident $method:tt $name:ident $path:tt $poem:tt $pattern:tt ($($capture:ident),*);)*) => {
        mod others {
            use super::*;

            $(pub(super) mod $name {
                use super::*;

                #[derive(Deserialize, JsonSchema)]
                pub(in super::super) struct Captures {
                    #[serde(rename = "instance")]
                    _instance: String,
                    $($capture: String,)*
                }

                pub(in super::super) async fn handle(
                    context: RequestContext<()>,
                    path: Path<Captures>,
                ) -> Result<HttpResponseOk<Other>, HttpError> {
                    authorize(&context)?;
                    let _path = path.into_inner();
                    $(let _ = _path.$capture;)*
                    Ok(HttpResponseOk(model::other(stringify!($name))))
                }
            })*
        }

        fn api() -> io::Result<ApiDescription<()>> {
            let mut api = ApiDescription::new();
            register!(api, "user", Method::GET, "/users/{user}", user);
            register!(api, "send_message", Method::POST, "/rooms/{room}/messages", send_message);
            register!(api, "messages", Method::GET, "/rooms/{room}/messages", messages);
            $({
                let method = $method.to_ascii_uppercase().parse().map_err(io::Error::other)?;
                register!(api, stringify!($name), method, $path, others::$name::handle);
            })*
            Ok(api)
        }
    };
}

for_each_route!(declare);

/// Starts the server, which binds the address of the listener itself.
pub(crate) fn serve(listener: TcpListener) -> impl Future<Output = io::Result<()>> {
    let server = start(listener);
    async { server?.await.map_err(io::Error::other) }
}

fn start(listener: TcpListener) -> io::Result<dropshot::HttpServer<()>> {
    let bind_address = listener.local_addr()?;
    drop(listener);
    let log = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Critical }.to_logger("bench")?;
    let config = ConfigDropshot { bind_address, ..ConfigDropshot::default() };
    ServerBuilder::new(api()?, (), log).config(config).start().map_err(io::Error::other)
}
