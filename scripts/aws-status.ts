// Shows what the pipeline on AWS has made: `pnpm aws:status [--limit N] [--env NAME] ...`.
import { runCommand, statusCommand } from 'deploy'
import { tableNames, userTransactions } from 'pipeline-def'

const { name: report, columns } = userTransactions
const reportTables = { tables: tableNames, report, columns: columns.map(({ name }) => name) }
await runCommand((args, terminal) => statusCommand(args, terminal, reportTables))
