export { deployCommand } from './deploy-command.js'
export { runCommand } from './run-command.js'
