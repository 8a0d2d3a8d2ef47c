/// Rooms.
pub trait Rooms {
    /// Finds a room.
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send;
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send;
}
use ::api_core::__private as __Rooms_;
///The API described by [`Rooms`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct RoomsApi<__T = fn() -> RoomError, const __N: u8 = 0>
where
    fn() -> RoomError: __Rooms_::Names<__N, Types = __T>;
type __RoomsArgument0OfRoom = u32;
type __RoomsArgument1OfRoom = Option<bool>;
type __RoomsOutputOfRoom = Result<Room, RoomError>;
type __RoomsTypesOfRoom = fn() -> __RoomsOutputOfRoom;
type __RoomsArgument0OfCreate = NewRoom;
type __RoomsOutputOfCreate = Result<Room, RoomError>;
type __RoomsTypesOfCreate = fn() -> __RoomsOutputOfCreate;
///Finds a room.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct RoomsRoomCall<__T = __RoomsTypesOfRoom, const __N: u8 = 0>
where
    __RoomsTypesOfRoom: __Rooms_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __RoomsArgument0OfRoom,
    ///The argument `verbose`.
    pub verbose: __RoomsArgument1OfRoom,
}
#[automatically_derived]
impl __Rooms_::Call for RoomsRoomCall {
    type Reply = <__RoomsOutputOfRoom as __Rooms_::Fallible>::Value;
    type Error = <__RoomsOutputOfRoom as __Rooms_::Fallible>::Error;
    const ENDPOINT: &'static __Rooms_::Endpoint = &__Rooms_::endpoint::<
        Self,
    >(
            "room",
            __Rooms_::Verb::Get,
            __Rooms_::Path(
                &[__Rooms_::Segment::Literal("rooms"), __Rooms_::Segment::Capture("id")],
            ),
        )
        .docs("Finds a room.")
        .parameters(
            &[
                __Rooms_::in_path(
                    "id",
                    <__RoomsArgument0OfRoom as __Rooms_::Argument>::SHAPE,
                ),
                __Rooms_::in_query(
                    "verbose",
                    <__RoomsArgument1OfRoom as __Rooms_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Rooms_::Security::Bearer);
    fn encode(&self, __request: &mut __Rooms_::RequestWriter) -> __Rooms_::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfRoom as __Rooms_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        <__RoomsArgument1OfRoom as __Rooms_::Argument>::write_query(
            &self.verbose,
            __request,
            "verbose",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Rooms_::RequestBody>(
        __context: &mut __Rooms_::Context<'_>,
        _: &mut __Rooms_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Rooms_::Decoded<Self>,
    > + ::core::marker::Send {
        __Rooms_::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Rooms_::HeadCall for RoomsRoomCall {
    fn read(
        __arguments: &mut __Rooms_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__RoomsArgument0OfRoom as __Rooms_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        let __argument_verbose = <__RoomsArgument1OfRoom as __Rooms_::Argument>::query(
            __arguments,
            "verbose",
        );
        ::core::option::Option::Some(Self {
            id: __argument_id?,
            verbose: __argument_verbose?,
        })
    }
}
///The call of `create`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct RoomsCreateCall<__T = __RoomsTypesOfCreate, const __N: u8 = 0>
where
    __RoomsTypesOfCreate: __Rooms_::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __RoomsArgument0OfCreate,
}
#[automatically_derived]
impl __Rooms_::Call for RoomsCreateCall {
    type Reply = <__RoomsOutputOfCreate as __Rooms_::Fallible>::Value;
    type Error = <__RoomsOutputOfCreate as __Rooms_::Fallible>::Error;
    const ENDPOINT: &'static __Rooms_::Endpoint = &__Rooms_::endpoint::<
        Self,
    >(
            "create",
            __Rooms_::Verb::Post,
            __Rooms_::Path(&[__Rooms_::Segment::Literal("rooms")]),
        )
        .body(
            __Rooms_::BodyDescription::new(
                    __Rooms_::BodyEncoding::Json,
                    <__RoomsArgument0OfCreate as __Rooms_::Argument>::SHAPE,
                )
                .limit(4096),
        )
        .outputs(__Rooms_::output_with_status::<Self, 201>())
        .security(__Rooms_::Security::Bearer);
    fn encode(&self, __request: &mut __Rooms_::RequestWriter) -> __Rooms_::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfCreate as __Rooms_::Argument>::write_body(
            &self.room,
            __request,
            <Self as __Rooms_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Rooms_::RequestBody>(
        __context: &mut __Rooms_::Context<'_>,
        __slot: &mut __Rooms_::BodySlot<__B>,
    ) -> __Rooms_::Decoded<Self> {
        __Rooms_::Arguments::new(__context, 0usize).finish()?;
        ::core::result::Result::Ok(Self {
            room: <__RoomsArgument0OfCreate as __Rooms_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Rooms_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
const _: () = __Rooms_::assert_scalar(
    <__RoomsArgument0OfRoom as __Rooms_::Argument>::SHAPE,
    "id",
    "room",
);
const _: () = __Rooms_::assert_query(
    <__RoomsArgument1OfRoom as __Rooms_::Argument>::SHAPE,
    "verbose",
    "room",
);
const _: () = __Rooms_::assert_answers_once::<RoomsRoomCall>();
const _: () = <__RoomsArgument0OfCreate as __Rooms_::Argument>::SHAPE.assert_distinct();
const _: () = __Rooms_::assert_answers_once::<RoomsCreateCall>();
const _: () = __Rooms_::assert_one_output::<RoomsCreateCall>("create");
const _: () = __Rooms_::assert_captures(1usize);
#[automatically_derived]
impl __Rooms_::Api for RoomsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static __Rooms_::Description = &__Rooms_::Description {
        name: "Rooms",
        docs: "Rooms.",
        base: __Rooms_::Path(&[__Rooms_::Segment::Literal("v1")]),
        security: ::core::option::Option::Some(__Rooms_::Security::Bearer),
        endpoints: &[
            <RoomsRoomCall as __Rooms_::Call>::ENDPOINT,
            <RoomsCreateCall as __Rooms_::Call>::ENDPOINT,
        ],
        errors: __Rooms_::api_errors::<Self>(),
    };
    const ROUTES: &'static __Rooms_::Node = &__Rooms_::Node {
        literals: &[
            (
                "v1",
                __Rooms_::Node {
                    literals: &[
                        (
                            "rooms",
                            __Rooms_::Node {
                                capture: ::core::option::Option::Some(
                                    &__Rooms_::Node {
                                        leaves: &[
                                            __Rooms_::Leaf::new(
                                                0u16,
                                                <RoomsRoomCall as __Rooms_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Rooms_::Node::EMPTY
                                    },
                                ),
                                leaves: &[
                                    __Rooms_::Leaf::new(
                                        1u16,
                                        <RoomsCreateCall as __Rooms_::Call>::ENDPOINT,
                                    ),
                                ],
                                ..__Rooms_::Node::EMPTY
                            },
                        ),
                    ],
                    ..__Rooms_::Node::EMPTY
                },
            ),
        ],
        ..__Rooms_::Node::EMPTY
    };
    fn visit_calls<__V: __Rooms_::CallVisitor>(__visitor: &mut __V) {
        __Rooms_::CallVisitor::visit::<RoomsRoomCall>(__visitor);
        __Rooms_::CallVisitor::visit::<RoomsCreateCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Rooms> __Rooms_::Handled<__S> for RoomsRoomCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __RoomsOutputOfRoom,
    > + ::core::marker::Send {
        <__S as Rooms>::room(__session, self.id, self.verbose)
    }
}
#[automatically_derived]
impl<__S: Rooms> __Rooms_::Handled<__S> for RoomsCreateCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __RoomsOutputOfCreate,
    > + ::core::marker::Send {
        <__S as Rooms>::create(__session, self.room)
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> __Rooms_::Dispatch<__S> for RoomsApi
where
    __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: __Rooms_::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: __Rooms_::ReplyForm,
        __context: &mut __Rooms_::Context<'_>,
        __slot: &mut __Rooms_::BodySlot<__B>,
        __out: &mut ::core::option::Option<__Rooms_::Response<__Rooms_::Body>>,
    ) -> ::core::result::Result<(), __Rooms_::Problem> {
        match __endpoint {
            0u16 => {
                __Rooms_::handle::<
                    _,
                    _,
                    RoomsRoomCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            1u16 => {
                __Rooms_::handle::<
                    _,
                    _,
                    RoomsCreateCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(__Rooms_::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: __Rooms_::Transport> Rooms for __Rooms_::Client<RoomsApi, __T> {
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            RoomsRoomCall,
        >(self, RoomsRoomCall { id, verbose })
    }
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            RoomsCreateCall,
        >(self, RoomsCreateCall { room })
    }
}
__Rooms_::implement_for_pointers! {
    Rooms { fn room(id : u32, verbose : Option < bool >) -> Result < Room, RoomError >;
    fn create(room : NewRoom) -> Result < Room, RoomError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl RoomsApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static __Rooms_::Description = <Self as __Rooms_::Api>::DESCRIPTION;
    ///Serves one value of [`Rooms`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(session: __S) -> __Rooms_::Served<Self, __Rooms_::Fixed<__S>>
    where
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Rooms_::serve(session)
    }
    ///Serves the [`Rooms`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(sessions: __F) -> __Rooms_::Served<Self, __F>
    where
        __F: __Rooms_::SessionFunction<__S, RoomError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Rooms_::serve_with(sessions)
    }
    ///Serves the [`Rooms`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> __Rooms_::Served<Self, __F>
    where
        __F: __Rooms_::Sessions<RoomError>,
        <__F as __Rooms_::Sessions<RoomError>>::Session: Rooms,
    {
        __Rooms_::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Rooms`] that sends its calls over a transport.
    pub fn connect<__T: __Rooms_::Transport>(
        transport: __T,
    ) -> __Rooms_::Client<Self, __T> {
        __Rooms_::Client::new(transport)
    }
}
