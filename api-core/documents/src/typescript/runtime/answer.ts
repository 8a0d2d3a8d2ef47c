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
  if (/^\d+$/.test(field ?? "")) {
    return Number(field);
  }
  const date = / GMT$/.test(field ?? "") ? Date.parse(field ?? "") : NaN;
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
