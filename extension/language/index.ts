/** The face of extension/language: all that VS Code does inside experiment and sweep files, but for what is above them. */
export { languageId, registerLanguage, sweepLanguageId } from "./registerLanguage";
