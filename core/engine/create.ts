import type { Engine, EngineRequest } from "./engine";
export declare function createEngine(request: EngineRequest): Promise<Engine>;
