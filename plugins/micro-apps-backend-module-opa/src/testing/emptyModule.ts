/** The smallest WebAssembly module: its magic number and version. */
export const EMPTY_MODULE_BYTES = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
]);
/** The same, compiled. */
export const EMPTY_MODULE = new WebAssembly.Module(EMPTY_MODULE_BYTES);
