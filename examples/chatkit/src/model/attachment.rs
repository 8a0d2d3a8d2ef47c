//! Attachments: uploaded files that are sent with messages.

use api_core::Model;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::id::AttachmentId;
use super::text_message::LinkKind;
use super::time::Time;

/// An uploaded file as part of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Attachment {
    /// The attachment id.
    pub id: AttachmentId,
    /// The address of the content until `expiration`. It needs no token.
    pub download_url: String,
    /// The address that returns a new `download_url`.
    pub refresh_url: String,
    /// When `download_url` expires.
    pub expiration: Time,
    /// The name of the file. The server always sends one, by default the attachment's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom data of the application, any JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Value>,
    /// The size in bytes.
    pub size: u64,
}

/// A reference to an uploaded file in a message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct AttachmentReference {
    /// The id returned when the upload was announced.
    pub id: AttachmentId,
}

/// The announcement of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct AnnounceAttachment {
    /// The media type of the file.
    pub content_type: String,
    /// The file's size in bytes.
    pub content_length: u64,
    /// The file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom data of the application, any JSON, at most 5 KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Value>,
}

/// The id and the upload address of an announced file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UploadTicket {
    /// The file's id, for the message.
    pub attachment_id: AttachmentId,
    /// The address to which the content is sent by `PUT`, with the announced content type and without a token.
    pub upload_url: String,
}

/// The response to the upload of a file for a version 2 message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct UploadedFile {
    /// The link to the file in the message.
    pub resource_link: String,
    /// The kind of content.
    #[serde(rename = "type")]
    pub kind: LinkKind,
}

/// A file uploaded for a version 2 message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct FileAnswer {
    /// The file's properties.
    pub file: FileProperties,
    /// The address of the content. It needs no token.
    pub resource_link: String,
    /// The lifetime of `resource_link` in seconds.
    pub ttl: u64,
}

/// The properties of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct FileProperties {
    /// The file's name.
    pub name: String,
    /// The size in bytes.
    pub bytes: u64,
    /// When the file was uploaded.
    pub last_modified: Time,
}

/// The query of a presigned address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Pass {
    /// The signed permission for one file.
    pub pass: String,
}
