//! The topic as a subscription of this framework.

use std::io;

use api_core::Messages;
use api_core::prelude::*;
use api_core::subscription::LagPolicy;
use api_server::{Limits, Listener, Server};
use futures_util::StreamExt as _;
use tokio::net::TcpListener;

use super::publishing::{MOST, Tick};

#[api]
trait Ticks {
    #[subscribe("/ticks")]
    async fn ticks(&self) -> Result<Subscription<Tick>, Error>;

    /// Returns each message.
    #[duplex("/socket")]
    async fn socket(&self, input: Messages<Tick>) -> Result<Messages<Tick>, Error>;

    /// Publishes events, each as soon as every queue has room for it. Returns the number of subscribers.
    #[post("/ticks/{count}")]
    async fn publish(&self, count: u64) -> Result<u64, Error>;
}

struct Clock(Topic<Tick>);

impl Ticks for Clock {
    async fn ticks(&self) -> Result<Subscription<Tick>, Error> {
        Ok(self.0.subscribe())
    }

    async fn socket(&self, input: Messages<Tick>) -> Result<Messages<Tick>, Error> {
        Ok(Messages::new(input.filter_map(async |message| message.ok())))
    }

    async fn publish(&self, count: u64) -> Result<u64, Error> {
        for number in 0..count {
            self.0.publish(Event::new(Tick::new(number))).await;
            // Otherwise many events would go out in one write.
            tokio::task::yield_now().await;
        }
        Ok(self.0.subscribers() as u64)
    }
}

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let clock = Clock(Topic::new(64, LagPolicy::Backpressure));
    let server = Server::new(TicksApi::serve(clock));
    let limits = Limits::default().connections(MOST).streams(1_000);
    api_server::serve(Listener::from_socket(listener)?, server).limits(limits).await
}
