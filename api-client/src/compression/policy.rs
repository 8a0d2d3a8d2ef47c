//! The compression policy: whether bodies of requests are compressed, and from which size on.

/// The policy for compressing the bodies of requests.
///
/// The default is [`off`](Self::off), because not every server decodes a content coding. One of this framework does
/// with its feature `decompression`.
///
/// A body whose size depends on a secret beside text that others choose should not be compressed: its size tells about
/// the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompressionPolicy {
    /// The size in bytes from which on bodies are compressed.
    pub(super) minimum: usize,
}

impl CompressionPolicy {
    /// Creates a policy that compresses nothing. This is the default.
    #[must_use]
    pub const fn off() -> Self {
        Self { minimum: usize::MAX }
    }

    /// Creates a policy that compresses bodies with gzip, from 1 KiB on.
    ///
    /// ```
    /// use api_client::{ClientBuilder, CompressionPolicy};
    ///
    /// let policy = CompressionPolicy::gzip().minimum_size(4096);
    /// let builder = ClientBuilder::at("https://api.example").compression(policy);
    /// # let _ = builder;
    /// ```
    #[cfg(feature = "compression")]
    #[must_use]
    pub const fn gzip() -> Self {
        Self { minimum: 1024 }
    }

    /// Sets the size in bytes from which on bodies are compressed. Default: 1 KiB.
    #[cfg(feature = "compression")]
    #[must_use]
    pub const fn minimum_size(mut self, bytes: usize) -> Self {
        self.minimum = bytes;
        self
    }

    pub(super) const fn is_off(self) -> bool {
        self.minimum == usize::MAX
    }
}

impl Default for CompressionPolicy {
    fn default() -> Self {
        Self::off()
    }
}
