/** `construct`: what it prints, the run that it writes and that goes on from there, and what it refuses. */
import path from "node:path";
import { expect, test } from "vitest";
import { openRun } from "../../core/runs";
import { jsonLines, run, temporaryFolder } from "./program";

const quick = ["--sequences", "50"];

test("IH_2: who does what, the error by sharpness, and a run of the mixed target that stays where it is", async () => {
  const folder = await temporaryFolder();
  const { exitCode, stdout, stderr } = await run(folder, "construct", "ih2", ...quick, "--out", "ih2");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^IH_2: Σ_s x_s softmax_s/);
  expect(stdout).toMatch(/layer 1, head 1 +copies/);
  expect(stdout).toMatch(/layer 2, its head +matches and votes/);
  expect(stdout).toMatch(/\n20 +\d\.\d\de-8 +\S+ +-1\.000 /);
  expect(stdout).toContain("The run is in ih2, before its first step");
  const resumed = jsonLines((await run(folder, "resume", "ih2", "--json")).stdout);
  const { outcome } = resumed.find(({ kind }) => kind === "finished") as {
    readonly outcome: { readonly status: string; readonly losses: { readonly last: number } };
  };
  expect(outcome.status).toBe("done");
  expect(outcome.losses.last).toBeLessThan(1e-12);
  // Known at once, and not after the measuring.
  const again = await run(folder, "construct", "ih2", ...quick, "--out", "ih2");
  expect(again.stdout).toBe("");
  expect(again.stderr).toContain("ih2 is not empty: a new run needs a folder of its own");
});

test("GIH_n for programs, and a run on tokens that begins with the weights themselves", async () => {
  const folder = await temporaryFolder();
  const args = ["gihn", ...quick, "--map", "polynomial", "--features", "28", "--json", "--out", "gihn"];
  const { exitCode, stdout } = await run(folder, "construct", ...args);
  expect(exitCode).toBe(0);
  const lines = jsonLines(stdout);
  expect(lines[0]).toMatchObject({
    kind: "construction",
    construct: "gihn",
    order: 3,
    map: "polynomial",
    features: 28,
  });
  expect(lines.filter(({ kind }) => kind === "role").map(({ does }) => does)).toEqual([
    ...["copies", "copies", "transforms", "matches and votes"],
  ]);
  const tables = lines.filter(({ kind }) => kind === "constructionError").map(({ by }) => by);
  expect(new Set(tables)).toEqual(new Set(["sharpness", "heads", "features"]));
  expect(lines.at(-1)).toMatchObject({ kind: "constructed", runDirectory: "gihn", degree: 2 });
  const snapshots = await (await openRun(path.join(folder, "gihn"))).snapshots();
  expect(snapshots).toHaveLength(1);
  // w*²(e^(−1) − e^(−2)) each for two heads alone, and w*²(1 − e^(−1))² for both: together w*²(1 − e^(−2)).
  expect(snapshots.arrays.get("scale")?.data[0]).toBeCloseTo(4 * (1 - Math.exp(-2)), 12);
});

test("what cannot be built or trained is refused before anything is written", async () => {
  const folder = await temporaryFolder();
  const refused = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(folder, "construct", ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    return stderr;
  };
  expect(await refused("ihn", "--heads", "3")).toContain("heads can be 1 to 2, not 3");
  expect(await refused("ih2", "--length", "4")).toMatch(
    /with --no-run it is measured alone[^]*sequenceLength/,
  );
  expect(await refused("ih4")).toContain("ih2, ihn, gihn");
  expect(await refused("ihn", "--similarity", "laplace")).toContain("--similarity is of gihn alone");
  expect(await refused("gihn", "--mixing", "2")).toContain("--mixing is of ih2 alone");
});

test("of what only gihn has, nothing is told of another head", async () => {
  const { stdout } = await run(await temporaryFolder(), "construct", "ih2", ...quick, "--no-run", "--json");
  expect(jsonLines(stdout)[0]).toMatchObject({ construct: "ih2", features: 1 });
  for (const name of ["similarity", "map", "allowedFeatures"])
    expect(jsonLines(stdout)[0]).not.toHaveProperty(name);
});
