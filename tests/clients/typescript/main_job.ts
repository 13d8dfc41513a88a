/**
 * The main job through the generated TypeScript client and nothing else of ours.
 *
 * Usage: main_job.js ADDRESS, with the tokens by person as a JSON object on the standard input. Prints each step that
 * held; ends with 1 and the step that did not.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv, stdin, stdout } from "node:process";

import {
  tindak,
  type ActAnswer,
  type CaseStepRequest,
  type EventAnswer,
  type Problem,
  type ProblemCode,
  type ReportAnswer,
  type ReportIntake,
  type ReportItem,
  type ReportState,
  type ReportTransition,
  type TaskAnswer,
  type TaskState,
  type TaskTransition,
} from "tindak-client";

type Outcome<T> = { data?: T; error?: Problem; response: Response };
type Tasks = Record<"bawaslu" | "polres" | "kejari", string>;

const region = "33.05";
const withinMs = 30_000;
const hashBytes = 32;
const address = argv[2] ?? "";
const tokens: Record<string, string> = JSON.parse(readFileSync(stdin.fd, "utf8"));

const as = (person: string) => tindak(address, tokens[person] ?? "none");

function intake(title: string, area = "33.05.12"): ReportIntake {
  return {
    category: "money_politics",
    severity: "S2",
    classification: "restricted",
    title,
    description: "Amplop berisi uang dibagikan dari rumah ke rumah.",
    occurred_at: "2024-11-24T20:15:00+07:00",
    place: { area, detail: "RT 02 RW 03" },
    election: "pilkada-2024",
    source: { channel: "patrol" },
    reporter: { name: "Pelapor Rahasia", phone: "081234567890" },
  };
}

function held(step: string, holds: boolean, seen?: unknown): void {
  if (!holds) throw new Error(`${step}: ${JSON.stringify(seen)}`);
  stdout.write(`${step}\n`);
}

/** The typed answer of a success. */
function answered<T>({ data, error, response }: Outcome<T>, status = 200): T {
  if (data === undefined || response.status !== status) {
    throw new Error(`${status} expected: ${response.status} ${JSON.stringify(error)}`);
  }
  return data;
}

/** The typed problem of a refusal. */
function refused<T>({ error, response }: Outcome<T>, status: number, code: ProblemCode): Problem {
  if (error === undefined || response.status !== status) throw new Error(`${status} expected: ${response.status}`);
  held(`refused: ${code}`, error.code === code && error.status === status, error);
  return error;
}

const report = (person: string, body: ReportIntake, key: string = randomUUID(), language = "en") =>
  as(person).POST("/v1/regions/{region}/reports", {
    params: { path: { region }, header: { "Idempotency-Key": key, "Accept-Language": language } },
    body,
  });

/** The report itself: only a machine that may not read what it acts on is told of its act alone. */
function whole(answer: ReportAnswer | ActAnswer): ReportAnswer {
  if (!("category" in answer)) throw new Error(`a report expected: ${JSON.stringify(answer)}`);
  return answer;
}

async function takenIn(): Promise<ReportAnswer> {
  const key = randomUUID();
  const sent = intake("Pembagian amplop di Desa Panjer");
  const made = await report("polres", sent, key);
  const first = whole(answered(made, 201));
  held("reported", first.state === "reported" && made.response.headers.get("ETag") === `"${first.version}"`);
  held("located", made.response.headers.get("Location")?.endsWith(first.id) === true);
  const again = await report("polres", sent, key);
  const replayed = again.response.headers.get("Idempotency-Replayed") === "true";
  held("replayed", answered(again, 201).id === first.id && replayed);
  refused(await report("polres", intake("Lain"), key), 422, "idempotency_key_reused");
  return first;
}

async function refusedAtTheDoor(): Promise<void> {
  const sent = intake("Tanpa wilayah", "33.05.99");
  refused(await report("nobody", sent), 401, "unauthenticated");
  const wrong = await report("polres", sent, randomUUID(), "id");
  const problem = refused(wrong, 422, "unknown_area");
  held("in Indonesian", wrong.response.headers.get("Content-Language") === "id");
  held("pointed at", problem.errors.map((one) => one.pointer).join() === "/place/area", problem);
}

const fired = (person: string, id: string, match: string, body: ReportTransition) =>
  as(person).POST("/v1/regions/{region}/reports/{report_id}/transitions", {
    params: {
      path: { region, report_id: id },
      header: { "Idempotency-Key": randomUUID(), "If-Match": match },
    },
    body,
  });

const moved = (person: string, was: ReportAnswer, body: ReportTransition) =>
  fired(person, was.id, `"${was.version}"`, body);

async function verified(was: ReportAnswer): Promise<ReportAnswer> {
  const body: ReportTransition = {
    trigger: "verify",
    checklist: { formal: true, material: true },
    grade: { reliability: "B", credibility: 2 },
  };
  const stale = await fired("bawaslu", was.id, '"7"', body);
  const problem = refused(stale, 412, "precondition_failed");
  held("told the version", problem["current_version"] === was.version && stale.response.headers.get("ETag") === '"1"');
  const done = answered(await moved("bawaslu", was, body));
  held("verified", done.state === "verified" && done.register_number !== null);
  return done;
}

async function assigned(was: ReportAnswer): Promise<Tasks> {
  const query = { report: was.id };
  const plan = answered(
    await as("desk").GET("/v1/regions/{region}/routing/preview", { params: { path: { region }, query } }),
  );
  held("routed", plan.lead === "bawaslu" && ["polres", "kejari"].every((one) => plan.support.includes(one)), plan);
  const body: ReportTransition = {
    trigger: "assign",
    tasks: [
      { agency: "bawaslu", role: "lead", kind: "case" },
      { agency: "polres", role: "support", kind: "case" },
      { agency: "kejari", role: "support", kind: "information", obligatory: false },
    ],
  };
  const done = answered(await moved("desk", was, body));
  held("assigned", done.state === "assigned" && done.tasks.length === 3);
  const of = (agency: string) => done.tasks.find((one) => one.agency === agency)?.id ?? "";
  return { bawaslu: of("bawaslu"), polres: of("polres"), kejari: of("kejari") };
}

/** A trigger on a task, at the version that is there now. */
async function stepped(person: string, id: string, body: TaskTransition): Promise<TaskState> {
  const path = { region, task_id: id };
  const read = await as(person).GET("/v1/regions/{region}/tasks/{task_id}", { params: { path } });
  answered(read);
  const header = { "Idempotency-Key": randomUUID(), "If-Match": read.response.headers.get("ETag") ?? "" };
  const done = await as(person).POST("/v1/regions/{region}/tasks/{task_id}/transitions", {
    params: { path, header },
    body,
  });
  const task: TaskAnswer = answered(done);
  return task.state;
}

async function worked(was: ReportAnswer, tasks: Tasks): Promise<ReportAnswer> {
  const query = { agency: "polres", state: "offered", limit: 200 } as const;
  const queue = answered(
    await as("polres").GET("/v1/regions/{region}/tasks", { params: { path: { region }, query } }),
  );
  held("queued", queue.items.some((one) => one.id === tasks.polres));
  const reason = "Menunggu register Gakkumdu";
  held("declined", (await stepped("kejari", tasks.kejari, { trigger: "decline", reason })) === "declined");
  for (const [agency, closer] of [["polres", "polres"], ["bawaslu", "supervisor"]] as const) {
    const states = [
      await stepped(agency, tasks[agency], { trigger: "accept" }),
      await stepped(agency, tasks[agency], { trigger: "start" }),
      await stepped(closer, tasks[agency], { trigger: "complete", result: "Kajian selesai" }),
    ];
    held(`${agency} done`, states.join() === "accepted,in_progress,done", states);
  }
  const path = { region, report_id: was.id };
  const found = answered(await as("desk").GET("/v1/regions/{region}/reports/{report_id}", { params: { path } }));
  held("handled", found.state === "handled");
  return found;
}

async function closed(was: ReportAnswer): Promise<void> {
  const body: ReportTransition = {
    trigger: "close",
    outcome: "resolved",
    notice: { sent: true, text: "Status laporan: ditindaklanjuti" },
  };
  refused(await moved("supervisor", was, body), 403, "separation_of_duties");
  const done = answered(await moved("second", was, body));
  held("closed", done.state === "closed" && done.outcome === "resolved");
}

async function* pages(limit: number, state?: ReportState): AsyncGenerator<ReportItem> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit, escalated: false, ...(cursor ? { cursor } : {}), ...(state ? { state } : {}) };
    const page = answered(
      await as("desk").GET("/v1/regions/{region}/reports", { params: { path: { region }, query } }),
    );
    yield* page.items;
    cursor = page.next_cursor;
  }
}

async function all<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A list page by page is the list at once. */
async function listed(): Promise<void> {
  for (const number of [0, 1, 2]) answered(await report("polres", intake(`Laporan ${number}`)), 201);
  const ids = async (limit: number) => (await all(pages(limit))).map((one) => one.id);
  const whole = await ids(200);
  held("paged", (await ids(2)).join() === whole.join() && whole.length >= 4, whole);
  held("filtered", (await all(pages(200, "closed"))).every((one) => one.state === "closed"));
}

async function feed(): Promise<EventAnswer[]> {
  const events: EventAnswer[] = [];
  for (;;) {
    const query = { after: events.at(-1)?.leaf_index ?? -1, limit: 5 };
    const page = answered(
      await as("auditor").GET("/v1/regions/{region}/events", { params: { path: { region }, query } }),
    );
    if (page.items.length === 0) return events;
    events.push(...page.items);
  }
}

async function feedWith(event: string): Promise<EventAnswer[]> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const events = await feed();
    if (events.some((one) => one.event === event)) return events;
    if (Date.now() > deadline) throw new Error(`not in the log in time: ${event}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function told(was: ReportAnswer): Promise<void> {
  const path = { region, report_id: was.id };
  const history = answered(
    await as("auditor").GET("/v1/regions/{region}/reports/{report_id}/history", { params: { path } }),
  );
  const steps = history.items.map((one) => one.action);
  held("told", steps[0] === "report.reported" && steps.at(-1) === "report.closed", steps);
  const events = await feedWith(history.items.at(-1)?.event ?? "");
  held("gap-free", events.every((one, place) => one.leaf_index === place));
  const { receipt } = was;
  held("in the log", events.some((one) => one.event === receipt?.event && one.leaf_hash === receipt.leaf_hash));
  // The path of a tile has slashes in it: the client writes them as %2F.
  const tile = await as("auditor").GET("/v1/regions/{region}/audit/tile/{tile}", {
    params: { path: { region, tile: `0/000.p/${events.length}` } },
    parseAs: "arrayBuffer",
  });
  held("a tile", answered(tile).byteLength === hashBytes * events.length);
}

/** Never called: each line is a mistake that the compiler has to find. */
export function mistakes(): unknown[] {
  // @ts-expect-error: a trigger that there is not
  const trigger: ReportTransition = { trigger: "approve" };
  // @ts-expect-error: a decision without its reason
  const reason: TaskTransition = { trigger: "decline" };
  // @ts-expect-error: a step of a case with the members of another
  const step: CaseStepRequest = { step: "police_report", verdict: "guilty" };
  // @ts-expect-error: a severity that there is not
  const severity: ReportIntake = { ...intake("x"), severity: "S9" };
  // @ts-expect-error: a command without its key
  const keyless = as("polres").POST("/v1/regions/{region}/reports", { params: { path: { region } }, body: intake("x") });
  // @ts-expect-error: a path that there is not
  const path = as("polres").GET("/v1/regions/{region}/report");
  return [trigger, reason, step, severity, keyless, path];
}

const first = await takenIn();
await refusedAtTheDoor();
await closed(await worked(first, await assigned(await verified(first))));
await told(first);
await listed();
