//! Sixty endpoints in one trait.

use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/a0/{id}")]
    async fn endpoint_0(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/a0/{id}")]
    async fn endpoint_1(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/a0/{id}")]
    async fn endpoint_2(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/a0/{id}")]
    async fn endpoint_3(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/a0/{id}")]
    async fn endpoint_4(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/b0/{id}")]
    async fn endpoint_5(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/b0/{id}")]
    async fn endpoint_6(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/b0/{id}")]
    async fn endpoint_7(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/b0/{id}")]
    async fn endpoint_8(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/b0/{id}")]
    async fn endpoint_9(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/c0/{id}")]
    async fn endpoint_10(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/c0/{id}")]
    async fn endpoint_11(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/c0/{id}")]
    async fn endpoint_12(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/c0/{id}")]
    async fn endpoint_13(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/c0/{id}")]
    async fn endpoint_14(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/d0/{id}")]
    async fn endpoint_15(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/d0/{id}")]
    async fn endpoint_16(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/d0/{id}")]
    async fn endpoint_17(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/d0/{id}")]
    async fn endpoint_18(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/d0/{id}")]
    async fn endpoint_19(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/e0/{id}")]
    async fn endpoint_20(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/e0/{id}")]
    async fn endpoint_21(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/e0/{id}")]
    async fn endpoint_22(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/e0/{id}")]
    async fn endpoint_23(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/e0/{id}")]
    async fn endpoint_24(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/f0/{id}")]
    async fn endpoint_25(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/f0/{id}")]
    async fn endpoint_26(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/f0/{id}")]
    async fn endpoint_27(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/f0/{id}")]
    async fn endpoint_28(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/f0/{id}")]
    async fn endpoint_29(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/g0/{id}")]
    async fn endpoint_30(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/g0/{id}")]
    async fn endpoint_31(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/g0/{id}")]
    async fn endpoint_32(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/g0/{id}")]
    async fn endpoint_33(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/g0/{id}")]
    async fn endpoint_34(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/h0/{id}")]
    async fn endpoint_35(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/h0/{id}")]
    async fn endpoint_36(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/h0/{id}")]
    async fn endpoint_37(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/h0/{id}")]
    async fn endpoint_38(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/h0/{id}")]
    async fn endpoint_39(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/i0/{id}")]
    async fn endpoint_40(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/i0/{id}")]
    async fn endpoint_41(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/i0/{id}")]
    async fn endpoint_42(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/i0/{id}")]
    async fn endpoint_43(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/i0/{id}")]
    async fn endpoint_44(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/j0/{id}")]
    async fn endpoint_45(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/j0/{id}")]
    async fn endpoint_46(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/j0/{id}")]
    async fn endpoint_47(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/j0/{id}")]
    async fn endpoint_48(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/j0/{id}")]
    async fn endpoint_49(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/a1/{id}")]
    async fn endpoint_50(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/a1/{id}")]
    async fn endpoint_51(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/a1/{id}")]
    async fn endpoint_52(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/a1/{id}")]
    async fn endpoint_53(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/a1/{id}")]
    async fn endpoint_54(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[get("/b1/{id}")]
    async fn endpoint_55(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[post("/b1/{id}")]
    async fn endpoint_56(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[put("/b1/{id}")]
    async fn endpoint_57(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[patch("/b1/{id}")]
    async fn endpoint_58(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
    #[delete("/b1/{id}")]
    async fn endpoint_59(&self, id: u32, #[query] page: Option<u32>) -> Result<Room, Oops>;
}

fn main() {
    assert_eq!(RoomsApi::DESCRIPTION.endpoints.len(), 60);
}
