/** The build's special imports: kernels as bytes or text, and a worker thread's program as bundled text. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module "*.wgsl" {
  const text: string;
  export default text;
}

declare module "*?bundle" {
  const program: string;
  export default program;
}
