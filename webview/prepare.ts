/** What has to be so before any other module of the page runs, and is therefore imported first. */
import { config as configureChecks } from "zod";
import { learnLanguage } from "./words/language";

// The page's content security policy forbids compiled checks, and even trying is reported as a violation.
configureChecks({ jitless: true });
learnLanguage(document);
