//! A time limit for connecting: name resolution, TCP and TLS together.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::BoxError;
use api_core::error::{Failure, FailureKind};
use http::Uri;
use tower_service::Service;

/// A connector with a time limit.
#[derive(Debug, Clone)]
pub(crate) struct ConnectLimit<C> {
    connector: C,
    limit: Duration,
}

impl<C> ConnectLimit<C> {
    pub(super) fn new(connector: C, limit: Duration) -> Self {
        Self { connector, limit }
    }
}

impl<C> Service<Uri> for ConnectLimit<C>
where
    C: Service<Uri, Error: Into<BoxError>, Future: Send + 'static, Response: 'static>,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(task).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (limit, connected) = (self.limit, self.connector.call(uri));
        Box::pin(async move {
            match tokio::time::timeout(limit, connected).await {
                Ok(connected) => connected.map_err(Into::into),
                Err(_) => Err(Failure::new(FailureKind::Timeout, format!("not connected within {limit:?}")).into()),
            }
        })
    }
}
