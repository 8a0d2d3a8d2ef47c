//! Traits of every visibility, with types that are as private as the trait.

use api_core::api;

mod inner {
    use api_core::{Model, api};
    use serde::{Deserialize, Serialize};
    use ui_tests::Oops;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct Private {
        id: u32,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    pub(super) struct Restricted {
        id: u32,
    }

    #[api(errors = Oops)]
    trait Hidden {
        #[post("/private")]
        async fn private(&self, #[body] value: Private) -> Result<Private, Oops>;
    }

    #[api(errors = Oops)]
    pub(self) trait Selfish {
        #[post("/private")]
        async fn private(&self, #[body] value: Private) -> Result<Private, Oops>;
    }

    #[api(errors = Oops)]
    pub(super) trait Outer {
        #[post("/restricted")]
        async fn restricted(&self, #[body] value: Restricted) -> Result<Restricted, Oops>;
    }

    #[api(errors = Oops)]
    pub(crate) trait Inside {
        #[get("/")]
        async fn root(&self) -> Result<(), Oops>;
    }

    #[api(errors = Oops)]
    pub(in crate::inner) trait Within {
        #[post("/private")]
        async fn private(&self, #[body] value: Private) -> Result<Private, Oops>;
    }

    struct Memory;

    impl Hidden for Memory {
        async fn private(&self, value: Private) -> Result<Private, Oops> {
            Ok(value)
        }
    }

    pub fn serve() {
        drop(HiddenApi::serve(Memory));
        let calls = (
            HiddenPrivateCall { value: Private { id: 1 } },
            SelfishPrivateCall { value: Private { id: 1 } },
            WithinPrivateCall { value: Private { id: 1 } },
        );
        assert_eq!(calls.0.value.id + calls.1.value.id + calls.2.value.id, 3);
        assert_eq!((SelfishApi::DESCRIPTION.name, WithinApi::DESCRIPTION.name), ("Selfish", "Within"));
    }
}

use ui_tests::Oops;

#[api(errors = Oops)]
trait Local {
    #[get("/")]
    async fn root(&self) -> Result<(), Oops>;
}

fn main() {
    inner::serve();
    assert_eq!(inner::OuterApi::DESCRIPTION.endpoints.len(), 1);
    assert_eq!(inner::InsideApi::DESCRIPTION.endpoints.len(), 1);
    assert_eq!(LocalApi::DESCRIPTION.name, "Local");
}
