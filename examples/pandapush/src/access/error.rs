//! Why credentials do not allow an action. The texts are part of the protocol: clients compare them.

/// A refusal. Its `Display` is the exact text that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The channel has no application or no known kind.
    #[error("Invalid channel name")]
    InvalidChannel,
    /// No credentials were sent.
    #[error("No auth supplied")]
    NoCredentials,
    /// The credentials are neither a token nor a key.
    #[error("Auth information does not include token or key")]
    NeitherTokenNorKey,
    /// The token cannot be decoded, or does not name a key.
    #[error("Invalid token")]
    MalformedToken,
    /// The application of the channel has no key of this id.
    #[error("Could not find key")]
    UnknownKey,
    /// The secret is not the key's.
    #[error("Invalid secret")]
    WrongSecret,
    /// The key was revoked.
    #[error("Revoked key")]
    RevokedKey,
    /// The key has expired.
    #[error("Expired key")]
    ExpiredKey,
    /// The signature is wrong, or the token is not valid at this time.
    #[error("Invalid token provided")]
    RefusedToken,
    /// The token is for another channel.
    #[error("Token does not match channel")]
    OtherChannel,
    /// The claim `sub` is not `true`.
    #[error("Token does not allow subscribing")]
    MayNotSubscribe,
    /// The claim `pub` is not `true`.
    #[error("Token does not allow publishing")]
    MayNotPublish,
    /// A subscription of a presence channel without a token that names its user.
    #[error("No presence id specified in presence subscription")]
    NoPresenceId,
}
