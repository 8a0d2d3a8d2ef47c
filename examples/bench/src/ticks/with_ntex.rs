//! The topic in ntex.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::thread;

use futures_util::stream;
use ntex::rt::{DefaultRuntime, System};
use ntex::util::Bytes;
use ntex::web::types::{Json, Path, State};
use ntex::web::{self, App, HttpResponse, HttpServer};
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use super::publishing::{MOST, WAITING, publish, server_sent};

type Events = broadcast::Sender<Bytes>;

async fn subscribe(events: State<Events>) -> HttpResponse {
    let events = stream::unfold(events.subscribe(), async |mut receiver| {
        let event = receiver.recv().await.ok()?;
        Some((Ok::<_, Infallible>(event), receiver))
    });
    HttpResponse::Ok().content_type("text/event-stream").streaming(Box::pin(events))
}

async fn publish_many(events: State<Events>, count: Path<u64>) -> Json<usize> {
    Json(publish(&events, *count, |tick| Bytes::from(server_sent(&tick))).await)
}

/// Serves in a thread with a runtime of its own.
pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let (events, listener) = (Events::new(WAITING), listener.into_std()?);
    thread::spawn(move || {
        System::new("bench", DefaultRuntime).block_on(async move {
            let app = async move || {
                let app = App::new().state(events.clone());
                app.route("/ticks", web::get().to(subscribe)).route("/ticks/{count}", web::post().to(publish_many))
            };
            HttpServer::new(app).workers(1).maxconn(MOST).listen(listener)?.run().await
        })
    });
    // The process ends with the runtime of the caller.
    pending().await
}
