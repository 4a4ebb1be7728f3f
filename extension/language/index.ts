/** The face of extension/language: all that VS Code does inside an experiment file, but for what is above its lines. */
export { languageId, registerLanguage } from "./registerLanguage";
