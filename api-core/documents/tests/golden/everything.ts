/**
 * Everything 1.0.0
 *
 * An API that uses every feature.
 */
/* Generated from the description of the API. Changes are lost. */

/** Returns a client of the API at a place. */
export function connect(settings: Settings & {
  /** The values of the path in front of all operations. */
  readonly bind: {
    readonly tenant: string;
  };
}): Client {
  return new Client(settings, settings.bind);
}

const errorForm_0: ErrorForm = { kind: ["type", "#"], description: "detail", details: "attributes" };

export type EverythingError =
  | {
    /** The thing does not exist. */
    readonly kind: "no_such_thing";
    readonly status: 404;
    readonly description?: string;
    readonly retryAfter?: number;
  }
  | {
    /** The name is taken. */
    readonly kind: "name-taken";
    readonly status: 409;
    readonly description?: string;
    readonly retryAfter?: number;
  }
  | {
    /** The request has no valid credentials. */
    readonly kind: "anonymous";
    readonly status: 401;
    readonly description?: string;
    readonly retryAfter?: number;
  }
  | {
    /** There were too many requests. */
    readonly kind: "too_many";
    readonly status: 429;
    readonly description?: string;
    readonly retryAfter?: number;
    readonly headers: {
      /** The number of requests that are left. */
      readonly xRatelimitRemaining: number;
      /** The delay in seconds. */
      readonly retryAfter?: number;
    };
  }
  | {
    /** The thing is at another place. */
    readonly kind: "elsewhere";
    readonly status: 307;
    readonly description?: string;
    readonly retryAfter?: number;
    readonly headers: {
      /** Where the thing is. */
      readonly location: string;
    };
  }
  | UnknownError;

const errors_0: Errors = {
  form: errorForm_0,
  cases: [
    { kind: "no_such_thing", status: 404 },
    { kind: "name-taken", status: 409 },
    { kind: "anonymous", status: 401 },
    { kind: "too_many", status: 429, headers: [["x-ratelimit-remaining", "xRatelimitRemaining", "number", false, true], ["retry-after", "retryAfter", "number"]] },
    { kind: "elsewhere", status: 307, headers: [["location", "location", "text", false, true]] },
  ],
};

const operation_root: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes nothing and returns JSON. */
export function root(client: Client, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_root, {}, options);
}

/** The arguments of `thing`. */
export interface ThingArguments {
  readonly id: number;
}

const operation_thing: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has a typed capture where `newest` has a literal. */
export function thing(client: Client, args: ThingArguments, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_thing, args, options);
}

/** The arguments of `newest`. */
export interface NewestArguments {
  readonly tag?: string[] | undefined;
  readonly verbose?: boolean | undefined;
  readonly n?: number | undefined;
}

const operation_newest: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things/newest"],
  query: [{ key: "tag", argument: "tag" }, { key: "verbose", argument: "verbose" }, { key: "n", argument: "n" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes a list, a flag and an option from the query. */
export function newest(client: Client, args: NewestArguments = {}, options?: CallOptions): Call<Thing[], EverythingError> {
  return call(client, operation_newest, args, options);
}

/** The arguments of `sort`. */
export interface SortArguments {
  readonly ids?: number[] | undefined;
  readonly by?: Colour[] | undefined;
  readonly most?: number | undefined;
  readonly step?: Step | undefined;
}

const operation_sort: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things/sorted"],
  query: [{ key: "ids", argument: "ids", style: "," }, { key: "by", argument: "by", style: "|" }, { key: "most", argument: "most" }, { key: "step", argument: "step" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes lists with separators and a default from the query. */
export function sort(client: Client, args: SortArguments = {}, options?: CallOptions): Call<Thing[], EverythingError> {
  return call(client, operation_sort, args, options);
}

/** The arguments of `find`. */
export interface FindArguments {
  readonly filter?: Filter | undefined;
  readonly range?: Range | undefined;
  readonly others?: { [key: string]: string } | undefined;
}

const operation_find: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things/found"],
  query: [{ key: "filter", argument: "filter", style: "[]" }, { key: "range", argument: "range", fields: { steps: " " } }, { key: "others", argument: "others", fields: {} }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes nested values from the query, and all other keys. */
export function find(client: Client, args: FindArguments = {}, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_find, args, options);
}

/** The arguments of `session`. */
export interface SessionArguments {
  readonly sid: string;
  readonly theme?: Colour | undefined;
}

const operation_session: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/session"],
  cookies: [["sid", "sid"], ["theme", "theme"]],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes cookies. */
export function session(client: Client, args: SessionArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_session, args, options);
}

/** The arguments of `signIn`. */
export interface SignInArguments {
  readonly name: string;
}

const operation_signIn: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/session"],
  query: [{ key: "name", argument: "name", reserved: true }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/**
 * Sets cookies, or removes them. Calls an API of the caller.
 *
 * Calls back `Watches`, which its caller serves at `https://{$request.query.name}.example/hooks`: `POST /watches/changes`, `GET /watches/moved`.
 */
export function signIn(client: Client, args: SignInArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_signIn, args, options);
}

/** The arguments of `urge`. */
export interface UrgeArguments {
  /** The text of a structured field (RFC 9651). */
  readonly priority?: string | undefined;
  /** The text of a structured field (RFC 9651). */
  readonly acceptCh?: string | undefined;
  /** The text of a structured field (RFC 9651). */
  readonly xDigest?: string | undefined;
}

const operation_urge: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/urgencies"],
  headers: [["priority", "priority"], ["accept-ch", "acceptCh"], ["x-digest", "xDigest"]],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText, headers: [["ratelimit", "ratelimit", "text"], ["x-renewed", "xRenewed", "text"], ["x-notice", "xNotice", "text", false, true]] }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `urge`. */
export type UrgeResult = {
  readonly status: 200;
  readonly headers: {
    /** What is left of each quota, as in `blue;r=50;t=30`. */
    readonly ratelimit?: string;
    /** The time at which all quotas are new. */
    readonly xRenewed?: string;
    /** A text of any characters. */
    readonly xNotice: string;
  };
  readonly content: string;
};

/** Takes and returns structured fields: a dictionary, a list, an item, members with parameters. */
export function urge(client: Client, args: UrgeArguments = {}, options?: CallOptions): Call<UrgeResult, EverythingError> {
  return call(client, operation_urge, args, options);
}

/** The arguments of `relabel`. */
export interface RelabelArguments {
  readonly first: string;
  readonly other?: string[] | undefined;
  readonly xLabel?: string | undefined;
  readonly body: { [key: string]: number };
}

const operation_relabel: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/labels/", { argument: "first" }],
  query: [{ key: "other", argument: "other", style: "," }],
  headers: [["x-label", "xLabel"]],
  body: [{ mediaType: "application/json", write: writeJson }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes and returns a type without a shape, with the shapes of others. */
export function relabel(client: Client, args: RelabelArguments, options?: CallOptions): Call<string[], EverythingError> {
  return call(client, operation_relabel, args, options);
}

/** The arguments of `shelves`. */
export interface ShelvesArguments {
  readonly full?: boolean | undefined;
}

const operation_shelves: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/shelves"],
  query: [{ key: "full", argument: "full" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has a last segment that may be missing. */
export function shelves(client: Client, args: ShelvesArguments = {}, options?: CallOptions): Call<Thing[], EverythingError> {
  return call(client, operation_shelves, args, options);
}

/** The arguments of `shelvesWithNumber`. */
export interface ShelvesWithNumberArguments {
  readonly full?: boolean | undefined;
  readonly number: number;
}

const operation_shelvesWithNumber: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/shelves/", { argument: "number" }],
  query: [{ key: "full", argument: "full" }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has a last segment that may be missing. */
export function shelvesWithNumber(client: Client, args: ShelvesWithNumberArguments, options?: CallOptions): Call<Thing[], EverythingError> {
  return call(client, operation_shelvesWithNumber, args, options);
}

/** The arguments of `download`. */
export interface DownloadArguments {
  readonly name: string;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
  readonly ifRange?: string | undefined;
  readonly range?: string | undefined;
}

const operation_download: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/downloads/", { argument: "name" }],
  headers: [["if-match", "ifMatch"], ["if-none-match", "ifNoneMatch"], ["if-modified-since", "ifModifiedSince"], ["if-unmodified-since", "ifUnmodifiedSince"], ["if-range", "ifRange"], ["range", "range"]],
  answers: [{ status: 200, mediaType: "application/octet-stream", read: readStream, headers: [["content-type", "contentType", "text"], ["etag", "etag", "text"], ["last-modified", "lastModified", "text"], ["accept-ranges", "acceptRanges", "text"]] }, { status: 206, mediaType: "application/octet-stream", read: readStream, headers: [["content-range", "contentRange", "text", false, true], ["content-type", "contentType", "text"], ["etag", "etag", "text"], ["last-modified", "lastModified", "text"]] }, { status: 304, headers: [["content-type", "contentType", "text"], ["etag", "etag", "text"], ["last-modified", "lastModified", "text"], ["accept-ranges", "acceptRanges", "text"]] }],
  accept: "application/octet-stream",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `download`. */
export type DownloadResult =
  | {
    readonly status: 200;
    readonly headers: {
      /** The media type. */
      readonly contentType?: string;
      /** The entity tag. */
      readonly etag?: string;
      /** The date of the last change. */
      readonly lastModified?: string;
      /** The unit in which parts can be asked for. */
      readonly acceptRanges?: string;
    };
    readonly content: ReadableStream<Uint8Array>;
  }
  | {
    readonly status: 206;
    readonly headers: {
      /** The range, and the length of the whole: `bytes 7-11/12`. */
      readonly contentRange: string;
      /** The media type. */
      readonly contentType?: string;
      /** The entity tag. */
      readonly etag?: string;
      /** The date of the last change. */
      readonly lastModified?: string;
    };
    readonly content: ReadableStream<Uint8Array>;
  }
  | {
    readonly status: 304;
    readonly headers: {
      /** The media type. */
      readonly contentType?: string;
      /** The entity tag. */
      readonly etag?: string;
      /** The date of the last change. */
      readonly lastModified?: string;
      /** The unit in which parts can be asked for. */
      readonly acceptRanges?: string;
    };
  };

/** Takes conditions and a range from header fields, and returns the whole, a part, or nothing. */
export function download(client: Client, args: DownloadArguments, options?: CallOptions): Call<DownloadResult, EverythingError> {
  return call(client, operation_download, args, options);
}

/** The arguments of `things`. */
export interface ThingsArguments {
  readonly page?: Page | undefined;
  readonly xRequestId: string;
  readonly xTrace?: Colour | undefined;
}

const operation_things: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things"],
  query: [{ key: "page", argument: "page", fields: {} }],
  headers: [["x-request-id", "xRequestId"], ["x-trace", "xTrace"]],
  answers: [{ status: 200, mediaType: "application/json", read: readJson, headers: [["x-next", "xNext", "text"]] }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `things`. */
export type ThingsResult = {
  readonly status: 200;
  readonly headers: {
    /** The field `X-Next`, if the response has it. */
    readonly xNext?: string;
  };
  readonly content: Thing[];
};

/** Takes a struct from the query, and header fields. */
export function things(client: Client, args: ThingsArguments, options?: CallOptions): Call<ThingsResult, EverythingError> {
  return call(client, operation_things, args, options);
}

/** The arguments of `create`. */
export interface CreateArguments {
  readonly body: NewThing;
}

const operation_create: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/things"],
  body: [{ mediaType: "application/json", write: writeJson }],
  answers: [{ status: 201, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes JSON or a form of limited size and answers with 201. */
export function create(client: Client, args: CreateArguments, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_create, args, options);
}

/** The arguments of `replace`. */
export interface ReplaceArguments {
  readonly id: number;
  readonly body?: Page | undefined;
}

const operation_replace: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }],
  body: [{ mediaType: "application/x-www-form-urlencoded", write: writeForm }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }, { status: 201, mediaType: "application/json", read: readJson }, { status: 204 }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `replace`. */
export type ReplaceResult =
  | {
    readonly status: 200;
    readonly content: Thing;
  }
  | {
    readonly status: 201;
    readonly content: Thing;
  }
  | {
    readonly status: 204;
  };

/** Takes a form and answers with one of several statuses. */
export function replace(client: Client, args: ReplaceArguments, options?: CallOptions): Call<ReplaceResult, EverythingError> {
  return call(client, operation_replace, args, options);
}

/** The arguments of `rank`. */
export interface RankArguments {
  readonly id: number;
  readonly rank: bigint;
}

const operation_rank: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/rank"],
  query: [{ key: "rank", argument: "rank" }],
  answers: [{ status: 2, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `rank`. */
export type RankResult = {
  readonly status: number;
  readonly content: Thing;
};

/** Answers with any success. */
export function rank(client: Client, args: RankArguments, options?: CallOptions): Call<RankResult, EverythingError> {
  return call(client, operation_rank, args, options);
}

/** The arguments of `order`. */
export interface OrderArguments {
  readonly body?: Order | undefined;
}

const operation_order: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/orders"],
  body: [{ mediaType: "application/x-www-form-urlencoded", write: writeForm }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes a form with values inside of values. */
export function order(client: Client, args: OrderArguments = {}, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_order, args, options);
}

/** The arguments of `slashed`. */
export interface SlashedArguments {
  readonly id: number;
}

const operation_slashed: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/slashed/", { argument: "id" }, "/"],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has a slash at the end of its path. */
export function slashed(client: Client, args: SlashedArguments, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_slashed, args, options);
}

/** The arguments of `cancel`. */
export interface CancelArguments {
  readonly id: number;
}

const operation_cancel: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, ":cancel"],
  answers: [{ status: 204 }],
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has text after the placeholder of a segment. */
export function cancel(client: Client, args: CancelArguments, options?: CallOptions): Call<void, EverythingError> {
  return call(client, operation_cancel, args, options);
}

/** The arguments of `compare`. */
export interface CompareArguments {
  readonly base: string;
  readonly head: string;
}

const operation_compare: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "base" }, "...", { argument: "head", after: "..." }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Has two placeholders in a segment. */
export function compare(client: Client, args: CompareArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_compare, args, options);
}

/** The arguments of `note`. */
export interface NoteArguments {
  readonly id: number;
  readonly body?: NewThing | undefined;
}

const operation_note: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/note"],
  body: [{ mediaType: "application/json", write: writeJson }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes a body, or none. */
export function note(client: Client, args: NoteArguments, options?: CallOptions): Call<Thing, EverythingError> {
  return call(client, operation_note, args, options);
}

/** The arguments of `patch`. */
export interface PatchArguments {
  readonly id: number;
  readonly body: Bytes;
}

const operation_patch: Operation = {
  method: "PATCH",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/raw"],
  body: [{ mediaType: "application/octet-stream", write: writeBytes }],
  answers: [{ status: 200, mediaType: "application/octet-stream", read: readBytes }],
  accept: "application/octet-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes and returns bytes. */
export function patch(client: Client, args: PatchArguments, options?: CallOptions): Call<Uint8Array, EverythingError> {
  return call(client, operation_patch, args, options);
}

/** The arguments of `merge`. */
export interface MergeArguments {
  readonly id: number;
  readonly body: NewThing;
  /** The media type of the answer. Default: one that the server chooses. */
  readonly accept?: "application/vnd.things+json" | "application/json" | undefined;
}

const operation_merge: Operation = {
  method: "PATCH",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/merged"],
  headers: [["accept", "accept"]],
  body: [{ mediaType: "application/merge-patch+json", write: writeJson }],
  answers: [{ status: 200, mediaType: "application/vnd.things+json", read: readJson, choice: true }, { status: 200, mediaType: "application/json", read: readJson, choice: true }],
  accept: "application/vnd.things+json, application/json",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `merge`. */
export type MergeResult =
  | {
    readonly status: 200;
    readonly mediaType: "application/vnd.things+json";
    readonly content: Thing;
  }
  | {
    readonly status: 200;
    readonly mediaType: "application/json";
    readonly content: Thing;
  };

/** Takes and returns JSON with media types of their own, of which `Accept` chooses one. */
export function merge(client: Client, args: MergeArguments, options?: CallOptions): Call<MergeResult, EverythingError> {
  return call(client, operation_merge, args, options);
}

/** The arguments of `image`. */
export interface ImageArguments {
  readonly id: number;
  readonly contentType: string;
  readonly body: Bytes;
}

const operation_image: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/image"],
  headers: [["content-type", "contentType"]],
  body: [{ mediaType: "image/*", write: writeBytes }],
  answers: [{ status: 200, mediaType: "text/csv; charset=utf-8", read: readText }],
  accept: "text/csv; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes bytes of a range of media types, of which an argument names one, and returns text of another. */
export function image(client: Client, args: ImageArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_image, args, options);
}

/** The arguments of `convert`. */
export interface ConvertArguments {
  readonly body: { readonly mediaType: "application/json"; readonly content: ThingInput[] } | { readonly mediaType: "application/x-www-form-urlencoded"; readonly content: Page } | { readonly mediaType: "text/csv; charset=utf-8"; readonly content: string } | { readonly mediaType: "image/png"; readonly content: Bytes };
  /** The media type of the answer. Default: one that the server chooses. */
  readonly accept?: "application/json" | "application/x-www-form-urlencoded" | "text/csv; charset=utf-8" | "image/png" | undefined;
}

const operation_convert: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/reports"],
  headers: [["accept", "accept"]],
  body: [{ mediaType: "application/json", write: writeJson, chosen: true }, { mediaType: "application/x-www-form-urlencoded", write: writeForm, chosen: true }, { mediaType: "text/csv; charset=utf-8", write: writeText, chosen: true }, { mediaType: "image/png", write: writeBytes, chosen: true }],
  answers: [{ status: 202, mediaType: "application/json", read: readJson, choice: true }, { status: 202, mediaType: "application/x-www-form-urlencoded", read: readForm, choice: true }, { status: 202, mediaType: "text/csv; charset=utf-8", read: readText, choice: true }, { status: 202, mediaType: "image/png", read: readBytes, choice: true }],
  accept: "application/json, application/x-www-form-urlencoded, text/csv; charset=utf-8, image/png",
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `convert`. */
export type ConvertResult =
  | {
    readonly status: 202;
    readonly mediaType: "application/json";
    readonly content: Thing[];
  }
  | {
    readonly status: 202;
    readonly mediaType: "application/x-www-form-urlencoded";
    readonly content: URLSearchParams;
  }
  | {
    readonly status: 202;
    readonly mediaType: "text/csv; charset=utf-8";
    readonly content: string;
  }
  | {
    readonly status: 202;
    readonly mediaType: "image/png";
    readonly content: Uint8Array;
  };

/** Takes a content of one of several media types, and returns one that `Accept` chooses. */
export function convert(client: Client, args: ConvertArguments, options?: CallOptions): Call<ConvertResult, EverythingError> {
  return call(client, operation_convert, args, options);
}

/** The arguments of `upload`. */
export interface UploadArguments {
  readonly body: Upload;
}

const operation_upload: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/uploads"],
  body: [{ mediaType: "multipart/form-data", write: writeParts, parts: ["title", "rank", "tags", "thing", "pictures[]", "content"] }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes fields, JSON and files as the parts of a body. */
export function upload(client: Client, args: UploadArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_upload, args, options);
}

/** The arguments of `stream`. */
export interface StreamArguments {
  readonly id: number;
  readonly body: Bytes | ReadableStream<Uint8Array>;
}

const operation_stream: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/raw"],
  body: [{ mediaType: "application/octet-stream", write: writeBytes }],
  answers: [{ status: 200, mediaType: "application/octet-stream", read: readStream }],
  accept: "application/octet-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes and returns bytes piece by piece. */
export function stream(client: Client, args: StreamArguments, options?: CallOptions): Call<ReadableStream<Uint8Array>, EverythingError> {
  return call(client, operation_stream, args, options);
}

const operation_summary: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/orders"],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  fixed: { query: ["summary"] },
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Is selected by a key of the query. */
export function summary(client: Client, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_summary, {}, options);
}

/** The arguments of `full`. */
export interface FullArguments {
  readonly limit?: number | undefined;
}

const operation_full: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/orders"],
  query: [{ key: "limit", argument: "limit" }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  fixed: { query: ["view=full"], headers: { "x-version": "2" } },
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Is selected by the value of a key and of a header field. */
export function full(client: Client, args: FullArguments = {}, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_full, args, options);
}

/** The arguments of `copy`. */
export interface CopyArguments {
  readonly id: number;
  readonly xCopySource: number;
}

const operation_copy: Operation = {
  method: "PUT",
  path: ["/everything/", { bound: "tenant" }, "/orders"],
  query: [{ key: "id", argument: "id" }],
  headers: [["x-copy-source", "xCopySource"]],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Is selected by a header field, whatever its value is. */
export function copy(client: Client, args: CopyArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_copy, args, options);
}

/** The arguments of `inspect`. */
export interface InspectArguments {
  readonly id: number;
}

const operation_inspect: Operation = {
  method: "HEAD",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }, "/raw"],
  answers: [{ status: 200, headers: [["x-next", "xNext", "text"]] }],
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `inspect`. */
export type InspectResult = {
  readonly status: 200;
  readonly headers: {
    /** The field `X-Next`, if the response has it. */
    readonly xNext?: string;
  };
};

/** Answers `HEAD` by a method of its own, with header fields. */
export function inspect(client: Client, args: InspectArguments, options?: CallOptions): Call<InspectResult, EverythingError> {
  return call(client, operation_inspect, args, options);
}

const operation_orderOptions: Operation = {
  method: "OPTIONS",
  path: ["/everything/", { bound: "tenant" }, "/orders"],
  answers: [{ status: 204, headers: [["x-next", "xNext", "text"]] }],
  security: ["authorization", "Bearer "],
  whole: true,
  errors: errors_0,
};

/** The result of `orderOptions`. */
export type OrderOptionsResult = {
  readonly status: 204;
  readonly headers: {
    /** The field `X-Next`, if the response has it. */
    readonly xNext?: string;
  };
};

/** Answers `OPTIONS` by a method of its own. */
export function orderOptions(client: Client, options?: CallOptions): Call<OrderOptionsResult, EverythingError> {
  return call(client, operation_orderOptions, {}, options);
}

/** The arguments of `echo`. */
export interface EchoArguments {
  readonly body: string;
}

const operation_echo: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/echo"],
  body: [{ mediaType: "text/plain; charset=utf-8", write: writeText }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Takes and returns text. */
export function echo(client: Client, args: EchoArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_echo, args, options);
}

/** The arguments of `remove`. */
export interface RemoveArguments {
  readonly id: number;
}

const operation_remove: Operation = {
  method: "DELETE",
  path: ["/everything/", { bound: "tenant" }, "/things/", { argument: "id" }],
  answers: [{ status: 204 }],
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/**
 * Returns nothing.
 *
 * @deprecated things stay
 */
export function remove(client: Client, args: RemoveArguments, options?: CallOptions): Call<void, EverythingError> {
  return call(client, operation_remove, args, options);
}

/** The arguments of `file`. */
export interface FileArguments {
  readonly path: string;
}

const operation_file: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/files/", { argument: "path", rest: true }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Captures the rest of the path. */
export function file(client: Client, args: FileArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_file, args, options);
}

/** The arguments of `line`. */
export interface LineArguments {
  readonly path: string;
  readonly number: number;
}

const operation_line: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/files/", { argument: "path", rest: true }, "/lines/", { argument: "number" }],
  answers: [{ status: 200, mediaType: "text/plain; charset=utf-8", read: readText }],
  accept: "text/plain; charset=utf-8",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Captures several segments before others. */
export function line(client: Client, args: LineArguments, options?: CallOptions): Call<string, EverythingError> {
  return call(client, operation_line, args, options);
}

const operation_follow: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/things"],
  answers: [],
  accept: "text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Subscribes to changes, on a path with a plain `GET`. */
export function follow(client: Client, options?: SubscribeOptions): Subscription<Change, EverythingError> {
  return subscribe(client, operation_follow, { resumable: true }, {}, options);
}

/** The arguments of `colours`. */
export interface ColoursArguments {
  readonly colour: Colour;
  readonly page?: Page | undefined;
}

const operation_colours: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/colours/", { argument: "colour" }],
  query: [{ key: "page", argument: "page", fields: {} }],
  answers: [],
  accept: "text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Subscribes without resumption, by a capture and a query. */
export function colours(client: Client, args: ColoursArguments, options?: SubscribeOptions): Subscription<Thing, EverythingError> {
  return subscribe(client, operation_colours, {}, args, options);
}

/** The arguments of `ask`. */
export interface AskArguments {
  readonly body: NewThing;
}

const operation_ask: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/questions"],
  body: [{ mediaType: "application/json", write: writeJson }],
  answers: [],
  accept: "text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Subscribes by a `POST` with a body. */
export function ask(client: Client, args: AskArguments, options?: SubscribeOptions): Subscription<Thing, EverythingError> {
  return subscribe(client, operation_ask, {}, args, options);
}

/** The arguments of `answer`. */
export interface AnswerArguments {
  readonly body: NewThing;
}

const operation_answer: Operation = {
  method: "POST",
  path: ["/everything/", { bound: "tenant" }, "/answers"],
  body: [{ mediaType: "application/json", write: writeJson }],
  answers: [{ status: 200, mediaType: "application/json", read: readJson }],
  accept: "application/json, text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Answers with one value, or with a stream of events. */
export function answer(client: Client, args: AnswerArguments, options?: SubscribeOptions): Call<{ readonly one: Thing } | { readonly events: Subscription<Change, EverythingError> }, EverythingError> {
  return callOrSubscribe(client, operation_answer, {}, args, options);
}

const operation_changes: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/changes"],
  answers: [],
  accept: "text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Subscribes to events with names and heartbeats, until a text. */
export function changes(client: Client, options?: SubscribeOptions): Subscription<Change, EverythingError> {
  return subscribe(client, operation_changes, { end: { marker: "[DONE]" }, heartbeat: "ping", names: { tag: "change", content: "thing" } }, {}, options);
}

const operation_hints: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/hints"],
  answers: [],
  accept: "text/event-stream",
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Subscribes until the stream closes. */
export function hints(client: Client, options?: SubscribeOptions): Subscription<Thing, EverythingError> {
  return subscribe(client, operation_hints, { end: "close" }, {}, options);
}

/** The arguments of `paint`. */
export interface PaintArguments {
  readonly colour: Colour;
  readonly first?: number | undefined;
}

const operation_paint: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/paint/", { argument: "colour" }],
  query: [{ key: "first", argument: "first" }],
  answers: [],
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Exchanges typed messages in both directions. */
export function paint(client: Client, args: PaintArguments, input: AsyncIterable<NewThing> | Iterable<NewThing>, options?: ConnectOptions): Messages<Thing> {
  return exchange(client, operation_paint, { protocols: ["things.v2", "things.v1"], binary: true }, args, input, options);
}

/** The arguments of `touch`. */
export interface TouchArguments {
  readonly id: number;
}

const operation_touch: Operation = {
  method: "GET",
  path: ["/everything/", { bound: "tenant" }, "/touch/", { argument: "id" }],
  answers: [],
  security: ["authorization", "Bearer "],
  errors: errors_0,
};

/** Opens a WebSocket. */
export function touch(client: Client, args: TouchArguments, options?: ConnectOptions): Promise<WebSocket> {
  return openSocket(client, operation_touch, {}, args, options);
}

/** An adjacently tagged enum, the event type of a subscription. */
export type Change = {
  change: "added";
  thing: Thing;
} | {
  change: "removed";
  thing: {
    /** The number of the thing. */
    id: number;
  };
} | {
  change: "cleared";
};

/**
 * A unit enum with renamed variants. It occurs in paths, queries, header fields and JSON.
 *
 * - `dark-red`: A name of two words.
 * - `blue`: A name of one word.
 */
export type Colour = "dark-red" | "blue";

/** A struct whose values have keys with brackets. */
export interface Filter {
  /** A list, whose items have brackets without a number. */
  colours?: Colour[] | undefined;
  /** A value, or a struct with keys inside. */
  size?: Size | null | undefined;
}

/** A model with constraints, defaults and an optional field. */
export interface NewThing {
  /** A text of limited length. */
  name: string;
  /** A unit enum. */
  colour: Colour;
  /** An optional text, which is not written if it is `None`. A server takes no notice of it. */
  note?: string | null | undefined;
  /** A number of a limited range, with a default. */
  rank?: number | undefined;
}

/** A form with values inside of values. */
export interface Order {
  /** Distinct structs, whose items have brackets with a number. */
  items: OrderedItem[];
  /** Keys of the caller's own. */
  labels?: { [key: string]: string } | undefined;
}

/** An item of a form. */
export interface OrderedItem {
  /** What is ordered. */
  thing: number;
  /** How often. */
  count?: number | null | undefined;
  /** A price in whole cents. */
  price?: number | undefined;
  /** Bytes as text. */
  seal?: string | undefined;
}

/** A struct for queries and forms. */
export interface Page {
  /** An optional text. */
  after?: string | null | undefined;
  /** A list, whose key is repeated for each item. */
  ids?: number[] | undefined;
  /** A boolean with a default. */
  reverse?: boolean | undefined;
}

/** A struct that may be missing as a whole. */
export interface Range {
  /** Where it begins. */
  from: number;
  /** Numbers, separated by spaces. */
  steps?: number[] | undefined;
}

/** One value, or a range of them. */
export type Size = number | {
  /** The least value. */
  least: number;
};

/** A number that is a multiple of another one. */
export type Step = number;

/** A model with a flattened field. */
export interface Thing {
  /** The number of the thing. */
  id: number;
  /** A text of limited length. */
  name: string;
  /** A unit enum. */
  colour: Colour;
  /** An optional text, which is not written if it is `None`. A server takes no notice of it. */
  note?: string | null;
  /** A number of a limited range, with a default. */
  rank: number;
}

/** A model with a flattened field. */
export interface ThingInput {
  /** The number of the thing. */
  id: number;
  /** A text of limited length. */
  name: string;
  /** A unit enum. */
  colour: Colour;
  /** An optional text, which is not written if it is `None`. A server takes no notice of it. */
  note?: string | null | undefined;
  /** A number of a limited range, with a default. */
  rank?: number | undefined;
}

/** The parts of a body. */
export interface Upload {
  /** A text. */
  title: string;
  /** A number, which may be missing. */
  rank?: number | null | undefined;
  /** A part for each item. */
  tags?: string[] | undefined;
  /** A part of JSON. */
  thing: NewThing;
  /** Files that are read as a whole. */
  "pictures[]"?: Blob[] | undefined;
  /** A file that is handed on piece by piece. */
  content: Blob;
}

/* What follows is the same for every API. */

/** Where an API is served, and how requests are sent. */
export interface Settings {
  /** The URL in front of the paths of the API, for example `https://rooms.example`. */
  readonly baseUrl: string | URL;
  /**
   * The credentials, without the name of the scheme, or a function that fetches them. For `Basic` they are encoded
   * already. The function is called once for all requests that wait for it. Its
   * result is used until it expires, or until a request with it is answered with 401, which is then sent once more.
   */
  readonly token?: string | (() => string | Token | Promise<string | Token>) | undefined;
  /** Header fields of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The maximum time of a call in milliseconds, of a stream that until its header section. Default: 60,000. */
  readonly timeLimit?: number | undefined;
  /** The function that sends requests. Default: `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** Credentials that expire. */
export interface Token {
  readonly token: string;
  /** The time in seconds for which the token is valid. */
  readonly expiresIn: number;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The maximum time in milliseconds. Default: that of the settings. */
  readonly timeLimit?: number | undefined;
}

/** The result of a call: a promise of its value, which an error of the API rejects with an `ApiError`. */
export interface Call<T, E> extends Promise<T> {
  /** Returns the value or the error of the API. Failures reject the promise. */
  outcome(): Promise<Outcome<T, E>>;
}

/** The value of a call, or the error that the API answered. */
export type Outcome<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Any JSON value. Integers beyond 2^53 are of type `bigint`. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/** The content of a body of bytes. */
export type Bytes = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** An error that the API does not declare, for example of a proxy. */
export interface UnknownError {
  readonly kind: null;
  readonly status: number;
  /** The kind that the response has, if it is in the API's format. */
  readonly name?: string;
  readonly description?: string;
  /** The time in seconds after which the request may be repeated. */
  readonly retryAfter?: number;
  /** The content: JSON, or text. */
  readonly content: Json;
}

/** An error that the API answered. `error` is one of those that the operation declares, or an `UnknownError`. */
export class ApiError<E extends { readonly kind: string | null; readonly status: number } = UnknownError> extends Error {
  override readonly name = "ApiError";
  readonly error: E;

  constructor(error: E) {
    const { description, name } = error as { description?: string; name?: string };
    super(`${description ?? error.kind ?? name ?? "the server answered with an error"} (${error.status})`);
    this.error = error;
  }
}

/** What prevented a call from having a result. */
export type FailureKind =
  | "aborted"
  | "timeout"
  | "network"
  | "credentials"
  | "encode"
  | "decode"
  | "unexpected"
  | "overflow";

/** A call without a result of the API. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A place of an API, as `connect` returns it. */
export class Client {
  readonly settings: Settings;
  readonly bound: Readonly<Record<string, string>>;
  readonly #tokens: Tokens;
  /** The tokens with which requests were answered. */
  readonly #used = new WeakMap<Response, string>();

  constructor(settings: Settings, bound: Readonly<Record<string, string>>) {
    this.settings = settings;
    this.bound = bound;
    this.#tokens = new Tokens(settings.token);
  }

  /** Sends a request, with credentials, and once more with new ones after a 401. */
  async send(url: string, init: RequestOf, security: Security | undefined, repeatable: boolean): Promise<Response> {
    const fetch = this.settings.fetch ?? globalThis.fetch;
    const { signal, headers } = init;
    const needed = security === undefined || headers.has(security[0]) ? undefined : security;
    for (let attempt = 1; ; attempt += 1) {
      const current = security === undefined ? undefined : this.#tokens.current();
      const token = current instanceof Promise ? await abortable(current, signal) : current;
      if (token !== undefined && needed !== undefined) {
        setField(headers, needed[0], needed[1] + token, "credentials");
      }
      let response: Response;
      try {
        response = await fetch(url, init);
      } catch (cause) {
        throw failed(signal, cause);
      }
      const again = response.status === 401 && token !== undefined && repeatable && attempt === 1;
      if (!again || !this.#tokens.renew(token)) {
        if (token !== undefined) {
          this.#used.set(response, token);
        }
        return response;
      }
      await response.body?.cancel();
    }
  }

  /** Forgets the token with which a request was answered. Returns whether there may be another one. */
  renew(response: Response): boolean {
    const token = this.#used.get(response);
    return token !== undefined && this.#tokens.renew(token);
  }

  /** Returns the token of a connection that is opened without `fetch`. */
  async token(): Promise<string | undefined> {
    return this.#tokens.current();
  }
}

/** A request. Its header section gets the credentials. */
type RequestOf = RequestInit & { readonly signal: AbortSignal; readonly headers: Headers };

/** The name of a header field, and what stands before the token. */
type Security = readonly [name: string, scheme: string];

/** The token of a client. Requests that wait for a new one share one call of the source. */
class Tokens {
  readonly #source: Settings["token"];
  #cached: CachedToken | undefined;

  constructor(source: Settings["token"]) {
    this.#source = source;
  }

  /** Returns the token, or a promise of it if a function fetches it. */
  current(): string | undefined | Promise<string> {
    const source = this.#source;
    if (typeof source !== "function") {
      return source;
    }
    if (this.#cached !== undefined && this.#cached.expires > Date.now()) {
      return this.#cached.fetched;
    }
    const cached: CachedToken = { token: undefined, expires: Infinity, fetched: Promise.resolve("") };
    // Before it is fetched: a source may throw at once, and then it is forgotten.
    this.#cached = cached;
    cached.fetched = this.#fetch(source, cached);
    return cached.fetched;
  }

  /** Forgets a token that was refused. Returns whether there may be another one. */
  renew(refused: string): boolean {
    if (this.#cached?.token === refused) {
      this.#cached = undefined;
    }
    return typeof this.#source === "function";
  }

  async #fetch(source: () => string | Token | Promise<string | Token>, cached: CachedToken): Promise<string> {
    try {
      const found = await source();
      cached.token = typeof found === "string" ? found : found.token;
      cached.expires = typeof found === "string" ? Infinity : Date.now() + found.expiresIn * 1000;
      return cached.token;
    } catch (cause) {
      if (this.#cached === cached) {
        this.#cached = undefined;
      }
      throw new Failure("credentials", "the token could not be fetched", { cause });
    }
  }
}

interface CachedToken {
  /** The token, once it is there. */
  token: string | undefined;
  /** The time in milliseconds until which it is valid. */
  expires: number;
  fetched: Promise<string>;
}

/** A signal that is given after a time, and when the caller's is. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal: AbortSignal;

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    const own = this.#controller.signal;
    this.signal = outer === undefined ? own : AbortSignal.any([own, outer]);
    if (milliseconds < 2 ** 31) {
      // An error records the stack, which costs more than the rest of a call: only one that is late makes it.
      const abort = () => this.#controller.abort(new Failure("timeout", `no answer came within ${milliseconds} ms`));
      this.#timer = setTimeout(abort, milliseconds);
    }
  }

  /** Ends the time limit. The caller's signal stays. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends what is still under way. */
  abort(): void {
    this.stop();
    this.#controller.abort(new Failure("aborted", "the answer is no longer read"));
  }
}

/** Returns the failure that something thrown means. */
function failed(signal: AbortSignal, cause: unknown): Failure {
  if (signal.aborted) {
    return signal.reason instanceof Failure ? signal.reason : new Failure("aborted", "the call was aborted", { cause });
  }
  return cause instanceof Failure ? cause : new Failure("network", "the request or its answer did not arrive", { cause });
}

/** Sets a header field. */
function setField(headers: Headers, name: string, value: string, kind: FailureKind = "encode"): void {
  try {
    headers.set(name, value);
  } catch (cause) {
    throw new Failure(kind, `the field \`${name}\` has a character that header fields cannot have`, { cause });
  }
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(failed(signal, signal.reason));
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new Failure("aborted", "the call was aborted", { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) {
      abort();
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** One operation of the API. */
interface Operation {
  readonly method: string;
  /** Texts, the name of a capture of the base, and arguments. */
  readonly path: readonly (string | PathArgument)[];
  /** What every request has in its query and its header section. */
  readonly fixed?: { readonly query?: readonly string[]; readonly headers?: Readonly<Record<string, string>> };
  readonly query?: readonly QueryArgument[];
  readonly headers?: readonly (readonly [name: string, argument: string])[];
  readonly cookies?: readonly (readonly [name: string, argument: string])[];
  readonly body?: readonly BodyForm[];
  readonly accept?: string;
  readonly security?: Security;
  readonly answers: readonly Answer[];
  /** Whether the result has the status and the header fields, or is the content alone. */
  readonly whole?: boolean;
  readonly errors: Errors;
}

/** A capture: an argument, or of the base. `kind`: a value of one segment, or of several. */
interface PathArgument {
  readonly argument?: string;
  readonly bound?: string;
  readonly rest?: true;
  /** The text between this value and an earlier one in the same segment. */
  readonly after?: string;
}

interface BodyForm {
  readonly mediaType: string;
  readonly write: (value: unknown, form: BodyForm) => BodyInit;
  readonly styles?: Styles;
  /** The names of the parts, in their order. */
  readonly parts?: readonly string[];
  /** Whether the argument has the media type beside the value. */
  readonly chosen?: boolean;
}

/** A response that is a value. A status of one digit is that of a class. */
interface Answer {
  readonly status: number;
  readonly mediaType?: string;
  readonly read?: (response: Response, answer: Answer) => unknown;
  readonly wide?: unknown;
  readonly headers?: readonly HeaderOfAnswer[];
  readonly choice?: true;
}

/** A header field of an answer, the key that it has in the result, and the type of its value or items. */
type HeaderOfAnswer = readonly [
  name: string,
  key: string,
  type: "text" | "number" | "bigint" | "boolean",
  isList?: boolean,
  isRequired?: boolean,
];

/** The errors of an operation, and where their parts are. */
interface Errors {
  readonly form: ErrorForm;
  readonly cases: readonly ErrorCase[];
}

/** The keys of a document of an error. Without `kind` the status decides. */
interface ErrorForm {
  readonly kind?: readonly [key: string, prefix: string];
  readonly description?: string;
  readonly details?: string;
}

interface ErrorCase {
  readonly kind: string;
  readonly status: number;
  readonly details?: "required" | "optional";
  readonly wide?: unknown;
  readonly headers?: readonly HeaderOfAnswer[];
}

/** Starts a call that has one answer. */
function call<T, E>(client: Client, operation: Operation, args: object, options: CallOptions = {}): Call<T, E> {
  const promise = answered<T>(client, operation, args as Arguments, options);
  return withOutcome<T, E>(promise);
}

function withOutcome<T, E>(promise: Promise<T>): Call<T, E> {
  return Object.assign(promise, {
    async outcome(): Promise<Outcome<T, E>> {
      try {
        return { ok: true, value: await promise };
      } catch (thrown) {
        if (thrown instanceof ApiError) {
          return { ok: false, error: thrown.error as E };
        }
        throw thrown;
      }
    },
  });
}

type Arguments = Readonly<Record<string, unknown>>;

async function answered<T>(client: Client, operation: Operation, args: Arguments, options: CallOptions): Promise<T> {
  const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
  try {
    const response = await request(client, operation, args, options, deadline.signal);
    return (await valueOf(operation, response, answerOf(operation, response))) as T;
  } catch (thrown) {
    const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
    // The connection is free again, also if the answer was not read.
    deadline.abort();
    throw failure;
  } finally {
    deadline.stop();
  }
}

/** Sends the request of an operation, and throws the error that it is answered with. */
async function request(
  client: Client,
  operation: Operation,
  args: Arguments,
  options: CallOptions,
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = new Headers(client.settings.headers);
  const set = (fields: Readonly<Record<string, string>> | undefined) =>
    Object.entries(fields ?? {}).forEach(([name, value]) => headers.set(name, value));
  set(operation.fixed?.headers);
  if (operation.accept !== undefined) {
    headers.set("accept", operation.accept);
  }
  writeHeaders(operation, args, headers);
  const init: RequestOf = { method: operation.method, signal, headers };
  let repeatable = true;
  const form = formOf(operation, args["body"]);
  if (form !== undefined) {
    const value = form.chosen === true ? (args["body"] as { content: unknown }).content : args["body"];
    if (value !== undefined) {
      init.body = form.write(value, form);
      repeatable = !(init.body instanceof ReadableStream);
      // A form of parts names its own boundary.
      if (!headers.has("content-type") && !(init.body instanceof FormData)) {
        headers.set("content-type", init.body instanceof Blob && init.body.type !== "" ? init.body.type : form.mediaType);
      }
      if (!repeatable) {
        Object.assign(init, { duplex: "half" });
      }
    }
  }
  // Credentials and header fields are not for another place.
  init.redirect = "manual";
  set(options.headers);
  set(more);
  const response = await client.send(address(client, operation, args), init, operation.security, repeatable);
  if (response.type === "opaqueredirect") {
    throw new Failure("unexpected", "the answer is a redirection, which browsers do not show to programs");
  }
  const isSuccess = response.ok || operation.answers.some((answer) => answer.status === response.status);
  if (!isSuccess) {
    throw new ApiError(await errorOf(response, operation.errors));
  }
  return response;
}

/** Returns the form in which a body is sent: the one that the argument names, or the first. */
function formOf(operation: Operation, body: unknown): BodyForm | undefined {
  const [first, ...others] = operation.body ?? [];
  if (first?.chosen !== true) {
    return first;
  }
  const chosen = (body as { mediaType?: string } | undefined)?.mediaType;
  return [first, ...others].find((form) => form.mediaType === chosen) ?? first;
}

function address(client: Client, operation: Operation, args: Arguments): string {
  const base = String(client.settings.baseUrl).replace(/\/+$/, "");
  let path = "";
  for (const part of operation.path) {
    path += typeof part === "string" ? part : segment(client, part, args);
  }
  if (/(^|\/)\.\.?(\/|$)/.test(path)) {
    throw new Failure("encode", `a segment of the path ${path} is a dot segment, which servers do not receive`);
  }
  const pairs = [...(operation.fixed?.query ?? []), ...writeQuery(operation.query ?? [], args)];
  return `${base}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

function segment(client: Client, part: PathArgument, args: Arguments): string {
  const value = part.bound === undefined ? args[part.argument ?? ""] : client.bound[part.bound];
  const text = scalar(value);
  if (text === "") {
    throw new Failure("encode", `the value of \`${part.bound ?? part.argument}\` in the path is empty`);
  }
  // Servers split the segment at the last occurrence of the text between two values, so the last character of that text
  // is percent-encoded in the second value.
  const last = part.after?.at(-1);
  if (last !== undefined) {
    return text.split(last).map(percent).join(`%${last.charCodeAt(0).toString(16).toUpperCase()}`);
  }
  return part.rest === true ? text.split("/").map(percent).join("/") : percent(text);
}

/** Percent-encodes a text. */
function percent(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new Failure("encode", "a text has half of a surrogate pair, which is no character", { cause });
  }
}

/** Returns the text of a value in a path, a query or a header field. */
function scalar(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Failure("encode", `${value} is not a number that can be sent`);
  }
  if (value === null || value === undefined || typeof value === "object") {
    throw new Failure("encode", `${JSON.stringify(value)} is not a text, a number or a boolean`);
  }
  return String(value);
}

function writeHeaders(operation: Operation, args: Arguments, headers: Headers): void {
  const lines = (value: unknown) => (Array.isArray(value) ? value : [value]).filter((item) => item != null).map(scalar);
  for (const [name, argument] of operation.headers ?? []) {
    // A list is one field with commas.
    const found = lines(args[argument]).map(byteString);
    if (found.length > 0) {
      setField(headers, name, found.join(", "));
    }
  }
  const cookies = (operation.cookies ?? []).flatMap(([name, argument]) =>
    lines(args[argument]).map((value) => `${name}=${percent(value)}`),
  );
  if (cookies.length > 0) {
    headers.set("cookie", cookies.join("; "));
  }
}

/** Returns the bytes of a text in UTF-8 as the characters that header fields consist of. */
function byteString(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Returns the text of the characters of a header field. */
function textOf(field: string): string {
  return new TextDecoder().decode(Uint8Array.from(field, (character) => character.charCodeAt(0)));
}

/** Returns the answer that a response is. */
function answerOf(operation: Operation, response: Response): Answer {
  const fits = ({ status }: Answer) => status === response.status || status === Math.floor(response.status / 100);
  const essence = (mediaType: string | null) => (mediaType ?? "").split(";")[0]?.trim().toLowerCase();
  const candidates = operation.answers.filter(fits);
  const found = essence(response.headers.get("content-type"));
  const answer = candidates.find(({ mediaType }) => essence(mediaType ?? "") === found) ?? candidates[0];
  if (answer === undefined) {
    throw new Failure("unexpected", `the server answered with the status ${response.status}, which is not declared`);
  }
  return answer;
}

async function valueOf(operation: Operation, response: Response, answer: Answer): Promise<unknown> {
  const content = await answer.read?.(response, answer);
  if (answer.read === undefined) {
    await response.body?.cancel();
  }
  if (operation.whole !== true) {
    return content;
  }
  const headers = fieldsOf(response.headers, answer.headers ?? []);
  if (headers === undefined) {
    throw new Failure("decode", "the answer lacks a header field");
  }
  return {
    status: response.status,
    ...(answer.headers === undefined ? {} : { headers }),
    ...(answer.choice === true ? { mediaType: answer.mediaType } : {}),
    ...(answer.read === undefined ? {} : { content }),
  };
}

/** Returns typed header fields. `undefined` if one is missing or of another type. */
function fieldsOf(headers: Headers, fields: readonly HeaderOfAnswer[]): Record<string, unknown> | undefined {
  const found: Record<string, unknown> = {};
  for (const [name, key, type, list, required] of fields) {
    const line = headers.get(name);
    const items = line === null ? [] : list === true ? members(textOf(line)) : [textOf(line)];
    const values = items.map((text) => parsed(text, type));
    if (values.some((value) => value === undefined) || (values.length === 0 && required === true && list !== true)) {
      return undefined;
    }
    if (list === true ? values.length > 0 || required === true : values.length > 0) {
      found[key] = list === true ? values : values[0];
    }
  }
  return found;
}

/** Returns the members of a list (RFC 9110, section 5.6.1). A comma between quotes separates none. */
function members(line: string): string[] {
  const found = line.match(/(?:"[^"\\]*(?:\\[^][^"\\]*)*"?|[^,"])+/g) ?? [];
  return found.map((member) => member.trim()).filter((member) => member !== "");
}

function parsed(text: string, type: HeaderOfAnswer[2]): unknown {
  switch (type) {
    case "text":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "bigint":
      return /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined;
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
}

/** Reads an error. */
async function errorOf(response: Response, errors: Errors): Promise<UnknownError> {
  const text = await response.text();
  return errorIn(text, response.status, response.headers, errors);
}

function errorIn(text: string, status: number, headers: Headers, { form, cases }: Errors): UnknownError {
  let content: Json = text;
  try {
    content = parseJson(text) as Json;
  } catch {
    // The page of a proxy.
  }
  const object = typeof content === "object" && content !== null && !Array.isArray(content) ? content : {};
  const textAt = (key: string | undefined) => {
    const found = key === undefined ? undefined : object[key];
    return typeof found === "string" ? found : undefined;
  };
  const retryAfter = secondsOf(headers.get("retry-after"));
  const description = textAt(form.description);
  const common = {
    status,
    ...(description === undefined ? {} : { description }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  const name = form.kind === undefined ? undefined : textAt(form.kind[0]);
  const kind = name?.startsWith(form.kind?.[1] ?? "") === true ? name.slice(form.kind?.[1].length) : name;
  const found = form.kind === undefined ? byStatus(status, cases) : cases.find((one) => one.kind === kind);
  const details = form.kind === undefined ? content : form.details === undefined ? undefined : object[form.details];
  const fields = found === undefined ? undefined : fieldsOf(headers, found.headers ?? []);
  const isComplete = fields !== undefined && (found?.details !== "required" || details !== undefined);
  if (found !== undefined && isComplete) {
    const declared = {
      kind: found.kind,
      ...common,
      ...(found.details === undefined || details === undefined ? {} : { details: narrow(details, found.wide) }),
      ...(found.headers === undefined ? {} : { headers: fields }),
    };
    return declared as unknown as UnknownError;
  }
  return { kind: null, ...common, ...(kind === undefined ? {} : { name: kind }), content };
}

/** Returns the seconds of `Retry-After`: a number, or a date (RFC 9110, section 10.2.3). */
function secondsOf(field: string | null | undefined): number | undefined {
  if (/^\d{1,15}$/.test(field ?? "")) {
    return Number(field);
  }
  const isDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(field ?? "");
  const date = isDate ? Date.parse(field ?? "") : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** Finds the error that a status means: its own, that of its class, or the default. */
function byStatus(status: number, cases: readonly ErrorCase[]): ErrorCase | undefined {
  const ofClass = `status_${Math.floor(status / 100)}xx`;
  const isOwn = ({ kind, status: own }: ErrorCase) => own === status && !/^(status_[45]xx|default)$/.test(kind);
  return (
    cases.find(isOwn) ?? cases.find(({ kind }) => kind === ofClass) ?? cases.find(({ kind }) => kind === "default")
  );
}

function readText(response: Response): Promise<string> {
  return response.text();
}

async function readForm(response: Response): Promise<URLSearchParams> {
  return new URLSearchParams(await response.text());
}

async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

function readStream(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

async function readJson(response: Response, answer: Answer): Promise<unknown> {
  return decoded(await response.text(), answer.wide);
}

/** Reads the JSON of a value. */
function decoded(text: string, wide: unknown): unknown {
  try {
    return narrow(parseJson(text), wide);
  } catch (cause) {
    throw new Failure("decode", "the answer is not JSON, or is nested too deeply", { cause });
  }
}

function writeJson(value: unknown): string {
  return stringifyJson(value);
}

function writeText(value: unknown): string {
  return scalar(value);
}

function writeBytes(value: unknown): BodyInit {
  return value as BodyInit;
}

/** An argument of the query. */
interface QueryArgument {
  readonly key: string;
  readonly argument: string;
  readonly style?: Style;
  /** Whether the fields of the value are keys of their own, and their styles. */
  readonly fields?: Styles;
  /** Whether reserved characters are sent as they are, where a query can have them. */
  readonly reserved?: true;
}

/** The form of a list or an object: a separator, or brackets. Default: a key for each item. */
type Style = "," | " " | "|" | "[]";
type Styles = Readonly<Record<string, Style>>;

/** Returns the pairs of arguments. */
function writeQuery(query: readonly QueryArgument[], args: Arguments): string[] {
  const pairs: string[] = [];
  for (const { key, argument, style, fields, reserved } of query) {
    const first = pairs.length;
    if (fields === undefined) {
      writeValue(key, style, args[argument], pairs);
    } else {
      writeFields(args[argument], fields, pairs);
    }
    if (reserved) {
      const kept = pairs.splice(first).map((text) => text.replace(/%(?:2F|3F|3A|40|21|24|27|28|29|2C|3B|2A)/g, decodeURIComponent));
      pairs.push(...kept);
    }
  }
  return pairs;
}

function writeForm(value: unknown, { styles }: BodyForm): string {
  const pairs: string[] = [];
  writeFields(value, styles ?? {}, pairs);
  return pairs.join("&");
}

function writeFields(value: unknown, styles: Styles, pairs: string[]): void {
  for (const [key, field] of Object.entries((value ?? {}) as object)) {
    writeValue(key, Object.hasOwn(styles, key) ? styles[key] : undefined, field, pairs);
  }
}

function writeValue(key: string, style: Style | undefined, value: unknown, pairs: string[]): void {
  if (value === null || value === undefined) {
    return;
  }
  if (style !== undefined && style !== "[]") {
    const items = (Array.isArray(value) ? value : [value]).map(scalar);
    if (items.some((item) => item === "" || item.includes(style))) {
      throw new Failure("encode", `an item of \`${key}\` is empty or has the separator \`${style}\``);
    }
    if (items.length > 0) {
      pairs.push(pair(key, items.join(style)));
    }
    return;
  }
  const isNested = style === "[]" || (Array.isArray(value) && value.some((item) => typeof item === "object"));
  if (typeof value === "object" && (isNested || !Array.isArray(value))) {
    writeInside(key, value, pairs);
  } else {
    (Array.isArray(value) ? value : [value]).forEach((item) => pairs.push(pair(key, scalar(item))));
  }
}

/** Writes what is inside of a value, with brackets. */
function writeInside(key: string, value: unknown, pairs: string[]): void {
  if (value === null || value === undefined) {
    return;
  }
  if (typeof value !== "object") {
    pairs.push(pair(key, scalar(value)));
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      const before = pairs.length;
      writeInside(typeof item === "object" ? `${key}[${index}]` : `${key}[]`, item, pairs);
      if (pairs.length === before) {
        throw new Failure("encode", `an item of \`${key}\` is empty, which a query cannot express`);
      }
    });
  } else {
    for (const [name, member] of Object.entries(value)) {
      if (name === "" || /[[\]]/.test(name)) {
        throw new Failure("encode", `the key \`${name}\` cannot stand in brackets`);
      }
      writeInside(`${key}[${name}]`, member, pairs);
    }
  }
}

function pair(key: string, value: string): string {
  return `${percent(key)}=${percent(value)}`;
}

/** Reads JSON. Integers beyond 2^53 are of type `bigint`. */
function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) {
    return JSON.parse(text);
  }
  const mark = unusedMark(text);
  return JSON.parse(marked(text, mark), (_, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Returns JSON with texts in place of large integers. The time is that of reading the text once. */
function marked(text: string, mark: string): string {
  const token = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const stop = /["\\]/g;
  let [out, kept] = ["", 0];
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '"') {
      // Digits in a text are no number.
      stop.lastIndex = token.lastIndex;
      let at = stop.exec(text);
      while (at?.[0] === "\\") {
        stop.lastIndex += 1;
        at = stop.exec(text);
      }
      if (at === null) {
        break;
      }
      token.lastIndex = stop.lastIndex;
    } else if (found[0].length >= 16 && !/[.eE]/.test(found[0]) && !Number.isSafeInteger(Number(found[0]))) {
      out += `${text.slice(kept, found.index)}"${mark}${found[0]}"`;
      kept = token.lastIndex;
    }
  }
  return out + text.slice(kept);
}

/** Writes JSON with the digits of values of type `bigint`. */
function stringifyJson(value: unknown): string {
  const mark = unusedMark("");
  let isWide = false;
  const text = JSON.stringify(value, (_, value: unknown) => {
    if (typeof value === "bigint") {
      isWide = true;
      return mark + value;
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new Failure("encode", `${value} is not a number that can be sent`);
    }
    return value;
  });
  return isWide ? text.replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1") : text;
}

/** Returns a random prefix that `text` does not contain. */
function unusedMark(text: string): string {
  let mark: string;
  do {
    mark = `bigint ${Math.random()} `;
  } while (text.includes(mark));
  return mark;
}

/**
 * Where a value has integers of type `bigint`: a value itself, in the items of a list, in the members of an object, in
 * one of several alternatives. Other parts of an alternative tell it from the others.
 */
type Wide =
  | "bigint"
  | "number"
  | "string"
  | "boolean"
  | "null"
  | "any"
  | { readonly is: unknown }
  | { readonly list: Wide }
  | { readonly tuple: readonly Wide[] }
  | { readonly values: Wide }
  | { readonly members: Readonly<Record<string, Wide>>; readonly required: readonly string[]; readonly rest?: Wide }
  | { readonly either: readonly Wide[] }
  | { readonly all: readonly Wide[] }
  | { readonly of: () => Wide };

/** Converts the integers of a value that are of type `bigint`, and no others. */
function narrow(value: unknown, wide: unknown): unknown {
  return wide === undefined ? value : (converted(value, wide as Wide, new WeakMap()) ?? [value])[0];
}

/** What objects were converted to by each type, so that alternatives convert each of them once. */
type Converted = WeakMap<object, Map<Wide, [unknown] | undefined>>;

/** Returns the converted value in a list, or `undefined` if the value is of another type. */
function converted(value: unknown, wide: Wide, known: Converted): [unknown] | undefined {
  if (typeof value !== "object" || value === null || typeof wide === "string") {
    return convertedOnce(value, wide, known);
  }
  const results = known.get(value) ?? new Map<Wide, [unknown] | undefined>();
  known.set(value, results);
  if (!results.has(wide)) {
    results.set(wide, convertedOnce(value, wide, known));
  }
  return results.get(wide);
}

function convertedOnce(value: unknown, wide: Wide, known: Converted): [unknown] | undefined {
  if (typeof wide === "string") {
    if (wide === "any") {
      return [value];
    }
    if (wide === "bigint") {
      return typeof value === "bigint" ? [value] : Number.isInteger(value) ? [BigInt(value as number)] : undefined;
    }
    if (wide === "number" && typeof value === "bigint") {
      return [Number(value)];
    }
    return (value === null ? "null" : typeof value) === wide ? [value] : undefined;
  }
  if ("is" in wide) {
    return value === wide.is ? [value] : undefined;
  }
  if ("of" in wide) {
    return converted(value, wide.of(), known);
  }
  if ("either" in wide) {
    for (const one of wide.either) {
      const found = converted(value, one, known);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
  if ("all" in wide) {
    let found: [unknown] | undefined = [value];
    for (const one of wide.all) {
      found = found === undefined ? undefined : converted(found[0], one, known);
    }
    return found;
  }
  if ("list" in wide || "tuple" in wide) {
    if (!Array.isArray(value)) {
      return undefined;
    }
    const items = value.map((item, index) => {
      const of = "list" in wide ? wide.list : wide.tuple[index];
      return of === undefined ? undefined : converted(item, of, known);
    });
    return items.includes(undefined) ? undefined : [items.map((item) => item?.[0])];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const object: Record<string, unknown> = { ...value };
  if ("members" in wide && !isCandidate(object, wide.members, wide.required)) {
    return undefined;
  }
  for (const [key, member] of Object.entries(object)) {
    const of = "values" in wide ? wide.values : Object.hasOwn(wide.members, key) ? wide.members[key] : wide.rest;
    const found = of === undefined ? ([member] as [unknown]) : converted(member, of, known);
    if (found === undefined) {
      return undefined;
    }
    object[key] = found[0];
  }
  return [object];
}

/** Returns whether an object has the keys and the constants of a type. Tags are compared before anything is converted. */
function isCandidate(
  object: Record<string, unknown>,
  members: Readonly<Record<string, Wide>>,
  required: readonly string[],
): boolean {
  const isOther = ([key, of]: [string, Wide]) =>
    typeof of === "object" && "is" in of && Object.hasOwn(object, key) && object[key] !== of.is;
  return required.every((key) => Object.hasOwn(object, key)) && !Object.entries(members).some(isOther);
}

/**
 * Writes the fields of an object as parts: files and texts as they are, everything else as JSON. They have the order of
 * their declaration, in which a file that the server reads as it arrives is the last.
 */
function writeParts(value: unknown, { parts }: BodyForm): FormData {
  const form = new FormData();
  for (const name of parts ?? []) {
    const field = (value as Record<string, unknown>)[name];
    for (const item of Array.isArray(field) ? (field as unknown[]) : [field]) {
      if (item instanceof Blob) {
        form.append(name, item);
      } else if (typeof item === "object" && item !== null) {
        form.append(name, new Blob([stringifyJson(item)], { type: "application/json" }));
      } else if (item !== undefined && item !== null) {
        const text = scalar(item);
        // `FormData` writes every line break of a text as two characters, and keeps those of a blob.
        form.append(name, /[\r\n]/.test(text) ? new Blob([text], { type: "text/plain;charset=utf-8" }) : text);
      }
    }
  }
  return form;
}

/** An event of a subscription. */
export interface StreamEvent<T> {
  /** The place in the stream. `undefined`: a subscription cannot resume after this event. */
  readonly id: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: T;
}

/** The normal end of a subscription. */
export interface End {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A stream of events, which is opened when it is read. Leaving the loop closes it. */
export interface Subscription<T, E> extends AsyncIterable<StreamEvent<T>> {
  /** How the subscription ended: its end, or the error that the API answered. Failures reject the promise. */
  readonly ended: Promise<Outcome<End, E>>;
}

/** Options of a subscription. */
export interface SubscribeOptions extends CallOptions {
  /** The id of the last event that was received: the events after it follow, if the operation can resume. */
  readonly lastEventId?: string | undefined;
  /** The maximum number of attempts in a row to open a lost stream again. 0: none. Default: 10. */
  readonly attempts?: number | undefined;
  /** The first and the longest pause between attempts in milliseconds. Default: 500 and 30,000. */
  readonly backoff?: readonly [first: number, longest: number] | undefined;
  /** The time in milliseconds without a byte after which a stream is lost. Default: 90,000. */
  readonly silence?: number | undefined;
  /** Is called when a lost stream was opened again. Without `resumedFrom` events may be missing. */
  readonly onReconnect?: ((reconnected: { resumedFrom: string | undefined; attempts: number }) => void) | undefined;
}

/** The events of an operation. */
interface Streaming {
  readonly resumable?: true;
  readonly wide?: unknown;
  /** How the stream ends: by an event, by a text, or by closing. Default: by an event. */
  readonly end?: { readonly marker: string } | "close";
  /** The name of events that are heartbeats. */
  readonly heartbeat?: string;
  /** The keys of the name and the content, if events have names. */
  readonly names?: { readonly tag: string; readonly content?: string };
}

type Frame =
  | { readonly type: "retry"; readonly milliseconds: number }
  | { readonly type: "event"; readonly id: string; readonly headers: Record<string, string>; readonly text: string }
  | { readonly type: "end"; readonly status: number; readonly headers: Record<string, string>; readonly text: string };

/** The maximum size of an event in characters, 16 Mi. */
const LARGEST_EVENT = 16 * 1024 * 1024;
/** The time in milliseconds after which a stream counts as steady, so that attempts are counted anew. */
const STEADY_AFTER = 30_000;
/** The maximum time in milliseconds that a server may ask to wait. */
const LONGEST_RETRY_AFTER = 300_000;

function subscribe<T, E>(
  client: Client,
  operation: Operation,
  streaming: Streaming,
  args: object,
  options: SubscribeOptions = {},
): Subscription<T, E> {
  const open: Open = (lastEventId) => opened(client, operation, args as Arguments, options, lastEventId);
  return subscription(options, open, operation, streaming);
}

/** Starts a call that is answered with one value or with events. */
function callOrSubscribe<T, S, E>(
  client: Client,
  operation: Operation,
  streaming: Streaming,
  args: object,
  options: SubscribeOptions = {},
): Call<{ readonly one: T } | { readonly events: Subscription<S, E> }, E> {
  const open = async () => {
    const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
    try {
      const response = await request(client, operation, args as Arguments, options, deadline.signal);
      if (isEvents(response)) {
        const once = () => Promise.resolve({ response, deadline });
        return { events: subscription<S, E>({ ...options, attempts: 0 }, once, operation, streaming) };
      }
      return { one: (await valueOf(operation, response, answerOf(operation, response))) as T };
    } catch (thrown) {
      const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
      deadline.abort();
      throw failure;
    } finally {
      deadline.stop();
    }
  };
  return withOutcome(open());
}

interface Opened {
  readonly response: Response;
  readonly deadline: Deadline;
  /** Forgets the token of the request. Returns whether there may be another one. */
  readonly renew?: () => boolean;
}

type Open = (lastEventId: string | undefined) => Promise<Opened>;

function isEvents(response: Response): boolean {
  return (response.headers.get("content-type") ?? "").toLowerCase().startsWith("text/event-stream");
}

async function opened(
  client: Client,
  operation: Operation,
  args: Arguments,
  options: SubscribeOptions,
  lastEventId: string | undefined,
): Promise<Opened> {
  const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
  const more = lastEventId === undefined ? {} : { "last-event-id": byteString(lastEventId) };
  try {
    const response = await request(client, operation, args, options, deadline.signal, more);
    deadline.stop();
    return { response, deadline, renew: () => client.renew(response) };
  } catch (thrown) {
    const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
    deadline.abort();
    throw failure;
  }
}

function subscription<T, E>(
  options: SubscribeOptions,
  open: Open,
  operation: Operation,
  streaming: Streaming,
): Subscription<T, E> {
  let resolve: (outcome: Outcome<End, E>) => void = () => {};
  let reject: (failure: unknown) => void = () => {};
  const ended = new Promise<Outcome<End, E>>((...both) => ([resolve, reject] = both));
  // The iterator throws the failure too, so this promise may stay unhandled.
  ended.catch(() => {});
  return {
    ended,
    async *[Symbol.asyncIterator]() {
      try {
        const end = yield* events<T>(options, open, operation, streaming);
        resolve({ ok: true, value: end });
      } catch (thrown) {
        if (thrown instanceof ApiError) {
          resolve({ ok: false, error: thrown.error as E });
        } else {
          reject(thrown);
        }
        throw thrown;
      } finally {
        reject(new Failure("aborted", "the subscription is no longer read"));
      }
    },
  };
}

/** Yields the events of a stream, which is opened again when it is lost. */
async function* events<T>(
  options: SubscribeOptions,
  open: Open,
  operation: Operation,
  streaming: Streaming,
): AsyncGenerator<StreamEvent<T>, End> {
  let lastEventId = options.lastEventId;
  let attempts = 0;
  // Whether the token was renewed since the last event.
  let isRenewed = false;
  let current = await open(streaming.resumable === true ? lastEventId : undefined);
  let openedAt = Date.now();
  let retry: number | undefined;
  for (;;) {
    // Why the stream is lost, nothing if it closed without its end, and the pause that the server asks for.
    let lost: { readonly why: unknown; readonly pause?: number };
    try {
      const frames = framesOf(current, streaming, options.silence ?? 90_000);
      lost = { why: undefined };
      for await (const frame of frames) {
        if (frame.type === "event") {
          attempts = 0;
          isRenewed = false;
          // After an event without an id a subscription resumes after the last one that has an id.
          lastEventId = frame.id === "" ? lastEventId : frame.id;
          yield {
            id: frame.id === "" ? undefined : frame.id,
            headers: frame.headers,
            content: decoded(frame.text, streaming.wide) as T,
          };
        } else if (frame.type === "retry") {
          retry = frame.milliseconds;
        } else {
          if (frame.status < 300) {
            return { status: frame.status, headers: frame.headers };
          }
          const error = errorIn(frame.text, frame.status, new Headers(frame.headers), operation.errors);
          const expired: boolean = frame.status === 401 && !isRenewed && current.renew?.() === true;
          isRenewed ||= expired;
          const asked = pauseOf(error, frame.headers);
          const pause = expired ? (asked ?? {}) : asked;
          if (pause === undefined) {
            throw new ApiError(error);
          }
          lost = { why: new ApiError(error), ...pause };
          break;
        }
      }
    } catch (thrown) {
      // Opening it again would hide that the server violates the protocol.
      if (!(thrown instanceof Failure && thrown.kind === "network")) {
        throw thrown;
      }
      lost = { why: thrown };
    } finally {
      current.deadline.abort();
    }
    if (Date.now() - openedAt >= STEADY_AFTER) {
      [attempts, isRenewed] = [0, false];
    }
    const resumedFrom = streaming.resumable === true ? lastEventId : undefined;
    current = await reopened(lost, resumedFrom);
    openedAt = Date.now();
    try {
      options.onReconnect?.({ resumedFrom, attempts });
    } catch (thrown) {
      current.deadline.abort();
      throw thrown;
    }
  }

  async function reopened(
    lost: { readonly why: unknown; readonly pause?: number },
    resumedFrom: string | undefined,
  ): Promise<Opened> {
    const most = operation.method === "GET" && streaming.end !== "close" ? (options.attempts ?? 10) : 0;
    const [first, longest] = options.backoff ?? [500, 30_000];
    let { why, pause } = lost as { why: unknown; pause?: number | undefined };
    for (;;) {
      attempts += 1;
      if (attempts > most) {
        throw why ?? new Failure("network", "the stream closed without its end");
      }
      const whole = Math.min(first * 2 ** (attempts - 1), longest);
      // A server may ask for a longer pause, not for a shorter one.
      await sleep(Math.max(pause ?? retry ?? 0, whole / 2 + (whole / 2) * Math.random()), options.signal);
      try {
        return await open(resumedFrom);
      } catch (thrown) {
        const asked = thrown instanceof ApiError ? pauseOf(thrown.error) : {};
        const isFinal = thrown instanceof Failure && !["network", "timeout", "credentials"].includes(thrown.kind);
        if (asked === undefined || isFinal) {
          throw thrown;
        }
        [why, pause] = [thrown, (asked as { pause?: number }).pause];
      }
    }
  }
}

/** Returns the pause that an error asks for. `undefined` if it is final. */
function pauseOf(error: UnknownError, headers: Record<string, string> = {}): { pause?: number } | undefined {
  const named = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  const seconds = error.retryAfter ?? secondsOf(named);
  if (seconds !== undefined) {
    return seconds * 1000 <= LONGEST_RETRY_AFTER ? { pause: seconds * 1000 } : undefined;
  }
  return error.status >= 500 || error.status === 408 || error.status === 429 ? {} : undefined;
}

/** Yields the frames of server-sent events (WHATWG HTML, section 9.2.6). */
async function* framesOf({ response, deadline }: Opened, streaming: Streaming, silence: number): AsyncGenerator<Frame> {
  if (response.status === 204) {
    // No content is the end, and readers do not connect again (WHATWG HTML, section 9.2.5).
    yield { type: "end", status: 204, headers: {}, text: "null" };
    return;
  }
  if (!isEvents(response)) {
    const found = response.headers.get("content-type");
    throw new Failure("decode", `the answer is ${found ?? "of no media type"}, not server-sent events`);
  }
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [rest, skipsLineFeed] = ["", false];
  let block: Block = { data: [], size: 0, event: "", id: "" };
  for (;;) {
    const read = await nextPiece(reader, deadline, silence);
    if (read === undefined) {
      if (streaming.end === "close") {
        yield { type: "end", status: 204, headers: {}, text: "null" };
      }
      return;
    }
    let text = decoder.decode(read, { stream: true });
    if (text !== "") {
      text = skipsLineFeed && text.startsWith("\n") ? text.slice(1) : text;
      skipsLineFeed = text.endsWith("\r");
    }
    const lines = text.split(/\r\n|\n|\r/);
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        const frame = block.data.length > 0 ? frameOf(block, streaming) : undefined;
        block = { data: [], size: 0, event: "", id: "" };
        if (frame !== undefined) {
          yield frame;
        }
      } else if (/^retry: ?\d{1,9}$/.test(line)) {
        yield { type: "retry", milliseconds: Math.min(Number(line.replace(/\D/g, "")), LONGEST_RETRY_AFTER) };
      } else {
        addLine(block, line);
      }
    }
    if (rest.length + block.size > LARGEST_EVENT) {
      throw new Failure("overflow", `an event is larger than ${LARGEST_EVENT} characters`);
    }
  }
}

/** Reads a piece of a stream, `undefined` at its end. */
async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  deadline: Deadline,
  silence: number,
): Promise<Uint8Array | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silent = new Promise<never>((_, reject) => {
    const abort = () => reject(new Failure("network", `the stream was silent for ${silence} ms`));
    timer = setTimeout(abort, Math.min(silence, 2 ** 31 - 1));
  });
  try {
    return (await Promise.race([reader?.read(), silent]))?.value;
  } catch (cause) {
    throw failed(deadline.signal, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** The fields of an event, up to the blank line that completes it. */
interface Block {
  data: string[];
  size: number;
  event: string;
  id: string;
}

function addLine(block: Block, line: string): void {
  const colon = line.indexOf(":");
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
  if (name === "data") {
    block.data.push(value);
    block.size += value.length + 1;
  } else if (name === "event") {
    block.event = value;
  } else if (name === "id" && !value.includes("\0")) {
    block.id = value;
  }
}

function frameOf(block: Block, streaming: Streaming): Frame | undefined {
  const { event, id } = block;
  const data = block.data.join("\n");
  const { end, names } = streaming;
  if (streaming.heartbeat !== undefined && streaming.heartbeat === event) {
    return undefined;
  }
  if (typeof end === "object" && end.marker === data) {
    return { type: "end", status: 204, headers: {}, text: "null" };
  }
  if (event === "error" && end !== undefined) {
    return errorFrame(data);
  }
  if (event === "end" && end === undefined) {
    const { status, headers, body } = envelope(data);
    return { type: "end", status, headers, text: stringifyJson(body) };
  }
  if (event === "message-with-headers" && names === undefined) {
    const { headers, body } = envelope(data);
    return { type: "event", id, headers, text: stringifyJson(body) };
  }
  if (names?.content !== undefined) {
    const tag = `${JSON.stringify(names.tag)}:${JSON.stringify(event === "" ? "message" : event)}`;
    return { type: "event", id, headers: {}, text: `{${tag},${JSON.stringify(names.content)}:${data}}` };
  }
  return { type: "event", id, headers: {}, text: data };
}

function envelope(data: string): { headers: Record<string, string>; status: number; body: unknown } {
  let found: unknown;
  try {
    found = parseJson(data);
  } catch (cause) {
    throw new Failure("decode", "an event is not JSON", { cause });
  }
  const { headers, status, body } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  const isStatus = status === undefined || (Number.isInteger(status) && Number(status) >= 200 && Number(status) < 600);
  if (!isStatus || !isFields(headers ?? {})) {
    throw new Failure("decode", "an event has a status or header fields that are none");
  }
  return { headers: (headers ?? {}) as Record<string, string>, status: Number(status ?? 204), body: body ?? null };
}

/** Returns whether a value has names and texts of header fields. */
function isFields(value: unknown): boolean {
  const isField = ([name, text]: [string, unknown]) =>
    /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && typeof text === "string" && !/[\0\r\n]|[^\0-\xff]/.test(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.entries(value).every(isField);
}

/** Returns the end that the data of an event `error` describes. Other servers send other data, which is the error. */
function errorFrame(data: string): Frame {
  let found: unknown;
  try {
    found = parseJson(data);
  } catch {
    return { type: "end", status: 500, headers: {}, text: JSON.stringify(data) };
  }
  if (typeof found === "object" && found !== null && "error" in found) {
    const { error, status, headers } = found as { error: unknown; status?: unknown; headers?: unknown };
    const isStatus = typeof status === "number" && status >= 400 && status < 600;
    const fields = isFields(headers) ? (headers as Record<string, string>) : {};
    return { type: "end", status: isStatus ? status : 500, headers: fields, text: stringifyJson(error) };
  }
  return { type: "end", status: 500, headers: {}, text: data };
}

/** The function that opens a WebSocket. Browsers cannot send header fields with it. */
export type OpenWebSocket = (url: string, protocols: string[], headers: Record<string, string>) => WebSocket;

/** Messages in both directions: those of the server. Leaving the loop closes the connection. */
export interface Messages<T> extends AsyncIterable<T> {
  /** Resolves with the close frame of the server. Failures reject it. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Options of a connection. */
export interface ConnectOptions {
  /** Closes the connection. */
  readonly signal?: AbortSignal | undefined;
  /** The function that opens it. Default: that of `globalThis.WebSocket`. */
  readonly open?: OpenWebSocket | undefined;
}

/** Messages of a client that are sent one by one. */
export class Outbox<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #isEnded = false;
  #wake: () => void = () => {};

  /** Sends a message. */
  send(message: T): void {
    if (this.#isEnded) {
      throw new Failure("encode", "the messages have ended");
    }
    this.#waiting.push(message);
    this.#wake();
  }

  /** Ends the messages. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) {
        yield message;
      } else if (this.#isEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

/** The WebSocket of an operation. */
interface Socket {
  readonly protocols?: readonly string[];
  readonly binary?: true;
  readonly wide?: unknown;
}

/** The maximum number of messages, and of their bytes, that wait to be read. */
const MOST_WAITING = 4096;
const MOST_WAITING_SIZE = 16 * 1024 * 1024;
/** The number of bytes that wait to be sent from which on no more messages are taken. */
const MOST_UNSENT = 1024 * 1024;

/** Opens a WebSocket that carries no typed messages. */
async function openSocket(
  client: Client,
  operation: Operation,
  socket: Socket,
  args: object,
  options: ConnectOptions = {},
): Promise<WebSocket> {
  const deadline = new Deadline(client.settings.timeLimit ?? 60_000, options.signal);
  const url = address(client, operation, args as Arguments).replace(/^http/, "ws");
  const headers = new Headers(client.settings.headers);
  writeHeaders(operation, args as Arguments, headers);
  const token = operation.security === undefined ? undefined : await abortable(client.token(), deadline.signal);
  if (token !== undefined && operation.security !== undefined) {
    setField(headers, operation.security[0], operation.security[1] + token, "credentials");
  }
  if (deadline.signal.aborted) {
    throw failed(deadline.signal, deadline.signal.reason);
  }
  const open = options.open ?? openPlainly;
  const connection = open(url, [...(socket.protocols ?? [])], Object.fromEntries(headers));
  connection.binaryType = "arraybuffer";
  // The time limit is that of opening, the caller's signal that of the connection.
  const close = () => connection.close(1000);
  deadline.signal.addEventListener("abort", close);
  connection.addEventListener("open", () => deadline.stop());
  connection.addEventListener("close", () => {
    deadline.stop();
    deadline.signal.removeEventListener("abort", close);
  });
  return connection;
}

function openPlainly(url: string, protocols: string[], headers: Record<string, string>): WebSocket {
  if (typeof globalThis.WebSocket !== "function") {
    throw new Failure("network", "there is no `WebSocket` here: pass a function as `open`");
  }
  if (Object.keys(headers).length > 0) {
    const names = Object.keys(headers).join("`, `");
    throw new Failure("encode", `\`WebSocket\` cannot send \`${names}\`: pass a function as \`open\` that can`);
  }
  return new WebSocket(url, protocols);
}

/** Exchanges messages. */
function exchange<In, Out>(
  client: Client,
  operation: Operation,
  socket: Socket,
  args: object,
  input: AsyncIterable<In> | Iterable<In>,
  options: ConnectOptions = {},
): Messages<Out> {
  let resolve: (frame: { code: number; reason: string }) => void = () => {};
  let reject: (failure: unknown) => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((...both) => ([resolve, reject] = both));
  // The iterator throws the failure too, so this promise may stay unhandled.
  closed.catch(() => {});
  return {
    closed,
    async *[Symbol.asyncIterator]() {
      let connection: WebSocket | undefined;
      let inbox: Inbox | undefined;
      try {
        connection = await openSocket(client, operation, socket, args, options);
        const opened = (inbox = new Inbox(connection, options.signal));
        await opened.opened;
        send(connection, socket, input).catch((thrown) => opened.fail(thrown));
        for (;;) {
          const message = await inbox.next();
          if (message === undefined) {
            break;
          }
          yield decoded(message, socket.wide) as Out;
        }
        resolve(await inbox.frame);
      } catch (thrown) {
        reject(thrown);
        throw thrown;
      } finally {
        inbox?.stop();
        connection?.close(1000);
        reject(new Failure("aborted", "the messages are no longer read"));
      }
    },
  };
}

async function send<In>(
  connection: WebSocket,
  socket: Socket,
  input: AsyncIterable<In> | Iterable<In>,
): Promise<void> {
  const asynchronous = (input as Partial<AsyncIterable<In>>)[Symbol.asyncIterator];
  const messages = asynchronous?.call(input) ?? (input as Iterable<In>)[Symbol.iterator]();
  // The iterator may still wait for its next message, so its end is not waited for.
  const leave = () => void Promise.resolve(messages.return?.()).catch(() => {});
  let close: () => void = () => {};
  connection.addEventListener("close", () => close());
  for (;;) {
    const next = await new Promise<IteratorResult<In> | undefined>((resolve, reject) => {
      close = () => resolve(undefined);
      Promise.resolve(messages.next()).then(resolve, reject);
    });
    while (connection.bufferedAmount > MOST_UNSENT && connection.readyState === 1) {
      await sleep(5, undefined);
    }
    if (next?.done === true) {
      return;
    }
    if (next === undefined || connection.readyState !== 1) {
      return leave();
    }
    try {
      const text = stringifyJson(next.value);
      connection.send(socket.binary === true ? new TextEncoder().encode(text) : text);
    } catch (thrown) {
      leave();
      throw thrown;
    }
  }
}

/** The messages of a WebSocket that were not read yet. */
class Inbox {
  readonly opened: Promise<void>;
  readonly frame: Promise<{ code: number; reason: string }>;
  readonly #waiting: string[] = [];
  #size = 0;
  #isOver = false;
  #failure: unknown;
  #wake: () => void = () => {};
  readonly #signal: AbortSignal | undefined;
  readonly #abort: () => void;

  constructor(connection: WebSocket, signal: AbortSignal | undefined) {
    this.#signal = signal;
    let refuse: (failure: unknown) => void = () => {};
    this.#abort = () => {
      const failure = new Failure("aborted", "the connection was aborted", { cause: signal?.reason });
      refuse(failure);
      this.fail(failure);
      connection.close(1000);
    };
    this.opened = new Promise((resolve, reject) => {
      refuse = reject;
      connection.addEventListener("open", () => resolve());
      connection.addEventListener("error", () => reject(new Failure("network", "the WebSocket could not be opened")));
    });
    this.frame = new Promise((resolve) => {
      connection.addEventListener("close", ({ code, reason }) => {
        refuse(new Failure("network", `the WebSocket was closed with ${code}`));
        const isNormal = code === 1000 || code === 1005;
        this.fail(isNormal ? undefined : new Failure("network", `the server closed with ${code} ${reason}`.trim()));
        resolve({ code, reason });
      });
    });
    connection.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const text = typeof data === "string" ? data : new TextDecoder().decode(data);
      this.#size += text.length;
      if (this.#waiting.length >= MOST_WAITING || this.#size > MOST_WAITING_SIZE) {
        this.fail(new Failure("overflow", "too many messages wait to be read"));
        connection.close(3008);
      } else if (!this.#isOver) {
        this.#waiting.push(text);
        this.#wake();
      }
    });
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted === true) {
      this.#abort();
    }
  }

  /** Returns the next message, or `undefined` at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) {
        this.#size -= message.length;
        return message;
      }
      if (this.#failure !== undefined) {
        throw this.#failure;
      }
      if (this.#isOver) {
        return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the messages, with a failure or without. The first one counts. */
  fail(failure: unknown): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#failure = failure;
      this.#wake();
    }
  }

  stop(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}
