export { startMySql, type LocalMySql, type NoMySql, type StartOptions } from './start-mysql.js'
export { findDumpClient } from './find-server.js'
