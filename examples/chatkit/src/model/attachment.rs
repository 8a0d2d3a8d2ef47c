//! Uploaded files: announced, uploaded to an address, sent with a message, downloaded from another address.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::AttachmentId;
use super::text_message::LinkKind;
use super::user::CustomData;

/// An uploaded file, as a reader of its message sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Attachment {
    /// Which file this is.
    pub id: AttachmentId,
    /// Where the bytes are found until `expiration`, without a token.
    pub download_url: String,
    /// Where a fresh `download_url` is had afterwards.
    pub refresh_url: String,
    /// Until when `download_url` is good.
    pub expiration: Timestamp,
    /// The name of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the application keeps with the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// The length in bytes.
    pub size: u64,
}

/// Names an uploaded file in a message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct AttachmentReference {
    /// The id given when the upload was announced.
    pub id: AttachmentId,
}

/// Announces a file that is to be uploaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct AnnounceAttachment {
    /// The media type of the file.
    pub content_type: String,
    /// Its length in bytes.
    pub content_length: u64,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the application wants to keep with it; at most 5 KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Where an announced file is to be uploaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UploadTicket {
    /// The file's id, for the message.
    pub attachment_id: AttachmentId,
    /// Where to `PUT` the bytes, with the announced content type and without a token.
    pub upload_url: String,
}

/// The answer to a file uploaded for a message of the older form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UploadedFile {
    /// What stands for the file in the message.
    pub resource_link: String,
    /// What kind of content it is.
    #[serde(rename = "type")]
    pub kind: LinkKind,
}

/// A file uploaded for a message of the older form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct FileAnswer {
    /// What it is.
    pub file: FileFacts,
    /// Where the bytes are found, without a token.
    pub resource_link: String,
    /// For how many seconds `resource_link` is good.
    pub ttl: u64,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// When it was uploaded.
    pub last_modified: Timestamp,
}

/// The right to one file at a pre-signed address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Pass {
    /// What the server signed.
    pub pass: String,
}
