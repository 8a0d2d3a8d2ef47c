//! skopeo, a client of container registries from Debian's packages, against the registry in memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use published::{Warehouse, digest_of};
use serde_json::{Value, json};

use super::while_served;

const PROGRAM: &str = "skopeo";

/// The command of an installed skopeo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skopeo(&'static str);

impl Skopeo {
    /// Finds skopeo. Prints a message if it is missing.
    pub(super) fn find() -> Option<Self> {
        let found = Command::new(PROGRAM).arg("--version").output().is_ok_and(|output| output.status.success());
        if !found {
            eprintln!("skopeo is missing: install it to run these tests");
        }
        found.then_some(Self(PROGRAM))
    }

    /// Copies an image to the registry, lists and inspects it, copies it back, and compares it.
    pub(super) fn copy_both_ways(self) -> Result<(), Failed> {
        let run = |arguments: &[&str]| run(self.0, arguments);
        let folder = tempfile::tempdir()?;
        let (source, back) = (folder.path().join("source"), folder.path().join("back"));
        write_image(&source)?;
        while_served(Warehouse::default().serve(), |address| {
            // The name has several segments, one of which is a word of the paths.
            let remote = format!("docker://{address}/library/manifests/hello:v1");
            let local = |path: &Path| format!("oci:{}:v1", path.display());
            run(&["copy", "--preserve-digests", "--dest-tls-verify=false", &local(&source), &remote])?;
            let tags = run(&["list-tags", "--tls-verify=false", remote.trim_end_matches(":v1")])?;
            let tags: Value = serde_json::from_str(&tags)?;
            assert_eq!(tags["Tags"], json!(["v1"]));
            let inspected: Value = serde_json::from_str(&run(&["inspect", "--tls-verify=false", &remote])?)?;
            assert_eq!(inspected["Architecture"], "amd64");
            // The blobs are there now, which HEAD says.
            run(&["copy", "--preserve-digests", "--dest-tls-verify=false", &local(&source), &remote])?;
            run(&["copy", "--preserve-digests", "--src-tls-verify=false", &remote, &local(&back)])?;
            let missing = run(&["inspect", "--tls-verify=false", &format!("docker://{address}/library/none:v1")]);
            assert!(missing.is_err());
            Ok(())
        })?;
        for blob in fs::read_dir(source.join("blobs/sha256"))? {
            let name = blob?.file_name();
            let read = |root: &Path| fs::read(root.join("blobs/sha256").join(&name));
            assert_eq!(read(&source)?, read(&back)?, "{}", name.display());
        }
        Ok(())
    }
}

/// Runs a program, and returns what it prints.
fn run(program: &str, arguments: &[&str]) -> Result<String, Failed> {
    let output = Command::new(program).arg("--insecure-policy").args(arguments).output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Writes an image in the layout of the Open Container Initiative: one layer of 3 MiB, a configuration, a manifest.
fn write_image(folder: &Path) -> Result<(), Failed> {
    let blobs = folder.join("blobs/sha256");
    fs::create_dir_all(&blobs)?;
    let store = |content: &[u8]| -> Result<(String, usize), Failed> {
        let digest = digest_of(content);
        fs::write(blobs.join(digest.trim_start_matches("sha256:")), content)?;
        Ok((digest, content.len()))
    };
    // An empty archive: blocks of zeros.
    let (layer, layer_size) = store(&vec![0; 3 << 20])?;
    let config = json!({
        "architecture": "amd64", "os": "linux", "config": {},
        "rootfs": { "type": "layers", "diff_ids": [layer] }, "history": [{ "created_by": "a test" }]
    });
    let (config, config_size) = store(config.to_string().as_bytes())?;
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": { "mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": config_size },
        "layers": [{ "mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layer, "size": layer_size }]
    });
    let (manifest, manifest_size) = store(manifest.to_string().as_bytes())?;
    let index = json!({
        "schemaVersion": 2,
        "manifests": [{
            "mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": manifest, "size": manifest_size,
            "annotations": { "org.opencontainers.image.ref.name": "v1" }
        }]
    });
    fs::write(folder.join("index.json"), index.to_string())?;
    fs::write(folder.join("oci-layout"), json!({ "imageLayoutVersion": "1.0.0" }).to_string())?;
    Ok(())
}
