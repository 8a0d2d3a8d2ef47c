//! The name of a trait may be that of a type parameter in generated code.

use api_core::{Error, api};

macro_rules! apis {
    ($($name:ident $module:ident)*) => {
        $(mod $module {
            use super::{Error, api};

            #[api]
            pub trait $name {
                #[get("/rooms/{id}")]
                async fn room(&self, id: u32) -> Result<String, Error>;
                #[post("/rooms")]
                async fn create(&self, #[body] room: String) -> Result<(), Error>;
            }
        })*
    };
}

apis! { T t N n S s B b F f H h V v }

#[api]
pub trait T {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<String, Error>;
}

fn main() {
    assert_eq!(TApi::DESCRIPTION.endpoints.len(), 1);
    assert_eq!(n::NApi::DESCRIPTION.endpoints.len(), 2);
}
