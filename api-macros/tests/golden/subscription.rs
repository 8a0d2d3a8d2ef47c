pub(crate) trait Events {
    fn follow(
        &self,
        room: RoomId,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<RoomEvent>, RoomError>,
    > + ::core::marker::Send;
}
///The API described by [`Events`]: serves an implementation of the trait, or connects to a server.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub(crate) struct EventsApi;
type __EventsArgument0OfFollow = RoomId;
type __EventsArgument1OfFollow = Option<EventId>;
type __EventsOutputOfFollow = Result<Subscription<RoomEvent>, RoomError>;
///The calls of [`Events`](super::Events): one struct for each endpoint.
pub(crate) mod events_calls {
    ///The call of `follow`.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub(crate) struct Follow {
        ///The argument `room`.
        pub(crate) room: super::__EventsArgument0OfFollow,
        ///The argument `last`.
        pub(crate) last: super::__EventsArgument1OfFollow,
    }
    #[automatically_derived]
    impl ::api_core::Call for Follow {
        type Reply = <super::__EventsOutputOfFollow as ::api_core::error::Fallible>::Value;
        type Error = <super::__EventsOutputOfFollow as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "follow",
            docs: "",
            verb: ::api_core::description::Verb::Subscribe,
            path: ::api_core::description::Path(
                &[
                    ::api_core::description::Segment::Literal("rooms"),
                    ::api_core::description::Segment::Capture("room"),
                    ::api_core::description::Segment::Literal("events"),
                ],
            ),
            exchange: ::api_core::description::Exchange::Subscription(::api_core::description::Streaming {
                resumable: true,
            }),
            parameters: &[
                ::api_core::description::Parameter {
                    name: "room",
                    location: ::api_core::description::Location::Path,
                    shape: <super::__EventsArgument0OfFollow as ::api_core::__private::Argument>::SHAPE,
                },
                ::api_core::description::Parameter {
                    name: "last-event-id",
                    location: ::api_core::description::Location::Header,
                    shape: <super::__EventsArgument1OfFollow as ::api_core::__private::Argument>::SHAPE,
                },
            ],
            body: ::core::option::Option::None,
            outputs: ::api_core::__private::outputs::<Self>(),
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::None,
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/rooms");
            <super::__EventsArgument0OfFollow as ::api_core::__private::Argument>::write_capture(
                &self.room,
                __request,
                "room",
            )?;
            __request.literal("/events");
            <super::__EventsArgument1OfFollow as ::api_core::__private::Argument>::write_header(
                &self.last,
                __request,
                "last-event-id",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let mut __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            let __argument_room = <super::__EventsArgument0OfFollow as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "room",
            );
            let __argument_last = <super::__EventsArgument1OfFollow as ::api_core::__private::Argument>::header(
                &mut __arguments,
                "last-event-id",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                room: __argument_room.ok_or_else(::api_core::codec::Arguments::lost)?,
                last: __argument_last.ok_or_else(::api_core::codec::Arguments::lost)?,
            })
        }
    }
    const _: () = ::core::assert!(
        < super::__EventsArgument0OfFollow as ::api_core::__private::Argument > ::SHAPE
        .is_scalar(), "{}",
        "`room` of `follow` is a path segment, which holds one plain value: text, a number, an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__EventsArgument1OfFollow as ::api_core::__private::Argument > ::SHAPE
        .is_query_value(), "{}",
        "`last` of `follow` is a header field, which holds plain values and lists of them"
    );
    const _: () = ::api_core::__private::is_subscription::<
        <super::__EventsOutputOfFollow as ::api_core::error::Fallible>::Value,
    >();
}
#[automatically_derived]
impl ::api_core::Api for EventsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static ::api_core::description::Description = &::api_core::description::Description {
        name: "Events",
        docs: "",
        base: ::api_core::description::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[<events_calls::Follow as ::api_core::Call>::ENDPOINT],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::routing::Node = &::api_core::routing::Node {
        literals: &[
            (
                "rooms",
                ::api_core::routing::Node {
                    capture: ::core::option::Option::Some(
                        &::api_core::routing::Node {
                            literals: &[
                                (
                                    "events",
                                    ::api_core::routing::Node {
                                        leaves: &[
                                            ::api_core::routing::Leaf::new(
                                                0u16,
                                                <events_calls::Follow as ::api_core::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::routing::Node::EMPTY
                                    },
                                ),
                            ],
                            ..::api_core::routing::Node::EMPTY
                        },
                    ),
                    ..::api_core::routing::Node::EMPTY
                },
            ),
        ],
        ..::api_core::routing::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::CallVisitor>(__visitor: &mut __V) {
        ::api_core::CallVisitor::visit::<events_calls::Follow>(__visitor);
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::Dispatch<__S> for EventsApi
where
    __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
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
                let __call = <events_calls::Follow as ::api_core::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Events>::follow(
                        __session,
                        __call.room,
                        __call.last,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::routing::answer::<
                        events_calls::Follow,
                    >(__result, &__form, __context),
                )
            }
            _ => ::core::result::Result::Err(::api_core::error::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::Transport> Events for ::api_core::Client<EventsApi, __T> {
    fn follow(
        &self,
        room: RoomId,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<RoomEvent>, RoomError>,
    > + ::core::marker::Send {
        ::api_core::Client::call::<
            events_calls::Follow,
        >(self, events_calls::Follow { room, last })
    }
}
