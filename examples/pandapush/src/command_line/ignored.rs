//! Variables of the original that this program does not read.

/// Each variable, and what takes its place.
const IGNORED: &[(&str, &str)] = &[
    ("STATSD_HOST", "let Prometheus read /metrics"),
    ("STATSD_PORT", "let Prometheus read /metrics"),
    ("STATSD_PREFIX", "let Prometheus read /metrics"),
    ("CONNECTIONS_STATS_INTERVAL", "statistics are published every 5 s"),
    ("LOG_PATH", "the log goes to the standard error output"),
];

/// Warns of variables that are set and not read, so that a deployment that is moved here shows what it lacks.
pub(super) fn warn() {
    for (variable, instead) in IGNORED {
        if std::env::var_os(variable).is_some_and(|value| !value.is_empty()) {
            tracing::warn!(variable, instead, "a variable of the original has no effect");
        }
    }
}
