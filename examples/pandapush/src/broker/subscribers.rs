//! Which sessions subscribe to which pattern, and what happens in each application.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexSet;

use super::patterns::application_of;
use crate::channel::each_pattern;

/// The most distinct channels that are counted for one application between two looks at its activity.
const COUNTED_CHANNELS: usize = 10_000;

/// The subscribers of every pattern, by the index of their session.
#[derive(Debug, Default)]
pub(super) struct Subscribers {
    by_pattern: HashMap<Arc<str>, IndexSet<usize>>,
    applications: HashMap<Box<str>, Application>,
}

/// What happened in an application since the last look, and what it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The id of the application.
    pub application: String,
    /// How many publications there were.
    pub publications: u64,
    /// On how many distinct channels.
    pub published_channels: usize,
    /// How many sessions are subscribed.
    pub clients: usize,
    /// How many distinct channels and patterns are subscribed.
    pub channels: usize,
}

#[derive(Debug, Default)]
struct Application {
    clients: usize,
    channels: usize,
    publications: u64,
    published: HashSet<Box<str>>,
}

impl Subscribers {
    /// Returns a pattern as it is shared by all its subscribers.
    pub(super) fn shared(&self, pattern: &str) -> Arc<str> {
        self.by_pattern.get_key_value(pattern).map_or_else(|| pattern.into(), |(shared, _)| shared.clone())
    }

    /// Adds a session to a pattern. `is_new_client`: it is its first pattern of the application.
    pub(super) fn add(&mut self, shared: &Arc<str>, session: usize, is_new_client: bool) {
        let application = application_of(shared);
        let sessions = self.by_pattern.entry(shared.clone()).or_default();
        let is_new_channel = sessions.is_empty();
        sessions.insert(session);
        let counts = self.applications.entry(application.into()).or_default();
        counts.clients += usize::from(is_new_client);
        counts.channels += usize::from(is_new_channel);
    }

    /// Removes a session from a pattern. `is_lost_client`: it was its last pattern of the application.
    pub(super) fn remove(&mut self, pattern: &str, session: usize, is_lost_client: bool) {
        let Some(sessions) = self.by_pattern.get_mut(pattern) else { return };
        if !sessions.swap_remove(&session) {
            return;
        }
        let is_last_of_channel = sessions.is_empty();
        if is_last_of_channel {
            self.by_pattern.remove(pattern);
        }
        let application = application_of(pattern);
        if let Some(counts) = self.applications.get_mut(application) {
            counts.channels -= usize::from(is_last_of_channel);
            counts.clients -= usize::from(is_lost_client);
            if counts.is_idle() {
                self.applications.remove(application);
            }
        }
    }

    /// Calls a function with every session that subscribes to a channel, once for each pattern that matches.
    pub(super) fn each(&self, channel: &str, mut visit: impl FnMut(usize)) {
        each_pattern(channel, |pattern| {
            for &session in self.by_pattern.get(pattern).into_iter().flatten() {
                visit(session);
            }
        });
    }

    pub(super) fn count_publication(&mut self, application: &str, channel: &str) {
        if !self.applications.contains_key(application) {
            self.applications.insert(application.into(), Application::default());
        }
        let Some(counts) = self.applications.get_mut(application) else { return };
        counts.publications += 1;
        if counts.published.len() < COUNTED_CHANNELS && !counts.published.contains(channel) {
            counts.published.insert(channel.into());
        }
    }

    pub(super) fn counts(&self, application: &str) -> (usize, usize) {
        self.applications.get(application).map_or((0, 0), |counts| (counts.clients, counts.channels))
    }

    /// Returns the applications that have subscribers.
    pub(super) fn applications(&self) -> impl Iterator<Item = &str> {
        self.applications.iter().filter(|(_, counts)| counts.clients > 0).map(|(application, _)| application.as_ref())
    }

    pub(super) fn has_clients(&self, application: &str) -> bool {
        self.applications.get(application).is_some_and(|counts| counts.clients > 0)
    }

    pub(super) fn take_activity(&mut self) -> Vec<Activity> {
        let mut activities = Vec::with_capacity(self.applications.len());
        self.applications.retain(|application, counts| {
            activities.push(Activity {
                application: application.to_string(),
                publications: std::mem::take(&mut counts.publications),
                published_channels: std::mem::take(&mut counts.published).len(),
                clients: counts.clients,
                channels: counts.channels,
            });
            !counts.is_idle()
        });
        activities
    }
}

impl Application {
    fn is_idle(&self) -> bool {
        self.clients == 0 && self.channels == 0 && self.publications == 0
    }
}

/// Returns whether a channel or pattern belongs to an application.
pub(super) fn is_of(pattern: &str, application: &str) -> bool {
    application_of(pattern) == application
}
