//! A registry in process: the laws, and an upload in pieces.

use api_core::Body;
use api_core::call::{Conditions, Download};
use api_core::routing::InProcess;
use api_testing::laws::{self, Laws};
use published::registry::{Registry as _, RegistryApi, RegistryError};
use published::{Warehouse, digest_of};

#[test]
fn the_laws_hold_for_registries() {
    laws::check::<RegistryApi>(&Laws::new(30, 1));
}

#[tokio::test]
async fn a_blob_is_uploaded_in_pieces_and_read_in_parts() {
    let client = RegistryApi::connect(InProcess::new(Warehouse::default().serve::<Body>()));
    let name = || "library/manifests/hello".to_owned();
    let digest = digest_of(b"hello, world");
    assert!(
        matches!(client.blob_exists(name(), digest.clone()).await, Err(RegistryError::Unknown(answer)) if answer.status() == 404)
    );

    let upload = client.begin(name()).await.unwrap().headers;
    assert!(upload.location.starts_with("/v2/library/manifests/hello/blobs/uploads/"));
    let id = || upload.docker_upload_uuid.clone();
    let added = client.add(name(), id(), Some("0-6".to_owned()), "hello, ".into()).await.unwrap();
    assert_eq!(added.headers.range, "0-6");
    let again = client.add(name(), id(), Some("0-6".to_owned()), "hello, ".into()).await;
    assert!(matches!(again, Err(RegistryError::UploadInvalid)));
    let stored = client.finish(name(), id(), digest.clone(), "world".into()).await.unwrap();
    assert_eq!(stored.headers.docker_content_digest, digest);

    assert_eq!(client.blob_exists(name(), digest.clone()).await.unwrap().headers.content_length, 12);
    let part = client.blob(name(), digest, Conditions::default().bytes(7..)).await.unwrap();
    let Download::Part(part) = part else { panic!("the whole") };
    assert_eq!(part.value.collect(100).await.unwrap(), "world");
}

#[tokio::test]
async fn content_with_another_digest_is_refused() {
    let client = RegistryApi::connect(InProcess::new(Warehouse::default().serve::<Body>()));
    let upload = client.begin("a".to_owned()).await.unwrap().headers;
    let refused = client.finish("a".to_owned(), upload.docker_upload_uuid, digest_of(b"b"), "a".into()).await;
    assert!(matches!(refused, Err(RegistryError::DigestInvalid)));
}
