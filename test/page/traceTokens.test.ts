/** Which sequence is traced in the built page: out of the run's data, edited token by token, typed or pasted; by mouse and by keyboard. */
import { beforeAll, expect, test } from "vitest";
import { tokenName, traceAt, type Trace } from "../../core/inspect";
import { openInspector, readAloud, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { answerAll, answerTo, choosePlace, expectExact, expectTraced, sequenceOf } from "./tracing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;
let tokens: Uint8Array;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  // Tall enough to have the trace in sight: out of sight it lags behind.
  inspector = await openInspector(stage.browser, { height: 1500 });
  await inspector.send(...showing(run));
  tokens = await sequenceOf(run, { set: "train", index: 6 });
});

const view = () => inspector.page.locator("induction-trace");
const said = () => readAloud(inspector, "induction-trace");
const chips = () => view().getByRole("listbox", { name: "Tokens of the sequence" }).getByRole("option");

/** What core makes of it at the newest step. */
function traced(at: number, of = tokens): Trace {
  const row = run.recording.snapshots.steps.length - 1;
  return traceAt(run.model, parametersAt(run.recording, row), of, at);
}

test("the first validation sequence is asked for as soon as the run is shown, and is traced to its target", async () => {
  await expect(answerAll(inspector, run)).resolves.toEqual([{ set: "validation", index: 0 }]);
  const first = await sequenceOf(run, { set: "validation", index: 0 });
  const names = Array.from(first, (token) => tokenName(token, run.model.alphabetSize));
  await expect(chips().allInnerTexts()).resolves.toEqual([...names, "?"]);
  await expect(chips().and(inspector.page.locator(".traced")).getAttribute("data-at")).resolves.toBe("100");
  await expect(view().getByRole("textbox", { name: "sequence" }).inputValue()).resolves.toBe("1");
});

test("sequences are chosen by set, by number, one after the other, and at random", async () => {
  const { page } = inspector;
  await view().getByRole("radio", { name: "training" }).click();
  await expect(answerAll(inspector, run)).resolves.toEqual([{ set: "train", index: 0 }]);
  await view().getByRole("button", { name: "sequence: the next" }).click();
  await expect(answerAll(inspector, run)).resolves.toEqual([{ set: "train", index: 1 }]);
  const field = view().getByRole("textbox", { name: "sequence" });
  await field.fill("2001");
  await field.press("Enter");
  await expect(said()).resolves.toContain("“2001” is no whole number from 1 to 2000.");
  await expect(answerAll(inspector, run)).resolves.toEqual([]);
  await view().getByRole("button", { name: "Random" }).click();
  const [random] = await answerAll(inspector, run);
  expect(random.index).toBeLessThan(2000);
  await field.fill("7");
  await field.press("Enter");
  await expect(answerAll(inspector, run)).resolves.toEqual([{ set: "train", index: 6 }]);
  await expect(page.locator("induction-stepper .error").count()).resolves.toBe(0);
  await view().getByRole("button", { name: "more subsets" }).click();
});

test("a token changed by a click or by its letter changes the numbers, and can be taken back", async () => {
  const changed = tokens.slice();
  const before = tokenName(changed[99], 3);
  changed[99] = (changed[99] + 1) % 3;
  await chips().nth(99).click();
  await expect(chips().nth(99).innerText()).resolves.not.toBe(before);
  await expectTraced(view(), traced(100, changed));
  await expect(chips().nth(99).getAttribute("aria-label")).resolves.toContain("changed");
  await chips().nth(50).focus();
  await inspector.page.keyboard.press("b");
  changed[50] = 1;
  await expectTraced(view(), traced(100, changed));
  await view().getByRole("button", { name: "Reset Tokens" }).click();
  await expectTraced(view(), traced(100));
  await expect(view().locator(".edited").count()).resolves.toBe(0);
});

test("the keyboard alone walks over the chips, changes them, and traces another place", async () => {
  const { page } = inspector;
  await view().locator('.chip[tabindex="0"]').focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  const focused = () => view().locator(".chip:focus").getAttribute("data-at");
  await expect(focused()).resolves.toBe("1");
  await page.keyboard.press("ArrowDown");
  expect(Number(await focused())).toBeGreaterThan(10);
  await page.keyboard.press("ArrowUp");
  await expect(focused()).resolves.toBe("1");
  await page.keyboard.press("Enter");
  await expect(view().locator(".edited").count()).resolves.toBe(1);
  await page.keyboard.press("Delete");
  await expect(view().locator(".edited").count()).resolves.toBe(0);
  await page.keyboard.press("End");
  for (let back = 0; back < 21; back++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press(" ");
  await expect(view().getByRole("textbox", { name: "place", exact: true }).inputValue()).resolves.toBe("81");
  await expectTraced(view(), traced(80));
  await chips()
    .nth(100)
    .click({ modifiers: ["Alt"] });
  await expectTraced(view(), traced(100));
});

test("before the first place and where nothing stands, that is said", async () => {
  await choosePlace(view(), 1);
  await expect(said()).resolves.toContain("Nothing stands before the first place");
  await choosePlace(view(), 102);
  await expect(said()).resolves.toContain("there is no truth to compare with");
  await expectTraced(view(), traced(101));
  await choosePlace(view(), 101);
});

test("typed and pasted tokens are traced; what is wrong with them is said beside the field, and stays text", async () => {
  const { page } = inspector;
  await view().getByRole("radio", { name: "your own" }).click();
  const field = view().getByRole("textbox", { name: "Tokens of your own sequence" });
  await expect(field.inputValue()).resolves.toBe(
    Array.from(tokens, (token) => tokenName(token, 3)).join(" "),
  );
  await field.fill("a b, C 0\n1 2 abc");
  const typed = Uint8Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2);
  await expect(chips().allInnerTexts()).resolves.toEqual([..."A B C A B C A B C ?".split(" ")]);
  await expectTraced(view(), traced(9, typed));
  const errors: readonly [string, string][] = [
    ["ABD", "“D” at character 3 is no token. Allowed: letters from A to C, or numbers from 0 to 2"],
    ["0 1 12", "“12” at character 5 is no token."],
    ["AB🙂", "“🙂” at character 3 is no token."],
    ["<img src=x onerror=alert(1)>", "“<” at character 1 is no token."],
    ["A".repeat(65_536), "65,536 tokens are too many: a sequence has at most 65,535."],
  ];
  for (const [text, problem] of errors) {
    await field.fill(text);
    await expect(view().locator("induction-field .error").innerText()).resolves.toContain(problem);
    await expect(field.getAttribute("aria-invalid")).resolves.toBe("true");
  }
  await expect(page.locator("img").count()).resolves.toBe(0);
  await expect(chips().count(), "the last good sequence stays").resolves.toBe(10);
  await field.fill("AB");
  await expect(view().locator("induction-field .hint").innerText()).resolves.toBe(
    "The window is 5 tokens: heads see only what is there.",
  );
  await expectTraced(view(), traced(2, Uint8Array.of(0, 1)));
  await view().getByRole("radio", { name: "training" }).click();
  await inspector.send(await answerTo(run, { set: "train", index: 6 }));
  await answerAll(inspector, run);
  await expect(field.count()).resolves.toBe(0);
});

test("what is in the way of a sequence is said, and what was traced before stays", async () => {
  const problem = "The data file /data/a.npy is gone. Correct data.path.";
  const sequence = { kind: "problem", problem, set: "train", index: 3 } as const;
  await inspector.send({ kind: "sequence", run: run.facts.run, sequence });
  await expect(view().getByRole("alert").innerText()).resolves.toBe(problem);
  await expect(chips().count()).resolves.toBe(102);
  const strange = {
    kind: "tokens",
    count: 9,
    tokens: Uint8Array.of(0, 7, 1),
    set: "train",
    index: 3,
  } as const;
  await inspector.send({ kind: "sequence", run: run.facts.run, sequence: strange });
  await expect(said()).resolves.toContain("This run knows 3 tokens, and the sequence has others");
  await inspector.send(await answerTo(run, { set: "train", index: 6 }));
  await expect(view().getByRole("alert").count()).resolves.toBe(0);
  expect(inspector.complaints).toEqual([]);
});

test("of a run that skips short windows, a sequence that is too short says how many tokens it takes", async () => {
  const skipping = await trained(stage.folder, "skipping", {
    name: "skipping",
    data: { trainSequences: 50, validationSequences: 0, sequenceLength: 20 },
    model: { boundary: "skip", loss: "log", window: 4, heads: 2, maxDegree: 2 },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 20 }] },
  });
  const page = await openInspector(stage.browser);
  await page.send(...showing(skipping));
  await expect(answerAll(page, skipping), "nothing is held out").resolves.toEqual([
    { set: "train", index: 0 },
  ]);
  const trace = page.page.locator("induction-trace");
  await expect(trace.getByRole("radio").allInnerTexts()).resolves.toEqual(["training", "your own"]);
  const drawn = await sequenceOf(skipping, { set: "train", index: 0 });
  const row = skipping.recording.snapshots.steps.length - 1;
  const core = traceAt(skipping.model, parametersAt(skipping.recording, row), drawn, 20);
  await expectExact(trace.locator(".y"), [...core.pass.output]);
  await expectExact(trace.locator(".loss"), [core.prediction[drawn[20]], core.loss]);
  await trace.getByRole("radio", { name: "your own" }).click();
  await trace.getByRole("textbox", { name: "Tokens of your own sequence" }).fill("ABCA");
  const text = await readAloud(page, "induction-trace");
  expect(text).toContain(
    "The heads see 4 back: at least 5 tokens are needed before a place can be predicted.",
  );
  expect(text).toContain(
    "At least 5 tokens have to stand before a place that is predicted; before this one: 4.",
  );
  expect(page.complaints).toEqual([]);
  await page.page.context().close();
});
