import { expect, test } from "vitest";
import { z } from "zod";
import {
  experimentFromValue,
  experimentJsonSchema,
  presets,
  presetText,
  type FieldSchema,
} from "../../../core/config";

test("is a draft 7 schema in which only the name is required and unknown keys are errors", () => {
  expect(experimentJsonSchema()).toMatchObject({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["name"],
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
  });
});

test("every object is closed, and every field of it is described", () => {
  for (const { place, field } of fieldsOf(experimentJsonSchema())) {
    if (field.type === "object") expect(field.additionalProperties, place).toBe(false);
    for (const [key, inner] of Object.entries(field.properties ?? {})) {
      expect(inner.description, `${place}.${key}`).toMatch(/\.$/);
    }
  }
});

test("says of every word that can be chosen what it means", () => {
  const fields = fieldsOf(experimentJsonSchema());
  const words = fields.flatMap(({ place, field }) =>
    (field.enum ?? []).map((word, index) => [`${place} ${String(word)}`, field.enumDescriptions?.[index]]),
  );
  const constants = fields
    .filter(({ field }) => field.const !== undefined || field.type === "null")
    .map(({ place, field }) => [`${place} ${String(field.const)}`, field.description]);
  expect(words.length).toBeGreaterThan(20);
  expect(constants.length).toBeGreaterThan(5);
  for (const [word, meaning] of [...words, ...constants]) expect(meaning, word).toMatch(/^[A-Z−].{10,}\.$/);
});

test("offers stages to begin with, and each is one", () => {
  const stages = experimentJsonSchema().properties?.training?.properties?.stages;
  for (const [snippets, list] of [
    [stages?.defaultSnippets, true],
    [stages?.items?.defaultSnippets, false],
  ] as const) {
    expect(snippets?.length).toBeGreaterThan(1);
    for (const { label, body } of snippets ?? []) {
      const filled = body
        .replace("^", "")
        .replace(/\$\{\d+:([^}]*)\}/g, "$1")
        .replace(/\$\{\d+\|(\w+)[^}]*\}/g, "$1");
      const result = experimentFromValue({
        name: "x",
        training: { stages: list ? JSON.parse(filled) : [JSON.parse(filled)] },
      });
      expect(result.ok, `${label}: ${filled}`).toBe(true);
    }
  }
});

test("every example is an allowed value", () => {
  const examples = fieldsOf(experimentJsonSchema()).flatMap(({ place, field }) =>
    (field.examples ?? []).map((example) => ({ place, example, field })),
  );
  expect(examples.length).toBeGreaterThan(5);
  for (const { place, example, field } of examples) {
    const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(field)));
    expect(schema.safeParse(example).success, place).toBe(true);
  }
});

test("requires only what has no default", () => {
  const required = fieldsOf(experimentJsonSchema())
    .filter(({ field }) => field.required)
    .map(({ place, field }) => `${place}: ${field.required?.join(" ")}`);
  expect(required).toEqual([
    ": name",
    ".data|1: kind",
    ".data|2: kind",
    ".data|3: kind path alphabetSize",
    ".model|1: family",
    ".training.stages[]: train steps",
    ".training.stages[].optimizer|1|0: kind",
    ".training.stages[].optimizer|1|1: kind",
    ".training.stages[].optimizer|1|2: kind",
  ]);
});

test.each(presets.map(({ id }) => id))("accepts the preset %s, and not with a key misspelt", (id) => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(experimentJsonSchema())));
  const preset: object = JSON.parse(presetText(id));
  expect(schema.safeParse(preset).success).toBe(true);
  expect(schema.safeParse({ ...preset, sed: 1 }).success).toBe(false);
  expect(schema.safeParse({ ...preset, data: { kind: "file", path: "a.npy" } }).success).toBe(false);
  expect(schema.safeParse({ ...preset, model: { heads: 0 } }).success).toBe(false);
});

/** A schema and all below it: `.key` for properties, `[]` for elements, `|0` for the branches of unions. */
function fieldsOf(field: FieldSchema, place = ""): { readonly place: string; readonly field: FieldSchema }[] {
  return [
    { place, field },
    ...Object.entries(field.properties ?? {}).flatMap(([key, inner]) => fieldsOf(inner, `${place}.${key}`)),
    ...(field.items ? fieldsOf(field.items, `${place}[]`) : []),
    ...(field.oneOf ?? field.anyOf ?? []).flatMap((branch, index) => fieldsOf(branch, `${place}|${index}`)),
  ];
}
