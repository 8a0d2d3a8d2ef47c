//! A server: settings, layers, composition, shared values.

use std::sync::Arc;

use api_core::description::{Verb, VerbSet};
use api_core::prelude::*;
use api_core::routing::{BoxRoutes, Cors, Layered, Miss, Mount, Routes, from_fn};
use api_core::{Body, routes};
use api_server::{IncomingBody, Limits, Listener, Server, Tls};
use http::{Request, Response};
use tower_layer::{Identity, Layer as _};
use tower_service::Service as _;

use super::{Lobby, Message, Rooms as _, RoomsApi};

#[expect(dead_code, reason = "compiling is the test")]
async fn settings() -> Result<(), BoxError> {
    let server =
        Server::new(RoomsApi::serve(Lobby::new())).body_limit(64 * 1024).cors(Cors::origins(["https://app.example"]));
    let tls = Tls::from_pem_files("server.pem".as_ref(), "server-key.pem".as_ref())?;
    let listener = Listener::bind("0.0.0.0:8443").await?.with_tls(tls);
    let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    api_server::serve(listener, server).limits(Limits::default()).with_shutdown(interrupted).await?;
    Ok(())
}

fn layers<R: Routes<IncomingBody> + Routes<Body>>(routes: R) -> impl api_server::Respond<IncomingBody> {
    let trace = Identity::new();
    Server::new(routes).cors(Cors::origins(["https://app.example"])).layer(trace)
}

fn composed(files: InProcess<impl Routes<Body>>, debug: bool) -> impl Routes<IncomingBody> {
    let (lobby, limit) = (Lobby::new(), Identity::new());
    let limited = Layered::new(RoomsApi::serve(lobby), |group| limit.layer(group));
    limited
        .or_else(debug.then(|| DebugApi::serve(()).nest("/internal"))) // an `Option` of routes is routes
        .or_else(Mount::new("/assets", files))
}

fn checked(lobby: Lobby) -> impl Routes<IncomingBody> {
    routes![
        RoomsApi::serve(lobby),
        "/internal" => DebugApi::serve(()),
    ]
}

fn chosen(memory: bool) -> BoxRoutes<IncomingBody> {
    if memory { BoxRoutes::new(RoomsApi::serve(Lobby::new())) } else { BoxRoutes::new(DebugApi::serve(())) }
}

fn by_hand() -> impl Routes<IncomingBody> {
    let report = from_fn(|context, _| {
        Box::pin(async move {
            if !context.pop_segment().is_some_and(|segment| segment.is("report")) || !context.end_of_path() {
                return Miss::NotFound.into(); // the next alternative is tried from where this route began
            }
            match context.verb() {
                Some(Verb::Get) => Response::new(Body::from("fine")).into(), // `HEAD` too
                _ => Miss::MethodNotAllowed(VerbSet::EMPTY.with(Verb::Get)).into(),
            }
        })
    });
    let current = RoomsApi::serve(Lobby::new()).when(|context| context.expect_header("api-version", "2"));
    (current, report).around(|context, next| {
        Box::pin(async move {
            let routed = next.route(context).await;
            println!("{} {:?}", context.path(), context.evidence().allowed());
            routed
        })
    })
}

#[api]
trait Debug {
    #[get("/debug")]
    async fn state(&self) -> Result<String, Error> {
        Ok("fine".to_owned())
    }
}

impl Debug for () {}

#[tokio::test]
async fn the_snippets_serve_requests() {
    let mut service = InProcess::new((RoomsApi::serve(Lobby::new()), None::<BoxRoutes<Body>>));
    let request = Request::get("/v1/rooms").body(Body::empty()).unwrap();
    assert_eq!(service.call(request).await.unwrap().status(), 200);
    drop((
        layers(RoomsApi::serve(Lobby::new())),
        chosen(true),
        by_hand(),
        checked(Lobby::new()),
        composed(service, true),
    ));
}

#[tokio::test]
async fn a_value_in_an_arc_is_served_and_used_elsewhere() {
    let lobby = Arc::new(Lobby::new());
    let routes = RoomsApi::serve(lobby.clone());
    let mut heard = RoomsApi::connect(InProcess::new(routes)).listen("lobby".to_owned()).await.unwrap();
    let message = Message("from another task".to_owned());
    lobby.0.publish_now(Event::new(message.clone()));
    assert_eq!(heard.next().await.unwrap(), Next::Event(Event::new(message)));
}
