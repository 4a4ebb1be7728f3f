import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin as VitePlugin } from "vite";

export const libraries: Readonly<Record<string, string>>;
export const apart: { esbuild(): EsbuildPlugin; vite(): VitePlugin };
