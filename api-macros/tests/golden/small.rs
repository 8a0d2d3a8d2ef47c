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
///The API described by [`Rooms`]: serves an implementation of the trait, or connects to a server.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct RoomsApi;
type __RoomsArgument0OfRoom = u32;
type __RoomsArgument1OfRoom = Option<bool>;
type __RoomsOutputOfRoom = Result<Room, RoomError>;
type __RoomsArgument0OfCreate = NewRoom;
type __RoomsOutputOfCreate = Result<Room, RoomError>;
///The calls of [`Rooms`](super::Rooms): one struct for each endpoint.
pub mod rooms_calls {
    ///Finds a room.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Room {
        ///The argument `id`.
        pub id: super::__RoomsArgument0OfRoom,
        ///The argument `verbose`.
        pub verbose: super::__RoomsArgument1OfRoom,
    }
    #[automatically_derived]
    impl ::api_core::Call for Room {
        type Reply = <super::__RoomsOutputOfRoom as ::api_core::error::Fallible>::Value;
        type Error = <super::__RoomsOutputOfRoom as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "room",
            docs: "Finds a room.",
            verb: ::api_core::description::Verb::Get,
            path: ::api_core::description::Path(
                &[
                    ::api_core::description::Segment::Literal("rooms"),
                    ::api_core::description::Segment::Capture("id"),
                ],
            ),
            exchange: ::api_core::description::Exchange::Unary,
            parameters: &[
                ::api_core::description::Parameter {
                    name: "id",
                    location: ::api_core::description::Location::Path,
                    shape: <super::__RoomsArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
                },
                ::api_core::description::Parameter {
                    name: "verbose",
                    location: ::api_core::description::Location::Query,
                    shape: <super::__RoomsArgument1OfRoom as ::api_core::__private::Argument>::SHAPE,
                },
            ],
            body: ::core::option::Option::None,
            outputs: ::api_core::__private::outputs::<Self>(),
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::Some(
                ::api_core::description::Security::Bearer,
            ),
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/rooms");
            <super::__RoomsArgument0OfRoom as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            <super::__RoomsArgument1OfRoom as ::api_core::__private::Argument>::write_query(
                &self.verbose,
                __request,
                "verbose",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let mut __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            let __argument_id = <super::__RoomsArgument0OfRoom as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            let __argument_verbose = <super::__RoomsArgument1OfRoom as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "verbose",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::codec::Arguments::lost)?,
                verbose: __argument_verbose
                    .ok_or_else(::api_core::codec::Arguments::lost)?,
            })
        }
    }
    ///The call of `create`.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Create {
        ///The argument `room`.
        pub room: super::__RoomsArgument0OfCreate,
    }
    #[automatically_derived]
    impl ::api_core::Call for Create {
        type Reply = <super::__RoomsOutputOfCreate as ::api_core::error::Fallible>::Value;
        type Error = <super::__RoomsOutputOfCreate as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "create",
            docs: "",
            verb: ::api_core::description::Verb::Post,
            path: ::api_core::description::Path(
                &[::api_core::description::Segment::Literal("rooms")],
            ),
            exchange: ::api_core::description::Exchange::Unary,
            parameters: &[],
            body: ::core::option::Option::Some(::api_core::description::BodyDescription {
                encoding: ::api_core::description::BodyEncoding::Json,
                shape: <super::__RoomsArgument0OfCreate as ::api_core::__private::Argument>::SHAPE,
                limit: ::core::option::Option::Some(4096),
                any_content_type: false,
            }),
            outputs: &[
                ::api_core::description::Output {
                    status: 201,
                    ..::api_core::__private::outputs::<Self>()[0]
                },
            ],
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::Some(
                ::api_core::description::Security::Bearer,
            ),
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/rooms");
            <super::__RoomsArgument0OfCreate as ::api_core::__private::Argument>::write_body(
                &self.room,
                __request,
                <Self as ::api_core::Call>::ENDPOINT,
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            __arguments.finish()?;
            let __argument_room = <super::__RoomsArgument0OfCreate as ::api_core::__private::Argument>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::Call>::ENDPOINT,
                )
                .await?;
            ::core::result::Result::Ok(Self { room: __argument_room })
        }
    }
    const _: () = ::core::assert!(
        < super::__RoomsArgument0OfRoom as ::api_core::__private::Argument > ::SHAPE
        .is_scalar(), "{}",
        "`id` of `room` is a path segment, which holds one plain value: text, a number, an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__RoomsArgument1OfRoom as ::api_core::__private::Argument > ::SHAPE
        .is_query(), "{}",
        "`verbose` of `room` is read from the query, which holds plain values, lists of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Room >
        ()), "{}",
        "`room` answers with a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Create >
        ()), "{}",
        "`create` answers with a subscription: use `#[subscribe]` instead of `#[post]`"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::outputs:: < Create > ().len() == 1, "{}",
        "`create` has a status in its attribute, and its type has several of its own: remove `status`"
    );
}
#[automatically_derived]
impl ::api_core::Api for RoomsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static ::api_core::description::Description = &::api_core::description::Description {
        name: "Rooms",
        docs: "Rooms.",
        base: ::api_core::description::Path(
            &[::api_core::description::Segment::Literal("v1")],
        ),
        security: ::core::option::Option::Some(
            ::api_core::description::Security::Bearer,
        ),
        endpoints: &[
            <rooms_calls::Room as ::api_core::Call>::ENDPOINT,
            <rooms_calls::Create as ::api_core::Call>::ENDPOINT,
        ],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::routing::Node = &::api_core::routing::Node {
        literals: &[
            (
                "v1",
                ::api_core::routing::Node {
                    literals: &[
                        (
                            "rooms",
                            ::api_core::routing::Node {
                                capture: ::core::option::Option::Some(
                                    &::api_core::routing::Node {
                                        leaves: &[
                                            ::api_core::routing::Leaf::new(
                                                0u16,
                                                <rooms_calls::Room as ::api_core::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::routing::Node::EMPTY
                                    },
                                ),
                                leaves: &[
                                    ::api_core::routing::Leaf::new(
                                        1u16,
                                        <rooms_calls::Create as ::api_core::Call>::ENDPOINT,
                                    ),
                                ],
                                ..::api_core::routing::Node::EMPTY
                            },
                        ),
                    ],
                    ..::api_core::routing::Node::EMPTY
                },
            ),
        ],
        ..::api_core::routing::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::CallVisitor>(__visitor: &mut __V) {
        ::api_core::CallVisitor::visit::<rooms_calls::Room>(__visitor);
        ::api_core::CallVisitor::visit::<rooms_calls::Create>(__visitor);
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::Dispatch<__S> for RoomsApi
where
    __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: ::api_core::context::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: ::api_core::codec::ReplyForm,
        __context: &mut ::api_core::context::Context<'_>,
        __slot: &mut ::api_core::context::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::routing::Answered,
        ::api_core::error::Problem,
    > {
        match __endpoint {
            0u16 => {
                let __call = <rooms_calls::Room as ::api_core::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Rooms>::room(__session, __call.id, __call.verbose)
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::routing::answer::<
                        rooms_calls::Room,
                    >(__result, &__form, __context),
                )
            }
            1u16 => {
                let __call = <rooms_calls::Create as ::api_core::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Rooms>::create(__session, __call.room).await;
                ::core::result::Result::Ok(
                    ::api_core::routing::answer::<
                        rooms_calls::Create,
                    >(__result, &__form, __context),
                )
            }
            _ => ::core::result::Result::Err(::api_core::error::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::Transport> Rooms for ::api_core::Client<RoomsApi, __T> {
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::Client::call::<
            rooms_calls::Room,
        >(self, rooms_calls::Room { id, verbose })
    }
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::Client::call::<
            rooms_calls::Create,
        >(self, rooms_calls::Create { room })
    }
}
