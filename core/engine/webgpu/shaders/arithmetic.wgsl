// Arithmetic that the devices' own may not do exactly enough.

/// ln x for normal x > 0, to a few units in the last place; a device's own may be off by 5e-7 near 1.
fn naturalLog(x: f32) -> f32 {
  let parts = frexp(x);
  let isLow = parts.fract < 0.70710678;
  let fraction = select(parts.fract, 2.0 * parts.fract, isLow);
  let exponent = f32(parts.exp - select(0, 1, isLow));
  let s = (fraction - 1.0) / (fraction + 1.0);
  let t = s * s;
  let series = 1.0 + t * (1.0 / 3.0 + t * (0.2 + t * (1.0 / 7.0 + t * (1.0 / 9.0))));
  return exponent * 0.69314718 + 2.0 * s * series;
}
