export {
  createHandler,
  type ConnectorResult,
  type Handler,
  type HandlerOptions,
  type InvocationContext,
} from './handler.js'
export { extract, type ExtractedTable, type ExtractOptions } from './extract.js'
export type { ConnectorEvent, Strategy } from './event.js'
export { ConfigurationError, ConnectorError } from './errors.js'
export { embeddedSource } from './embedded-source.js'
export { folderTarget } from './folder-target.js'
export type { ObjectTarget } from './object-target.js'
export type { RowSource } from './row-source.js'
export { mysqlSource } from './mysql-source.js'
export { settingsFromUrl, type MySqlSettings, type SettingsProvider } from './mysql-settings.js'
export { jsonLog, type Log } from './log.js'
export { checkedTables } from './source-table.js'
export type { ColumnType, SourceColumn, SourceTable, TableFormat } from './source-table.js'
