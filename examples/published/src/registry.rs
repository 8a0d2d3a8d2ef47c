//! The API of registries for container images (the Distribution Specification of the Open Container Initiative):
//! names of several segments in the middle of a path, blobs with ranges, uploads in pieces.

use std::borrow::Cow;

use api_core::call::{Binary, ByteStream, Conditions, Download, HeaderFields, WithHeaders};
use api_core::error::{Answer, ErrorDocument, ErrorFormat, Failure};
use api_core::{ApiError, Model, api};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A registry.
#[api(errors = RegistryError)]
pub trait Registry {
    /// Says that it is a registry. The path ends with a slash.
    #[get("/v2/")]
    async fn version(&self) -> Result<Version, RegistryError>;

    /// Lists the tags of a repository.
    #[get("/v2/{*name}/tags/list")]
    async fn tags(
        &self,
        name: String,
        #[query] n: Option<u32>,
        #[query] last: Option<String>,
    ) -> Result<Tags, RegistryError>;

    /// Returns a manifest, by its tag or digest.
    #[get("/v2/{*name}/manifests/{reference}", media_type = "application/*")]
    async fn manifest(
        &self,
        name: String,
        reference: String,
    ) -> Result<WithHeaders<Binary, ManifestFields>, RegistryError>;

    /// Stores a manifest of a media type.
    #[put("/v2/{*name}/manifests/{reference}", status = 201)]
    async fn put_manifest(
        &self,
        name: String,
        reference: String,
        #[header("content-type")] media_type: String,
        #[body(bytes)] manifest: Bytes,
    ) -> Result<WithHeaders<(), Stored>, RegistryError>;

    /// Deletes a manifest or a tag.
    #[delete("/v2/{*name}/manifests/{reference}", status = 202)]
    async fn delete_manifest(&self, name: String, reference: String) -> Result<(), RegistryError>;

    /// Returns a blob, or a part of it.
    #[get("/v2/{*name}/blobs/{digest}")]
    async fn blob(
        &self,
        name: String,
        digest: String,
        #[headers] conditions: Conditions,
    ) -> Result<Download, RegistryError>;

    /// Returns whether there is a blob, and its size.
    #[head("/v2/{*name}/blobs/{digest}", status = 200)]
    async fn blob_exists(&self, name: String, digest: String) -> Result<WithHeaders<(), BlobFields>, RegistryError>;

    /// Deletes a blob.
    #[delete("/v2/{*name}/blobs/{digest}", status = 202)]
    async fn delete_blob(&self, name: String, digest: String) -> Result<(), RegistryError>;

    /// Begins an upload. The path ends with a slash.
    #[post("/v2/{*name}/blobs/uploads/", status = 202)]
    async fn begin(&self, name: String) -> Result<WithHeaders<(), Upload>, RegistryError>;

    /// Adds a piece to an upload.
    #[patch("/v2/{*name}/blobs/uploads/{id}", status = 202, body_limit = 1_073_741_824)]
    async fn add(
        &self,
        name: String,
        id: String,
        #[header] content_range: Option<String>,
        #[body(stream)] piece: ByteStream,
    ) -> Result<WithHeaders<(), Upload>, RegistryError>;

    /// Ends an upload, perhaps with a last piece.
    #[put("/v2/{*name}/blobs/uploads/{id}", status = 201, body_limit = 1_073_741_824)]
    async fn finish(
        &self,
        name: String,
        id: String,
        #[query] digest: String,
        #[body(stream)] piece: ByteStream,
    ) -> Result<WithHeaders<(), Stored>, RegistryError>;

    /// Returns how far an upload is.
    #[get("/v2/{*name}/blobs/uploads/{id}", status = 204)]
    async fn progress(&self, name: String, id: String) -> Result<WithHeaders<(), Upload>, RegistryError>;

    /// Gives an upload up.
    #[delete("/v2/{*name}/blobs/uploads/{id}")]
    async fn cancel(&self, name: String, id: String) -> Result<(), RegistryError>;
}

/// The answer to the question for a registry, an empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Version {}

/// The tags of a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Tags {
    /// The repository.
    pub name: String,
    /// Its tags, in order.
    pub tags: Vec<String>,
}

/// What a manifest is.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct ManifestFields {
    /// Its media type.
    pub content_type: String,
    /// Its digest.
    pub docker_content_digest: String,
}

/// Where something was stored.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct Stored {
    /// Its address.
    pub location: String,
    /// Its digest.
    pub docker_content_digest: String,
}

/// What a blob is.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct BlobFields {
    /// Its size in bytes.
    pub content_length: u64,
    /// Its digest.
    pub docker_content_digest: String,
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct Upload {
    /// Where the next piece goes.
    pub location: String,
    /// The bytes that are there, `0-99`.
    pub range: String,
    /// The identifier.
    pub docker_upload_uuid: String,
}

/// What goes wrong.
#[derive(Debug, ApiError)]
#[api_error(format = RegistryErrors)]
pub enum RegistryError {
    /// The blob is unknown to the registry.
    #[error(status = 404, kind = "BLOB_UNKNOWN")]
    BlobUnknown,
    /// The upload is unknown to the registry.
    #[error(status = 404, kind = "BLOB_UPLOAD_UNKNOWN")]
    UploadUnknown,
    /// The manifest is unknown to the registry.
    #[error(status = 404, kind = "MANIFEST_UNKNOWN")]
    ManifestUnknown,
    /// The repository is unknown to the registry.
    #[error(status = 404, kind = "NAME_UNKNOWN")]
    NameUnknown,
    /// The digest is not that of the content.
    #[error(status = 400, kind = "DIGEST_INVALID")]
    DigestInvalid,
    /// The piece does not follow the one before.
    #[error(status = 416, kind = "BLOB_UPLOAD_INVALID")]
    UploadInvalid,
    /// The content is too large.
    #[error(status = 413, kind = "SIZE_INVALID")]
    TooLarge,
    /// An error that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// Errors as `{"errors": [{"code": …, "message": …, "detail": …}]}`.
#[derive(Debug, Clone, Copy)]
pub struct RegistryErrors;

impl ErrorFormat for RegistryErrors {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let error = json!({ "code": document.kind, "message": document.description, "detail": document.attributes });
        json!({ "errors": [error] }).to_string().into_bytes()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("errors")?.get(0)?;
        let code = error.get("code")?.as_str()?.to_owned();
        let mut document = ErrorDocument::new(status, code);
        document.description = error.get("message").and_then(Value::as_str).map(|text| Cow::Owned(text.to_owned()));
        document.attributes = error.get("detail").filter(|detail| !detail.is_null()).cloned();
        document.retry_after = api_core::error::retry_after(headers);
        Some(document)
    }
}
