/// Every feature, once.
pub trait Everything {
    /// Nothing in, JSON out.
    fn root(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// A typed capture beside a literal of the same place.
    fn thing(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// The literal beside the capture, with a list under one key, a flag and an option.
    fn newest(
        &self,
        tag: Vec<String>,
        verbose: Flag,
        count: Option<u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// A struct in the query, fields in the header.
    fn things(
        &self,
        page: Page,
        request_id: String,
        x_trace: Option<Colour>,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError>,
    > + ::core::marker::Send;
    /// JSON in, with a status of its own and a limit.
    fn create(
        &self,
        thing: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// A form in, several statuses out.
    fn replace(
        &self,
        id: u32,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Replaced, EverythingError>,
    > + ::core::marker::Send;
    /// Bytes in, bytes out.
    fn patch(
        &self,
        id: u32,
        raw: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Binary, EverythingError>,
    > + ::core::marker::Send;
    /// Text in, text out.
    fn echo(
        &self,
        text: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Nothing out.
    #[deprecated(note = "things stay")]
    fn remove(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send;
    /// The rest of a path.
    fn file(
        &self,
        path: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// A subscription that shares its path with a plain `GET`.
    fn follow(
        &self,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send;
    /// A subscription that cannot be resumed, with a capture and a query.
    fn colours(
        &self,
        colour: Colour,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Messages both ways.
    fn paint(
        &self,
        colour: Colour,
        first: Option<u32>,
        input: Messages<NewThing>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// A WebSocket to itself.
    fn touch(
        &self,
        id: u32,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send;
}
///The API described by [`Everything`]: serves an implementation of the trait, or connects to a server.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct EverythingApi;
type __EverythingOutputOfRoot = Result<Thing, EverythingError>;
type __EverythingArgument0OfThing = u32;
type __EverythingOutputOfThing = Result<Thing, EverythingError>;
type __EverythingArgument0OfNewest = Vec<String>;
type __EverythingArgument1OfNewest = Flag;
type __EverythingArgument2OfNewest = Option<u8>;
type __EverythingOutputOfNewest = Result<Vec<Thing>, EverythingError>;
type __EverythingArgument0OfThings = Page;
type __EverythingArgument1OfThings = String;
type __EverythingArgument2OfThings = Option<Colour>;
type __EverythingOutputOfThings = Result<
    WithHeaders<Vec<Thing>, NextPage>,
    EverythingError,
>;
type __EverythingArgument0OfCreate = NewThing;
type __EverythingOutputOfCreate = Result<Thing, EverythingError>;
type __EverythingArgument0OfReplace = u32;
type __EverythingArgument1OfReplace = Page;
type __EverythingOutputOfReplace = Result<Replaced, EverythingError>;
type __EverythingArgument0OfPatch = u32;
type __EverythingArgument1OfPatch = Bytes;
type __EverythingOutputOfPatch = Result<Binary, EverythingError>;
type __EverythingArgument0OfEcho = String;
type __EverythingOutputOfEcho = Result<Text, EverythingError>;
type __EverythingArgument0OfRemove = u32;
type __EverythingOutputOfRemove = Result<(), EverythingError>;
type __EverythingArgument0OfFile = String;
type __EverythingOutputOfFile = Result<Text, EverythingError>;
type __EverythingArgument0OfFollow = Option<EventId>;
type __EverythingOutputOfFollow = Result<Subscription<Change>, EverythingError>;
type __EverythingArgument0OfColours = Colour;
type __EverythingArgument1OfColours = Page;
type __EverythingOutputOfColours = Result<Subscription<Thing>, EverythingError>;
type __EverythingArgument0OfPaint = Colour;
type __EverythingArgument1OfPaint = Option<u32>;
type __EverythingInputOfPaint = Messages<NewThing>;
type __EverythingOutputOfPaint = Result<Messages<Thing>, EverythingError>;
type __EverythingArgument0OfTouch = u32;
type __EverythingInputOfTouch = PendingConnection;
type __EverythingOutputOfTouch = Result<(), EverythingError>;
///The calls of [`Everything`](super::Everything): one struct for each endpoint.
pub mod everything_calls {
    ///Nothing in, JSON out.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Root {}
    #[automatically_derived]
    impl ::api_core::__private::Call for Root {
        type Reply = <super::__EverythingOutputOfRoot as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfRoot as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >("root", ::api_core::__private::Verb::Get, ::api_core::__private::Path(&[]))
            .docs("Nothing in, JSON out.")
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let __arguments = ::api_core::__private::Arguments::new(__context, 1usize);
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {})
        }
    }
    ///A typed capture beside a literal of the same place.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Thing {
        ///The argument `id`.
        pub id: super::__EverythingArgument0OfThing,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Thing {
        type Reply = <super::__EverythingOutputOfThing as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfThing as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "thing",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("things"),
                        ::api_core::__private::Segment::Capture("id"),
                    ],
                ),
            )
            .docs("A typed capture beside a literal of the same place.")
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "id",
                        <super::__EverythingArgument0OfThing as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfThing as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_id = <super::__EverythingArgument0OfThing as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///The literal beside the capture, with a list under one key, a flag and an option.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Newest {
        ///The argument `tag`.
        pub tag: super::__EverythingArgument0OfNewest,
        ///The argument `verbose`.
        pub verbose: super::__EverythingArgument1OfNewest,
        ///The argument `count`.
        pub count: super::__EverythingArgument2OfNewest,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Newest {
        type Reply = <super::__EverythingOutputOfNewest as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfNewest as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "newest",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("things"),
                        ::api_core::__private::Segment::Literal("newest"),
                    ],
                ),
            )
            .docs(
                "The literal beside the capture, with a list under one key, a flag and an option.",
            )
            .parameters(
                &[
                    ::api_core::__private::in_query(
                        "tag",
                        <super::__EverythingArgument0OfNewest as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_query(
                        "verbose",
                        <super::__EverythingArgument1OfNewest as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_query(
                        "n",
                        <super::__EverythingArgument2OfNewest as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things/newest");
            <super::__EverythingArgument0OfNewest as ::api_core::__private::Argument>::write_query(
                &self.tag,
                __request,
                "tag",
            )?;
            <super::__EverythingArgument1OfNewest as ::api_core::__private::Argument>::write_query(
                &self.verbose,
                __request,
                "verbose",
            )?;
            <super::__EverythingArgument2OfNewest as ::api_core::__private::Argument>::write_query(
                &self.count,
                __request,
                "n",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_tag = <super::__EverythingArgument0OfNewest as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "tag",
            );
            let __argument_verbose = <super::__EverythingArgument1OfNewest as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "verbose",
            );
            let __argument_count = <super::__EverythingArgument2OfNewest as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "n",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                tag: __argument_tag.ok_or_else(::api_core::__private::Arguments::lost)?,
                verbose: __argument_verbose
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
                count: __argument_count
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///A struct in the query, fields in the header.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Things {
        ///The argument `page`.
        pub page: super::__EverythingArgument0OfThings,
        ///The argument `request_id`.
        pub request_id: super::__EverythingArgument1OfThings,
        ///The argument `x_trace`.
        pub x_trace: super::__EverythingArgument2OfThings,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Things {
        type Reply = <super::__EverythingOutputOfThings as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfThings as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "things",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[::api_core::__private::Segment::Literal("things")],
                ),
            )
            .docs("A struct in the query, fields in the header.")
            .parameters(
                &[
                    ::api_core::__private::in_query(
                        "page",
                        <super::__EverythingArgument0OfThings as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_header(
                        "x-request-id",
                        <super::__EverythingArgument1OfThings as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_header(
                        "x-trace",
                        <super::__EverythingArgument2OfThings as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfThings as ::api_core::__private::Argument>::write_query(
                &self.page,
                __request,
                "page",
            )?;
            <super::__EverythingArgument1OfThings as ::api_core::__private::Argument>::write_header(
                &self.request_id,
                __request,
                "x-request-id",
            )?;
            <super::__EverythingArgument2OfThings as ::api_core::__private::Argument>::write_header(
                &self.x_trace,
                __request,
                "x-trace",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_page = <super::__EverythingArgument0OfThings as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "page",
            );
            let __argument_request_id = <super::__EverythingArgument1OfThings as ::api_core::__private::Argument>::header(
                &mut __arguments,
                "x-request-id",
            );
            let __argument_x_trace = <super::__EverythingArgument2OfThings as ::api_core::__private::Argument>::header(
                &mut __arguments,
                "x-trace",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                page: __argument_page
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
                request_id: __argument_request_id
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
                x_trace: __argument_x_trace
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///JSON in, with a status of its own and a limit.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Create {
        ///The argument `thing`.
        pub thing: super::__EverythingArgument0OfCreate,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Create {
        type Reply = <super::__EverythingOutputOfCreate as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfCreate as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "create",
                ::api_core::__private::Verb::Post,
                ::api_core::__private::Path(
                    &[::api_core::__private::Segment::Literal("things")],
                ),
            )
            .docs("JSON in, with a status of its own and a limit.")
            .body(
                ::api_core::__private::BodyDescription::new(
                        ::api_core::__private::BodyEncoding::Json,
                        <super::__EverythingArgument0OfCreate as ::api_core::__private::Argument>::SHAPE,
                    )
                    .limit(65536),
            )
            .outputs(::api_core::__private::output_with_status::<Self, 201>())
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfCreate as ::api_core::__private::Argument>::write_body(
                &self.thing,
                __request,
                <Self as ::api_core::__private::Call>::ENDPOINT,
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let __arguments = ::api_core::__private::Arguments::new(__context, 1usize);
            __arguments.finish()?;
            let __argument_thing = <super::__EverythingArgument0OfCreate as ::api_core::__private::Argument>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::__private::Call>::ENDPOINT,
                )
                .await?;
            ::core::result::Result::Ok(Self { thing: __argument_thing })
        }
    }
    ///A form in, several statuses out.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Replace {
        ///The argument `id`.
        pub id: super::__EverythingArgument0OfReplace,
        ///The argument `page`.
        pub page: super::__EverythingArgument1OfReplace,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Replace {
        type Reply = <super::__EverythingOutputOfReplace as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfReplace as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "replace",
                ::api_core::__private::Verb::Put,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("things"),
                        ::api_core::__private::Segment::Capture("id"),
                    ],
                ),
            )
            .docs("A form in, several statuses out.")
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "id",
                        <super::__EverythingArgument0OfReplace as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .body(
                ::api_core::__private::BodyDescription::new(
                    ::api_core::__private::BodyEncoding::Form,
                    <super::__EverythingArgument1OfReplace as ::api_core::__private::Argument>::SHAPE,
                ),
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfReplace as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            <super::__EverythingArgument1OfReplace as ::api_core::__private::Argument>::write_body(
                &self.page,
                __request,
                <Self as ::api_core::__private::Call>::ENDPOINT,
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_id = <super::__EverythingArgument0OfReplace as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            __arguments.finish()?;
            let __argument_page = <super::__EverythingArgument1OfReplace as ::api_core::__private::Argument>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::__private::Call>::ENDPOINT,
                )
                .await?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::__private::Arguments::lost)?,
                page: __argument_page,
            })
        }
    }
    ///Bytes in, bytes out.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Patch {
        ///The argument `id`.
        pub id: super::__EverythingArgument0OfPatch,
        ///The argument `raw`.
        pub raw: super::__EverythingArgument1OfPatch,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Patch {
        type Reply = <super::__EverythingOutputOfPatch as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfPatch as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "patch",
                ::api_core::__private::Verb::Patch,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("things"),
                        ::api_core::__private::Segment::Capture("id"),
                        ::api_core::__private::Segment::Literal("raw"),
                    ],
                ),
            )
            .docs("Bytes in, bytes out.")
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "id",
                        <super::__EverythingArgument0OfPatch as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .body(
                ::api_core::__private::BodyDescription::new(
                    ::api_core::__private::BodyEncoding::Bytes,
                    <super::__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::SHAPE,
                ),
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfPatch as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            __request.literal("/raw");
            <super::__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::write_body(
                &self.raw,
                __request,
                <Self as ::api_core::__private::Call>::ENDPOINT,
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_id = <super::__EverythingArgument0OfPatch as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            __arguments.finish()?;
            let __argument_raw = <super::__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::__private::Call>::ENDPOINT,
                )
                .await?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::__private::Arguments::lost)?,
                raw: __argument_raw,
            })
        }
    }
    ///Text in, text out.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Echo {
        ///The argument `text`.
        pub text: super::__EverythingArgument0OfEcho,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Echo {
        type Reply = <super::__EverythingOutputOfEcho as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfEcho as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "echo",
                ::api_core::__private::Verb::Post,
                ::api_core::__private::Path(
                    &[::api_core::__private::Segment::Literal("echo")],
                ),
            )
            .docs("Text in, text out.")
            .body(
                ::api_core::__private::BodyDescription::new(
                    ::api_core::__private::BodyEncoding::Text,
                    <super::__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::SHAPE,
                ),
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/echo");
            <super::__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::write_body(
                &self.text,
                __request,
                <Self as ::api_core::__private::Call>::ENDPOINT,
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let __arguments = ::api_core::__private::Arguments::new(__context, 1usize);
            __arguments.finish()?;
            let __argument_text = <super::__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::__private::Call>::ENDPOINT,
                )
                .await?;
            ::core::result::Result::Ok(Self { text: __argument_text })
        }
    }
    ///Nothing out.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Remove {
        ///The argument `id`.
        pub id: super::__EverythingArgument0OfRemove,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Remove {
        type Reply = <super::__EverythingOutputOfRemove as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfRemove as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "remove",
                ::api_core::__private::Verb::Delete,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("things"),
                        ::api_core::__private::Segment::Capture("id"),
                    ],
                ),
            )
            .docs("Nothing out.")
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "id",
                        <super::__EverythingArgument0OfRemove as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer)
            .deprecated("things stay");
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfRemove as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_id = <super::__EverythingArgument0OfRemove as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///The rest of a path.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct File {
        ///The argument `path`.
        pub path: super::__EverythingArgument0OfFile,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for File {
        type Reply = <super::__EverythingOutputOfFile as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfFile as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "file",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("files"),
                        ::api_core::__private::Segment::Wildcard("path"),
                    ],
                ),
            )
            .docs("The rest of a path.")
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "path",
                        <super::__EverythingArgument0OfFile as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/files");
            <super::__EverythingArgument0OfFile as ::api_core::__private::Argument>::write_wildcard(
                &self.path,
                __request,
                "path",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_path = <super::__EverythingArgument0OfFile as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "path",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                path: __argument_path.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///A subscription that shares its path with a plain `GET`.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Follow {
        ///The argument `last`.
        pub last: super::__EverythingArgument0OfFollow,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Follow {
        type Reply = <super::__EverythingOutputOfFollow as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfFollow as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "follow",
                ::api_core::__private::Verb::Subscribe,
                ::api_core::__private::Path(
                    &[::api_core::__private::Segment::Literal("things")],
                ),
            )
            .docs("A subscription that shares its path with a plain `GET`.")
            .exchange(
                ::api_core::__private::Exchange::Subscription(::api_core::__private::Streaming {
                    resumable: true,
                }),
            )
            .parameters(
                &[
                    ::api_core::__private::in_header(
                        "last-event-id",
                        <super::__EverythingArgument0OfFollow as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/things");
            <super::__EverythingArgument0OfFollow as ::api_core::__private::Argument>::write_header(
                &self.last,
                __request,
                "last-event-id",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_last = <super::__EverythingArgument0OfFollow as ::api_core::__private::Argument>::header(
                &mut __arguments,
                "last-event-id",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                last: __argument_last.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///A subscription that cannot be resumed, with a capture and a query.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Colours {
        ///The argument `colour`.
        pub colour: super::__EverythingArgument0OfColours,
        ///The argument `page`.
        pub page: super::__EverythingArgument1OfColours,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Colours {
        type Reply = <super::__EverythingOutputOfColours as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfColours as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "colours",
                ::api_core::__private::Verb::Subscribe,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("colours"),
                        ::api_core::__private::Segment::Capture("colour"),
                    ],
                ),
            )
            .docs("A subscription that cannot be resumed, with a capture and a query.")
            .exchange(
                ::api_core::__private::Exchange::Subscription(::api_core::__private::Streaming {
                    resumable: false,
                }),
            )
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "colour",
                        <super::__EverythingArgument0OfColours as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_query(
                        "page",
                        <super::__EverythingArgument1OfColours as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/colours");
            <super::__EverythingArgument0OfColours as ::api_core::__private::Argument>::write_capture(
                &self.colour,
                __request,
                "colour",
            )?;
            <super::__EverythingArgument1OfColours as ::api_core::__private::Argument>::write_query(
                &self.page,
                __request,
                "page",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_colour = <super::__EverythingArgument0OfColours as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "colour",
            );
            let __argument_page = <super::__EverythingArgument1OfColours as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "page",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                colour: __argument_colour
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
                page: __argument_page.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    ///Messages both ways.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Paint {
        ///The argument `colour`.
        pub colour: super::__EverythingArgument0OfPaint,
        ///The argument `first`.
        pub first: super::__EverythingArgument1OfPaint,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Paint {
        type Reply = <super::__EverythingOutputOfPaint as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfPaint as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "paint",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("paint"),
                        ::api_core::__private::Segment::Capture("colour"),
                    ],
                ),
            )
            .docs("Messages both ways.")
            .exchange(
                ::api_core::__private::Exchange::Duplex(::api_core::__private::Duplex {
                    input: ::api_core::__private::input::<Self>(),
                    encoding: ::api_core::__private::MessageEncoding::Binary,
                    terms: ::api_core::__private::SocketTerms {
                        subprotocols: &["things.v2", "things.v1"],
                        max_message: ::core::option::Option::Some(65536),
                        max_frame: ::core::option::Option::None,
                    },
                }),
            )
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "colour",
                        <super::__EverythingArgument0OfPaint as ::api_core::__private::Argument>::SHAPE,
                    ),
                    ::api_core::__private::in_query(
                        "first",
                        <super::__EverythingArgument1OfPaint as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/paint");
            <super::__EverythingArgument0OfPaint as ::api_core::__private::Argument>::write_capture(
                &self.colour,
                __request,
                "colour",
            )?;
            <super::__EverythingArgument1OfPaint as ::api_core::__private::Argument>::write_query(
                &self.first,
                __request,
                "first",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_colour = <super::__EverythingArgument0OfPaint as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "colour",
            );
            let __argument_first = <super::__EverythingArgument1OfPaint as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "first",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                colour: __argument_colour
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
                first: __argument_first
                    .ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    #[automatically_derived]
    impl ::api_core::__private::DuplexCall for Paint {
        type Input = super::__EverythingInputOfPaint;
    }
    ///A WebSocket to itself.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Touch {
        ///The argument `id`.
        pub id: super::__EverythingArgument0OfTouch,
    }
    #[automatically_derived]
    impl ::api_core::__private::Call for Touch {
        type Reply = <super::__EverythingOutputOfTouch as ::api_core::__private::Fallible>::Value;
        type Error = <super::__EverythingOutputOfTouch as ::api_core::__private::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
            Self,
        >(
                "touch",
                ::api_core::__private::Verb::Get,
                ::api_core::__private::Path(
                    &[
                        ::api_core::__private::Segment::Literal("touch"),
                        ::api_core::__private::Segment::Capture("id"),
                    ],
                ),
            )
            .docs("A WebSocket to itself.")
            .exchange(
                ::api_core::__private::Exchange::Handover(::api_core::__private::SocketTerms {
                    subprotocols: &[],
                    max_message: ::core::option::Option::None,
                    max_frame: ::core::option::Option::Some(1024),
                }),
            )
            .parameters(
                &[
                    ::api_core::__private::in_path(
                        "id",
                        <super::__EverythingArgument0OfTouch as ::api_core::__private::Argument>::SHAPE,
                    ),
                ],
            )
            .security(::api_core::__private::Security::Bearer);
        fn encode(
            &self,
            __request: &mut ::api_core::__private::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::__private::EncodeError> {
            __request.literal("/touch");
            <super::__EverythingArgument0OfTouch as ::api_core::__private::Argument>::write_capture(
                &self.id,
                __request,
                "id",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::__private::RequestBody>(
            __context: &mut ::api_core::__private::Context<'_>,
            __slot: &mut ::api_core::__private::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::__private::Problem> {
            let mut __arguments = ::api_core::__private::Arguments::new(
                __context,
                1usize,
            );
            let __argument_id = <super::__EverythingArgument0OfTouch as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "id",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                id: __argument_id.ok_or_else(::api_core::__private::Arguments::lost)?,
            })
        }
    }
    #[automatically_derived]
    impl ::api_core::__private::HandoverCall for Touch {
        type Pending = super::__EverythingInputOfTouch;
    }
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Root >
        ()), "{}",
        "`root` returns a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfThing as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`id` of `thing` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Thing >
        ()), "{}",
        "`thing` returns a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfNewest as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`tag` of `newest` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument1OfNewest as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`verbose` of `newest` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument2OfNewest as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`count` of `newest` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Newest >
        ()), "{}",
        "`newest` returns a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfThings as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`page` of `things` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument1OfThings as ::api_core::__private::Argument >
        ::SHAPE.is_query_value(), "{}",
        "`request_id` of `things` is a header field, so it must be a plain value or a list of them"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument2OfThings as ::api_core::__private::Argument >
        ::SHAPE.is_query_value(), "{}",
        "`x_trace` of `things` is a header field, so it must be a plain value or a list of them"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Things >
        ()), "{}",
        "`things` returns a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Create >
        ()), "{}",
        "`create` returns a subscription: use `#[subscribe]` instead of `#[post]`"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::outputs:: < Create > ().len() == 1, "{}",
        "`create` has `status` in its attribute, but its return type declares several statuses: remove `status`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfReplace as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`id` of `replace` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument1OfReplace as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`page` of `replace` is a form, so it must be a struct of plain values and lists of them"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Replace >
        ()), "{}",
        "`replace` returns a subscription: use `#[subscribe]` instead of `#[put]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfPatch as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`id` of `patch` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Patch >
        ()), "{}",
        "`patch` returns a subscription: use `#[subscribe]` instead of `#[patch]`"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Echo >
        ()), "{}",
        "`echo` returns a subscription: use `#[subscribe]` instead of `#[post]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfRemove as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`id` of `remove` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Remove >
        ()), "{}",
        "`remove` returns a subscription: use `#[subscribe]` instead of `#[delete]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfFile as ::api_core::__private::Argument > ::SHAPE
        .is_scalar(), "{}",
        "`path` of `file` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < File >
        ()), "{}",
        "`file` returns a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfFollow as ::api_core::__private::Argument >
        ::SHAPE.is_query_value(), "{}",
        "`last` of `follow` is a header field, so it must be a plain value or a list of them"
    );
    const _: () = ::api_core::__private::is_subscription::<
        <super::__EverythingOutputOfFollow as ::api_core::__private::Fallible>::Value,
    >();
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfColours as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`colour` of `colours` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument1OfColours as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`page` of `colours` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::api_core::__private::is_subscription::<
        <super::__EverythingOutputOfColours as ::api_core::__private::Fallible>::Value,
    >();
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfPaint as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`colour` of `paint` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument1OfPaint as ::api_core::__private::Argument >
        ::SHAPE.is_query(), "{}",
        "`first` of `paint` is read from the query, so it must be a plain value, a list of them, or a struct of such fields"
    );
    const _: () = ::core::assert!(
        < super::__EverythingArgument0OfTouch as ::api_core::__private::Argument >
        ::SHAPE.is_scalar(), "{}",
        "`id` of `touch` is a path segment, so it must be one plain value: text, a number or an enum without content"
    );
}
#[automatically_derived]
impl ::api_core::__private::Api for EverythingApi {
    type Error = EverythingError;
    const DESCRIPTION: &'static ::api_core::__private::Description = &::api_core::__private::Description {
        name: "Everything",
        docs: "Every feature, once.",
        base: ::api_core::__private::Path(
            &[
                ::api_core::__private::Segment::Literal("everything"),
                ::api_core::__private::Segment::Capture("tenant"),
            ],
        ),
        security: ::core::option::Option::Some(::api_core::__private::Security::Bearer),
        endpoints: &[
            <everything_calls::Root as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Thing as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Newest as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Things as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Create as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Replace as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Patch as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Echo as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Remove as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::File as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Follow as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Colours as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Paint as ::api_core::__private::Call>::ENDPOINT,
            <everything_calls::Touch as ::api_core::__private::Call>::ENDPOINT,
        ],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::__private::Node = &::api_core::__private::Node {
        literals: &[
            (
                "everything",
                ::api_core::__private::Node {
                    capture: ::core::option::Option::Some(
                        &::api_core::__private::Node {
                            literals: &[
                                (
                                    "things",
                                    ::api_core::__private::Node {
                                        literals: &[
                                            (
                                                "newest",
                                                ::api_core::__private::Node {
                                                    leaves: &[
                                                        ::api_core::__private::Leaf::new(
                                                            2u16,
                                                            <everything_calls::Newest as ::api_core::__private::Call>::ENDPOINT,
                                                        ),
                                                    ],
                                                    ..::api_core::__private::Node::EMPTY
                                                },
                                            ),
                                        ],
                                        capture: ::core::option::Option::Some(
                                            &::api_core::__private::Node {
                                                literals: &[
                                                    (
                                                        "raw",
                                                        ::api_core::__private::Node {
                                                            leaves: &[
                                                                ::api_core::__private::Leaf::new(
                                                                    6u16,
                                                                    <everything_calls::Patch as ::api_core::__private::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..::api_core::__private::Node::EMPTY
                                                        },
                                                    ),
                                                ],
                                                leaves: &[
                                                    ::api_core::__private::Leaf::new(
                                                        1u16,
                                                        <everything_calls::Thing as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                    ::api_core::__private::Leaf::new(
                                                        5u16,
                                                        <everything_calls::Replace as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                    ::api_core::__private::Leaf::new(
                                                        8u16,
                                                        <everything_calls::Remove as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..::api_core::__private::Node::EMPTY
                                            },
                                        ),
                                        leaves: &[
                                            ::api_core::__private::Leaf::new(
                                                3u16,
                                                <everything_calls::Things as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                            ::api_core::__private::Leaf::new(
                                                4u16,
                                                <everything_calls::Create as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                            ::api_core::__private::Leaf::new(
                                                10u16,
                                                <everything_calls::Follow as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                (
                                    "echo",
                                    ::api_core::__private::Node {
                                        leaves: &[
                                            ::api_core::__private::Leaf::new(
                                                7u16,
                                                <everything_calls::Echo as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                (
                                    "files",
                                    ::api_core::__private::Node {
                                        wildcard: &[
                                            ::api_core::__private::Leaf::new(
                                                9u16,
                                                <everything_calls::File as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                (
                                    "colours",
                                    ::api_core::__private::Node {
                                        capture: ::core::option::Option::Some(
                                            &::api_core::__private::Node {
                                                leaves: &[
                                                    ::api_core::__private::Leaf::new(
                                                        11u16,
                                                        <everything_calls::Colours as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..::api_core::__private::Node::EMPTY
                                            },
                                        ),
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                (
                                    "paint",
                                    ::api_core::__private::Node {
                                        capture: ::core::option::Option::Some(
                                            &::api_core::__private::Node {
                                                leaves: &[
                                                    ::api_core::__private::Leaf::new(
                                                        12u16,
                                                        <everything_calls::Paint as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..::api_core::__private::Node::EMPTY
                                            },
                                        ),
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                (
                                    "touch",
                                    ::api_core::__private::Node {
                                        capture: ::core::option::Option::Some(
                                            &::api_core::__private::Node {
                                                leaves: &[
                                                    ::api_core::__private::Leaf::new(
                                                        13u16,
                                                        <everything_calls::Touch as ::api_core::__private::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..::api_core::__private::Node::EMPTY
                                            },
                                        ),
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                            ],
                            leaves: &[
                                ::api_core::__private::Leaf::new(
                                    0u16,
                                    <everything_calls::Root as ::api_core::__private::Call>::ENDPOINT,
                                ),
                            ],
                            ..::api_core::__private::Node::EMPTY
                        },
                    ),
                    ..::api_core::__private::Node::EMPTY
                },
            ),
        ],
        ..::api_core::__private::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::__private::CallVisitor>(__visitor: &mut __V) {
        ::api_core::__private::CallVisitor::visit::<everything_calls::Root>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Thing>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Newest>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Things>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Create>(__visitor);
        ::api_core::__private::CallVisitor::visit::<
            everything_calls::Replace,
        >(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Patch>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Echo>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Remove>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::File>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Follow>(__visitor);
        ::api_core::__private::CallVisitor::visit::<
            everything_calls::Colours,
        >(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Paint>(__visitor);
        ::api_core::__private::CallVisitor::visit::<everything_calls::Touch>(__visitor);
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::__private::Dispatch<__S> for EverythingApi
where
    __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: ::api_core::__private::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: ::api_core::__private::ReplyForm,
        __context: &mut ::api_core::__private::Context<'_>,
        __slot: &mut ::api_core::__private::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::__private::Response<::api_core::__private::Body>,
        ::api_core::__private::Problem,
    > {
        match __endpoint {
            0u16 => {
                let _ = <everything_calls::Root as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::root(__session).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Root,
                    >(__result, &__form, __context),
                )
            }
            1u16 => {
                let __call = <everything_calls::Thing as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::thing(__session, __call.id).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Thing,
                    >(__result, &__form, __context),
                )
            }
            2u16 => {
                let __call = <everything_calls::Newest as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::newest(
                        __session,
                        __call.tag,
                        __call.verbose,
                        __call.count,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Newest,
                    >(__result, &__form, __context),
                )
            }
            3u16 => {
                let __call = <everything_calls::Things as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::things(
                        __session,
                        __call.page,
                        __call.request_id,
                        __call.x_trace,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Things,
                    >(__result, &__form, __context),
                )
            }
            4u16 => {
                let __call = <everything_calls::Create as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::create(__session, __call.thing)
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Create,
                    >(__result, &__form, __context),
                )
            }
            5u16 => {
                let __call = <everything_calls::Replace as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::replace(
                        __session,
                        __call.id,
                        __call.page,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Replace,
                    >(__result, &__form, __context),
                )
            }
            6u16 => {
                let __call = <everything_calls::Patch as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::patch(
                        __session,
                        __call.id,
                        __call.raw,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Patch,
                    >(__result, &__form, __context),
                )
            }
            7u16 => {
                let __call = <everything_calls::Echo as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::echo(__session, __call.text).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Echo,
                    >(__result, &__form, __context),
                )
            }
            8u16 => {
                let __call = <everything_calls::Remove as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::remove(__session, __call.id).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Remove,
                    >(__result, &__form, __context),
                )
            }
            9u16 => {
                let __call = <everything_calls::File as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::file(__session, __call.path).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::File,
                    >(__result, &__form, __context),
                )
            }
            10u16 => {
                let __call = <everything_calls::Follow as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::follow(__session, __call.last).await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Follow,
                    >(__result, &__form, __context),
                )
            }
            11u16 => {
                let __call = <everything_calls::Colours as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Everything>::colours(
                        __session,
                        __call.colour,
                        __call.page,
                    )
                    .await;
                ::core::result::Result::Ok(
                    ::api_core::__private::answer::<
                        everything_calls::Colours,
                    >(__result, &__form, __context),
                )
            }
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
    async fn converse<__H, __B>(
        __session: __H,
        __endpoint: u16,
        __form: ::api_core::__private::ReplyForm,
        __context: &mut ::api_core::__private::Context<'_>,
        __slot: &mut ::api_core::__private::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::__private::Response<::api_core::__private::Body>,
        ::api_core::__private::Problem,
    >
    where
        __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        __B: ::api_core::__private::RequestBody,
    {
        match __endpoint {
            12u16 => {
                let __call = <everything_calls::Paint as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::duplex::<
                        everything_calls::Paint,
                        _,
                        _,
                    >(
                            __context,
                            &__form,
                            move |__input| async move {
                                <__S as Everything>::paint(
                                        ::core::borrow::Borrow::<__S>::borrow(&__session),
                                        __call.colour,
                                        __call.first,
                                        __input,
                                    )
                                    .await
                            },
                        )
                        .await,
                )
            }
            13u16 => {
                let __call = <everything_calls::Touch as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::handover::<
                        everything_calls::Touch,
                        _,
                        _,
                    >(
                            __context,
                            &__form,
                            move |__pending| async move {
                                <__S as Everything>::touch(
                                        ::core::borrow::Borrow::<__S>::borrow(&__session),
                                        __call.id,
                                        __pending,
                                    )
                                    .await
                            },
                        )
                        .await,
                )
            }
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::__private::Transport> Everything
for ::api_core::__private::Client<EverythingApi, __T> {
    fn root(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Root,
        >(self, everything_calls::Root {})
    }
    fn thing(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Thing,
        >(self, everything_calls::Thing { id })
    }
    fn newest(
        &self,
        tag: Vec<String>,
        verbose: Flag,
        count: Option<u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Newest,
        >(
            self,
            everything_calls::Newest {
                tag,
                verbose,
                count,
            },
        )
    }
    fn things(
        &self,
        page: Page,
        request_id: String,
        x_trace: Option<Colour>,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Things,
        >(
            self,
            everything_calls::Things {
                page,
                request_id,
                x_trace,
            },
        )
    }
    fn create(
        &self,
        thing: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Create,
        >(self, everything_calls::Create { thing })
    }
    fn replace(
        &self,
        id: u32,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Replaced, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Replace,
        >(
            self,
            everything_calls::Replace {
                id,
                page,
            },
        )
    }
    fn patch(
        &self,
        id: u32,
        raw: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Binary, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Patch,
        >(self, everything_calls::Patch { id, raw })
    }
    fn echo(
        &self,
        text: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Echo,
        >(self, everything_calls::Echo { text })
    }
    fn remove(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Remove,
        >(self, everything_calls::Remove { id })
    }
    fn file(
        &self,
        path: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::File,
        >(self, everything_calls::File { path })
    }
    fn follow(
        &self,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Follow,
        >(self, everything_calls::Follow { last })
    }
    fn colours(
        &self,
        colour: Colour,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            everything_calls::Colours,
        >(
            self,
            everything_calls::Colours {
                colour,
                page,
            },
        )
    }
    fn paint(
        &self,
        colour: Colour,
        first: Option<u32>,
        input: Messages<NewThing>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::duplex::<
            everything_calls::Paint,
        >(
            self,
            everything_calls::Paint {
                colour,
                first,
            },
            input,
        )
    }
    fn touch(
        &self,
        id: u32,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::handover::<
            everything_calls::Touch,
        >(self, everything_calls::Touch { id }, pending)
    }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl EverythingApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static ::api_core::__private::Description = <Self as ::api_core::__private::Api>::DESCRIPTION;
    ///Serves one value of [`Everything`] to all callers.
    pub fn serve<__S>(
        session: __S,
    ) -> ::api_core::__private::Served<Self, ::api_core::__private::Fixed<__S>>
    where
        __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve(session)
    }
    ///Serves the [`Everything`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(
        sessions: __F,
    ) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::core::ops::Fn(
                &mut ::api_core::__private::Context<'_>,
            ) -> ::core::result::Result<__S, EverythingError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve_with(sessions)
    }
    ///Serves the [`Everything`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::Sessions<EverythingError>,
        <__F as ::api_core::__private::Sessions<EverythingError>>::Session: Everything,
    {
        ::api_core::__private::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Everything`] that sends its calls over a transport.
    pub fn connect<__T: ::api_core::__private::Transport>(
        transport: __T,
    ) -> ::api_core::__private::Client<Self, __T> {
        ::api_core::__private::Client::new(transport)
    }
}
