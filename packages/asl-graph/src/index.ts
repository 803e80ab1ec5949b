export type { CoverageReport } from './coverage-marks.js'
export type { ExecutionHistory } from './execution/events.js'
export { graphOf, type GraphEdge, type GraphNode, type GraphScope } from './graph.js'
export { svg, type PictureOptions } from './svg.js'
