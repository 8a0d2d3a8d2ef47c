//! Counters of a node, in the format `OpenMetrics`, which Prometheus reads.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// The counters. Clones share them.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    registry: Registry,
    handshakes: Counter,
    disconnects: Counter,
    subscribes: Counter,
    unsubscribes: Counter,
    publications: Counter,
    deliveries: Counter,
    lost: Counter,
    database: Gauge<i64, AtomicI64>,
    redis: Gauge<i64, AtomicI64>,
    sessions: Gauge<i64, AtomicI64>,
}

impl Metrics {
    /// Makes counters that are zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("pandapush");
        let mut counter = |name: &str, help: &str| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let handshakes = counter("handshakes", "Sessions begun");
        let disconnects = counter("disconnects", "Sessions ended");
        let subscribes = counter("subscribes", "Channels subscribed");
        let unsubscribes = counter("unsubscribes", "Channels unsubscribed");
        let publications = counter("publications", "Events published");
        let deliveries = counter("deliveries", "Events handed to connections");
        let lost = counter("lost_sessions", "Sessions ended because events were lost, or read too slowly");
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let sessions = gauge("sessions", "Sessions of this node");
        let database = gauge("database_up", "Whether the database answers");
        let redis = gauge("redis_up", "Whether every Redis answers, or none is needed");
        Self(Arc::new(Counters {
            registry,
            handshakes,
            disconnects,
            subscribes,
            unsubscribes,
            publications,
            deliveries,
            lost,
            database,
            redis,
            sessions,
        }))
    }

    /// Returns all values in the text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.0.registry);
        text
    }

    pub(crate) fn parts(&self, database: bool, redis: bool) {
        self.0.database.set(database.into());
        self.0.redis.set(redis.into());
    }

    pub(crate) fn lost(&self, sessions: usize) {
        self.0.lost.inc_by(sessions as u64);
    }

    pub(crate) fn handshake(&self) {
        self.0.handshakes.inc();
    }

    pub(crate) fn disconnected(&self, count: usize) {
        self.0.disconnects.inc_by(count as u64);
    }

    pub(crate) fn subscribed(&self, count: usize) {
        self.0.subscribes.inc_by(count as u64);
    }

    pub(crate) fn unsubscribed(&self, count: usize) {
        self.0.unsubscribes.inc_by(count as u64);
    }

    pub(crate) fn published(&self) {
        self.0.publications.inc();
    }

    pub(crate) fn delivered(&self, count: usize) {
        self.0.deliveries.inc_by(count as u64);
    }

    pub(crate) fn sessions(&self, count: usize) {
        self.0.sessions.set(i64::try_from(count).unwrap_or(i64::MAX));
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
