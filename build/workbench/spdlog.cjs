/**
 * What VS Code writes its log files with, in plain JavaScript. The real one (@vscode/spdlog) is native code that would
 * have to be compiled; without any, output channels of extensions stay empty. setup.mjs puts this file in its place.
 */
const { createWriteStream, mkdirSync } = require("node:fs");
const path = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical"];

class Logger {
  /** @param {string} file */
  constructor(file) {
    this.level = 2;
    this.bare = false;
    mkdirSync(path.dirname(file), { recursive: true });
    this.stream = createWriteStream(file, { flags: "a" });
    // A log that cannot be written must not end the program that logs.
    this.stream.on("error", () => {});
  }

  /** @param {number} level @param {string} message */
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    this.stream.write(this.bare ? message : `${time} [${levels[level]}] ${message}\n`);
  }

  getLevel() {
    return this.level;
  }

  /** @param {number} level */
  setLevel(level) {
    this.level = level;
  }

  /** Messages come with their time, level and line end. */
  clearFormatters() {
    this.bare = true;
  }

  setPattern() {}
  flush() {}

  drop() {
    this.stream.end();
  }
}

for (const [level, name] of ["trace", "debug", "info", "warn", "error", "critical"].entries()) {
  Logger.prototype[name] = function (/** @type {string} */ message) {
    this.write(level, message);
  };
}

const createLogger = async (/** @type {string} */ _name, /** @type {string} */ file) => new Logger(file);

// One by one, so that an import of this module sees the names.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
