/** The build's two special imports: kernels as bytes, and a worker thread's program as bundled text. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module "*?bundle" {
  const program: string;
  export default program;
}
