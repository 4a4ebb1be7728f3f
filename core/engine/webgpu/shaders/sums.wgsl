// Sums rows of numbers, FAN rows to one, always in the same order. Run again on its own sums until one row is left.

struct Table {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> table: Table;
/// [rows, columns]
@group(0) @binding(1) var<storage, read> terms: array<f32>;
/// [rows / FAN rounded up, columns]
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn sumRows(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  let first = id.y * FAN;
  if (column >= table.columns) {
    return;
  }
  var sum = 0.0;
  for (var row = first; row < min(first + FAN, table.rows); row++) {
    sum += terms[row * table.columns + column];
  }
  sums[id.y * table.columns + column] = sum;
}
