//! What other nodes say, and what this one records for them.

use futures_util::future::join_all;
use redis_topic::{Follower, Item};

use super::Hub;
use super::together::Together;
use crate::broker::ClientId;
use crate::cluster::Notice;

/// How many records are written at the same time.
const CONCURRENT: usize = 64;

impl Hub {
    /// Reads the mail of this node and the notices for all, until the node shuts down.
    pub(super) async fn read_mail(&self) {
        let Some(together) = &self.0.together else { return std::future::pending().await };
        let mut mail = together.mail.follow();
        let log = together.hosts.notices();
        let mut notices = None;
        loop {
            if notices.is_none() {
                notices = log.position().await.ok().map(|position| log.follow(position));
            }
            let item = tokio::select! {
                item = mail.next() => item,
                item = next(notices.as_mut()) => item,
            };
            if let Some(notice) = together.mail.read(item) {
                self.handle(notice).await;
            }
        }
    }

    async fn handle(&self, notice: Notice) {
        let Some(together) = &self.0.together else { return };
        match notice {
            Notice::Release { client, from, question } => {
                let client = ClientId::from_text(&client);
                let delivered = {
                    let mut state = self.state();
                    let delivered = state.unrecorded.remove(&client).unwrap_or_else(|| state.delivered(&client));
                    state.broker.close(&client);
                    delivered
                };
                answer(together, &from, question, delivered.encode()).await;
            }
            Notice::PatternsChanged { client, from, question } => {
                // It may wait for a move, which must not keep the other mail.
                let hub = self.clone();
                tokio::spawn(async move {
                    let Some(together) = &hub.0.together else { return };
                    if hub.reconcile(together, &ClientId::from_text(&client)).await.is_ok() {
                        answer(together, &from, question, String::new()).await;
                    }
                });
            }
            Notice::Gone { client } => self.drop_session(&ClientId::from_text(&client)),
            Notice::Overview { application, from, question } => {
                let text = serde_json::to_string(&self.own_overview(&application)).unwrap_or_default();
                answer(together, &from, question, text).await;
            }
            Notice::KeysChanged => self.0.keys_changed.notify_one(),
            Notice::Answer { .. } => {}
        }
    }

    /// Records how far events were delivered to the clients that got some.
    pub(super) async fn record_deliveries(&self, together: &Together) {
        let marked = together.take_marked();
        let records = marked.iter().filter_map(|client| {
            let state = self.state();
            // What is being answered is recorded with the answer.
            let is_recorded = !state.broker.has(client) || state.unrecorded.contains_key(client);
            (!is_recorded).then(|| (client, state.delivered(client)))
        });
        // Collected first, because the lock is not held while Redis answers.
        let records: Vec<_> = records.collect();
        for records in records.chunks(CONCURRENT) {
            let writes = records
                .iter()
                .map(|(client, delivered)| together.hosts.record_delivery(client, &together.node, delivered, None));
            for ((client, _), written) in records.iter().zip(join_all(writes).await) {
                if written.is_err() {
                    together.mark(client);
                }
            }
        }
    }
}

async fn answer(together: &Together, from: &str, question: u64, text: String) {
    if let Err(error) = together.mail.send(from, &Notice::Answer { question, text }).await {
        tracing::warn!(%error, "another node gets no answer");
    }
}

async fn next(follower: Option<&mut Follower>) -> Item {
    match follower {
        Some(follower) => follower.next().await,
        None => std::future::pending().await,
    }
}
