import { describe, expect, test } from "vitest";
import { isFromPanel } from "../../../core/protocol";
import { curvesTable } from "../../../webview/charts/curvesTable";
import type { Plot } from "../../../webview/charts/plot";
import type { Table } from "../../../webview/figures/figure";
import { csvOf, fileNameOf, tsvOf } from "../../../webview/figures/files";
import { svgDocument, svgRect, svgText } from "../../../webview/figures/svg";
import type { Theme } from "../../../webview/theme";

const table: Table = {
  columns: [
    { name: "step", values: [0, 1], format: String },
    {
      name: 'loss of "a", first',
      values: Float64Array.of(0.1 + 0.2, NaN),
      format: (value) => value.toFixed(1),
    },
    { name: "words", values: ["two\nlines\tand a tab", "plain"] },
  ],
};

describe("files", () => {
  test("CSV is as RFC 4180 has it, with every digit and nothing for what is unknown", () => {
    expect(csvOf(table)).toBe(
      [
        'step,"loss of ""a"", first",words',
        '0,0.30000000000000004,"two\nlines\tand a tab"',
        "1,,plain",
        "",
      ].join("\r\n"),
    );
  });

  test("what goes onto the clipboard falls into a spreadsheet's cells", () => {
    expect(tsvOf(table)).toBe(
      'step\tloss of "a", first\twords\n0\t0.30000000000000004\ttwo lines and a tab\n1\t\tplain',
    );
  });

  test("names of files have nothing in them that a file system minds", () => {
    expect(fileNameOf("a/b: c", "scale a\\over <steps>", "csv")).toBe("a-b- c - scale a-over -steps-.csv");
    expect(fileNameOf("r".repeat(300), "x", "svg").length).toBeLessThan(200);
    const long = fileNameOf("試".repeat(300), "🙂".repeat(300), "svg");
    expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(255);
    expect(long).toMatch(/^試{32} - 🙂{24}\.svg$/u);
    const message = { kind: "save", fileName: long, contents: new Uint8Array() };
    expect(isFromPanel(message)).toBe(true);
  });
});

describe("the numbers of a chart", () => {
  const series = (steps: readonly number[], values: readonly number[], places = steps) => ({
    steps,
    places,
    values,
  });
  const curve = { colour: 0, dashed: false } as const;
  const plot: Plot = { label: "losses", marks: [], format: String, unit: "nats", curves: [] };

  test("have a row for each place and a gap where a curve has none", () => {
    const curves = [
      { ...curve, name: "training", series: series([0, 1, 3], [5, 4, 3]) },
      { ...curve, name: "validation", series: series([0, 2, 3], [9, 8, 7]) },
    ];
    const { columns } = curvesTable({ ...plot, curves }, "step");
    expect(columns.map(({ name, values }) => [name, ...Array.from<unknown>(values)])).toEqual([
      ["step", 0, 1, 2, 3],
      ["training (nats)", 5, 4, NaN, 3],
      ["validation (nats)", 9, NaN, 8, 7],
    ]);
  });

  test("over times tell the steps too, of each run where they differ", () => {
    const one = { ...curve, name: "a", series: series([0, 10], [1, 2], [0, 0.5]) };
    const other = { ...curve, name: "b", series: series([0, 20], [3, 4], [0, 0.5]) };
    const names = (curves: Plot["curves"]) =>
      curvesTable({ ...plot, curves }, "time").columns.map(({ name }) => name);
    expect(names([one])).toEqual(["step", "time", "a (nats)"]);
    expect(names([one, other])).toEqual(["step (a)", "step (b)", "time", "a (nats)", "b (nats)"]);
  });
});

test("whatever words an SVG is given, they stay words, and characters that XML cannot hold are left out", () => {
  const theme: Theme = {
    ...{ background: "dark", highContrast: false, foreground: "#ccc", muted: "#999", hairline: "#333" },
    ...{ page: "#111", series: [], fontFamily: '"Ubuntu", sans-serif' },
  };
  const words = `<script>"&\u0000\u0007\ud800`;
  const svg = svgDocument(
    {
      title: words,
      width: 10.123456,
      height: 20,
      body: [svgText(1, 2, words), svgRect(0, 0, 1, 1, { fill: words })],
    },
    theme,
  );
  expect(svg).toContain("<title>&lt;script&gt;&quot;&amp;</title>");
  expect(svg).toContain('fill="&lt;script&gt;&quot;&amp;"');
  expect(svg).toContain('width="10.12"');
  expect(svg).toContain('font-family="&quot;Ubuntu&quot;, sans-serif"');
  expect(svg).not.toMatch(/<script/);
});
