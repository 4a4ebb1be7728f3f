/** What programs that the extension begins find in their environment. */

let enginesFolder: string | undefined;

/** Where packages of compute engines are installed and looked for, unless the user's own environment says otherwise. */
export function keepEnginesIn(folder: string): void {
  enginesFolder = folder;
}

/** For a process that the editor's own Node runs: nothing has to be installed. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return {
    ...(enginesFolder !== undefined && { INDUCTION_LAB_ENGINES: enginesFolder }),
    ...process.env,
    ELECTRON_RUN_AS_NODE: "1",
  };
}
