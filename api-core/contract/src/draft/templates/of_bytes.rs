macro_rules! of_bytes {
    ($name:ident $media_type:literal) => {
        #[doc = concat!("A response of `", $media_type, "`.")]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub bytes::Bytes);

        impl api_core::call::Reply for $name {
            const OUTPUTS: &'static [api_core::description::Output] =
                &[api_core::description::Output::new(200, $media_type, None)];

            fn encode(
                self,
                form: &api_core::call::ReplyForm,
            ) -> Result<http::Response<api_core::Body>, api_core::Failure> {
                let mut response = api_core::call::Binary(self.0).encode(form)?;
                let media_type = http::HeaderValue::from_static($media_type);
                response.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
                Ok(response)
            }

            async fn decode(
                response: http::Response<api_core::Body>,
                form: &api_core::call::ReplyForm,
            ) -> Result<Self, api_core::Failure> {
                api_core::call::Binary::decode(response, form).await.map(|bytes| Self(bytes.0))
            }
        }
    };
}
