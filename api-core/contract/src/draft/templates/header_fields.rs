macro_rules! header_fields {
    ($name:ident $($field:ident $wire:literal),*) => {
        #[doc = "Header fields of a response."]
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name {
            $(
                #[doc = concat!("`", $wire, "`")]
                pub $field: Option<String>,
            )*
        }

        impl api_core::call::HeaderFields for $name {
            const NAMES: &'static [&'static str] = &[$($wire),*];

            fn write(&self, headers: &mut http::HeaderMap) -> Result<(), api_core::Failure> {
                $(api_core::call::write_field(headers, $wire, &self.$field)?;)*
                Ok(())
            }

            fn read(headers: &http::HeaderMap) -> Result<Self, api_core::Failure> {
                Ok(Self { $($field: api_core::call::read_field(headers, $wire)?),* })
            }
        }
    };
}
