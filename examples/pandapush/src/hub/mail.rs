//! What other nodes say, and what this one records for them.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;

use super::Hub;
use super::together::Together;
use crate::broker::ClientId;
use crate::cluster::Notice;

/// How long to wait before Redis is asked again.
const RETRY: Duration = Duration::from_secs(1);

/// How many records are written at the same time.
const CONCURRENT: usize = 64;

impl Hub {
    /// Reads the mail of this node.
    pub(super) async fn read_mail(&self) {
        let Some(together) = &self.0.together else { return };
        let mut mail = together.mail.follow();
        loop {
            let item = mail.next().await;
            if let Some(notice) = together.mail.read(item) {
                self.handle(notice).await;
            }
        }
    }

    /// Reads what is said to all nodes.
    pub(super) async fn read_notices(&self) {
        let Some(together) = &self.0.together else { return };
        let log = together.hosts.notices();
        let position = loop {
            match log.position().await {
                Ok(position) => break position,
                Err(_) => sleep(RETRY).await,
            }
        };
        let mut notices = log.follow(position);
        loop {
            let item = notices.next().await;
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
                    let unrecorded = state.unrecorded.remove(&client);
                    let delivered = unrecorded.or_else(|| state.delivered(&client));
                    state.broker.close(&client);
                    delivered
                };
                // A node that does not know says nothing, and the record counts.
                answer(together, &from, question, delivered.unwrap_or_default().encode()).await;
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
            let is_answered = state.unrecorded.contains_key(client);
            state.delivered(client).filter(|_| !is_answered).map(|delivered| (client, delivered))
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
