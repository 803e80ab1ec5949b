export { graphOf, type GraphEdge, type GraphNode, type GraphScope } from './graph.js'
export { svg } from './svg.js'
