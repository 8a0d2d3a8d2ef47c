//! A trait in a module, with types of the enclosing modules.

use ui_tests::{Oops, Room};

mod outer {
    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, api_core::Model)]
    pub struct Page {
        pub after: Option<u32>,
    }

    pub mod inner {
        use super::Page;

        #[api_core::api(base = "/v1", errors = super::super::Oops)]
        pub trait Rooms {
            #[get("/rooms")]
            async fn rooms(&self, #[query] page: super::Page) -> Result<Vec<super::super::Room>, crate::Oops>;
            #[get("/pages")]
            async fn pages(&self, #[query] page: Page) -> Result<Vec<self::super::super::Room>, super::super::Oops>;
        }
    }
}

use outer::inner::Rooms;

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self, page: outer::Page) -> Result<Vec<Room>, Oops> {
        self.pages(page).await
    }

    async fn pages(&self, _: outer::Page) -> Result<Vec<Room>, Oops> {
        Ok(Vec::new())
    }
}

fn main() {
    use api_core::Api;

    drop(outer::inner::RoomsApi::serve(Memory));
}
