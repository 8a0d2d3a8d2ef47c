//! The implementation of the REST API.

use bytes::Bytes;
use jiff::Timestamp;

use super::body::data;
use super::credentials::credentials;
use super::{Accepted, Publishing, PublishingError};
use crate::access::{Action, authorize};
use crate::channel::is_name;
use crate::hub::{Hub, PublishError};

impl Publishing for Hub {
    async fn publish(
        &self,
        application: String,
        kind: String,
        path: String,
        token: Option<String>,
        authorization: Option<String>,
        content_type: Option<String>,
        body: Bytes,
    ) -> Result<Accepted, PublishingError> {
        let channel = format!("/{application}/{kind}/{path}");
        if !is_name(&channel) {
            return Err(PublishingError::NotFound);
        }
        let presented = credentials(token, authorization.as_deref()).ok_or(PublishingError::NoCredentials)?;
        let grant = authorize(self.keyring(), Action::Publish, &channel, || Ok(presented), Timestamp::now())?;
        let data = data(content_type.as_deref(), &body)?;
        match Hub::publish(self, grant.key.as_deref(), &channel, &data).await {
            Ok(()) => Ok(Accepted),
            Err(PublishError::InvalidChannel) => Err(PublishingError::NotFound),
            Err(PublishError::Unavailable) => Err(PublishingError::Unavailable),
            Err(PublishError::TooMany { wait }) => Err(PublishingError::too_many(wait)),
        }
    }
}
