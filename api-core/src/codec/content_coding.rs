//! The content coding of a body: gzip, deflate, br or zstd, decoded within a limit (RFC 9110 §8.4, RFC 8878).

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// The codings that are decoded, in the form of `Accept-Encoding`.
pub(crate) const DECODED: &str = if cfg!(feature = "decompression") { "gzip, deflate, br, zstd" } else { "identity" };

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentCoding {
    Identity,
    #[cfg(feature = "decompression")]
    Gzip,
    #[cfg(feature = "decompression")]
    Deflate,
    #[cfg(feature = "decompression")]
    Brotli,
    #[cfg(feature = "decompression")]
    Zstandard,
}

/// The body has a coding that is not decoded, or several.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownCoding;

/// The error of a body that was not decoded to its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodingError {
    /// The decoded content is longer than the limit.
    TooLarge,
    /// The content is not of its coding, or incomplete.
    #[cfg_attr(not(feature = "decompression"), expect(dead_code, reason = "there is nothing to decode"))]
    Malformed,
}

impl ContentCoding {
    /// Returns the coding of a body from the header fields beside it.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, UnknownCoding> {
        if !headers.contains_key(CONTENT_ENCODING) {
            return Ok(Self::Identity);
        }
        let mut fields = headers.get_all(CONTENT_ENCODING).iter();
        let Some(field) = fields.next() else { return Ok(Self::Identity) };
        match (field.to_str(), fields.next()) {
            (Ok(name), None) => Self::named(name.trim()).ok_or(UnknownCoding),
            _ => Err(UnknownCoding),
        }
    }

    fn named(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match () {
            () if name.is_empty() || is("identity") => Some(Self::Identity),
            #[cfg(feature = "decompression")]
            () if is("gzip") || is("x-gzip") => Some(Self::Gzip),
            #[cfg(feature = "decompression")]
            () if is("deflate") => Some(Self::Deflate),
            #[cfg(feature = "decompression")]
            () if is("br") => Some(Self::Brotli),
            #[cfg(feature = "decompression")]
            () if is("zstd") => Some(Self::Zstandard),
            () => None,
        }
    }

    /// Decodes a whole body to at most `limit` bytes. Decoding stops there, whatever the body would grow to.
    pub(crate) fn decode(self, body: Bytes, limit: usize) -> Result<Bytes, CodingError> {
        let decoded = match self {
            Self::Identity => body,
            #[cfg(feature = "decompression")]
            coding => decoders::decode(coding, &body, limit)?,
        };
        if decoded.len() > limit { Err(CodingError::TooLarge) } else { Ok(decoded) }
    }
}

#[cfg(feature = "decompression")]
mod decoders {
    use std::io::Read;

    use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
    use bytes::Bytes;
    use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
    use ruzstd::decoding::StreamingDecoder;

    use super::{CodingError, ContentCoding};

    /// Maximum window of zstd, in bytes. HTTP allows no larger one (RFC 9659 §3).
    const WINDOW: u64 = 8 << 20;

    /// Size of the chunks in which brotli is content, in bytes.
    const CHUNK: usize = 16 << 10;

    pub(super) fn decode(coding: ContentCoding, body: &[u8], limit: usize) -> Result<Bytes, CodingError> {
        let mut content = Vec::new();
        match coding {
            ContentCoding::Identity => content.extend_from_slice(body),
            ContentCoding::Gzip => read(MultiGzDecoder::new(body), limit, &mut content)?,
            ContentCoding::Deflate => {
                let mut decoder = ZlibDecoder::new(body);
                read(&mut decoder, limit, &mut content)?;
                if content.len() <= limit && !decoder.into_inner().is_empty() {
                    return Err(CodingError::Malformed);
                }
            }
            ContentCoding::Brotli => brotli(body, limit, &mut content)?,
            ContentCoding::Zstandard => zstandard(body, limit, &mut content)?,
        }
        Ok(content.into())
    }

    fn brotli(body: &[u8], limit: usize, content: &mut Vec<u8>) -> Result<(), CodingError> {
        let allocator = StandardAlloc::default;
        let mut state = BrotliState::new(allocator(), allocator(), allocator());
        let mut chunk = vec![0; CHUNK];
        let (mut left, mut read, mut total) = (body.len(), 0, 0);
        loop {
            let (mut room, mut written) = (CHUNK, 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut read,
                body,
                &mut room,
                &mut written,
                &mut chunk,
                &mut total,
                &mut state,
            );
            content.extend_from_slice(chunk.get(..written).unwrap_or_default());
            match result {
                _ if content.len() > limit => return Ok(()),
                BrotliResult::ResultSuccess if left == 0 => return Ok(()),
                BrotliResult::NeedsMoreOutput => {}
                BrotliResult::ResultSuccess | BrotliResult::ResultFailure | BrotliResult::NeedsMoreInput => {
                    return Err(CodingError::Malformed);
                }
            }
        }
    }

    /// Decodes one frame after another: a body may have several (RFC 8878 §3.1).
    fn zstandard(mut body: &[u8], limit: usize, content: &mut Vec<u8>) -> Result<(), CodingError> {
        loop {
            let decoder = StreamingDecoder::new_with_max_window_size(&mut body, WINDOW);
            let mut decoder = decoder.map_err(|_| CodingError::Malformed)?;
            read(&mut decoder, limit, content)?;
            if content.len() > limit {
                return Ok(());
            }
            let (written, computed) =
                (decoder.decoder.get_checksum_from_data(), decoder.decoder.get_calculated_checksum());
            if written.is_some() && written != computed {
                return Err(CodingError::Malformed);
            }
            drop(decoder);
            if body.is_empty() {
                return Ok(());
            }
        }
    }

    /// Reads to the end, or one byte past the limit.
    fn read(decoder: impl Read, limit: usize, content: &mut Vec<u8>) -> Result<(), CodingError> {
        let most = (limit as u64).saturating_add(1).saturating_sub(content.len() as u64);
        decoder.take(most).read_to_end(content).map(drop).map_err(|_| CodingError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue};

    use super::{CodingError, ContentCoding, UnknownCoding};

    fn of(fields: &[&str]) -> Result<ContentCoding, UnknownCoding> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append("content-encoding", HeaderValue::from_str(field).unwrap());
        }
        ContentCoding::of(&headers)
    }

    #[test]
    fn several_codings_and_unknown_ones_are_not_decoded() {
        for fields in
            [&["compress"][..], &["gzip, gzip"], &["gzip", "gzip"], &["aws-chunked"], &["identity", "identity"]]
        {
            assert_eq!(of(fields), Err(UnknownCoding), "{fields:?}");
        }
        for fields in [&[][..], &["identity"], &["Identity"], &[""]] {
            assert_eq!(of(fields), Ok(ContentCoding::Identity), "{fields:?}");
        }
    }

    #[test]
    fn identity_has_the_limit_too() {
        assert_eq!(ContentCoding::Identity.decode(Bytes::from_static(b"abc"), 3).unwrap(), "abc");
        assert_eq!(ContentCoding::Identity.decode(Bytes::from_static(b"abcd"), 3), Err(CodingError::TooLarge));
    }

    #[cfg(feature = "decompression")]
    mod decompression {
        use std::io::Write;

        use bytes::Bytes;
        use flate2::Compression;
        use flate2::write::{GzEncoder, ZlibEncoder};

        use super::{CodingError, ContentCoding, of};

        /// "hello hello hello hello\n", as the reference programs write it.
        const BROTLI: &[u8] = &[
            0x1f, 0x17, 0x00, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0x55, 0x86, 0xd6, 0x0a, 0x20, 0x6c, 0x6f, 0x4a, 0x11,
            0x79, 0xe2, 0x80, 0xae, 0x16,
        ];
        const ZSTANDARD: &[u8] = &[
            0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0x6d, 0x00, 0x00, 0x38, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0x0a, 0x01,
            0x00, 0x99, 0x4b, 0x11, 0xa8, 0x7c, 0x2e, 0xa8,
        ];
        const HELLO: &str = "hello hello hello hello\n";

        fn gzip(content: &[u8]) -> Vec<u8> {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content).unwrap();
            encoder.finish().unwrap()
        }

        fn deflate(content: &[u8]) -> Vec<u8> {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content).unwrap();
            encoder.finish().unwrap()
        }

        fn encoded() -> [(&'static str, Vec<u8>); 5] {
            [
                ("gzip", gzip(HELLO.as_bytes())),
                ("X-Gzip", gzip(HELLO.as_bytes())),
                ("deflate", deflate(HELLO.as_bytes())),
                ("br", BROTLI.to_vec()),
                ("zstd", ZSTANDARD.to_vec()),
            ]
        }

        #[test]
        fn each_coding_is_decoded_within_the_limit() {
            for (name, body) in encoded() {
                let coding = of(&[name]).unwrap();
                let body = Bytes::from(body);
                assert_eq!(coding.decode(body.clone(), HELLO.len()).unwrap(), HELLO, "{name}");
                assert_eq!(coding.decode(body.clone(), HELLO.len() - 1), Err(CodingError::TooLarge), "{name}");
                assert_eq!(coding.decode(body, 0), Err(CodingError::TooLarge), "{name}");
            }
        }

        #[test]
        fn an_incomplete_body_is_malformed_wherever_it_is_cut() {
            for (name, body) in encoded() {
                let coding = of(&[name]).unwrap();
                for length in 0..body.len() {
                    let decoded = coding.decode(Bytes::copy_from_slice(&body[..length]), 1024);
                    assert_eq!(decoded, Err(CodingError::Malformed), "{name}, {length} bytes");
                }
            }
        }

        #[test]
        fn bytes_after_the_end_are_malformed() {
            for (name, mut body) in encoded() {
                body.extend_from_slice(b"more");
                let decoded = of(&[name]).unwrap().decode(body.into(), 1024);
                assert_eq!(decoded, Err(CodingError::Malformed), "{name}");
            }
        }

        #[test]
        fn members_and_frames_in_succession_are_one_body() {
            for (name, body) in [("gzip", gzip(HELLO.as_bytes())), ("zstd", ZSTANDARD.to_vec())] {
                let decoded = of(&[name]).unwrap().decode([body.clone(), body].concat().into(), 1024);
                assert_eq!(decoded.unwrap(), HELLO.repeat(2), "{name}");
            }
        }

        #[test]
        fn a_bomb_is_refused_after_the_limit() {
            let bomb = gzip(&vec![0; 32 << 20]);
            assert!(bomb.len() < 64 * 1024);
            assert_eq!(ContentCoding::Gzip.decode(bomb.into(), 1024), Err(CodingError::TooLarge));
        }

        #[test]
        fn a_window_that_http_does_not_allow_is_malformed() {
            // Descriptor without single segment, and a window of 16 MiB (RFC 8878 §3.1.1.1.2).
            let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 14 << 3, 0x01, 0x00, 0x00];
            assert_eq!(
                ContentCoding::Zstandard.decode(Bytes::copy_from_slice(&frame), 1024),
                Err(CodingError::Malformed)
            );
        }
    }
}
