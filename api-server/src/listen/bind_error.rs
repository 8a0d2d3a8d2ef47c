//! The error of an address that cannot be listened on.

use std::error::Error;
use std::fmt;
use std::io;

/// The error of an address that cannot be listened on. It names the address, which the error of the system does not.
#[derive(Debug)]
pub(super) struct BindError {
    address: String,
    error: io::Error,
}

impl BindError {
    /// Wraps the error of an address, and keeps its kind.
    pub(super) fn wrap(address: String, error: io::Error) -> io::Error {
        io::Error::new(error.kind(), Self { address, error })
    }
}

impl fmt::Display for BindError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot listen on {}", self.address)?;
        if self.error.kind() == io::ErrorKind::InvalidInput {
            formatter.write_str(": expected a host and a port, such as `127.0.0.1:8080`")?;
        }
        Ok(())
    }
}

impl Error for BindError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use crate::Listener;

    #[tokio::test]
    async fn the_error_names_the_address_and_keeps_the_kind() {
        let taken = Listener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr();
        let error = Listener::bind(address).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::AddrInUse, format!("cannot listen on {address}")));
        let error = Listener::bind("8080").await.unwrap_err();
        let expected = "cannot listen on \"8080\": expected a host and a port, such as `127.0.0.1:8080`";
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::InvalidInput, expected));
    }
}
