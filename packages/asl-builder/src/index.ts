export { emit } from './emit/emit.js'
