/** GIH_n by construction: networks that turn similarities into products, written down and fitted. */
import { expect, test } from "vitest";
import { construct, featuresTable, measureConstruction, rolesOf } from "../../../core/construction";
import { symmetricEigen } from "../../../core/construction/symmetricEigen";
import { built, errorOf } from "./built";

const gihn = { kind: "gihn", order: 3 } as const;

test("distance and product are exact with few features, written down or fitted", async () => {
  const exact = [
    ["distance", 4],
    ["product", 1],
  ] as const;
  for (const [similarity, count] of exact) {
    for (const map of ["polynomial", "low-rank"] as const) {
      const { features, largest } = await errorOf({ ...gihn, similarity, map });
      expect(features).toBe(count);
      expect(largest).toBeLessThan(1e-11);
    }
  }
  const vectors = { ...gihn, similarity: "product", map: "polynomial", dimension: 2 } as const;
  expect(await errorOf(vectors)).toMatchObject({ features: 4 });
  expect((await errorOf(vectors)).largest).toBeLessThan(1e-13);
});

test("of a Gaussian the error falls with every degree of the polynomial, faster and faster", async () => {
  const { construction, material } = await built({ ...gihn, map: "polynomial", features: 153 });
  const { definition, circuit } = construction;
  expect(circuit.features.ends.slice(0, 4)).toEqual([1, 3, 6, 10]);
  const errors = measureConstruction(definition, circuit, material.sequences, circuit.features.ends).map(
    ({ rootMeanSquare }) => rootMeanSquare,
  );
  const factors = errors.slice(1).map((error, index) => error / errors[index]);
  expect(Math.max(...factors)).toBeLessThan(1);
  expect(factors[15]).toBeLessThan(factors[7]);
  expect(factors[7]).toBeLessThan(factors[1]);
  expect(errors[16]).toBeLessThan(0.01 * errors[0]);
});

test("fitted by low rank, any similarity is better met by more features; the smooth one far sooner", async () => {
  const finalError = async (similarity: "gaussian" | "laplace") => {
    const { construction, material } = await built({ ...gihn, similarity }, 40);
    const rows = featuresTable(construction, material).filter(({ map }) => map === "low-rank");
    expect(rows.map(({ features }) => features)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    const errors = rows.map(({ rootMeanSquare }) => rootMeanSquare);
    expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
    for (const { largest, bound } of rows) expect(largest).toBeLessThanOrEqual(bound);
    return errors[6];
  };
  expect(await finalError("gaussian")).toBeLessThan(0.2 * (await finalError("laplace")));
});

test("the network transforms: without it layer 2 compares products, which is another head", async () => {
  const { construction, material } = await built({ ...gihn, map: "polynomial", features: 190 });
  const network = rolesOf(construction, material.sequences).find(({ does }) => does === "transforms");
  expect(network?.without.rootMeanSquare).toBeGreaterThan(0.3);
  expect(network?.what).toMatch(/^windows into 190 features φ with /);
  const product = await built({ ...gihn, similarity: "product", map: "polynomial" }, 1);
  const [, , one] = rolesOf(product.construction, product.material.sequences);
  expect(one.what).toMatch(/^windows into 1 feature φ with /);
});

test("the laplace similarity has no polynomial features, and says so", async () => {
  const { request, material } = await built({ ...gihn, similarity: "laplace" }, 1);
  expect(() => construct({ ...request, map: "polynomial" }, material.windows)).toThrow(
    "has no polynomial features; fit it by low rank",
  );
});

test("eigenvectors are orthonormal and give the matrix back, the largest eigenvalue first", () => {
  const size = 24;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = Math.sin(3 * i + 7 * j * j);
  }
  const { values, vectors } = symmetricEigen(matrix, size);
  const sizes = Array.from(values, Math.abs);
  expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
  expect(values.some((value) => value < 0)).toBe(true);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let [entry, product] = [0, 0];
      for (let r = 0; r < size; r++) {
        entry += values[r] * vectors[r * size + i] * vectors[r * size + j];
        product += vectors[i * size + r] * vectors[j * size + r];
      }
      expect(entry).toBeCloseTo(matrix[i * size + j], 11);
      expect(product).toBeCloseTo(i === j ? 1 : 0, 11);
    }
  }
});
