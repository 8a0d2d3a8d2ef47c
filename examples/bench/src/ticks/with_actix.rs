//! The topic in actix-web.

use std::convert::Infallible;
use std::io;

use actix_web::web::{self, Data, Json, Path};
use actix_web::{App, HttpResponse, HttpServer};
use bytes::Bytes;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use super::publishing::{MOST, WAITING, publish, server_sent};

type Events = broadcast::Sender<Bytes>;

async fn subscribe(events: Data<Events>) -> HttpResponse {
    let events = stream::unfold(events.subscribe(), async |mut receiver| {
        let event = receiver.recv().await.ok()?;
        Some((Ok::<_, Infallible>(event), receiver))
    });
    HttpResponse::Ok().content_type("text/event-stream").streaming(events)
}

async fn publish_many(events: Data<Events>, count: Path<u64>) -> Json<usize> {
    Json(publish(&events, *count, |tick| Bytes::from(server_sent(&tick))).await)
}

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let events = Data::new(Events::new(WAITING));
    let app = move || {
        let app = App::new().app_data(events.clone());
        app.route("/ticks", web::get().to(subscribe)).route("/ticks/{count}", web::post().to(publish_many))
    };
    HttpServer::new(app).workers(1).max_connections(MOST).listen(listener.into_std()?)?.run().await
}
