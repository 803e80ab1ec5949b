import type { StateMachine } from 'asl-builder'
import { mermaid } from 'asl-graph'
import { environmentNames } from './environments.js'
import { costOf, prices, type RunCost } from './cost.js'

/** `README.md` of the generated folder: what each file is, the order of deployment, the graph. */
export function readme(machine: StateMachine): string {
  return `# The pipeline, ready to deploy

Written by \`pnpm generate\`; edit the sources, not these files.

| File | What it is |
|---|---|
| [etl.asl.json](etl.asl.json) | The state machine, for any tool that deploys Amazon States Language. Its \`\${...}\` are parameters. |
| [etl.svg](etl.svg) | Its picture. |
| [datalake_s3_stack.yaml](datalake_s3_stack.yaml) | The data lake: a private, encrypted bucket. |
| [AWS_cfn_mysql_small.yaml](AWS_cfn_mysql_small.yaml) | Aurora MySQL Serverless v2 in a private network. |
| [step_simple.yaml](step_simple.yaml) | A state machine with HelloWorld alone. |
| [step_partial.yaml](step_partial.yaml) | The pipeline up to its decision, with a view. |
| [step_full.yaml](step_full.yaml) | The pipeline: functions, roles, workgroup, state machine, schedule, alarms. |
| [quicksight_stack.yaml](quicksight_stack.yaml) | QuickSight on the report: spend per day, per user, in total. |
| [parameters/](parameters) | What the environments ${listed(environmentNames)} set. |
| [deploy.sh](deploy.sh) | Deploys it all with the AWS CLI alone. |
| [data-dictionary.md](data-dictionary.md) | Every table and column. |
| [lineage.md](lineage.md) | Where the report's values come from. |
| [lambda/](lambda) | The extraction function by itself: its policies, its test event, the commands. |

## Deploy

\`\`\`sh
aws cloudformation deploy --template-file datalake_s3_stack.yaml --stack-name DatalakeStagingLiveProject --capabilities CAPABILITY_IAM
aws cloudformation deploy --template-file AWS_cfn_mysql_small.yaml --stack-name MySQLDB --capabilities CAPABILITY_IAM
# pnpm package prints the key; the bucket is an output of the first stack
aws s3 cp ../dist/lambda/stack-<hash>.zip s3://<YOUR_S3_BUCKET>/lambdas/mysql_connector/stack-<hash>.zip
aws cloudformation deploy --template-file step_full.yaml --stack-name ETLSolutionStaging --capabilities CAPABILITY_IAM \\
  --parameter-overrides S3LambdaKey=lambdas/mysql_connector/stack-<hash>.zip
aws cloudformation deploy --template-file quicksight_stack.yaml --stack-name Dashboard --capabilities CAPABILITY_IAM
\`\`\`

or \`./deploy.sh [${environmentNames.join('|')}]\` for the bucket, the database and the pipeline. \`step_simple.yaml\` and \`step_partial.yaml\` are steps of the tutorial on the way
to \`step_full.yaml\`; nothing needs them. No parameter has to be given: the bucket is \`datalake-<environment>-<account>-<region>\` unless
\`S3LambdaBucket\` (in the first stack \`SourceDataBucketName\`) names another, and \`step_full.yaml\` finds the database by the name of its
stack. With \`--parameter-overrides file://parameters/live.json\` a stack takes an environment's values; give the stacks of \`live\` and
\`test\` names that end so (\`MySQLDB-live\`, \`ETLSolutionStaging-live\`), by which they find each other, and not staging's.
\`quicksight_stack.yaml\` shows its dashboard to the user named with \`QuickSightUser=NAME\`; what QuickSight has to be allowed first is in
[docs/aws.md](../docs/aws.md).

The database starts empty. The function creates the tutorial's example tables when it is invoked with \`{"mode":"seed"}\`.

## The graph

![The state machine of the pipeline](etl.svg)

A dashed line is where an error goes.

<details>
<summary>The same as text, in which a review shows what changes</summary>

\`\`\`mermaid
${mermaid(machine)}\`\`\`

</details>

## What a run costs

${costs(machine)
  .map((line) => `- ${line}`)
  .join('\n')}

Beside that: the two functions' seconds, requests to S3, and Aurora while it is awake.
`
}

/** What one run costs, in sentences. */
export function costs(machine: StateMachine): string[] {
  const { usual, first } = costOf(machine)
  return [
    `A run: ${sentence(usual)}.`,
    `The first run, which creates the tables: ${sentence(first)}.`,
    `List prices of ${prices.asOf}, ${prices.region}; Athena counts ${prices.athenaMinimumBytes / 1e6} MB at least for a query that reads rows.`,
  ]
}

const sentence = ({ transitions, queries, dollars }: RunCost): string =>
  `${transitions} state transitions and ${queries} charged ${queries === 1 ? 'query' : 'queries'}, at least $${dollars.toFixed(6)}`

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
