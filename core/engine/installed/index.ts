/** The face of core/engine/installed: packages for graphics processors, which are not bundled but installed by the user. */
export { enginesFolder } from "./folder";
export { EngineInstallError, installPackages } from "./install";
export { enginePackages, installedVersions, removePackages, type PackagesId } from "./packages";
export { EngineAbsentError, requireInstalled, type InstalledName } from "./require";
export { adapterName, installedWebgpu } from "./webgpu";
