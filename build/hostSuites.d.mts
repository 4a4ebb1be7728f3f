/** Bundles the suites of test/host. Returns the path of the program that runs them. */
export function buildHostSuites(): Promise<string>;
