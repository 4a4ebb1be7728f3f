/**
 * The graphics processor: found, opened, its memory asked for, and its loss noticed. Knows nothing of models. WebGPU
 * comes from the npm package `webgpu`, Dawn for Node, which is not bundled but installed by the user.
 */
import { adapterName, EngineAbsentError, installedWebgpu } from "../installed";

/** The device went away during a run; the message says how to go on. */
export class DeviceLostError extends Error {
  override readonly name = "DeviceLostError";
}

/** Bits of GPUBufferUsage, as the WebGPU specification fixes them; Node has no global that holds them. */
export const usage = {
  mapRead: 0x0001,
  copySource: 0x0004,
  copyTarget: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
} as const;

/** GPUMapMode.READ */
const READ = 1;

/** Milliseconds. */
const LOSS_MAY_LAG = 50;

/**
 * Opens the fastest device.
 * @throws EngineAbsentError where the package is not installed, or there is no adapter, as without a graphics driver
 */
export async function openDevice(): Promise<Device> {
  const adapter = await installedWebgpu().requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new EngineAbsentError(
      "WebGPU found no graphics processor: there is none, or its driver is missing (on Linux a Vulkan driver and " +
        'libvulkan1; "vulkaninfo --summary" lists what is there). Install the driver, or set engine.kind to "cpu".',
    );
  }
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  return new Device(device, adapterName(adapter.info));
}

/** An open device. What waits for it is rejected when it is lost. */
export class Device {
  /** Most bytes of a buffer that a kernel can see. */
  readonly mostBytes: number;
  private loss: DeviceLostError | undefined;
  private problem: Error | undefined;
  private closed = false;
  /** One at most, as a rule; a promise of the loss instead would remember everybody who ever waited. */
  private readonly waiting = new Set<(loss: DeviceLostError) => void>();

  constructor(
    readonly gpu: GPUDevice,
    readonly name: string,
  ) {
    this.mostBytes = Math.min(gpu.limits.maxBufferSize, gpu.limits.maxStorageBufferBindingSize);
    void gpu.lost.then((info) => {
      const loss = this.closed
        ? new DeviceLostError("This engine has been disposed of.")
        : lostError(name, info);
      this.loss = loss;
      for (const reject of this.waiting) reject(loss);
    });
    gpu.onuncapturederror = ({ error }) => {
      this.problem ??= new Error(`The device ${name} refused a step: ${error.message}`);
    };
  }

  /** `work`, or the loss of the device, whatever comes first. @throws DeviceLostError */
  async unlessLost<Result>(work: Promise<Result>): Promise<Result> {
    const result = await new Promise<Result>((resolve, reject) => {
      this.waiting.add(reject);
      const over = () => this.waiting.delete(reject);
      work.then(resolve, (error: unknown) => {
        // What the loss makes of work under way is of no interest beside the loss itself, which may be a moment behind.
        setTimeout(() => reject(this.loss ?? asError(error)), LOSS_MAY_LAG);
      });
      work.then(over, over);
      if (this.loss) reject(this.loss);
    });
    if (this.problem) throw this.problem;
    return result;
  }

  /** A buffer of `bytes`, rounded up to whole words, all 0. */
  buffer(label: string, bytes: number, uses: number): GPUBuffer {
    return this.gpu.createBuffer({ label, size: Math.max(4, Math.ceil(bytes / 4) * 4), usage: uses });
  }

  /** A buffer with these contents that does not change. */
  constant(label: string, contents: Uint32Array<ArrayBuffer>, uses: number): GPUBuffer {
    const buffer = this.buffer(label, contents.byteLength, uses | usage.copyTarget);
    this.gpu.queue.writeBuffer(buffer, 0, contents);
    return buffer;
  }

  /** What `make` allocates, or null where the device has no memory for it; then nothing of it is kept. */
  async ifItFits<Made>(make: (own: (buffer: GPUBuffer) => GPUBuffer) => Made): Promise<Made | null> {
    const { gpu } = this;
    const buffers: GPUBuffer[] = [];
    gpu.pushErrorScope("validation");
    gpu.pushErrorScope("out-of-memory");
    const made = make((buffer) => {
      buffers.push(buffer);
      return buffer;
    });
    const [lacking, wrong] = await this.unlessLost(Promise.all([gpu.popErrorScope(), gpu.popErrorScope()]));
    if (!lacking && !wrong) return made;
    for (const buffer of buffers) buffer.destroy();
    if (lacking) return null;
    throw new Error(`The device ${this.name} refused a buffer: ${wrong?.message ?? ""}`);
  }

  /** Contents of a buffer made with `mapRead`, once everything submitted before has run. @throws DeviceLostError */
  async read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    await this.unlessLost(buffer.mapAsync(READ, 0, bytes));
    const contents = buffer.getMappedRange(0, bytes).slice(0);
    buffer.unmap();
    return contents;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.gpu.destroy();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function lostError(name: string, { reason, message }: GPUDeviceLostInfo): DeviceLostError {
  const words = message.trim() || reason;
  return new DeviceLostError(
    `The graphics processor was lost (${name}: ${words}). Nothing that was recorded is: resume the run, with ` +
      'engine.kind "cpu" if it happens again.',
  );
}
