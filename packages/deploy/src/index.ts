export { deployCommand } from './deploy-command.js'
export { runCommand } from './run-command.js'
export { startCommand } from './start-command.js'
export { statusCommand, type ReportTables } from './status-command.js'
