// Every row of pi of every sequence of a batch, an invocation for each.

@group(0) @binding(0) var<uniform> draw: Draw;
/// [count, ROWS, TOKENS]
@group(0) @binding(1) var<storage, read_write> thresholds: array<u32>;

/// The same for stationary starts, else a single cell.
@group(0) @binding(2) var<storage, read_write> logarithms: array<f32>;

@compute @workgroup_size(64)
fn allRows(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  for (var index = id.x; index < draw.count * ROWS; index += workgroups.x * 64u) {
    let number = numberOf(index / ROWS, draw.firstLow, draw.firstHigh);
    drawRow(number, index % ROWS, draw.seed, index * TOKENS);
  }
}
