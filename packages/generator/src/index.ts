export { writeFiles, type GeneratedFile } from './write-files.js'
