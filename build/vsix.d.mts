/** The extension as one file, for the tests. */
export interface Packed {
  /** publisher.name */
  readonly id: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

export function packExtension(file: string): Promise<Packed>;
