/** The face of the figures: what surrounds every drawing of the page, its menu, its table and its files. */
export { InductionFigure } from "./element";
export type { Column, CopyEvent, Figure, SaveEvent, Table } from "./figure";
export { fileNameOf } from "./files";
export {
  svgCircle,
  svgDocument,
  svgGroup,
  svgImage,
  svgLine,
  svgPath,
  svgPolyline,
  svgRect,
  svgText,
  type Attributes,
  type Drawing,
  type Svg,
} from "./svg";
