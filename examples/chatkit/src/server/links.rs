//! Presigned addresses of files: absolute, without a token, and valid for one file, one operation and a limited time.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use pusher_platform::token::jwt::{Hs256, Unverified};
use pusher_platform::{InstanceLocator, Key};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};

use super::origin::Origin;
use crate::api::ChatkitError;
use crate::domain::Instance;
use crate::model::{Attachment, AttachmentId, AttachmentReference, Message, NewPart, Part, Pass, RoomId, SendMessage};

/// The lifetime of an address. Clients request a new one if less than 30 minutes remain (`PROTOCOL.md` §7).
pub(super) const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// The characters that are not escaped in a path segment (RFC 3986 §2.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The operation that an address permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileOperation {
    Upload,
    Download,
}

/// A signer and verifier of addresses.
pub(super) struct LinkSigner {
    instance: String,
    key: Hs256,
}

impl LinkSigner {
    /// Creates a signer. Its secret is derived from the key, so addresses stay valid after a restart.
    pub(super) fn new(locator: &InstanceLocator, key: Option<&Key>) -> Self {
        let mut secret = b"addresses of files\0".to_vec();
        secret.extend(key.map(|key| key.secret().expose_secret().as_bytes()).unwrap_or_default());
        Self { instance: locator.instance_id().to_owned(), key: Hs256::new(&secret) }
    }

    /// Checks whether a pass is valid for this operation on this file.
    pub(super) fn verify(
        &self,
        pass: &Pass,
        file: &AttachmentId,
        used: FileOperation,
        now: Timestamp,
    ) -> Result<(), ChatkitError> {
        let refuse = |why: &str| ChatkitError::InvalidPass(format!("The address {why}."));
        let claims: Claims = Unverified::parse(&pass.pass)
            .and_then(|pass| pass.verify(&self.key))
            .map_err(|_| refuse("was not made by this server, or was changed"))?;
        if claims.file != *file || claims.used != used || claims.instance != self.instance {
            return Err(refuse("is for another file or operation"));
        }
        if claims.until <= now.as_second() {
            return Err(refuse("has expired"));
        }
        Ok(())
    }

    fn pass(&self, file: &AttachmentId, used: FileOperation, now: Timestamp) -> String {
        let until = now.as_second().saturating_add(LIFETIME.as_secs());
        let claims = Claims { instance: self.instance.clone(), file: file.clone(), used, until };
        // Strings and numbers always serialize, and any secret can sign.
        self.key.sign(&claims).unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    instance: String,
    file: AttachmentId,
    #[serde(rename = "use")]
    used: FileOperation,
    until: i64,
}

/// The addresses for one caller at one time.
pub(super) struct Links<'a> {
    pub(super) signer: &'a LinkSigner,
    pub(super) origin: &'a Origin,
    pub(super) now: Timestamp,
}

impl Links<'_> {
    /// Returns the address for the upload of an announced file.
    pub(super) fn upload(&self, file: &AttachmentId) -> String {
        format!("{}?pass={}", self.file(file), self.signer.pass(file, FileOperation::Upload, self.now))
    }

    /// Returns the address for the download of a file. It ends with the file's name, because some clients display that.
    pub(super) fn download(&self, file: &AttachmentId, name: Option<&str>) -> String {
        let name = escaped(name.filter(|name| !name.is_empty()).unwrap_or(file.as_str()));
        format!("{}/{name}?pass={}", self.file(file), self.signer.pass(file, FileOperation::Download, self.now))
    }

    /// Returns the link to a file in a version 2 message.
    pub(super) fn named(&self, room: &RoomId, name: &str) -> String {
        let (room, name) = (escaped(room.as_str()), escaped(name));
        format!("{}/services/chatkit_files/v1/{}/rooms/{room}/files/{name}", self.origin, self.signer.instance)
    }

    /// Adds the addresses to an attachment.
    pub(super) fn attachment(&self, room: &RoomId, file: Attachment) -> Attachment {
        let (escaped_room, id) = (escaped(room.as_str()), escaped(file.id.as_str()));
        let instance = &self.signer.instance;
        Attachment {
            download_url: self.download(&file.id, file.name.as_deref()),
            refresh_url: format!(
                "{}/services/chatkit/v6/{instance}/rooms/{escaped_room}/attachments/{id}",
                self.origin
            ),
            expiration: self.now.checked_add(LIFETIME).unwrap_or(self.now).into(),
            ..file
        }
    }

    /// Adds the addresses to the attachments of a message.
    pub(super) fn address(&self, mut message: Message) -> Message {
        for part in &mut message.parts {
            if let Part::Attachment { attachment, .. } = part {
                *attachment = self.attachment(&message.room_id, attachment.clone());
            }
        }
        message
    }

    fn file(&self, file: &AttachmentId) -> String {
        format!("{}/files/{}/{}", self.origin, self.signer.instance, escaped(file.as_str()))
    }
}

/// Replaces links to uploaded files by attachments. Version 2 clients send the link that the upload returned.
pub(super) fn with_files(instance: &Instance, room: &RoomId, message: SendMessage) -> SendMessage {
    let parts = message.parts.into_iter().map(|part| match part {
        NewPart::Url { media_type, url } => match uploaded(instance, room, &url) {
            Some(id) => NewPart::Attachment { media_type, attachment: AttachmentReference { id } },
            None => NewPart::Url { media_type, url },
        },
        other => other,
    });
    SendMessage { parts: parts.collect() }
}

/// Returns the file that a link refers to, if it is one of this server. Whether the room may use it is checked when the
/// message is sent.
fn uploaded(instance: &Instance, room: &RoomId, url: &str) -> Option<AttachmentId> {
    let path = url.split(['?', '#']).next()?;
    let segments: Vec<String> =
        path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
    match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [.., "services", "chatkit_files", "v1", _, "rooms", of, "files", name] if *of == room.as_str() => {
            instance.file(room, name).ok().map(|file| file.id.clone())
        }
        [.., "files", _, id, _] => {
            let id = AttachmentId::new(*id);
            instance.attachment_of(room, &id).is_ok().then_some(id)
        }
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

impl fmt::Debug for LinkSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LinkSigner").field("instance", &self.instance).finish_non_exhaustive()
    }
}
