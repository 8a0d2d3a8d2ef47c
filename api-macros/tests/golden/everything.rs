/// An API that uses every feature.
pub trait Everything {
    /// Takes nothing and returns JSON.
    fn root(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Has a typed capture where `newest` has a literal.
    fn thing(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a list, a flag and an option from the query.
    fn newest(
        &self,
        tag: Vec<String>,
        verbose: Flag,
        count: Option<u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes lists with separators and a default from the query.
    fn sort(
        &self,
        ids: Vec<u32>,
        orders: Option<Vec<Colour>>,
        most: u16,
        step: Option<Step>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes nested values from the query, and all other keys.
    fn find(
        &self,
        filter: Filter,
        range: Option<Range>,
        others: BTreeMap<String, String>,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Takes cookies.
    fn session(
        &self,
        sid: String,
        colour: Option<Colour>,
    ) -> impl ::core::future::Future<
        Output = Result<String, EverythingError>,
    > + ::core::marker::Send;
    /// Sets cookies, or removes them. Calls an API of the caller.
    fn sign_in(
        &self,
        name: String,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Text, SessionCookies>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns structured fields: a dictionary, a list, an item, members with parameters.
    fn urge(
        &self,
        priority: Urgency,
        hints: Vec<Token>,
        digest: Option<Base64>,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Text, Quotas>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns a type without a shape, with the shapes of others.
    fn relabel(
        &self,
        first: Label,
        others: Vec<Label>,
        x_label: Option<Label>,
        counts: BTreeMap<Label, u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<As<Label, String>>, EverythingError>,
    > + ::core::marker::Send;
    /// Has a last segment that may be missing.
    fn shelves(
        &self,
        full: Flag,
        number: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes conditions and a range from header fields, and returns the whole, a part, or nothing.
    fn download(
        &self,
        name: String,
        conditions: Conditions,
    ) -> impl ::core::future::Future<
        Output = Result<Download, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a struct from the query, and header fields.
    fn things(
        &self,
        page: Page,
        request_id: String,
        x_trace: Option<Colour>,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes JSON or a form of limited size and answers with 201.
    fn create(
        &self,
        thing: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a form and answers with one of several statuses.
    fn replace(
        &self,
        id: u32,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Replaced, EverythingError>,
    > + ::core::marker::Send;
    /// Answers with any success.
    fn rank(
        &self,
        id: u32,
        rank: i64,
    ) -> impl ::core::future::Future<
        Output = Result<AnySuccess<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a form with values inside of values.
    fn order(
        &self,
        order: Order,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Has a slash at the end of its path.
    fn slashed(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Has text after the placeholder of a segment.
    fn cancel(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send;
    /// Has two placeholders in a segment.
    fn compare(
        &self,
        base: String,
        head: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a body, or none.
    fn note(
        &self,
        id: u32,
        note: Option<NewThing>,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns bytes.
    fn patch(
        &self,
        id: u32,
        raw: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Binary, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns JSON with media types of their own, of which `Accept` chooses one.
    fn merge(
        &self,
        id: u32,
        thing: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send;
    /// Takes bytes of a range of media types, of which an argument names one, and returns text of another.
    fn image(
        &self,
        id: u32,
        content_type: String,
        image: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Takes a content of one of several media types, and returns one that `Accept` chooses.
    fn convert(
        &self,
        wanted: ReportType,
        report: Report,
    ) -> impl ::core::future::Future<
        Output = Result<Report, EverythingError>,
    > + ::core::marker::Send;
    /// Takes fields, JSON and files as the parts of a body.
    fn upload(
        &self,
        upload: Upload,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns bytes piece by piece.
    fn stream(
        &self,
        id: u32,
        raw: ByteStream,
    ) -> impl ::core::future::Future<
        Output = Result<ByteStream, EverythingError>,
    > + ::core::marker::Send;
    /// Is selected by a key of the query.
    fn summary(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Is selected by the value of a key and of a header field.
    fn full(
        &self,
        limit: Option<u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Is selected by a header field, whatever its value is.
    fn copy(
        &self,
        id: u32,
        x_copy_source: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Answers `HEAD` by a method of its own, with header fields.
    fn inspect(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<(), NextPage>, EverythingError>,
    > + ::core::marker::Send;
    /// Answers `OPTIONS` by a method of its own.
    fn order_options(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<(), NextPage>, EverythingError>,
    > + ::core::marker::Send;
    /// Takes and returns text.
    fn echo(
        &self,
        text: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Returns nothing.
    #[deprecated(note = "things stay")]
    fn remove(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send;
    /// Captures the rest of the path.
    fn file(
        &self,
        path: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Captures several segments before others.
    fn line(
        &self,
        path: String,
        number: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send;
    /// Subscribes to changes, on a path with a plain `GET`.
    fn follow(
        &self,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send;
    /// Subscribes without resumption, by a capture and a query.
    fn colours(
        &self,
        colour: Colour,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Subscribes by a `POST` with a body.
    fn ask(
        &self,
        question: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Answers with one value, or with a stream of events.
    fn answer(
        &self,
        question: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<OneOrStream<Thing, Change>, EverythingError>,
    > + ::core::marker::Send;
    /// Subscribes to events with names and heartbeats, until a text.
    fn changes(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send;
    /// Subscribes until the stream closes.
    fn hints(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Exchanges typed messages in both directions.
    fn paint(
        &self,
        colour: Colour,
        first: Option<u32>,
        input: Messages<NewThing>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Thing>, EverythingError>,
    > + ::core::marker::Send;
    /// Opens a WebSocket.
    fn touch(
        &self,
        id: u32,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send;
}
use ::api_core::__private as __Everything_;
///The API described by [`Everything`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct EverythingApi<__T = fn() -> EverythingError, const __N: u8 = 0>
where
    fn() -> EverythingError: __Everything_::Names<__N, Types = __T>;
type __EverythingOutputOfRoot = Result<Thing, EverythingError>;
type __EverythingTypesOfRoot = fn() -> __EverythingOutputOfRoot;
type __EverythingArgument0OfThing = u32;
type __EverythingOutputOfThing = Result<Thing, EverythingError>;
type __EverythingTypesOfThing = fn() -> __EverythingOutputOfThing;
type __EverythingArgument0OfNewest = Vec<String>;
type __EverythingArgument1OfNewest = Flag;
type __EverythingArgument2OfNewest = Option<u8>;
type __EverythingOutputOfNewest = Result<Vec<Thing>, EverythingError>;
type __EverythingTypesOfNewest = fn() -> __EverythingOutputOfNewest;
type __EverythingArgument0OfSort = Vec<u32>;
type __EverythingArgument1OfSort = Option<Vec<Colour>>;
type __EverythingArgument2OfSort = u16;
type __EverythingArgument3OfSort = Option<Step>;
type __EverythingOutputOfSort = Result<Vec<Thing>, EverythingError>;
type __EverythingTypesOfSort = fn() -> __EverythingOutputOfSort;
type __EverythingArgument0OfFind = Filter;
type __EverythingArgument1OfFind = Option<Range>;
type __EverythingArgument2OfFind = BTreeMap<String, String>;
type __EverythingOutputOfFind = Result<Thing, EverythingError>;
type __EverythingTypesOfFind = fn() -> __EverythingOutputOfFind;
type __EverythingArgument0OfSession = String;
type __EverythingArgument1OfSession = Option<Colour>;
type __EverythingOutputOfSession = Result<String, EverythingError>;
type __EverythingTypesOfSession = fn() -> __EverythingOutputOfSession;
type __EverythingArgument0OfSignIn = String;
type __EverythingOutputOfSignIn = Result<
    WithHeaders<Text, SessionCookies>,
    EverythingError,
>;
type __EverythingTypesOfSignIn = fn() -> __EverythingOutputOfSignIn;
type __EverythingArgument0OfUrge = Urgency;
type __EverythingArgument1OfUrge = Vec<Token>;
type __EverythingArgument2OfUrge = Option<Base64>;
type __EverythingOutputOfUrge = Result<WithHeaders<Text, Quotas>, EverythingError>;
type __EverythingTypesOfUrge = fn() -> __EverythingOutputOfUrge;
type __EverythingArgument0OfRelabel = __Everything_::model::As<Label, String>;
type __EverythingArgument1OfRelabel = __Everything_::model::As<Vec<Label>, Vec<String>>;
type __EverythingArgument2OfRelabel = __Everything_::model::As<
    Option<Label>,
    Option<String>,
>;
type __EverythingArgument3OfRelabel = __Everything_::model::As<
    BTreeMap<Label, u8>,
    BTreeMap<String, u8>,
>;
type __EverythingOutputOfRelabel = Result<Vec<As<Label, String>>, EverythingError>;
type __EverythingTypesOfRelabel = fn() -> __EverythingOutputOfRelabel;
type __EverythingArgument0OfShelves = Flag;
type __EverythingOutputOfShelves = Result<Vec<Thing>, EverythingError>;
type __EverythingTypesOfShelves = fn() -> __EverythingOutputOfShelves;
type __EverythingArgument0OfShelvesWithNumber = Flag;
type __EverythingArgument1OfShelvesWithNumber = u32;
type __EverythingOutputOfShelvesWithNumber = Result<Vec<Thing>, EverythingError>;
type __EverythingTypesOfShelvesWithNumber = fn() -> __EverythingOutputOfShelvesWithNumber;
type __EverythingArgument0OfDownload = String;
type __EverythingArgument1OfDownload = Conditions;
type __EverythingOutputOfDownload = Result<Download, EverythingError>;
type __EverythingTypesOfDownload = fn() -> __EverythingOutputOfDownload;
type __EverythingArgument0OfThings = Page;
type __EverythingArgument1OfThings = String;
type __EverythingArgument2OfThings = Option<Colour>;
type __EverythingOutputOfThings = Result<
    WithHeaders<Vec<Thing>, NextPage>,
    EverythingError,
>;
type __EverythingTypesOfThings = fn() -> __EverythingOutputOfThings;
type __EverythingArgument0OfCreate = NewThing;
type __EverythingOutputOfCreate = Result<Thing, EverythingError>;
type __EverythingTypesOfCreate = fn() -> __EverythingOutputOfCreate;
type __EverythingArgument0OfReplace = u32;
type __EverythingArgument1OfReplace = Page;
type __EverythingOutputOfReplace = Result<Replaced, EverythingError>;
type __EverythingTypesOfReplace = fn() -> __EverythingOutputOfReplace;
type __EverythingArgument0OfRank = u32;
type __EverythingArgument1OfRank = i64;
type __EverythingOutputOfRank = Result<AnySuccess<Thing>, EverythingError>;
type __EverythingTypesOfRank = fn() -> __EverythingOutputOfRank;
type __EverythingArgument0OfOrder = Order;
type __EverythingOutputOfOrder = Result<Thing, EverythingError>;
type __EverythingTypesOfOrder = fn() -> __EverythingOutputOfOrder;
type __EverythingArgument0OfSlashed = u32;
type __EverythingOutputOfSlashed = Result<Thing, EverythingError>;
type __EverythingTypesOfSlashed = fn() -> __EverythingOutputOfSlashed;
type __EverythingArgument0OfCancel = u32;
type __EverythingOutputOfCancel = Result<(), EverythingError>;
type __EverythingTypesOfCancel = fn() -> __EverythingOutputOfCancel;
type __EverythingArgument0OfCompare = String;
type __EverythingArgument1OfCompare = String;
type __EverythingOutputOfCompare = Result<Text, EverythingError>;
type __EverythingTypesOfCompare = fn() -> __EverythingOutputOfCompare;
type __EverythingArgument0OfNote = u32;
type __EverythingArgument1OfNote = Option<NewThing>;
type __EverythingOutputOfNote = Result<Thing, EverythingError>;
type __EverythingTypesOfNote = fn() -> __EverythingOutputOfNote;
type __EverythingArgument0OfPatch = u32;
type __EverythingArgument1OfPatch = Bytes;
type __EverythingOutputOfPatch = Result<Binary, EverythingError>;
type __EverythingTypesOfPatch = fn() -> __EverythingOutputOfPatch;
type __EverythingArgument0OfMerge = u32;
type __EverythingArgument1OfMerge = NewThing;
type __EverythingOutputOfMerge = Result<Thing, EverythingError>;
type __EverythingTypesOfMerge = fn() -> __EverythingOutputOfMerge;
type __EverythingArgument0OfImage = u32;
type __EverythingArgument1OfImage = String;
type __EverythingArgument2OfImage = Bytes;
type __EverythingOutputOfImage = Result<Text, EverythingError>;
type __EverythingTypesOfImage = fn() -> __EverythingOutputOfImage;
type __EverythingArgument0OfConvert = ReportType;
type __EverythingArgument1OfConvert = Report;
type __EverythingOutputOfConvert = Result<Report, EverythingError>;
type __EverythingTypesOfConvert = fn() -> __EverythingOutputOfConvert;
type __EverythingArgument0OfUpload = Upload;
type __EverythingOutputOfUpload = Result<Text, EverythingError>;
type __EverythingTypesOfUpload = fn() -> __EverythingOutputOfUpload;
type __EverythingArgument0OfStream = u32;
type __EverythingArgument1OfStream = ByteStream;
type __EverythingOutputOfStream = Result<ByteStream, EverythingError>;
type __EverythingTypesOfStream = fn() -> __EverythingOutputOfStream;
type __EverythingOutputOfSummary = Result<Text, EverythingError>;
type __EverythingTypesOfSummary = fn() -> __EverythingOutputOfSummary;
type __EverythingArgument0OfFull = Option<u8>;
type __EverythingOutputOfFull = Result<Text, EverythingError>;
type __EverythingTypesOfFull = fn() -> __EverythingOutputOfFull;
type __EverythingArgument0OfCopy = u32;
type __EverythingArgument1OfCopy = u32;
type __EverythingOutputOfCopy = Result<Text, EverythingError>;
type __EverythingTypesOfCopy = fn() -> __EverythingOutputOfCopy;
type __EverythingArgument0OfInspect = u32;
type __EverythingOutputOfInspect = Result<WithHeaders<(), NextPage>, EverythingError>;
type __EverythingTypesOfInspect = fn() -> __EverythingOutputOfInspect;
type __EverythingOutputOfOrderOptions = Result<
    WithHeaders<(), NextPage>,
    EverythingError,
>;
type __EverythingTypesOfOrderOptions = fn() -> __EverythingOutputOfOrderOptions;
type __EverythingArgument0OfEcho = String;
type __EverythingOutputOfEcho = Result<Text, EverythingError>;
type __EverythingTypesOfEcho = fn() -> __EverythingOutputOfEcho;
type __EverythingArgument0OfRemove = u32;
type __EverythingOutputOfRemove = Result<(), EverythingError>;
type __EverythingTypesOfRemove = fn() -> __EverythingOutputOfRemove;
type __EverythingArgument0OfFile = String;
type __EverythingOutputOfFile = Result<Text, EverythingError>;
type __EverythingTypesOfFile = fn() -> __EverythingOutputOfFile;
type __EverythingArgument0OfLine = String;
type __EverythingArgument1OfLine = u32;
type __EverythingOutputOfLine = Result<Text, EverythingError>;
type __EverythingTypesOfLine = fn() -> __EverythingOutputOfLine;
type __EverythingArgument0OfFollow = Option<EventId>;
type __EverythingOutputOfFollow = Result<Subscription<Change>, EverythingError>;
type __EverythingTypesOfFollow = fn() -> __EverythingOutputOfFollow;
type __EverythingArgument0OfColours = Colour;
type __EverythingArgument1OfColours = Page;
type __EverythingOutputOfColours = Result<Subscription<Thing>, EverythingError>;
type __EverythingTypesOfColours = fn() -> __EverythingOutputOfColours;
type __EverythingArgument0OfAsk = NewThing;
type __EverythingOutputOfAsk = Result<Subscription<Thing>, EverythingError>;
type __EverythingTypesOfAsk = fn() -> __EverythingOutputOfAsk;
type __EverythingArgument0OfAnswer = NewThing;
type __EverythingOutputOfAnswer = Result<OneOrStream<Thing, Change>, EverythingError>;
type __EverythingTypesOfAnswer = fn() -> __EverythingOutputOfAnswer;
type __EverythingOutputOfChanges = Result<Subscription<Change>, EverythingError>;
type __EverythingTypesOfChanges = fn() -> __EverythingOutputOfChanges;
type __EverythingOutputOfHints = Result<Subscription<Thing>, EverythingError>;
type __EverythingTypesOfHints = fn() -> __EverythingOutputOfHints;
type __EverythingArgument0OfPaint = Colour;
type __EverythingArgument1OfPaint = Option<u32>;
type __EverythingInputOfPaint = Messages<NewThing>;
type __EverythingOutputOfPaint = Result<Messages<Thing>, EverythingError>;
type __EverythingTypesOfPaint = fn(
    __EverythingInputOfPaint,
) -> __EverythingOutputOfPaint;
type __EverythingArgument0OfTouch = u32;
type __EverythingInputOfTouch = PendingConnection;
type __EverythingOutputOfTouch = Result<(), EverythingError>;
type __EverythingTypesOfTouch = fn(
    __EverythingInputOfTouch,
) -> __EverythingOutputOfTouch;
__Everything_::websocket_required!();
///Takes nothing and returns JSON.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingRootCall<__T = __EverythingTypesOfRoot, const __N: u8 = 0>
where
    __EverythingTypesOfRoot: __Everything_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Everything_::Call for EverythingRootCall {
    type Reply = <__EverythingOutputOfRoot as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfRoot as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >("root", __Everything_::Verb::Get, __Everything_::Path(&[]))
        .docs("Takes nothing and returns JSON.")
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingRootCall {
    fn read(_: &mut __Everything_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
///Has a typed capture where `newest` has a literal.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingThingCall<__T = __EverythingTypesOfThing, const __N: u8 = 0>
where
    __EverythingTypesOfThing: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfThing,
}
#[automatically_derived]
impl __Everything_::Call for EverythingThingCall {
    type Reply = <__EverythingOutputOfThing as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfThing as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "thing",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                ],
            ),
        )
        .docs("Has a typed capture where `newest` has a literal.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfThing as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfThing as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingThingCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfThing as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
///Takes a list, a flag and an option from the query.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingNewestCall<__T = __EverythingTypesOfNewest, const __N: u8 = 0>
where
    __EverythingTypesOfNewest: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `tag`.
    pub tag: __EverythingArgument0OfNewest,
    ///The argument `verbose`.
    pub verbose: __EverythingArgument1OfNewest,
    ///The argument `count`.
    pub count: __EverythingArgument2OfNewest,
}
#[automatically_derived]
impl __Everything_::Call for EverythingNewestCall {
    type Reply = <__EverythingOutputOfNewest as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfNewest as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "newest",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Literal("newest"),
                ],
            ),
        )
        .docs("Takes a list, a flag and an option from the query.")
        .parameters(
            &[
                __Everything_::in_query(
                    "tag",
                    <__EverythingArgument0OfNewest as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "verbose",
                    <__EverythingArgument1OfNewest as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "n",
                    <__EverythingArgument2OfNewest as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things/newest");
        <__EverythingArgument0OfNewest as __Everything_::Argument>::write_query(
            &self.tag,
            __request,
            "tag",
        )?;
        <__EverythingArgument1OfNewest as __Everything_::Argument>::write_query(
            &self.verbose,
            __request,
            "verbose",
        )?;
        <__EverythingArgument2OfNewest as __Everything_::Argument>::write_query(
            &self.count,
            __request,
            "n",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingNewestCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_tag = <__EverythingArgument0OfNewest as __Everything_::Argument>::query(
            __arguments,
            "tag",
        );
        let __argument_verbose = <__EverythingArgument1OfNewest as __Everything_::Argument>::query(
            __arguments,
            "verbose",
        );
        let __argument_count = <__EverythingArgument2OfNewest as __Everything_::Argument>::query(
            __arguments,
            "n",
        );
        ::core::option::Option::Some(Self {
            tag: __argument_tag?,
            verbose: __argument_verbose?,
            count: __argument_count?,
        })
    }
}
///Takes lists with separators and a default from the query.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingSortCall<__T = __EverythingTypesOfSort, const __N: u8 = 0>
where
    __EverythingTypesOfSort: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `ids`.
    pub ids: __EverythingArgument0OfSort,
    ///The argument `orders`.
    pub orders: __EverythingArgument1OfSort,
    ///The argument `most`.
    pub most: __EverythingArgument2OfSort,
    ///The argument `step`.
    pub step: __EverythingArgument3OfSort,
}
#[automatically_derived]
impl __Everything_::Call for EverythingSortCall {
    type Reply = <__EverythingOutputOfSort as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfSort as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "sort",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Literal("sorted"),
                ],
            ),
        )
        .docs("Takes lists with separators and a default from the query.")
        .parameters(
            &[
                __Everything_::in_query(
                        "ids",
                        <__EverythingArgument0OfSort as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Comma),
                __Everything_::in_query(
                        "by",
                        <__EverythingArgument1OfSort as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Pipe),
                __Everything_::in_query(
                        "most",
                        <__EverythingArgument2OfSort as __Everything_::Argument>::SHAPE,
                    )
                    .default("20"),
                __Everything_::in_query(
                    "step",
                    <__EverythingArgument3OfSort as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things/sorted");
        <__EverythingArgument0OfSort as __Everything_::Argument>::write_query_styled(
            &self.ids,
            __request,
            "ids",
            __Everything_::model::Style::Comma,
        )?;
        <__EverythingArgument1OfSort as __Everything_::Argument>::write_query_styled(
            &self.orders,
            __request,
            "by",
            __Everything_::model::Style::Pipe,
        )?;
        <__EverythingArgument2OfSort as __Everything_::Argument>::write_query(
            &self.most,
            __request,
            "most",
        )?;
        <__EverythingArgument3OfSort as __Everything_::Argument>::write_query(
            &self.step,
            __request,
            "step",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingSortCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_ids = <__EverythingArgument0OfSort as __Everything_::Argument>::query_styled(
            __arguments,
            "ids",
            __Everything_::model::Style::Comma,
            ::core::option::Option::None,
        );
        let __argument_orders = <__EverythingArgument1OfSort as __Everything_::Argument>::query_styled(
            __arguments,
            "by",
            __Everything_::model::Style::Pipe,
            ::core::option::Option::None,
        );
        let __argument_most = <__EverythingArgument2OfSort as __Everything_::Argument>::query_styled(
            __arguments,
            "most",
            __Everything_::model::Style::Repeated,
            ::core::option::Option::Some("20"),
        );
        let __argument_step = <__EverythingArgument3OfSort as __Everything_::Argument>::query(
            __arguments,
            "step",
        );
        ::core::option::Option::Some(Self {
            ids: __argument_ids?,
            orders: __argument_orders?,
            most: __argument_most?,
            step: __argument_step?,
        })
    }
}
///Takes nested values from the query, and all other keys.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingFindCall<__T = __EverythingTypesOfFind, const __N: u8 = 0>
where
    __EverythingTypesOfFind: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `filter`.
    pub filter: __EverythingArgument0OfFind,
    ///The argument `range`.
    pub range: __EverythingArgument1OfFind,
    ///The argument `others`.
    pub others: __EverythingArgument2OfFind,
}
#[automatically_derived]
impl __Everything_::Call for EverythingFindCall {
    type Reply = <__EverythingOutputOfFind as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfFind as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "find",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Literal("found"),
                ],
            ),
        )
        .docs("Takes nested values from the query, and all other keys.")
        .parameters(
            &[
                __Everything_::in_query(
                        "filter",
                        <__EverythingArgument0OfFind as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Brackets),
                __Everything_::in_query(
                    "range",
                    <__EverythingArgument1OfFind as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "others",
                    <__EverythingArgument2OfFind as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things/found");
        <__EverythingArgument0OfFind as __Everything_::Argument>::write_query_styled(
            &self.filter,
            __request,
            "filter",
            __Everything_::model::Style::Brackets,
        )?;
        <__EverythingArgument1OfFind as __Everything_::Argument>::write_query(
            &self.range,
            __request,
            "range",
        )?;
        <__EverythingArgument2OfFind as __Everything_::Argument>::write_query(
            &self.others,
            __request,
            "others",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingFindCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_filter = <__EverythingArgument0OfFind as __Everything_::Argument>::query_styled(
            __arguments,
            "filter",
            __Everything_::model::Style::Brackets,
            ::core::option::Option::None,
        );
        let __argument_range = <__EverythingArgument1OfFind as __Everything_::Argument>::query(
            __arguments,
            "range",
        );
        let __argument_others = <__EverythingArgument2OfFind as __Everything_::Argument>::query(
            __arguments,
            "others",
        );
        ::core::option::Option::Some(Self {
            filter: __argument_filter?,
            range: __argument_range?,
            others: __argument_others?,
        })
    }
}
///Takes cookies.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingSessionCall<__T = __EverythingTypesOfSession, const __N: u8 = 0>
where
    __EverythingTypesOfSession: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `sid`.
    pub sid: __EverythingArgument0OfSession,
    ///The argument `colour`.
    pub colour: __EverythingArgument1OfSession,
}
#[automatically_derived]
impl __Everything_::Call for EverythingSessionCall {
    type Reply = <__EverythingOutputOfSession as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfSession as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "session",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("session")]),
        )
        .docs("Takes cookies.")
        .parameters(
            &[
                __Everything_::in_cookie(
                    "sid",
                    <__EverythingArgument0OfSession as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_cookie(
                    "theme",
                    <__EverythingArgument1OfSession as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/session");
        <__EverythingArgument0OfSession as __Everything_::Argument>::write_cookie(
            &self.sid,
            __request,
            "sid",
        )?;
        <__EverythingArgument1OfSession as __Everything_::Argument>::write_cookie(
            &self.colour,
            __request,
            "theme",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingSessionCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_sid = <__EverythingArgument0OfSession as __Everything_::Argument>::cookie(
            __arguments,
            "sid",
        );
        let __argument_colour = <__EverythingArgument1OfSession as __Everything_::Argument>::cookie(
            __arguments,
            "theme",
        );
        ::core::option::Option::Some(Self {
            sid: __argument_sid?,
            colour: __argument_colour?,
        })
    }
}
///Sets cookies, or removes them. Calls an API of the caller.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingSignInCall<__T = __EverythingTypesOfSignIn, const __N: u8 = 0>
where
    __EverythingTypesOfSignIn: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `name`.
    pub name: __EverythingArgument0OfSignIn,
}
#[automatically_derived]
impl __Everything_::Call for EverythingSignInCall {
    type Reply = <__EverythingOutputOfSignIn as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfSignIn as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "sign_in",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("session")]),
        )
        .docs("Sets cookies, or removes them. Calls an API of the caller.")
        .parameters(
            &[
                __Everything_::in_query(
                        "name",
                        <__EverythingArgument0OfSignIn as __Everything_::Argument>::SHAPE,
                    )
                    .allow_reserved(),
            ],
        )
        .callbacks(
            &[
                __Everything_::Callback::new(
                    "https://{$request.query.name}.example/hooks",
                    <WatchesApi as ::api_core::__private::Api>::DESCRIPTION,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/session");
        <__EverythingArgument0OfSignIn as __Everything_::Argument>::write_query_reserved(
            &self.name,
            __request,
            "name",
            __Everything_::model::Style::Repeated,
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingSignInCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_name = <__EverythingArgument0OfSignIn as __Everything_::Argument>::query(
            __arguments,
            "name",
        );
        ::core::option::Option::Some(Self { name: __argument_name? })
    }
}
///Takes and returns structured fields: a dictionary, a list, an item, members with parameters.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingUrgeCall<__T = __EverythingTypesOfUrge, const __N: u8 = 0>
where
    __EverythingTypesOfUrge: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `priority`.
    pub priority: __EverythingArgument0OfUrge,
    ///The argument `hints`.
    pub hints: __EverythingArgument1OfUrge,
    ///The argument `digest`.
    pub digest: __EverythingArgument2OfUrge,
}
#[automatically_derived]
impl __Everything_::Call for EverythingUrgeCall {
    type Reply = <__EverythingOutputOfUrge as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfUrge as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "urge",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("urgencies")]),
        )
        .docs(
            "Takes and returns structured fields: a dictionary, a list, an item, members with parameters.",
        )
        .parameters(
            &[
                __Everything_::in_header(
                        "priority",
                        <__EverythingArgument0OfUrge as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Structured),
                __Everything_::in_header(
                        "accept-ch",
                        <__EverythingArgument1OfUrge as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Structured),
                __Everything_::in_header(
                        "x-digest",
                        <__EverythingArgument2OfUrge as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Structured),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/urgencies");
        <__EverythingArgument0OfUrge as __Everything_::Argument>::write_structured_header(
            &self.priority,
            __request,
            "priority",
        )?;
        <__EverythingArgument1OfUrge as __Everything_::Argument>::write_structured_header(
            &self.hints,
            __request,
            "accept-ch",
        )?;
        <__EverythingArgument2OfUrge as __Everything_::Argument>::write_structured_header(
            &self.digest,
            __request,
            "x-digest",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingUrgeCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_priority = <__EverythingArgument0OfUrge as __Everything_::Argument>::structured_header(
            __arguments,
            "priority",
        );
        let __argument_hints = <__EverythingArgument1OfUrge as __Everything_::Argument>::structured_header(
            __arguments,
            "accept-ch",
        );
        let __argument_digest = <__EverythingArgument2OfUrge as __Everything_::Argument>::structured_header(
            __arguments,
            "x-digest",
        );
        ::core::option::Option::Some(Self {
            priority: __argument_priority?,
            hints: __argument_hints?,
            digest: __argument_digest?,
        })
    }
}
///Takes and returns a type without a shape, with the shapes of others.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingRelabelCall<__T = __EverythingTypesOfRelabel, const __N: u8 = 0>
where
    __EverythingTypesOfRelabel: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `first`.
    pub first: __EverythingArgument0OfRelabel,
    ///The argument `others`.
    pub others: __EverythingArgument1OfRelabel,
    ///The argument `x_label`.
    pub x_label: __EverythingArgument2OfRelabel,
    ///The argument `counts`.
    pub counts: __EverythingArgument3OfRelabel,
}
#[automatically_derived]
impl __Everything_::Call for EverythingRelabelCall {
    type Reply = <__EverythingOutputOfRelabel as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfRelabel as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "relabel",
            __Everything_::Verb::Put,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("labels"),
                    __Everything_::Segment::Capture("first"),
                ],
            ),
        )
        .docs("Takes and returns a type without a shape, with the shapes of others.")
        .parameters(
            &[
                __Everything_::in_path(
                    "first",
                    <__EverythingArgument0OfRelabel as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                        "other",
                        <__EverythingArgument1OfRelabel as __Everything_::Argument>::SHAPE,
                    )
                    .style(__Everything_::model::Style::Comma),
                __Everything_::in_header(
                    "x-label",
                    <__EverythingArgument2OfRelabel as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Json,
                <__EverythingArgument3OfRelabel as __Everything_::Argument>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/labels");
        <__EverythingArgument0OfRelabel as __Everything_::Argument>::write_capture(
            &self.first,
            __request,
            "first",
        )?;
        <__EverythingArgument1OfRelabel as __Everything_::Argument>::write_query_styled(
            &self.others,
            __request,
            "other",
            __Everything_::model::Style::Comma,
        )?;
        <__EverythingArgument2OfRelabel as __Everything_::Argument>::write_header(
            &self.x_label,
            __request,
            "x-label",
        )?;
        <__EverythingArgument3OfRelabel as __Everything_::Argument>::write_body(
            &self.counts,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_first = <__EverythingArgument0OfRelabel as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "first",
        );
        let __argument_others = <__EverythingArgument1OfRelabel as __Everything_::Argument>::query_styled(
            &mut __arguments,
            "other",
            __Everything_::model::Style::Comma,
            ::core::option::Option::None,
        );
        let __argument_x_label = <__EverythingArgument2OfRelabel as __Everything_::Argument>::header(
            &mut __arguments,
            "x-label",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            first: __argument_first.ok_or_else(__Everything_::Arguments::lost)?,
            others: __argument_others.ok_or_else(__Everything_::Arguments::lost)?,
            x_label: __argument_x_label.ok_or_else(__Everything_::Arguments::lost)?,
            counts: <__EverythingArgument3OfRelabel as __Everything_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Has a last segment that may be missing.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingShelvesCall<__T = __EverythingTypesOfShelves, const __N: u8 = 0>
where
    __EverythingTypesOfShelves: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `full`.
    pub full: __EverythingArgument0OfShelves,
}
#[automatically_derived]
impl __Everything_::Call for EverythingShelvesCall {
    type Reply = <__EverythingOutputOfShelves as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfShelves as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "shelves",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("shelves")]),
        )
        .docs("Has a last segment that may be missing.")
        .parameters(
            &[
                __Everything_::in_query(
                    "full",
                    <__EverythingArgument0OfShelves as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/shelves");
        <__EverythingArgument0OfShelves as __Everything_::Argument>::write_query(
            &self.full,
            __request,
            "full",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingShelvesCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_full = <__EverythingArgument0OfShelves as __Everything_::Argument>::query(
            __arguments,
            "full",
        );
        ::core::option::Option::Some(Self { full: __argument_full? })
    }
}
///Has a last segment that may be missing.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingShelvesWithNumberCall<
    __T = __EverythingTypesOfShelvesWithNumber,
    const __N: u8 = 0,
>
where
    __EverythingTypesOfShelvesWithNumber: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `full`.
    pub full: __EverythingArgument0OfShelvesWithNumber,
    ///The argument `number`.
    pub number: __EverythingArgument1OfShelvesWithNumber,
}
#[automatically_derived]
impl __Everything_::Call for EverythingShelvesWithNumberCall {
    type Reply = <__EverythingOutputOfShelvesWithNumber as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfShelvesWithNumber as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "shelves_with_number",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("shelves"),
                    __Everything_::Segment::Capture("number"),
                ],
            ),
        )
        .docs("Has a last segment that may be missing.")
        .parameters(
            &[
                __Everything_::in_query(
                    "full",
                    <__EverythingArgument0OfShelvesWithNumber as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_path(
                    "number",
                    <__EverythingArgument1OfShelvesWithNumber as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/shelves");
        <__EverythingArgument1OfShelvesWithNumber as __Everything_::Argument>::write_capture(
            &self.number,
            __request,
            "number",
        )?;
        <__EverythingArgument0OfShelvesWithNumber as __Everything_::Argument>::write_query(
            &self.full,
            __request,
            "full",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingShelvesWithNumberCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_full = <__EverythingArgument0OfShelvesWithNumber as __Everything_::Argument>::query(
            __arguments,
            "full",
        );
        let __argument_number = <__EverythingArgument1OfShelvesWithNumber as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "number",
        );
        ::core::option::Option::Some(Self {
            full: __argument_full?,
            number: __argument_number?,
        })
    }
}
///Takes conditions and a range from header fields, and returns the whole, a part, or nothing.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingDownloadCall<__T = __EverythingTypesOfDownload, const __N: u8 = 0>
where
    __EverythingTypesOfDownload: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `name`.
    pub name: __EverythingArgument0OfDownload,
    ///The argument `conditions`.
    pub conditions: __EverythingArgument1OfDownload,
}
#[automatically_derived]
impl __Everything_::Call for EverythingDownloadCall {
    type Reply = <__EverythingOutputOfDownload as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfDownload as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "download",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("downloads"),
                    __Everything_::Segment::Capture("name"),
                ],
            ),
        )
        .docs(
            "Takes conditions and a range from header fields, and returns the whole, a part, or nothing.",
        )
        .parameters({
            const OWN: &[__Everything_::description::Parameter] = &[
                __Everything_::in_path(
                    "name",
                    <__EverythingArgument0OfDownload as __Everything_::Argument>::SHAPE,
                ),
            ];
            const FIELDS: &[__Everything_::description::HeaderField] = <__EverythingArgument1OfDownload as ::api_core::__private::HeaderFields>::FIELDS;
            const ALL: [__Everything_::description::Parameter; OWN.len()
                + FIELDS.len()] = __Everything_::parameters(OWN, FIELDS);
            &ALL
        })
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/downloads");
        <__EverythingArgument0OfDownload as __Everything_::Argument>::write_capture(
            &self.name,
            __request,
            "name",
        )?;
        <__EverythingArgument1OfDownload as ::api_core::__private::HeaderFields>::write_into_request(
            &self.conditions,
            __request,
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingDownloadCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_name = <__EverythingArgument0OfDownload as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "name",
        );
        let __argument_conditions = <__EverythingArgument1OfDownload as ::api_core::__private::HeaderFields>::read_from_request(
            __arguments,
        );
        ::core::option::Option::Some(Self {
            name: __argument_name?,
            conditions: __argument_conditions?,
        })
    }
}
///Takes a struct from the query, and header fields.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingThingsCall<__T = __EverythingTypesOfThings, const __N: u8 = 0>
where
    __EverythingTypesOfThings: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `page`.
    pub page: __EverythingArgument0OfThings,
    ///The argument `request_id`.
    pub request_id: __EverythingArgument1OfThings,
    ///The argument `x_trace`.
    pub x_trace: __EverythingArgument2OfThings,
}
#[automatically_derived]
impl __Everything_::Call for EverythingThingsCall {
    type Reply = <__EverythingOutputOfThings as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfThings as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "things",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("things")]),
        )
        .docs("Takes a struct from the query, and header fields.")
        .parameters(
            &[
                __Everything_::in_query(
                    "page",
                    <__EverythingArgument0OfThings as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_header(
                    "x-request-id",
                    <__EverythingArgument1OfThings as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_header(
                    "x-trace",
                    <__EverythingArgument2OfThings as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfThings as __Everything_::Argument>::write_query(
            &self.page,
            __request,
            "page",
        )?;
        <__EverythingArgument1OfThings as __Everything_::Argument>::write_header(
            &self.request_id,
            __request,
            "x-request-id",
        )?;
        <__EverythingArgument2OfThings as __Everything_::Argument>::write_header(
            &self.x_trace,
            __request,
            "x-trace",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingThingsCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_page = <__EverythingArgument0OfThings as __Everything_::Argument>::query(
            __arguments,
            "page",
        );
        let __argument_request_id = <__EverythingArgument1OfThings as __Everything_::Argument>::header(
            __arguments,
            "x-request-id",
        );
        let __argument_x_trace = <__EverythingArgument2OfThings as __Everything_::Argument>::header(
            __arguments,
            "x-trace",
        );
        ::core::option::Option::Some(Self {
            page: __argument_page?,
            request_id: __argument_request_id?,
            x_trace: __argument_x_trace?,
        })
    }
}
///Takes JSON or a form of limited size and answers with 201.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingCreateCall<__T = __EverythingTypesOfCreate, const __N: u8 = 0>
where
    __EverythingTypesOfCreate: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `thing`.
    pub thing: __EverythingArgument0OfCreate,
}
#[automatically_derived]
impl __Everything_::Call for EverythingCreateCall {
    type Reply = <__EverythingOutputOfCreate as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfCreate as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "create",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("things")]),
        )
        .docs("Takes JSON or a form of limited size and answers with 201.")
        .body(
            __Everything_::BodyDescription::new(
                    __Everything_::BodyEncoding::of_model("application/json"),
                    <__EverythingArgument0OfCreate as __Everything_::Argument>::SHAPE,
                )
                .media_type("application/json")
                .alternatives(
                    &[
                        __Everything_::description::BodyForm::new(
                            __Everything_::BodyEncoding::of_model(
                                "application/x-www-form-urlencoded",
                            ),
                            "application/x-www-form-urlencoded",
                            <__EverythingArgument0OfCreate as __Everything_::Argument>::SHAPE,
                        ),
                    ],
                )
                .limit(65536),
        )
        .outputs(__Everything_::output_with_status::<Self, 201>())
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfCreate as __Everything_::Argument>::write_body(
            &self.thing,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            thing: <__EverythingArgument0OfCreate as __Everything_::Argument>::body_of_several(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes a form and answers with one of several statuses.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingReplaceCall<__T = __EverythingTypesOfReplace, const __N: u8 = 0>
where
    __EverythingTypesOfReplace: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfReplace,
    ///The argument `page`.
    pub page: __EverythingArgument1OfReplace,
}
#[automatically_derived]
impl __Everything_::Call for EverythingReplaceCall {
    type Reply = <__EverythingOutputOfReplace as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfReplace as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "replace",
            __Everything_::Verb::Put,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                ],
            ),
        )
        .docs("Takes a form and answers with one of several statuses.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfReplace as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Form,
                <__EverythingArgument1OfReplace as __Everything_::Argument>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfReplace as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        <__EverythingArgument1OfReplace as __Everything_::Argument>::write_body(
            &self.page,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfReplace as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            page: <__EverythingArgument1OfReplace as __Everything_::Argument>::body_form(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Answers with any success.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingRankCall<__T = __EverythingTypesOfRank, const __N: u8 = 0>
where
    __EverythingTypesOfRank: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfRank,
    ///The argument `rank`.
    pub rank: __EverythingArgument1OfRank,
}
#[automatically_derived]
impl __Everything_::Call for EverythingRankCall {
    type Reply = <__EverythingOutputOfRank as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfRank as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "rank",
            __Everything_::Verb::Put,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("rank"),
                ],
            ),
        )
        .docs("Answers with any success.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfRank as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "rank",
                    <__EverythingArgument1OfRank as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfRank as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/rank");
        <__EverythingArgument1OfRank as __Everything_::Argument>::write_query(
            &self.rank,
            __request,
            "rank",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingRankCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfRank as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        let __argument_rank = <__EverythingArgument1OfRank as __Everything_::Argument>::query(
            __arguments,
            "rank",
        );
        ::core::option::Option::Some(Self {
            id: __argument_id?,
            rank: __argument_rank?,
        })
    }
}
///Takes a form with values inside of values.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingOrderCall<__T = __EverythingTypesOfOrder, const __N: u8 = 0>
where
    __EverythingTypesOfOrder: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `order`.
    pub order: __EverythingArgument0OfOrder,
}
#[automatically_derived]
impl __Everything_::Call for EverythingOrderCall {
    type Reply = <__EverythingOutputOfOrder as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfOrder as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "order",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("orders")]),
        )
        .docs("Takes a form with values inside of values.")
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Form,
                <__EverythingArgument0OfOrder as __Everything_::Argument>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/orders");
        <__EverythingArgument0OfOrder as __Everything_::Argument>::write_body(
            &self.order,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            order: <__EverythingArgument0OfOrder as __Everything_::Argument>::body_form(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Has a slash at the end of its path.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingSlashedCall<__T = __EverythingTypesOfSlashed, const __N: u8 = 0>
where
    __EverythingTypesOfSlashed: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfSlashed,
}
#[automatically_derived]
impl __Everything_::Call for EverythingSlashedCall {
    type Reply = <__EverythingOutputOfSlashed as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfSlashed as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "slashed",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("slashed"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal(""),
                ],
            ),
        )
        .docs("Has a slash at the end of its path.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfSlashed as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/slashed");
        <__EverythingArgument0OfSlashed as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingSlashedCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfSlashed as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
///Has text after the placeholder of a segment.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingCancelCall<__T = __EverythingTypesOfCancel, const __N: u8 = 0>
where
    __EverythingTypesOfCancel: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfCancel,
}
#[automatically_derived]
impl __Everything_::Call for EverythingCancelCall {
    type Reply = <__EverythingOutputOfCancel as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfCancel as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "cancel",
            __Everything_::Verb::Post,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Mixed(
                        &[
                            __Everything_::Part::Capture("id"),
                            __Everything_::Part::Text(":cancel"),
                        ],
                    ),
                ],
            ),
        )
        .docs("Has text after the placeholder of a segment.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfCancel as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things/");
        <__EverythingArgument0OfCancel as __Everything_::Argument>::write_part(
            &self.id,
            __request,
            "id",
            "",
        )?;
        __request.literal(":cancel");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingCancelCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfCancel as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
///Has two placeholders in a segment.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingCompareCall<__T = __EverythingTypesOfCompare, const __N: u8 = 0>
where
    __EverythingTypesOfCompare: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `base`.
    pub base: __EverythingArgument0OfCompare,
    ///The argument `head`.
    pub head: __EverythingArgument1OfCompare,
}
#[automatically_derived]
impl __Everything_::Call for EverythingCompareCall {
    type Reply = <__EverythingOutputOfCompare as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfCompare as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "compare",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Mixed(
                        &[
                            __Everything_::Part::Capture("base"),
                            __Everything_::Part::Text("..."),
                            __Everything_::Part::Capture("head"),
                        ],
                    ),
                ],
            ),
        )
        .docs("Has two placeholders in a segment.")
        .parameters(
            &[
                __Everything_::in_path(
                    "base",
                    <__EverythingArgument0OfCompare as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_path(
                    "head",
                    <__EverythingArgument1OfCompare as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things/");
        <__EverythingArgument0OfCompare as __Everything_::Argument>::write_part(
            &self.base,
            __request,
            "base",
            "",
        )?;
        __request.literal("...");
        <__EverythingArgument1OfCompare as __Everything_::Argument>::write_part(
            &self.head,
            __request,
            "head",
            "...",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingCompareCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_base = <__EverythingArgument0OfCompare as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "base",
        );
        let __argument_head = <__EverythingArgument1OfCompare as __Everything_::Argument>::path(
            __arguments,
            1usize,
            "head",
        );
        ::core::option::Option::Some(Self {
            base: __argument_base?,
            head: __argument_head?,
        })
    }
}
///Takes a body, or none.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingNoteCall<__T = __EverythingTypesOfNote, const __N: u8 = 0>
where
    __EverythingTypesOfNote: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfNote,
    ///The argument `note`.
    pub note: __EverythingArgument1OfNote,
}
#[automatically_derived]
impl __Everything_::Call for EverythingNoteCall {
    type Reply = <__EverythingOutputOfNote as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfNote as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "note",
            __Everything_::Verb::Post,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("note"),
                ],
            ),
        )
        .docs("Takes a body, or none.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfNote as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Json,
                <__EverythingArgument1OfNote as __Everything_::Argument>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfNote as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/note");
        <__EverythingArgument1OfNote as __Everything_::Argument>::write_body(
            &self.note,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfNote as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            note: <__EverythingArgument1OfNote as __Everything_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes and returns bytes.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingPatchCall<__T = __EverythingTypesOfPatch, const __N: u8 = 0>
where
    __EverythingTypesOfPatch: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfPatch,
    ///The argument `raw`.
    pub raw: __EverythingArgument1OfPatch,
}
#[automatically_derived]
impl __Everything_::Call for EverythingPatchCall {
    type Reply = <__EverythingOutputOfPatch as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfPatch as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "patch",
            __Everything_::Verb::Patch,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("raw"),
                ],
            ),
        )
        .docs("Takes and returns bytes.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfPatch as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Bytes,
                <__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfPatch as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/raw");
        <__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::write_body(
            &self.raw,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfPatch as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            raw: <__EverythingArgument1OfPatch as ::api_core::__private::BytesBody>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes and returns JSON with media types of their own, of which `Accept` chooses one.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingMergeCall<__T = __EverythingTypesOfMerge, const __N: u8 = 0>
where
    __EverythingTypesOfMerge: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfMerge,
    ///The argument `thing`.
    pub thing: __EverythingArgument1OfMerge,
}
#[automatically_derived]
impl __Everything_::Call for EverythingMergeCall {
    type Reply = <__EverythingOutputOfMerge as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfMerge as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "merge",
            __Everything_::Verb::Patch,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("merged"),
                ],
            ),
        )
        .docs(
            "Takes and returns JSON with media types of their own, of which `Accept` chooses one.",
        )
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfMerge as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                    __Everything_::BodyEncoding::of_model(
                        "application/merge-patch+json",
                    ),
                    <__EverythingArgument1OfMerge as __Everything_::Argument>::SHAPE,
                )
                .media_type("application/merge-patch+json"),
        )
        .outputs(
            &[
                __Everything_::output::<
                    Self,
                >(::core::option::Option::None, "application/vnd.things+json"),
                __Everything_::output::<
                    Self,
                >(::core::option::Option::None, "application/json"),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfMerge as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/merged");
        <__EverythingArgument1OfMerge as __Everything_::Argument>::write_body(
            &self.thing,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfMerge as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            thing: <__EverythingArgument1OfMerge as __Everything_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes bytes of a range of media types, of which an argument names one, and returns text of another.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingImageCall<__T = __EverythingTypesOfImage, const __N: u8 = 0>
where
    __EverythingTypesOfImage: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfImage,
    ///The argument `content_type`.
    pub content_type: __EverythingArgument1OfImage,
    ///The argument `image`.
    pub image: __EverythingArgument2OfImage,
}
#[automatically_derived]
impl __Everything_::Call for EverythingImageCall {
    type Reply = <__EverythingOutputOfImage as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfImage as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "image",
            __Everything_::Verb::Put,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("image"),
                ],
            ),
        )
        .docs(
            "Takes bytes of a range of media types, of which an argument names one, and returns text of another.",
        )
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfImage as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_header(
                    "content-type",
                    <__EverythingArgument1OfImage as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                    __Everything_::BodyEncoding::Bytes,
                    <__EverythingArgument2OfImage as ::api_core::__private::BytesBody>::SHAPE,
                )
                .media_type("image/*"),
        )
        .outputs(
            &[
                __Everything_::output::<
                    Self,
                >(::core::option::Option::None, "text/csv; charset=utf-8"),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfImage as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/image");
        <__EverythingArgument1OfImage as __Everything_::Argument>::write_header(
            &self.content_type,
            __request,
            "content-type",
        )?;
        <__EverythingArgument2OfImage as ::api_core::__private::BytesBody>::write_body(
            &self.image,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfImage as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        let __argument_content_type = <__EverythingArgument1OfImage as __Everything_::Argument>::header(
            &mut __arguments,
            "content-type",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            content_type: __argument_content_type
                .ok_or_else(__Everything_::Arguments::lost)?,
            image: <__EverythingArgument2OfImage as ::api_core::__private::BytesBody>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes a content of one of several media types, and returns one that `Accept` chooses.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingConvertCall<__T = __EverythingTypesOfConvert, const __N: u8 = 0>
where
    __EverythingTypesOfConvert: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `wanted`.
    pub wanted: __EverythingArgument0OfConvert,
    ///The argument `report`.
    pub report: __EverythingArgument1OfConvert,
}
#[automatically_derived]
impl __Everything_::Call for EverythingConvertCall {
    type Reply = <__EverythingOutputOfConvert as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfConvert as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "convert",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("reports")]),
        )
        .docs(
            "Takes a content of one of several media types, and returns one that `Accept` chooses.",
        )
        .body(
            __Everything_::BodyDescription::of(
                <__EverythingArgument1OfConvert as ::api_core::__private::Content>::FORMS,
            ),
        )
        .outputs(__Everything_::output_with_status::<Self, 202>())
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/reports");
        <__EverythingArgument0OfConvert as ::api_core::__private::ContentType>::write_accept(
            &self.wanted,
            __request,
            "accept",
        )?;
        <__EverythingArgument1OfConvert as ::api_core::__private::Content>::write_body(
            &self.report,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_wanted = <__EverythingArgument0OfConvert as ::api_core::__private::ContentType>::accept(
            &mut __arguments,
            "accept",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            wanted: __argument_wanted.ok_or_else(__Everything_::Arguments::lost)?,
            report: <__EverythingArgument1OfConvert as ::api_core::__private::Content>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes fields, JSON and files as the parts of a body.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingUploadCall<__T = __EverythingTypesOfUpload, const __N: u8 = 0>
where
    __EverythingTypesOfUpload: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `upload`.
    pub upload: __EverythingArgument0OfUpload,
}
#[automatically_derived]
impl __Everything_::Call for EverythingUploadCall {
    type Reply = <__EverythingOutputOfUpload as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfUpload as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "upload",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("uploads")]),
        )
        .docs("Takes fields, JSON and files as the parts of a body.")
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Multipart,
                <__EverythingArgument0OfUpload as ::api_core::__private::Multipart>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/uploads");
        <__EverythingArgument0OfUpload as ::api_core::__private::Multipart>::write_body(
            &self.upload,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            upload: <__EverythingArgument0OfUpload as ::api_core::__private::Multipart>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Takes and returns bytes piece by piece.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingStreamCall<__T = __EverythingTypesOfStream, const __N: u8 = 0>
where
    __EverythingTypesOfStream: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfStream,
    ///The argument `raw`.
    pub raw: __EverythingArgument1OfStream,
}
#[automatically_derived]
impl __Everything_::Call for EverythingStreamCall {
    type Reply = <__EverythingOutputOfStream as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfStream as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "stream",
            __Everything_::Verb::Put,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("raw"),
                ],
            ),
        )
        .docs("Takes and returns bytes piece by piece.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfStream as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Stream,
                <__EverythingArgument1OfStream as ::api_core::__private::StreamBody>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfStream as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/raw");
        <__EverythingArgument1OfStream as ::api_core::__private::StreamBody>::write_body(
            &self.raw,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        let mut __arguments = __Everything_::Arguments::new(__context, 1usize);
        let __argument_id = <__EverythingArgument0OfStream as __Everything_::Argument>::path(
            &mut __arguments,
            0usize,
            "id",
        );
        __arguments.finish()?;
        ::core::result::Result::Ok(Self {
            id: __argument_id.ok_or_else(__Everything_::Arguments::lost)?,
            raw: <__EverythingArgument1OfStream as ::api_core::__private::StreamBody>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Is selected by a key of the query.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingSummaryCall<__T = __EverythingTypesOfSummary, const __N: u8 = 0>
where
    __EverythingTypesOfSummary: __Everything_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Everything_::Call for EverythingSummaryCall {
    type Reply = <__EverythingOutputOfSummary as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfSummary as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "summary",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("orders")]),
        )
        .conditions(
            &[__Everything_::Condition::query("summary", ::core::option::Option::None)],
        )
        .docs("Is selected by a key of the query.")
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/orders");
        __request.conditions(<Self as __Everything_::Call>::ENDPOINT.conditions);
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingSummaryCall {
    fn read(_: &mut __Everything_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
///Is selected by the value of a key and of a header field.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingFullCall<__T = __EverythingTypesOfFull, const __N: u8 = 0>
where
    __EverythingTypesOfFull: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `limit`.
    pub limit: __EverythingArgument0OfFull,
}
#[automatically_derived]
impl __Everything_::Call for EverythingFullCall {
    type Reply = <__EverythingOutputOfFull as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfFull as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "full",
            __Everything_::Verb::Get,
            __Everything_::Path(&[__Everything_::Segment::Literal("orders")]),
        )
        .conditions(
            &[
                __Everything_::Condition::query(
                    "view",
                    ::core::option::Option::Some("full"),
                ),
                __Everything_::Condition::header("x-version", "2"),
            ],
        )
        .docs("Is selected by the value of a key and of a header field.")
        .parameters(
            &[
                __Everything_::in_query(
                    "limit",
                    <__EverythingArgument0OfFull as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/orders");
        __request.conditions(<Self as __Everything_::Call>::ENDPOINT.conditions);
        <__EverythingArgument0OfFull as __Everything_::Argument>::write_query(
            &self.limit,
            __request,
            "limit",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingFullCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_limit = <__EverythingArgument0OfFull as __Everything_::Argument>::query(
            __arguments,
            "limit",
        );
        ::core::option::Option::Some(Self { limit: __argument_limit? })
    }
}
///Is selected by a header field, whatever its value is.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingCopyCall<__T = __EverythingTypesOfCopy, const __N: u8 = 0>
where
    __EverythingTypesOfCopy: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfCopy,
    ///The argument `x_copy_source`.
    pub x_copy_source: __EverythingArgument1OfCopy,
}
#[automatically_derived]
impl __Everything_::Call for EverythingCopyCall {
    type Reply = <__EverythingOutputOfCopy as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfCopy as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "copy",
            __Everything_::Verb::Put,
            __Everything_::Path(&[__Everything_::Segment::Literal("orders")]),
        )
        .conditions(&[__Everything_::Condition::any_header("x-copy-source")])
        .docs("Is selected by a header field, whatever its value is.")
        .parameters(
            &[
                __Everything_::in_query(
                    "id",
                    <__EverythingArgument0OfCopy as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_header(
                    "x-copy-source",
                    <__EverythingArgument1OfCopy as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/orders");
        __request.conditions(<Self as __Everything_::Call>::ENDPOINT.conditions);
        <__EverythingArgument0OfCopy as __Everything_::Argument>::write_query(
            &self.id,
            __request,
            "id",
        )?;
        <__EverythingArgument1OfCopy as __Everything_::Argument>::write_header(
            &self.x_copy_source,
            __request,
            "x-copy-source",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingCopyCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfCopy as __Everything_::Argument>::query(
            __arguments,
            "id",
        );
        let __argument_x_copy_source = <__EverythingArgument1OfCopy as __Everything_::Argument>::header(
            __arguments,
            "x-copy-source",
        );
        ::core::option::Option::Some(Self {
            id: __argument_id?,
            x_copy_source: __argument_x_copy_source?,
        })
    }
}
///Answers `HEAD` by a method of its own, with header fields.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingInspectCall<__T = __EverythingTypesOfInspect, const __N: u8 = 0>
where
    __EverythingTypesOfInspect: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfInspect,
}
#[automatically_derived]
impl __Everything_::Call for EverythingInspectCall {
    type Reply = <__EverythingOutputOfInspect as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfInspect as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "inspect",
            __Everything_::Verb::Head,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                    __Everything_::Segment::Literal("raw"),
                ],
            ),
        )
        .docs("Answers `HEAD` by a method of its own, with header fields.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfInspect as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .outputs(__Everything_::output_with_status::<Self, 200>())
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfInspect as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        __request.literal("/raw");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingInspectCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfInspect as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
///Answers `OPTIONS` by a method of its own.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingOrderOptionsCall<
    __T = __EverythingTypesOfOrderOptions,
    const __N: u8 = 0,
>
where
    __EverythingTypesOfOrderOptions: __Everything_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Everything_::Call for EverythingOrderOptionsCall {
    type Reply = <__EverythingOutputOfOrderOptions as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfOrderOptions as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "order_options",
            __Everything_::Verb::Options,
            __Everything_::Path(&[__Everything_::Segment::Literal("orders")]),
        )
        .docs("Answers `OPTIONS` by a method of its own.")
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/orders");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingOrderOptionsCall {
    fn read(_: &mut __Everything_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
///Takes and returns text.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingEchoCall<__T = __EverythingTypesOfEcho, const __N: u8 = 0>
where
    __EverythingTypesOfEcho: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `text`.
    pub text: __EverythingArgument0OfEcho,
}
#[automatically_derived]
impl __Everything_::Call for EverythingEchoCall {
    type Reply = <__EverythingOutputOfEcho as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfEcho as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "echo",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("echo")]),
        )
        .docs("Takes and returns text.")
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Text,
                <__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/echo");
        <__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::write_body(
            &self.text,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            text: <__EverythingArgument0OfEcho as ::api_core::__private::TextBody>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Returns nothing.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingRemoveCall<__T = __EverythingTypesOfRemove, const __N: u8 = 0>
where
    __EverythingTypesOfRemove: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfRemove,
}
#[automatically_derived]
impl __Everything_::Call for EverythingRemoveCall {
    type Reply = <__EverythingOutputOfRemove as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfRemove as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "remove",
            __Everything_::Verb::Delete,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("things"),
                    __Everything_::Segment::Capture("id"),
                ],
            ),
        )
        .docs("Returns nothing.")
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfRemove as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer)
        .deprecated("things stay");
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfRemove as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingRemoveCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfRemove as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
///Captures the rest of the path.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingFileCall<__T = __EverythingTypesOfFile, const __N: u8 = 0>
where
    __EverythingTypesOfFile: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `path`.
    pub path: __EverythingArgument0OfFile,
}
#[automatically_derived]
impl __Everything_::Call for EverythingFileCall {
    type Reply = <__EverythingOutputOfFile as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfFile as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "file",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("files"),
                    __Everything_::Segment::Wildcard("path"),
                ],
            ),
        )
        .docs("Captures the rest of the path.")
        .parameters(
            &[
                __Everything_::in_path(
                    "path",
                    <__EverythingArgument0OfFile as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/files");
        <__EverythingArgument0OfFile as __Everything_::Argument>::write_wildcard(
            &self.path,
            __request,
            "path",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingFileCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_path = <__EverythingArgument0OfFile as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "path",
        );
        ::core::option::Option::Some(Self { path: __argument_path? })
    }
}
///Captures several segments before others.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingLineCall<__T = __EverythingTypesOfLine, const __N: u8 = 0>
where
    __EverythingTypesOfLine: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `path`.
    pub path: __EverythingArgument0OfLine,
    ///The argument `number`.
    pub number: __EverythingArgument1OfLine,
}
#[automatically_derived]
impl __Everything_::Call for EverythingLineCall {
    type Reply = <__EverythingOutputOfLine as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfLine as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "line",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("files"),
                    __Everything_::Segment::Wildcard("path"),
                    __Everything_::Segment::Literal("lines"),
                    __Everything_::Segment::Capture("number"),
                ],
            ),
        )
        .docs("Captures several segments before others.")
        .parameters(
            &[
                __Everything_::in_path(
                    "path",
                    <__EverythingArgument0OfLine as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_path(
                    "number",
                    <__EverythingArgument1OfLine as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/files");
        <__EverythingArgument0OfLine as __Everything_::Argument>::write_wildcard(
            &self.path,
            __request,
            "path",
        )?;
        __request.literal("/lines");
        <__EverythingArgument1OfLine as __Everything_::Argument>::write_capture(
            &self.number,
            __request,
            "number",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingLineCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_path = <__EverythingArgument0OfLine as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "path",
        );
        let __argument_number = <__EverythingArgument1OfLine as __Everything_::Argument>::path(
            __arguments,
            1usize,
            "number",
        );
        ::core::option::Option::Some(Self {
            path: __argument_path?,
            number: __argument_number?,
        })
    }
}
///Subscribes to changes, on a path with a plain `GET`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingFollowCall<__T = __EverythingTypesOfFollow, const __N: u8 = 0>
where
    __EverythingTypesOfFollow: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `last`.
    pub last: __EverythingArgument0OfFollow,
}
#[automatically_derived]
impl __Everything_::Call for EverythingFollowCall {
    type Reply = <__EverythingOutputOfFollow as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfFollow as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "follow",
            __Everything_::Verb::Subscribe,
            __Everything_::Path(&[__Everything_::Segment::Literal("things")]),
        )
        .docs("Subscribes to changes, on a path with a plain `GET`.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: true,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT,
            }),
        )
        .parameters(
            &[
                __Everything_::in_header(
                    "last-event-id",
                    <__EverythingArgument0OfFollow as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/things");
        <__EverythingArgument0OfFollow as __Everything_::Argument>::write_header(
            &self.last,
            __request,
            "last-event-id",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingFollowCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_last = <__EverythingArgument0OfFollow as __Everything_::Argument>::header(
            __arguments,
            "last-event-id",
        );
        ::core::option::Option::Some(Self { last: __argument_last? })
    }
}
///Subscribes without resumption, by a capture and a query.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingColoursCall<__T = __EverythingTypesOfColours, const __N: u8 = 0>
where
    __EverythingTypesOfColours: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `colour`.
    pub colour: __EverythingArgument0OfColours,
    ///The argument `page`.
    pub page: __EverythingArgument1OfColours,
}
#[automatically_derived]
impl __Everything_::Call for EverythingColoursCall {
    type Reply = <__EverythingOutputOfColours as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfColours as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "colours",
            __Everything_::Verb::Subscribe,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("colours"),
                    __Everything_::Segment::Capture("colour"),
                ],
            ),
        )
        .docs("Subscribes without resumption, by a capture and a query.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: false,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT,
            }),
        )
        .parameters(
            &[
                __Everything_::in_path(
                    "colour",
                    <__EverythingArgument0OfColours as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "page",
                    <__EverythingArgument1OfColours as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/colours");
        <__EverythingArgument0OfColours as __Everything_::Argument>::write_capture(
            &self.colour,
            __request,
            "colour",
        )?;
        <__EverythingArgument1OfColours as __Everything_::Argument>::write_query(
            &self.page,
            __request,
            "page",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingColoursCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_colour = <__EverythingArgument0OfColours as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "colour",
        );
        let __argument_page = <__EverythingArgument1OfColours as __Everything_::Argument>::query(
            __arguments,
            "page",
        );
        ::core::option::Option::Some(Self {
            colour: __argument_colour?,
            page: __argument_page?,
        })
    }
}
///Subscribes by a `POST` with a body.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingAskCall<__T = __EverythingTypesOfAsk, const __N: u8 = 0>
where
    __EverythingTypesOfAsk: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `question`.
    pub question: __EverythingArgument0OfAsk,
}
#[automatically_derived]
impl __Everything_::Call for EverythingAskCall {
    type Reply = <__EverythingOutputOfAsk as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfAsk as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "ask",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("questions")]),
        )
        .docs("Subscribes by a `POST` with a body.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: false,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT,
            }),
        )
        .body(
            __Everything_::BodyDescription::new(
                    __Everything_::BodyEncoding::Json,
                    <__EverythingArgument0OfAsk as __Everything_::Argument>::SHAPE,
                )
                .limit(65536),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/questions");
        <__EverythingArgument0OfAsk as __Everything_::Argument>::write_body(
            &self.question,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            question: <__EverythingArgument0OfAsk as __Everything_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Answers with one value, or with a stream of events.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingAnswerCall<__T = __EverythingTypesOfAnswer, const __N: u8 = 0>
where
    __EverythingTypesOfAnswer: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `question`.
    pub question: __EverythingArgument0OfAnswer,
}
#[automatically_derived]
impl __Everything_::Call for EverythingAnswerCall {
    type Reply = <__EverythingOutputOfAnswer as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfAnswer as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "answer",
            __Everything_::Verb::Post,
            __Everything_::Path(&[__Everything_::Segment::Literal("answers")]),
        )
        .docs("Answers with one value, or with a stream of events.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: false,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT,
            }),
        )
        .body(
            __Everything_::BodyDescription::new(
                __Everything_::BodyEncoding::Json,
                <__EverythingArgument0OfAnswer as __Everything_::Argument>::SHAPE,
            ),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/answers");
        <__EverythingArgument0OfAnswer as __Everything_::Argument>::write_body(
            &self.question,
            __request,
            <Self as __Everything_::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> __Everything_::Decoded<Self> {
        __Everything_::Arguments::new(__context, 1usize).finish()?;
        ::core::result::Result::Ok(Self {
            question: <__EverythingArgument0OfAnswer as __Everything_::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Everything_::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
///Subscribes to events with names and heartbeats, until a text.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingChangesCall<__T = __EverythingTypesOfChanges, const __N: u8 = 0>
where
    __EverythingTypesOfChanges: __Everything_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Everything_::Call for EverythingChangesCall {
    type Reply = <__EverythingOutputOfChanges as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfChanges as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "changes",
            __Everything_::Verb::Subscribe,
            __Everything_::Path(&[__Everything_::Segment::Literal("changes")]),
        )
        .docs("Subscribes to events with names and heartbeats, until a text.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: false,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT
                    .ending(__Everything_::Ending::Marker("[DONE]"))
                    .heartbeat("ping")
                    .names(__Everything_::event_names::<Self>()),
            }),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/changes");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingChangesCall {
    fn read(_: &mut __Everything_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
///Subscribes until the stream closes.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingHintsCall<__T = __EverythingTypesOfHints, const __N: u8 = 0>
where
    __EverythingTypesOfHints: __Everything_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Everything_::Call for EverythingHintsCall {
    type Reply = <__EverythingOutputOfHints as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfHints as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "hints",
            __Everything_::Verb::Subscribe,
            __Everything_::Path(&[__Everything_::Segment::Literal("hints")]),
        )
        .docs("Subscribes until the stream closes.")
        .exchange(
            __Everything_::Exchange::Subscription(__Everything_::Streaming {
                resumable: false,
                resume_query: ::core::option::Option::None,
                form: __Everything_::EventForm::DEFAULT
                    .ending(__Everything_::Ending::Close),
            }),
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/hints");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingHintsCall {
    fn read(_: &mut __Everything_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
///Exchanges typed messages in both directions.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingPaintCall<__T = __EverythingTypesOfPaint, const __N: u8 = 0>
where
    __EverythingTypesOfPaint: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `colour`.
    pub colour: __EverythingArgument0OfPaint,
    ///The argument `first`.
    pub first: __EverythingArgument1OfPaint,
}
#[automatically_derived]
impl __Everything_::Call for EverythingPaintCall {
    type Reply = <__EverythingOutputOfPaint as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfPaint as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "paint",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("paint"),
                    __Everything_::Segment::Capture("colour"),
                ],
            ),
        )
        .docs("Exchanges typed messages in both directions.")
        .exchange(
            __Everything_::Exchange::Duplex(__Everything_::Duplex {
                input: __Everything_::input::<Self>(),
                encoding: __Everything_::MessageEncoding::Binary,
                terms: __Everything_::SocketTerms {
                    subprotocols: &["things.v2", "things.v1"],
                    max_message: ::core::option::Option::Some(65536),
                    max_frame: ::core::option::Option::None,
                },
            }),
        )
        .parameters(
            &[
                __Everything_::in_path(
                    "colour",
                    <__EverythingArgument0OfPaint as __Everything_::Argument>::SHAPE,
                ),
                __Everything_::in_query(
                    "first",
                    <__EverythingArgument1OfPaint as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/paint");
        <__EverythingArgument0OfPaint as __Everything_::Argument>::write_capture(
            &self.colour,
            __request,
            "colour",
        )?;
        <__EverythingArgument1OfPaint as __Everything_::Argument>::write_query(
            &self.first,
            __request,
            "first",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingPaintCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_colour = <__EverythingArgument0OfPaint as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "colour",
        );
        let __argument_first = <__EverythingArgument1OfPaint as __Everything_::Argument>::query(
            __arguments,
            "first",
        );
        ::core::option::Option::Some(Self {
            colour: __argument_colour?,
            first: __argument_first?,
        })
    }
}
#[automatically_derived]
impl __Everything_::DuplexCall for EverythingPaintCall {
    type Input = __EverythingInputOfPaint;
}
///Opens a WebSocket.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct EverythingTouchCall<__T = __EverythingTypesOfTouch, const __N: u8 = 0>
where
    __EverythingTypesOfTouch: __Everything_::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __EverythingArgument0OfTouch,
}
#[automatically_derived]
impl __Everything_::Call for EverythingTouchCall {
    type Reply = <__EverythingOutputOfTouch as __Everything_::Fallible>::Value;
    type Error = <__EverythingOutputOfTouch as __Everything_::Fallible>::Error;
    const ENDPOINT: &'static __Everything_::Endpoint = &__Everything_::endpoint::<
        Self,
    >(
            "touch",
            __Everything_::Verb::Get,
            __Everything_::Path(
                &[
                    __Everything_::Segment::Literal("touch"),
                    __Everything_::Segment::Capture("id"),
                ],
            ),
        )
        .docs("Opens a WebSocket.")
        .exchange(
            __Everything_::Exchange::Handover(__Everything_::SocketTerms {
                subprotocols: &[],
                max_message: ::core::option::Option::None,
                max_frame: ::core::option::Option::Some(1024),
            }),
        )
        .parameters(
            &[
                __Everything_::in_path(
                    "id",
                    <__EverythingArgument0OfTouch as __Everything_::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Everything_::Security::Bearer);
    fn encode(
        &self,
        __request: &mut __Everything_::RequestWriter,
    ) -> __Everything_::Encoded {
        __request.literal("/touch");
        <__EverythingArgument0OfTouch as __Everything_::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Everything_::RequestBody>(
        __context: &mut __Everything_::Context<'_>,
        _: &mut __Everything_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Everything_::Decoded<Self>,
    > + ::core::marker::Send {
        __Everything_::decode_head(__context, 1usize)
    }
}
#[automatically_derived]
impl __Everything_::HeadCall for EverythingTouchCall {
    fn read(
        __arguments: &mut __Everything_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__EverythingArgument0OfTouch as __Everything_::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        ::core::option::Option::Some(Self { id: __argument_id? })
    }
}
#[automatically_derived]
impl __Everything_::HandoverCall for EverythingTouchCall {
    type Pending = __EverythingInputOfTouch;
}
const _: () = __Everything_::assert_answers_once::<EverythingRootCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfThing as __Everything_::Argument>::SHAPE,
    "id",
    "thing",
);
const _: () = __Everything_::assert_answers_once::<EverythingThingCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfNewest as __Everything_::Argument>::SHAPE,
    "tag",
    "newest",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfNewest as __Everything_::Argument>::SHAPE,
    "verbose",
    "newest",
);
const _: () = ::core::assert!(
    __Everything_::distinct_keys(("verbose", < __EverythingArgument1OfNewest as
    __Everything_::Argument > ::SHAPE), & [("tag", < __EverythingArgument0OfNewest as
    __Everything_::Argument > ::SHAPE), ("n", < __EverythingArgument2OfNewest as
    __Everything_::Argument > ::SHAPE)]), "{}",
    "a query key of `verbose` is also read into another argument of `newest`: rename one of them [api::E035]\nsee: docs/errors/E035.md"
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument2OfNewest as __Everything_::Argument>::SHAPE,
    "count",
    "newest",
);
const _: () = __Everything_::assert_answers_once::<EverythingNewestCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfSort as __Everything_::Argument>::SHAPE,
    "ids",
    "sort",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfSort as __Everything_::Argument>::SHAPE,
    "orders",
    "sort",
);
const _: () = {
    __Everything_::assert_query(
        <__EverythingArgument2OfSort as __Everything_::Argument>::SHAPE,
        "most",
        "sort",
    );
    __Everything_::assert_default(
        <__EverythingArgument2OfSort as __Everything_::Argument>::SHAPE,
        "20",
        "most",
    )
};
const _: () = __Everything_::assert_query(
    <__EverythingArgument3OfSort as __Everything_::Argument>::SHAPE,
    "step",
    "sort",
);
const _: () = ::core::assert!(
    __Everything_::distinct_keys(("step", < __EverythingArgument3OfSort as
    __Everything_::Argument > ::SHAPE), & [("ids", & __Everything_::model::Shape::Any),
    ("by", & __Everything_::model::Shape::Any), ("most", < __EverythingArgument2OfSort as
    __Everything_::Argument > ::SHAPE)]), "{}",
    "a query key of `step` is also read into another argument of `sort`: rename one of them [api::E035]\nsee: docs/errors/E035.md"
);
const _: () = __Everything_::assert_answers_once::<EverythingSortCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfFind as __Everything_::Argument>::SHAPE,
    "filter",
    "find",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfFind as __Everything_::Argument>::SHAPE,
    "range",
    "find",
);
const _: () = ::core::assert!(
    __Everything_::distinct_keys(("range", < __EverythingArgument1OfFind as
    __Everything_::Argument > ::SHAPE), & [("filter", &
    __Everything_::model::Shape::Any)]), "{}",
    "a query key of `range` is also read into another argument of `find`: rename one of them [api::E035]\nsee: docs/errors/E035.md"
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument2OfFind as __Everything_::Argument>::SHAPE,
    "others",
    "find",
);
const _: () = ::core::assert!(
    __Everything_::distinct_keys(("others", < __EverythingArgument2OfFind as
    __Everything_::Argument > ::SHAPE), & [("filter", &
    __Everything_::model::Shape::Any), ("range", < __EverythingArgument1OfFind as
    __Everything_::Argument > ::SHAPE)]), "{}",
    "a query key of `others` is also read into another argument of `find`: rename one of them [api::E035]\nsee: docs/errors/E035.md"
);
const _: () = __Everything_::assert_answers_once::<EverythingFindCall>();
const _: () = __Everything_::assert_cookie(
    <__EverythingArgument0OfSession as __Everything_::Argument>::SHAPE,
    "sid",
    "session",
);
const _: () = __Everything_::assert_cookie(
    <__EverythingArgument1OfSession as __Everything_::Argument>::SHAPE,
    "colour",
    "session",
);
const _: () = __Everything_::assert_answers_once::<EverythingSessionCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfSignIn as __Everything_::Argument>::SHAPE,
    "name",
    "sign_in",
);
const _: () = __Everything_::assert_answers_once::<EverythingSignInCall>();
const _: () = __Everything_::assert_callback(
    <EverythingSignInCall as __Everything_::Call>::ENDPOINT,
    "https://{$request.query.name}.example/hooks",
);
const _: () = __Everything_::assert_structured(
    <__EverythingArgument0OfUrge as __Everything_::Argument>::SHAPE,
    "priority",
    "urge",
);
const _: () = __Everything_::assert_structured(
    <__EverythingArgument1OfUrge as __Everything_::Argument>::SHAPE,
    "hints",
    "urge",
);
const _: () = __Everything_::assert_structured(
    <__EverythingArgument2OfUrge as __Everything_::Argument>::SHAPE,
    "digest",
    "urge",
);
const _: () = __Everything_::assert_answers_once::<EverythingUrgeCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfRelabel as __Everything_::Argument>::SHAPE,
    "first",
    "relabel",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfRelabel as __Everything_::Argument>::SHAPE,
    "others",
    "relabel",
);
const _: () = __Everything_::assert_query_value(
    <__EverythingArgument2OfRelabel as __Everything_::Argument>::SHAPE,
    "x_label",
    "relabel",
);
const _: () = <__EverythingArgument3OfRelabel as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_answers_once::<EverythingRelabelCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfShelves as __Everything_::Argument>::SHAPE,
    "full",
    "shelves",
);
const _: () = __Everything_::assert_answers_once::<EverythingShelvesCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfShelvesWithNumber as __Everything_::Argument>::SHAPE,
    "full",
    "shelves_with_number",
);
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument1OfShelvesWithNumber as __Everything_::Argument>::SHAPE,
    "number",
    "shelves_with_number",
);
const _: () = __Everything_::assert_answers_once::<EverythingShelvesWithNumberCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfDownload as __Everything_::Argument>::SHAPE,
    "name",
    "download",
);
const _: () = __Everything_::assert_answers_once::<EverythingDownloadCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfThings as __Everything_::Argument>::SHAPE,
    "page",
    "things",
);
const _: () = __Everything_::assert_query_value(
    <__EverythingArgument1OfThings as __Everything_::Argument>::SHAPE,
    "request_id",
    "things",
);
const _: () = __Everything_::assert_query_value(
    <__EverythingArgument2OfThings as __Everything_::Argument>::SHAPE,
    "x_trace",
    "things",
);
const _: () = __Everything_::assert_answers_once::<EverythingThingsCall>();
const _: () = <__EverythingArgument0OfCreate as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_model_in(
    <__EverythingArgument0OfCreate as __Everything_::Argument>::SHAPE,
    "application/json",
    "thing",
    "create",
);
const _: () = __Everything_::assert_model_in(
    <__EverythingArgument0OfCreate as __Everything_::Argument>::SHAPE,
    "application/x-www-form-urlencoded",
    "thing",
    "create",
);
const _: () = __Everything_::assert_answers_once::<EverythingCreateCall>();
const _: () = __Everything_::assert_one_output::<EverythingCreateCall>("create");
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfReplace as __Everything_::Argument>::SHAPE,
    "id",
    "replace",
);
const _: () = __Everything_::assert_form(
    <__EverythingArgument1OfReplace as __Everything_::Argument>::SHAPE,
    "page",
    "replace",
);
const _: () = __Everything_::assert_answers_once::<EverythingReplaceCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfRank as __Everything_::Argument>::SHAPE,
    "id",
    "rank",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfRank as __Everything_::Argument>::SHAPE,
    "rank",
    "rank",
);
const _: () = __Everything_::assert_answers_once::<EverythingRankCall>();
const _: () = __Everything_::assert_form(
    <__EverythingArgument0OfOrder as __Everything_::Argument>::SHAPE,
    "order",
    "order",
);
const _: () = __Everything_::assert_answers_once::<EverythingOrderCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfSlashed as __Everything_::Argument>::SHAPE,
    "id",
    "slashed",
);
const _: () = __Everything_::assert_answers_once::<EverythingSlashedCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfCancel as __Everything_::Argument>::SHAPE,
    "id",
    "cancel",
);
const _: () = __Everything_::assert_answers_once::<EverythingCancelCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfCompare as __Everything_::Argument>::SHAPE,
    "base",
    "compare",
);
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument1OfCompare as __Everything_::Argument>::SHAPE,
    "head",
    "compare",
);
const _: () = __Everything_::assert_answers_once::<EverythingCompareCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfNote as __Everything_::Argument>::SHAPE,
    "id",
    "note",
);
const _: () = <__EverythingArgument1OfNote as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_answers_once::<EverythingNoteCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfPatch as __Everything_::Argument>::SHAPE,
    "id",
    "patch",
);
const _: () = __Everything_::assert_answers_once::<EverythingPatchCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfMerge as __Everything_::Argument>::SHAPE,
    "id",
    "merge",
);
const _: () = <__EverythingArgument1OfMerge as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_model_in(
    <__EverythingArgument1OfMerge as __Everything_::Argument>::SHAPE,
    "application/merge-patch+json",
    "thing",
    "merge",
);
const _: () = __Everything_::assert_answers_once::<EverythingMergeCall>();
const _: () = __Everything_::assert_media_types::<
    EverythingMergeCall,
>("merge", &["application/vnd.things+json", "application/json"]);
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfImage as __Everything_::Argument>::SHAPE,
    "id",
    "image",
);
const _: () = __Everything_::assert_query_value(
    <__EverythingArgument1OfImage as __Everything_::Argument>::SHAPE,
    "content_type",
    "image",
);
const _: () = __Everything_::assert_answers_once::<EverythingImageCall>();
const _: () = __Everything_::assert_media_types::<
    EverythingImageCall,
>("image", &["text/csv; charset=utf-8"]);
const _: () = __Everything_::assert_accept::<
    EverythingConvertCall,
>(
    <__EverythingArgument0OfConvert as ::api_core::__private::ContentType>::MEDIA_TYPES,
    "wanted",
    "convert",
);
const _: () = __Everything_::assert_answers_once::<EverythingConvertCall>();
const _: () = __Everything_::assert_one_output::<EverythingConvertCall>("convert");
const _: () = __Everything_::assert_answers_once::<EverythingUploadCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfStream as __Everything_::Argument>::SHAPE,
    "id",
    "stream",
);
const _: () = __Everything_::assert_answers_once::<EverythingStreamCall>();
const _: () = __Everything_::assert_answers_once::<EverythingSummaryCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfFull as __Everything_::Argument>::SHAPE,
    "limit",
    "full",
);
const _: () = __Everything_::assert_answers_once::<EverythingFullCall>();
const _: () = __Everything_::assert_query(
    <__EverythingArgument0OfCopy as __Everything_::Argument>::SHAPE,
    "id",
    "copy",
);
const _: () = __Everything_::assert_always_sent(
    <__EverythingArgument1OfCopy as __Everything_::Argument>::SHAPE,
    "x_copy_source",
    "copy",
);
const _: () = __Everything_::assert_answers_once::<EverythingCopyCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfInspect as __Everything_::Argument>::SHAPE,
    "id",
    "inspect",
);
const _: () = __Everything_::assert_answers_once::<EverythingInspectCall>();
const _: () = __Everything_::assert_one_output::<EverythingInspectCall>("inspect");
const _: () = __Everything_::assert_answers_once::<EverythingOrderOptionsCall>();
const _: () = __Everything_::assert_answers_once::<EverythingEchoCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfRemove as __Everything_::Argument>::SHAPE,
    "id",
    "remove",
);
const _: () = __Everything_::assert_answers_once::<EverythingRemoveCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfFile as __Everything_::Argument>::SHAPE,
    "path",
    "file",
);
const _: () = __Everything_::assert_answers_once::<EverythingFileCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfLine as __Everything_::Argument>::SHAPE,
    "path",
    "line",
);
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument1OfLine as __Everything_::Argument>::SHAPE,
    "number",
    "line",
);
const _: () = __Everything_::assert_answers_once::<EverythingLineCall>();
const _: () = __Everything_::assert_query_value(
    <__EverythingArgument0OfFollow as __Everything_::Argument>::SHAPE,
    "last",
    "follow",
);
const _: () = __Everything_::assert_outputs::<EverythingFollowCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfFollow as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingFollowCall>();
};
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfColours as __Everything_::Argument>::SHAPE,
    "colour",
    "colours",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfColours as __Everything_::Argument>::SHAPE,
    "page",
    "colours",
);
const _: () = __Everything_::assert_outputs::<EverythingColoursCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfColours as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingColoursCall>();
};
const _: () = <__EverythingArgument0OfAsk as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_outputs::<EverythingAskCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfAsk as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingAskCall>();
};
const _: () = <__EverythingArgument0OfAnswer as __Everything_::Argument>::SHAPE
    .assert_distinct();
const _: () = __Everything_::assert_outputs::<EverythingAnswerCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfAnswer as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingAnswerCall>();
};
const _: () = __Everything_::assert_outputs::<EverythingChangesCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfChanges as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingChangesCall>();
};
const _: () = __Everything_::assert_event_names::<EverythingChangesCall>();
const _: () = __Everything_::assert_outputs::<EverythingHintsCall>();
const _: () = {
    __Everything_::is_subscription::<
        <__EverythingOutputOfHints as __Everything_::Fallible>::Value,
    >();
    __Everything_::assert_beside_events::<EverythingHintsCall>();
};
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfPaint as __Everything_::Argument>::SHAPE,
    "colour",
    "paint",
);
const _: () = __Everything_::assert_query(
    <__EverythingArgument1OfPaint as __Everything_::Argument>::SHAPE,
    "first",
    "paint",
);
const _: () = __Everything_::assert_input::<EverythingPaintCall>();
const _: () = __Everything_::assert_outputs::<EverythingPaintCall>();
const _: () = __Everything_::assert_scalar(
    <__EverythingArgument0OfTouch as __Everything_::Argument>::SHAPE,
    "id",
    "touch",
);
const _: () = __Everything_::assert_outputs::<EverythingTouchCall>();
const _: () = ::core::assert!(
    ! __Everything_::cross:: < EverythingRootCall, EverythingLineCall > (), "{}",
    "`root` and `line` both match some paths and neither is more specific: GET / and GET /files/{*path}/lines/{number}; change one path, or give the placeholder a type that excludes the literal of the other path [api::E051]\nsee: docs/errors/E051.md"
);
const _: () = ::core::assert!(
    ! __Everything_::cross:: < EverythingRootCall, EverythingLineCall > (), "{}",
    "`root` and `line` both match some paths and neither is more specific: GET / and GET /files/{*path}/lines/{number}; change one path, or give the placeholder a type that excludes the literal of the other path [api::E051]\nsee: docs/errors/E051.md"
);
const _: () = __Everything_::assert_captures(3usize);
#[automatically_derived]
impl __Everything_::Api for EverythingApi {
    type Error = EverythingError;
    const DESCRIPTION: &'static __Everything_::Description = &__Everything_::Description {
        name: "Everything",
        docs: "An API that uses every feature.",
        base: __Everything_::Path(
            &[
                __Everything_::Segment::Literal("everything"),
                __Everything_::Segment::Capture("tenant"),
            ],
        ),
        security: ::core::option::Option::Some(__Everything_::Security::Bearer),
        endpoints: &[
            <EverythingRootCall as __Everything_::Call>::ENDPOINT,
            <EverythingThingCall as __Everything_::Call>::ENDPOINT,
            <EverythingNewestCall as __Everything_::Call>::ENDPOINT,
            <EverythingSortCall as __Everything_::Call>::ENDPOINT,
            <EverythingFindCall as __Everything_::Call>::ENDPOINT,
            <EverythingSessionCall as __Everything_::Call>::ENDPOINT,
            <EverythingSignInCall as __Everything_::Call>::ENDPOINT,
            <EverythingUrgeCall as __Everything_::Call>::ENDPOINT,
            <EverythingRelabelCall as __Everything_::Call>::ENDPOINT,
            <EverythingShelvesCall as __Everything_::Call>::ENDPOINT,
            <EverythingShelvesWithNumberCall as __Everything_::Call>::ENDPOINT,
            <EverythingDownloadCall as __Everything_::Call>::ENDPOINT,
            <EverythingThingsCall as __Everything_::Call>::ENDPOINT,
            <EverythingCreateCall as __Everything_::Call>::ENDPOINT,
            <EverythingReplaceCall as __Everything_::Call>::ENDPOINT,
            <EverythingRankCall as __Everything_::Call>::ENDPOINT,
            <EverythingOrderCall as __Everything_::Call>::ENDPOINT,
            <EverythingSlashedCall as __Everything_::Call>::ENDPOINT,
            <EverythingCancelCall as __Everything_::Call>::ENDPOINT,
            <EverythingCompareCall as __Everything_::Call>::ENDPOINT,
            <EverythingNoteCall as __Everything_::Call>::ENDPOINT,
            <EverythingPatchCall as __Everything_::Call>::ENDPOINT,
            <EverythingMergeCall as __Everything_::Call>::ENDPOINT,
            <EverythingImageCall as __Everything_::Call>::ENDPOINT,
            <EverythingConvertCall as __Everything_::Call>::ENDPOINT,
            <EverythingUploadCall as __Everything_::Call>::ENDPOINT,
            <EverythingStreamCall as __Everything_::Call>::ENDPOINT,
            <EverythingSummaryCall as __Everything_::Call>::ENDPOINT,
            <EverythingFullCall as __Everything_::Call>::ENDPOINT,
            <EverythingCopyCall as __Everything_::Call>::ENDPOINT,
            <EverythingInspectCall as __Everything_::Call>::ENDPOINT,
            <EverythingOrderOptionsCall as __Everything_::Call>::ENDPOINT,
            <EverythingEchoCall as __Everything_::Call>::ENDPOINT,
            <EverythingRemoveCall as __Everything_::Call>::ENDPOINT,
            <EverythingFileCall as __Everything_::Call>::ENDPOINT,
            <EverythingLineCall as __Everything_::Call>::ENDPOINT,
            <EverythingFollowCall as __Everything_::Call>::ENDPOINT,
            <EverythingColoursCall as __Everything_::Call>::ENDPOINT,
            <EverythingAskCall as __Everything_::Call>::ENDPOINT,
            <EverythingAnswerCall as __Everything_::Call>::ENDPOINT,
            <EverythingChangesCall as __Everything_::Call>::ENDPOINT,
            <EverythingHintsCall as __Everything_::Call>::ENDPOINT,
            <EverythingPaintCall as __Everything_::Call>::ENDPOINT,
            <EverythingTouchCall as __Everything_::Call>::ENDPOINT,
        ],
        errors: __Everything_::api_errors::<Self>(),
    };
    const ROUTES: &'static __Everything_::Node = &__Everything_::Node {
        literals: &[
            (
                "everything",
                __Everything_::Node {
                    capture: ::core::option::Option::Some(
                        &__Everything_::Node {
                            literals: &[
                                (
                                    "things",
                                    __Everything_::Node {
                                        literals: &[
                                            (
                                                "newest",
                                                __Everything_::Node {
                                                    leaves: &[
                                                        __Everything_::Leaf::new(
                                                            2u16,
                                                            <EverythingNewestCall as __Everything_::Call>::ENDPOINT,
                                                        ),
                                                    ],
                                                    ..__Everything_::Node::EMPTY
                                                },
                                            ),
                                            (
                                                "sorted",
                                                __Everything_::Node {
                                                    leaves: &[
                                                        __Everything_::Leaf::new(
                                                            3u16,
                                                            <EverythingSortCall as __Everything_::Call>::ENDPOINT,
                                                        ),
                                                    ],
                                                    ..__Everything_::Node::EMPTY
                                                },
                                            ),
                                            (
                                                "found",
                                                __Everything_::Node {
                                                    leaves: &[
                                                        __Everything_::Leaf::new(
                                                            4u16,
                                                            <EverythingFindCall as __Everything_::Call>::ENDPOINT,
                                                        ),
                                                    ],
                                                    ..__Everything_::Node::EMPTY
                                                },
                                            ),
                                        ],
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                literals: &[
                                                    (
                                                        "rank",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    15u16,
                                                                    <EverythingRankCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                    (
                                                        "note",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    20u16,
                                                                    <EverythingNoteCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                    (
                                                        "raw",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    21u16,
                                                                    <EverythingPatchCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                                __Everything_::Leaf::new(
                                                                    26u16,
                                                                    <EverythingStreamCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                                __Everything_::Leaf::new(
                                                                    30u16,
                                                                    <EverythingInspectCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                    (
                                                        "merged",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    22u16,
                                                                    <EverythingMergeCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                    (
                                                        "image",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    23u16,
                                                                    <EverythingImageCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                ],
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        1u16,
                                                        <EverythingThingCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                    __Everything_::Leaf::new(
                                                        14u16,
                                                        <EverythingReplaceCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                    __Everything_::Leaf::new(
                                                        33u16,
                                                        <EverythingRemoveCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        patterns: ::core::option::Option::Some(
                                            &__Everything_::Patterns {
                                                mixed: &[
                                                    (
                                                        &[
                                                            __Everything_::Part::Capture(""),
                                                            __Everything_::Part::Text(":cancel"),
                                                        ],
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    18u16,
                                                                    <EverythingCancelCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                    (
                                                        &[
                                                            __Everything_::Part::Capture(""),
                                                            __Everything_::Part::Text("..."),
                                                            __Everything_::Part::Capture(""),
                                                        ],
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    19u16,
                                                                    <EverythingCompareCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                ],
                                                ..__Everything_::Patterns::EMPTY
                                            },
                                        ),
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                12u16,
                                                <EverythingThingsCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                13u16,
                                                <EverythingCreateCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                36u16,
                                                <EverythingFollowCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                    },
                                ),
                                (
                                    "session",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                5u16,
                                                <EverythingSessionCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                6u16,
                                                <EverythingSignInCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "urgencies",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                7u16,
                                                <EverythingUrgeCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "labels",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        8u16,
                                                        <EverythingRelabelCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "shelves",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        10u16,
                                                        <EverythingShelvesWithNumberCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                9u16,
                                                <EverythingShelvesCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "downloads",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        11u16,
                                                        <EverythingDownloadCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "orders",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                28u16,
                                                <EverythingFullCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                27u16,
                                                <EverythingSummaryCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                29u16,
                                                <EverythingCopyCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                16u16,
                                                <EverythingOrderCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                            __Everything_::Leaf::new(
                                                31u16,
                                                <EverythingOrderOptionsCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "slashed",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                literals: &[
                                                    (
                                                        "",
                                                        __Everything_::Node {
                                                            leaves: &[
                                                                __Everything_::Leaf::new(
                                                                    17u16,
                                                                    <EverythingSlashedCall as __Everything_::Call>::ENDPOINT,
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "reports",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                24u16,
                                                <EverythingConvertCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "uploads",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                25u16,
                                                <EverythingUploadCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "echo",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                32u16,
                                                <EverythingEchoCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "files",
                                    __Everything_::Node {
                                        patterns: ::core::option::Option::Some(
                                            &__Everything_::Patterns {
                                                tails: &[
                                                    (
                                                        2usize,
                                                        __Everything_::Node {
                                                            literals: &[
                                                                (
                                                                    "lines",
                                                                    __Everything_::Node {
                                                                        capture: ::core::option::Option::Some(
                                                                            &__Everything_::Node {
                                                                                leaves: &[
                                                                                    __Everything_::Leaf::new(
                                                                                        35u16,
                                                                                        <EverythingLineCall as __Everything_::Call>::ENDPOINT,
                                                                                    ),
                                                                                ],
                                                                                ..__Everything_::Node::EMPTY
                                                                            },
                                                                        ),
                                                                        ..__Everything_::Node::EMPTY
                                                                    },
                                                                ),
                                                            ],
                                                            ..__Everything_::Node::EMPTY
                                                        },
                                                    ),
                                                ],
                                                wildcard: &[
                                                    __Everything_::Leaf::new(
                                                        34u16,
                                                        <EverythingFileCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Patterns::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "colours",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        37u16,
                                                        <EverythingColoursCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "questions",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                38u16,
                                                <EverythingAskCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "answers",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                39u16,
                                                <EverythingAnswerCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "changes",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                40u16,
                                                <EverythingChangesCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "hints",
                                    __Everything_::Node {
                                        leaves: &[
                                            __Everything_::Leaf::new(
                                                41u16,
                                                <EverythingHintsCall as __Everything_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "paint",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        42u16,
                                                        <EverythingPaintCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                                (
                                    "touch",
                                    __Everything_::Node {
                                        capture: ::core::option::Option::Some(
                                            &__Everything_::Node {
                                                leaves: &[
                                                    __Everything_::Leaf::new(
                                                        43u16,
                                                        <EverythingTouchCall as __Everything_::Call>::ENDPOINT,
                                                    ),
                                                ],
                                                ..__Everything_::Node::EMPTY
                                            },
                                        ),
                                        ..__Everything_::Node::EMPTY
                                    },
                                ),
                            ],
                            leaves: &[
                                __Everything_::Leaf::new(
                                    0u16,
                                    <EverythingRootCall as __Everything_::Call>::ENDPOINT,
                                ),
                            ],
                            ..__Everything_::Node::EMPTY
                        },
                    ),
                    ..__Everything_::Node::EMPTY
                },
            ),
        ],
        ..__Everything_::Node::EMPTY
    };
    fn visit_calls<__V: __Everything_::CallVisitor>(__visitor: &mut __V) {
        __Everything_::CallVisitor::visit::<EverythingRootCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingThingCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingNewestCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingSortCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingFindCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingSessionCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingSignInCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingUrgeCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingRelabelCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingShelvesCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingShelvesWithNumberCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingDownloadCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingThingsCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingCreateCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingReplaceCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingRankCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingOrderCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingSlashedCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingCancelCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingCompareCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingNoteCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingPatchCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingMergeCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingImageCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingConvertCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingUploadCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingStreamCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingSummaryCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingFullCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingCopyCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingInspectCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingOrderOptionsCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingEchoCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingRemoveCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingFileCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingLineCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingFollowCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingColoursCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingAskCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingAnswerCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingChangesCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingHintsCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingPaintCall>(__visitor);
        __Everything_::CallVisitor::visit::<EverythingTouchCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingRootCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfRoot,
    > + ::core::marker::Send {
        <__S as Everything>::root(__session)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingThingCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfThing,
    > + ::core::marker::Send {
        <__S as Everything>::thing(__session, self.id)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingNewestCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfNewest,
    > + ::core::marker::Send {
        <__S as Everything>::newest(__session, self.tag, self.verbose, self.count)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingSortCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfSort,
    > + ::core::marker::Send {
        <__S as Everything>::sort(__session, self.ids, self.orders, self.most, self.step)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingFindCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfFind,
    > + ::core::marker::Send {
        <__S as Everything>::find(__session, self.filter, self.range, self.others)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingSessionCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfSession,
    > + ::core::marker::Send {
        <__S as Everything>::session(__session, self.sid, self.colour)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingSignInCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfSignIn,
    > + ::core::marker::Send {
        <__S as Everything>::sign_in(__session, self.name)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingUrgeCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfUrge,
    > + ::core::marker::Send {
        <__S as Everything>::urge(__session, self.priority, self.hints, self.digest)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingRelabelCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfRelabel,
    > + ::core::marker::Send {
        <__S as Everything>::relabel(
            __session,
            self.first.value,
            self.others.value,
            self.x_label.value,
            self.counts.value,
        )
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingShelvesCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfShelves,
    > + ::core::marker::Send {
        <__S as Everything>::shelves(__session, self.full, ::core::option::Option::None)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingShelvesWithNumberCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfShelvesWithNumber,
    > + ::core::marker::Send {
        <__S as Everything>::shelves(
            __session,
            self.full,
            ::core::option::Option::Some(self.number),
        )
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingDownloadCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfDownload,
    > + ::core::marker::Send {
        <__S as Everything>::download(__session, self.name, self.conditions)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingThingsCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfThings,
    > + ::core::marker::Send {
        <__S as Everything>::things(__session, self.page, self.request_id, self.x_trace)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingCreateCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfCreate,
    > + ::core::marker::Send {
        <__S as Everything>::create(__session, self.thing)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingReplaceCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfReplace,
    > + ::core::marker::Send {
        <__S as Everything>::replace(__session, self.id, self.page)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingRankCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfRank,
    > + ::core::marker::Send {
        <__S as Everything>::rank(__session, self.id, self.rank)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingOrderCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfOrder,
    > + ::core::marker::Send {
        <__S as Everything>::order(__session, self.order)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingSlashedCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfSlashed,
    > + ::core::marker::Send {
        <__S as Everything>::slashed(__session, self.id)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingCancelCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfCancel,
    > + ::core::marker::Send {
        <__S as Everything>::cancel(__session, self.id)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingCompareCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfCompare,
    > + ::core::marker::Send {
        <__S as Everything>::compare(__session, self.base, self.head)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingNoteCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfNote,
    > + ::core::marker::Send {
        <__S as Everything>::note(__session, self.id, self.note)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingPatchCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfPatch,
    > + ::core::marker::Send {
        <__S as Everything>::patch(__session, self.id, self.raw)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingMergeCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfMerge,
    > + ::core::marker::Send {
        <__S as Everything>::merge(__session, self.id, self.thing)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingImageCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfImage,
    > + ::core::marker::Send {
        <__S as Everything>::image(__session, self.id, self.content_type, self.image)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingConvertCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfConvert,
    > + ::core::marker::Send {
        <__S as Everything>::convert(__session, self.wanted, self.report)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingUploadCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfUpload,
    > + ::core::marker::Send {
        <__S as Everything>::upload(__session, self.upload)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingStreamCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfStream,
    > + ::core::marker::Send {
        <__S as Everything>::stream(__session, self.id, self.raw)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingSummaryCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfSummary,
    > + ::core::marker::Send {
        <__S as Everything>::summary(__session)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingFullCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfFull,
    > + ::core::marker::Send {
        <__S as Everything>::full(__session, self.limit)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingCopyCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfCopy,
    > + ::core::marker::Send {
        <__S as Everything>::copy(__session, self.id, self.x_copy_source)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingInspectCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfInspect,
    > + ::core::marker::Send {
        <__S as Everything>::inspect(__session, self.id)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingOrderOptionsCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfOrderOptions,
    > + ::core::marker::Send {
        <__S as Everything>::order_options(__session)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingEchoCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfEcho,
    > + ::core::marker::Send {
        <__S as Everything>::echo(__session, self.text)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingRemoveCall {
    #[allow(deprecated)]
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfRemove,
    > + ::core::marker::Send {
        <__S as Everything>::remove(__session, self.id)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingFileCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfFile,
    > + ::core::marker::Send {
        <__S as Everything>::file(__session, self.path)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingLineCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfLine,
    > + ::core::marker::Send {
        <__S as Everything>::line(__session, self.path, self.number)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingFollowCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfFollow,
    > + ::core::marker::Send {
        <__S as Everything>::follow(__session, self.last)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingColoursCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfColours,
    > + ::core::marker::Send {
        <__S as Everything>::colours(__session, self.colour, self.page)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingAskCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfAsk,
    > + ::core::marker::Send {
        <__S as Everything>::ask(__session, self.question)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingAnswerCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfAnswer,
    > + ::core::marker::Send {
        <__S as Everything>::answer(__session, self.question)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingChangesCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfChanges,
    > + ::core::marker::Send {
        <__S as Everything>::changes(__session)
    }
}
#[automatically_derived]
impl<__S: Everything> __Everything_::Handled<__S> for EverythingHintsCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EverythingOutputOfHints,
    > + ::core::marker::Send {
        <__S as Everything>::hints(__session)
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> __Everything_::Dispatch<__S> for EverythingApi
where
    __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: __Everything_::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: __Everything_::ReplyForm,
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
        __out: &mut ::core::option::Option<__Everything_::Response<__Everything_::Body>>,
    ) -> ::core::result::Result<(), __Everything_::Problem> {
        match __endpoint {
            0u16..=15u16 => {
                __Everything_::handle_one_of_sixteen::<
                    _,
                    _,
                    EverythingRootCall,
                    EverythingThingCall,
                    EverythingNewestCall,
                    EverythingSortCall,
                    EverythingFindCall,
                    EverythingSessionCall,
                    EverythingSignInCall,
                    EverythingUrgeCall,
                    EverythingRelabelCall,
                    EverythingShelvesCall,
                    EverythingShelvesWithNumberCall,
                    EverythingDownloadCall,
                    EverythingThingsCall,
                    EverythingCreateCall,
                    EverythingReplaceCall,
                    EverythingRankCall,
                >(__session, __endpoint - 0u16, __form, __context, __slot, __out)
                    .await
            }
            16u16..=31u16 => {
                __Everything_::handle_one_of_sixteen::<
                    _,
                    _,
                    EverythingOrderCall,
                    EverythingSlashedCall,
                    EverythingCancelCall,
                    EverythingCompareCall,
                    EverythingNoteCall,
                    EverythingPatchCall,
                    EverythingMergeCall,
                    EverythingImageCall,
                    EverythingConvertCall,
                    EverythingUploadCall,
                    EverythingStreamCall,
                    EverythingSummaryCall,
                    EverythingFullCall,
                    EverythingCopyCall,
                    EverythingInspectCall,
                    EverythingOrderOptionsCall,
                >(__session, __endpoint - 16u16, __form, __context, __slot, __out)
                    .await
            }
            32u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingEchoCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            33u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingRemoveCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            34u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingFileCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            35u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingLineCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            36u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingFollowCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            37u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingColoursCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            38u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingAskCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            39u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingAnswerCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            40u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingChangesCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            41u16 => {
                __Everything_::handle::<
                    _,
                    _,
                    EverythingHintsCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(__Everything_::Problem::not_found()),
        }
    }
    async fn converse<__H, __B>(
        __session: __H,
        __endpoint: u16,
        __form: __Everything_::ReplyForm,
        __context: &mut __Everything_::Context<'_>,
        __slot: &mut __Everything_::BodySlot<__B>,
    ) -> ::core::result::Result<
        __Everything_::Response<__Everything_::Body>,
        __Everything_::Problem,
    >
    where
        __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        __B: __Everything_::RequestBody,
    {
        match __endpoint {
            42u16 => {
                let __call = <EverythingPaintCall as __Everything_::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::duplex::<
                        EverythingPaintCall,
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
            43u16 => {
                let __call = <EverythingTouchCall as __Everything_::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::handover::<
                        EverythingTouchCall,
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
            _ => ::core::result::Result::Err(__Everything_::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: __Everything_::Transport> Everything
for __Everything_::Client<EverythingApi, __T> {
    fn root(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingRootCall,
        >(self, EverythingRootCall {})
    }
    fn thing(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingThingCall,
        >(self, EverythingThingCall { id })
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
            EverythingNewestCall,
        >(
            self,
            EverythingNewestCall {
                tag,
                verbose,
                count,
            },
        )
    }
    fn sort(
        &self,
        ids: Vec<u32>,
        orders: Option<Vec<Colour>>,
        most: u16,
        step: Option<Step>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingSortCall,
        >(
            self,
            EverythingSortCall {
                ids,
                orders,
                most,
                step,
            },
        )
    }
    fn find(
        &self,
        filter: Filter,
        range: Option<Range>,
        others: BTreeMap<String, String>,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingFindCall,
        >(
            self,
            EverythingFindCall {
                filter,
                range,
                others,
            },
        )
    }
    fn session(
        &self,
        sid: String,
        colour: Option<Colour>,
    ) -> impl ::core::future::Future<
        Output = Result<String, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingSessionCall,
        >(
            self,
            EverythingSessionCall {
                sid,
                colour,
            },
        )
    }
    fn sign_in(
        &self,
        name: String,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Text, SessionCookies>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingSignInCall,
        >(self, EverythingSignInCall { name })
    }
    fn urge(
        &self,
        priority: Urgency,
        hints: Vec<Token>,
        digest: Option<Base64>,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<Text, Quotas>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingUrgeCall,
        >(
            self,
            EverythingUrgeCall {
                priority,
                hints,
                digest,
            },
        )
    }
    fn relabel(
        &self,
        first: Label,
        others: Vec<Label>,
        x_label: Option<Label>,
        counts: BTreeMap<Label, u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<As<Label, String>>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingRelabelCall,
        >(
            self,
            EverythingRelabelCall {
                first: __Everything_::model::As::new(first),
                others: __Everything_::model::As::new(others),
                x_label: __Everything_::model::As::new(x_label),
                counts: __Everything_::model::As::new(counts),
            },
        )
    }
    fn shelves(
        &self,
        full: Flag,
        number: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Vec<Thing>, EverythingError>,
    > + ::core::marker::Send {
        async move {
            match number {
                ::core::option::Option::Some(number) => {
                    ::api_core::__private::Client::call::<
                        EverythingShelvesWithNumberCall,
                    >(
                            self,
                            EverythingShelvesWithNumberCall {
                                full,
                                number,
                            },
                        )
                        .await
                }
                ::core::option::Option::None => {
                    ::api_core::__private::Client::call::<
                        EverythingShelvesCall,
                    >(self, EverythingShelvesCall { full })
                        .await
                }
            }
        }
    }
    fn download(
        &self,
        name: String,
        conditions: Conditions,
    ) -> impl ::core::future::Future<
        Output = Result<Download, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingDownloadCall,
        >(
            self,
            EverythingDownloadCall {
                name,
                conditions,
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
            EverythingThingsCall,
        >(
            self,
            EverythingThingsCall {
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
            EverythingCreateCall,
        >(self, EverythingCreateCall { thing })
    }
    fn replace(
        &self,
        id: u32,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Replaced, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingReplaceCall,
        >(self, EverythingReplaceCall { id, page })
    }
    fn rank(
        &self,
        id: u32,
        rank: i64,
    ) -> impl ::core::future::Future<
        Output = Result<AnySuccess<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingRankCall,
        >(self, EverythingRankCall { id, rank })
    }
    fn order(
        &self,
        order: Order,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingOrderCall,
        >(self, EverythingOrderCall { order })
    }
    fn slashed(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingSlashedCall,
        >(self, EverythingSlashedCall { id })
    }
    fn cancel(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingCancelCall,
        >(self, EverythingCancelCall { id })
    }
    fn compare(
        &self,
        base: String,
        head: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingCompareCall,
        >(
            self,
            EverythingCompareCall {
                base,
                head,
            },
        )
    }
    fn note(
        &self,
        id: u32,
        note: Option<NewThing>,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingNoteCall,
        >(self, EverythingNoteCall { id, note })
    }
    fn patch(
        &self,
        id: u32,
        raw: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Binary, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingPatchCall,
        >(self, EverythingPatchCall { id, raw })
    }
    fn merge(
        &self,
        id: u32,
        thing: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Thing, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingMergeCall,
        >(self, EverythingMergeCall { id, thing })
    }
    fn image(
        &self,
        id: u32,
        content_type: String,
        image: Bytes,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingImageCall,
        >(
            self,
            EverythingImageCall {
                id,
                content_type,
                image,
            },
        )
    }
    fn convert(
        &self,
        wanted: ReportType,
        report: Report,
    ) -> impl ::core::future::Future<
        Output = Result<Report, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingConvertCall,
        >(
            self,
            EverythingConvertCall {
                wanted,
                report,
            },
        )
    }
    fn upload(
        &self,
        upload: Upload,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingUploadCall,
        >(self, EverythingUploadCall { upload })
    }
    fn stream(
        &self,
        id: u32,
        raw: ByteStream,
    ) -> impl ::core::future::Future<
        Output = Result<ByteStream, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingStreamCall,
        >(self, EverythingStreamCall { id, raw })
    }
    fn summary(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingSummaryCall,
        >(self, EverythingSummaryCall {})
    }
    fn full(
        &self,
        limit: Option<u8>,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingFullCall,
        >(self, EverythingFullCall { limit })
    }
    fn copy(
        &self,
        id: u32,
        x_copy_source: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingCopyCall,
        >(
            self,
            EverythingCopyCall {
                id,
                x_copy_source,
            },
        )
    }
    fn inspect(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<(), NextPage>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingInspectCall,
        >(self, EverythingInspectCall { id })
    }
    fn order_options(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<WithHeaders<(), NextPage>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingOrderOptionsCall,
        >(self, EverythingOrderOptionsCall {})
    }
    fn echo(
        &self,
        text: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingEchoCall,
        >(self, EverythingEchoCall { text })
    }
    fn remove(
        &self,
        id: u32,
    ) -> impl ::core::future::Future<
        Output = Result<(), EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingRemoveCall,
        >(self, EverythingRemoveCall { id })
    }
    fn file(
        &self,
        path: String,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingFileCall,
        >(self, EverythingFileCall { path })
    }
    fn line(
        &self,
        path: String,
        number: u32,
    ) -> impl ::core::future::Future<
        Output = Result<Text, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingLineCall,
        >(self, EverythingLineCall { path, number })
    }
    fn follow(
        &self,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingFollowCall,
        >(self, EverythingFollowCall { last })
    }
    fn colours(
        &self,
        colour: Colour,
        page: Page,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingColoursCall,
        >(
            self,
            EverythingColoursCall {
                colour,
                page,
            },
        )
    }
    fn ask(
        &self,
        question: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingAskCall,
        >(self, EverythingAskCall { question })
    }
    fn answer(
        &self,
        question: NewThing,
    ) -> impl ::core::future::Future<
        Output = Result<OneOrStream<Thing, Change>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingAnswerCall,
        >(self, EverythingAnswerCall { question })
    }
    fn changes(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Change>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingChangesCall,
        >(self, EverythingChangesCall {})
    }
    fn hints(
        &self,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<Thing>, EverythingError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EverythingHintsCall,
        >(self, EverythingHintsCall {})
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
            EverythingPaintCall,
        >(
            self,
            EverythingPaintCall {
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
            EverythingTouchCall,
        >(self, EverythingTouchCall { id }, pending)
    }
}
__Everything_::implement_for_pointers! {
    Everything { fn root() -> Result < Thing, EverythingError >; fn thing(id : u32) ->
    Result < Thing, EverythingError >; fn newest(tag : Vec < String >, verbose : Flag,
    count : Option < u8 >) -> Result < Vec < Thing >, EverythingError >; fn sort(ids :
    Vec < u32 >, orders : Option < Vec < Colour > >, most : u16, step : Option < Step >)
    -> Result < Vec < Thing >, EverythingError >; fn find(filter : Filter, range : Option
    < Range >, others : BTreeMap < String, String >) -> Result < Thing, EverythingError
    >; fn session(sid : String, colour : Option < Colour >) -> Result < String,
    EverythingError >; fn sign_in(name : String) -> Result < WithHeaders < Text,
    SessionCookies >, EverythingError >; fn urge(priority : Urgency, hints : Vec < Token
    >, digest : Option < Base64 >) -> Result < WithHeaders < Text, Quotas >,
    EverythingError >; fn relabel(first : Label, others : Vec < Label >, x_label : Option
    < Label >, counts : BTreeMap < Label, u8 >) -> Result < Vec < As < Label, String > >,
    EverythingError >; fn shelves(full : Flag, number : Option < u32 >) -> Result < Vec <
    Thing >, EverythingError >; fn download(name : String, conditions : Conditions) ->
    Result < Download, EverythingError >; fn things(page : Page, request_id : String,
    x_trace : Option < Colour >) -> Result < WithHeaders < Vec < Thing >, NextPage >,
    EverythingError >; fn create(thing : NewThing) -> Result < Thing, EverythingError >;
    fn replace(id : u32, page : Page) -> Result < Replaced, EverythingError >; fn rank(id
    : u32, rank : i64) -> Result < AnySuccess < Thing >, EverythingError >; fn
    order(order : Order) -> Result < Thing, EverythingError >; fn slashed(id : u32) ->
    Result < Thing, EverythingError >; fn cancel(id : u32) -> Result < (),
    EverythingError >; fn compare(base : String, head : String) -> Result < Text,
    EverythingError >; fn note(id : u32, note : Option < NewThing >) -> Result < Thing,
    EverythingError >; fn patch(id : u32, raw : Bytes) -> Result < Binary,
    EverythingError >; fn merge(id : u32, thing : NewThing) -> Result < Thing,
    EverythingError >; fn image(id : u32, content_type : String, image : Bytes) -> Result
    < Text, EverythingError >; fn convert(wanted : ReportType, report : Report) -> Result
    < Report, EverythingError >; fn upload(upload : Upload) -> Result < Text,
    EverythingError >; fn stream(id : u32, raw : ByteStream) -> Result < ByteStream,
    EverythingError >; fn summary() -> Result < Text, EverythingError >; fn full(limit :
    Option < u8 >) -> Result < Text, EverythingError >; fn copy(id : u32, x_copy_source :
    u32) -> Result < Text, EverythingError >; fn inspect(id : u32) -> Result <
    WithHeaders < (), NextPage >, EverythingError >; fn order_options() -> Result <
    WithHeaders < (), NextPage >, EverythingError >; fn echo(text : String) -> Result <
    Text, EverythingError >; fn remove(id : u32) -> Result < (), EverythingError >; fn
    file(path : String) -> Result < Text, EverythingError >; fn line(path : String,
    number : u32) -> Result < Text, EverythingError >; fn follow(last : Option < EventId
    >) -> Result < Subscription < Change >, EverythingError >; fn colours(colour :
    Colour, page : Page) -> Result < Subscription < Thing >, EverythingError >; fn
    ask(question : NewThing) -> Result < Subscription < Thing >, EverythingError >; fn
    answer(question : NewThing) -> Result < OneOrStream < Thing, Change >,
    EverythingError >; fn changes() -> Result < Subscription < Change >, EverythingError
    >; fn hints() -> Result < Subscription < Thing >, EverythingError >; fn paint(colour
    : Colour, first : Option < u32 >, input : Messages < NewThing >) -> Result < Messages
    < Thing >, EverythingError >; fn touch(id : u32, pending : PendingConnection) ->
    Result < (), EverythingError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl EverythingApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static __Everything_::Description = <Self as __Everything_::Api>::DESCRIPTION;
    ///Serves one value of [`Everything`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(
        session: __S,
    ) -> __Everything_::Served<Self, __Everything_::Fixed<__S>>
    where
        __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Everything_::serve(session)
    }
    ///Serves the [`Everything`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(sessions: __F) -> __Everything_::Served<Self, __F>
    where
        __F: __Everything_::SessionFunction<__S, EverythingError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Everything + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Everything_::serve_with(sessions)
    }
    ///Serves the [`Everything`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> __Everything_::Served<Self, __F>
    where
        __F: __Everything_::Sessions<EverythingError>,
        <__F as __Everything_::Sessions<EverythingError>>::Session: Everything,
    {
        __Everything_::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Everything`] that sends its calls over a transport.
    pub fn connect<__T: __Everything_::Transport>(
        transport: __T,
    ) -> __Everything_::Client<Self, __T> {
        __Everything_::Client::new(transport)
    }
}
