/** The face of test/workbench: a real VS Code with the extension, for tests to use as a person does. */
export { describeWorkbench } from "./describe";
export {
  activeTab,
  closeEditors,
  goTo,
  openFile,
  openProblems,
  problem,
  quickFix,
  replaceText,
  save,
  showTab,
  textEditor,
  type,
} from "./editor";
export { runHostSuites, type HostReport, type HostTest } from "./hostSuites";
export { closeWindow, openWorkbench, reloadWindow, type LiveWorkbench, type WorkbenchOptions } from "./live";
export { dialog, notification, pressButton, statusItem } from "./messages";
export { answer, answerPath, fill, find, hasCommand, pick, quickInput, runCommand } from "./palette";
export { untilWorks } from "./retry";
export { chooseFromMenu, clickInline, expand, openSidebar, treeRow } from "./sidebar";
export { useTheme, webview } from "./views";
