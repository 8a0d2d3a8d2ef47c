//! A registry that keeps images in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::body::RequestBody;
use api_core::call::{Binary, ByteStream, Conditions, Download, Representation, WithHeaders};
use api_core::client::Links;
use api_core::routing::Routes;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::registry::{
    BlobFields, ManifestFields, Registry, RegistryApi, RegistryBlobCall, RegistryError, RegistryManifestCall,
    RegistryProgressCall, Stored, Tags, Upload, Version,
};

/// The largest image that it keeps, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A registry that keeps images in memory. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Warehouse {
    stock: Arc<Mutex<Stock>>,
}

#[derive(Debug, Default)]
struct Stock {
    blobs: BTreeMap<String, Bytes>,
    /// By repository and tag or digest: media type, digest, content.
    manifests: BTreeMap<(String, String), (String, String, Bytes)>,
    uploads: BTreeMap<String, Vec<u8>>,
    begun: u64,
}

impl Warehouse {
    /// Returns the routes of the registry.
    pub fn serve<B: RequestBody>(&self) -> impl Routes<B> + use<B> {
        RegistryApi::serve(self.clone())
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how far an upload is.
    fn upload(&self, name: String, id: String) -> Result<WithHeaders<(), Upload>, RegistryError> {
        let length = self.stock().uploads.get(&id).ok_or(RegistryError::UploadUnknown)?.len();
        let location = Links::<RegistryApi>::new().to(&RegistryProgressCall { name, id: id.clone() })?;
        let range = format!("0-{}", length.saturating_sub(1));
        Ok(WithHeaders { value: (), headers: Upload { location, range, docker_upload_uuid: id } })
    }

    /// Adds the bytes of a piece to an upload.
    async fn append(&self, id: &str, piece: ByteStream) -> Result<(), RegistryError> {
        let bytes = piece.collect(LARGEST).await?;
        let mut stock = self.stock();
        let upload = stock.uploads.get_mut(id).ok_or(RegistryError::UploadUnknown)?;
        if upload.len() + bytes.len() > LARGEST {
            return Err(RegistryError::TooLarge);
        }
        upload.extend_from_slice(&bytes);
        Ok(())
    }
}

impl Registry for Warehouse {
    async fn version(&self) -> Result<Version, RegistryError> {
        Ok(Version {})
    }

    async fn tags(&self, name: String, n: Option<u32>, last: Option<String>) -> Result<Tags, RegistryError> {
        let stock = self.stock();
        let of_name = stock.manifests.keys().filter(|(repository, _)| *repository == name);
        let tags = of_name.map(|(_, reference)| reference).filter(|reference| !reference.contains(':'));
        let tags = tags.filter(|tag| last.as_ref().is_none_or(|last| *tag > last)).cloned();
        let most = n.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let tags: Vec<String> = tags.take(most).collect();
        if tags.is_empty() && last.is_none() { Err(RegistryError::NameUnknown) } else { Ok(Tags { name, tags }) }
    }

    async fn manifest(
        &self,
        name: String,
        reference: String,
    ) -> Result<WithHeaders<Binary, ManifestFields>, RegistryError> {
        let stock = self.stock();
        let (media_type, digest, content) =
            stock.manifests.get(&(name, reference)).ok_or(RegistryError::ManifestUnknown)?;
        let headers = ManifestFields { content_type: media_type.clone(), docker_content_digest: digest.clone() };
        Ok(WithHeaders { value: Binary(content.clone()), headers })
    }

    async fn put_manifest(
        &self,
        name: String,
        reference: String,
        media_type: String,
        manifest: Bytes,
    ) -> Result<WithHeaders<(), Stored>, RegistryError> {
        let digest = digest_of(&manifest);
        let mut stock = self.stock();
        for reference in [&reference, &digest] {
            let kept = (media_type.clone(), digest.clone(), manifest.clone());
            stock.manifests.insert((name.clone(), reference.clone()), kept);
        }
        let location = Links::<RegistryApi>::new().to(&RegistryManifestCall { name, reference })?;
        Ok(WithHeaders { value: (), headers: Stored { location, docker_content_digest: digest } })
    }

    async fn delete_manifest(&self, name: String, reference: String) -> Result<(), RegistryError> {
        self.stock().manifests.remove(&(name, reference)).map(drop).ok_or(RegistryError::ManifestUnknown)
    }

    async fn blob(&self, _: String, digest: String, conditions: Conditions) -> Result<Download, RegistryError> {
        let blob = self.stock().blobs.get(&digest).cloned().ok_or(RegistryError::BlobUnknown)?;
        let known = Representation::new(blob.len() as u64).etag(format!("\"{digest}\""));
        let bytes = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        Ok(known.answer(&conditions, |range| blob.slice(bytes(range.start)..bytes(range.end)).into())?)
    }

    async fn blob_exists(&self, _: String, digest: String) -> Result<WithHeaders<(), BlobFields>, RegistryError> {
        let content_length = self.stock().blobs.get(&digest).ok_or(RegistryError::BlobUnknown)?.len() as u64;
        Ok(WithHeaders { value: (), headers: BlobFields { content_length, docker_content_digest: digest } })
    }

    async fn delete_blob(&self, _: String, digest: String) -> Result<(), RegistryError> {
        self.stock().blobs.remove(&digest).map(drop).ok_or(RegistryError::BlobUnknown)
    }

    async fn begin(&self, name: String) -> Result<WithHeaders<(), Upload>, RegistryError> {
        let id = {
            let mut stock = self.stock();
            stock.begun += 1;
            let id = format!("upload-{}", stock.begun);
            stock.uploads.insert(id.clone(), Vec::new());
            id
        };
        self.upload(name, id)
    }

    async fn add(
        &self,
        name: String,
        id: String,
        content_range: Option<String>,
        piece: ByteStream,
    ) -> Result<WithHeaders<(), Upload>, RegistryError> {
        let length = self.stock().uploads.get(&id).ok_or(RegistryError::UploadUnknown)?.len();
        let first = content_range.as_deref().and_then(|range| range.split('-').next()?.parse::<usize>().ok());
        if first.is_some_and(|first| first != length) {
            return Err(RegistryError::UploadInvalid);
        }
        self.append(&id, piece).await?;
        self.upload(name, id)
    }

    async fn finish(
        &self,
        name: String,
        id: String,
        digest: String,
        piece: ByteStream,
    ) -> Result<WithHeaders<(), Stored>, RegistryError> {
        self.append(&id, piece).await?;
        let mut stock = self.stock();
        let blob: Bytes = stock.uploads.remove(&id).ok_or(RegistryError::UploadUnknown)?.into();
        if digest_of(&blob) != digest {
            return Err(RegistryError::DigestInvalid);
        }
        stock.blobs.insert(digest.clone(), blob);
        let call = RegistryBlobCall { name, digest: digest.clone(), conditions: Conditions::default() };
        let location = Links::<RegistryApi>::new().to(&call)?;
        Ok(WithHeaders { value: (), headers: Stored { location, docker_content_digest: digest } })
    }

    async fn progress(&self, name: String, id: String) -> Result<WithHeaders<(), Upload>, RegistryError> {
        self.upload(name, id)
    }

    async fn cancel(&self, _: String, id: String) -> Result<(), RegistryError> {
        self.stock().uploads.remove(&id).map(drop).ok_or(RegistryError::UploadUnknown)
    }
}

/// Returns the digest of a content, as `sha256:` and 64 hexadecimal digits.
pub fn digest_of(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter().fold("sha256:".to_owned(), |digest, byte| format!("{digest}{byte:02x}"))
}
