/** The types of build/workbench, which tests import. */

/** Paths of the two programs. */
export interface Workbench {
  readonly node: string;
  readonly server: string;
}

export interface ServerOptions {
  readonly workbench: Workbench;
  /** A folder for the server's own data, settings among them. Kept when the server ends. */
  readonly data: string;
  /** A folder of installed extensions: see `installExtension` and `linkExtension`. */
  readonly extensions: string;
  /** Whether every folder is trusted (the default) or none. */
  readonly trusted?: boolean;
  /** Default: any free port. */
  readonly port?: number;
  /** VS Code settings beyond those that keep it quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether pages may drive VS Code's test interfaces: the mocha in its host needs it. */
  readonly automation?: boolean;
}

/** A live server. It ends with the process that started it, however that ends. */
export interface Server {
  /** Host and port. */
  readonly authority: string;
  /** Where a browser finds a folder, with the token it asks for; `payload` holds VS Code's own options of a window. */
  readonly address: (folder: string, payload?: readonly (readonly [string, string])[]) => string;
  /** Changes settings of its windows, which follow at once; not those of VS Code itself that only users may set. */
  readonly configure: (changes: Readonly<Record<string, unknown>>) => Promise<void>;
  /** All its processes: itself, extension hosts, and what extensions started. */
  readonly processes: () => Promise<readonly ServerProcess[]>;
  /** One for every window. */
  readonly extensionHosts: () => Promise<readonly ServerProcess[]>;
  /** The end of what it said. */
  readonly log: () => string;
  /** Ends it and all that it started; resolves when nothing is left. */
  readonly dispose: () => Promise<void>;
}

export interface ServerProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

type Say = (line: string) => void;

/** Why there can be no workbench on this machine. */
export class Unavailable extends Error {}

export function cacheFolder(): string;
export function ensureWorkbench(say?: Say): Promise<Workbench>;
export function ensureChromium(say?: Say): Promise<string>;
export function installExtension(workbench: Workbench, vsix: string, extensions: string): Promise<void>;
export function linkExtension(source: string, extensions: string): Promise<void>;
export function startServer(options: ServerOptions): Promise<Server>;
