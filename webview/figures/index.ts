/** The face of the figures: what surrounds every drawing of the page, its menu, its table and its files. */
export type { Column, CopyEvent, Figure, SaveEvent, Table } from "./figure";
