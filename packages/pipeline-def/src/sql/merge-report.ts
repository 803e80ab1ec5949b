import type { ReportTable, SourceTable } from '../tables/table.js'
import type { Parameter } from './parameter.js'
import { sqlTemplate } from './template.js'

/**
 * The one statement that makes the report equal to its sources: rows appear, change and disappear with them.
 * Run again on the same sources it writes nothing.
 *
 * - Users are made unique before the join, so that no payment counts twice.
 * - The report's own keys are read beside the payments. A key that only the report has lost its source, and
 *   Athena's MERGE has no WHEN NOT MATCHED BY SOURCE to say so.
 * - NULL equals NULL in GROUP BY, but not in ON. `IS NOT DISTINCT FROM` there would compare every row with every row:
 *   Trino hashes equalities only, so a NULL is compared as a fixed value and told apart by `IS NULL`.
 */
export function mergeReport(data: {
  database: Parameter
  users: SourceTable
  transactions: SourceTable
  report: ReportTable
}): string {
  const { columns, key } = data.report
  const isKey = ({ name }: { name: string }) => key.includes(name)
  return merge({ ...data, key: columns.filter(isKey), values: columns.filter((column) => !isKey(column)) })
}

const merge = sqlTemplate<{
  database: Parameter
  users: SourceTable
  transactions: SourceTable
  report: ReportTable
  key: ReportTable['columns']
  values: ReportTable['columns']
}>(`
MERGE INTO {{dml database report.name}} AS t
USING (
  SELECT
    dt,
    user_id,
    CAST(sum(total_cost) AS {{columnType report 'total_cost_usd'}}) AS total_cost_usd,
    min(registration_date) AS registration_date,
    bool_or(in_source) AS in_source
  FROM (
    SELECT
      CAST(x.dt AS {{columnType report 'dt'}}) AS dt,
      CAST(x.user_id AS {{columnType report 'user_id'}}) AS user_id,
      CAST(x.total_cost AS {{columnType transactions 'total_cost'}}) AS total_cost,
      u.registration_date,
      true AS in_source
    FROM {{dml database transactions.name}} AS x
    LEFT JOIN (
      SELECT id, min(CAST(registration_date AS {{columnType report 'registration_date'}})) AS registration_date
      FROM {{dml database users.name}}
      GROUP BY id
    ) AS u ON u.id = x.user_id
    UNION ALL
    SELECT
      dt,
      user_id,
      CAST(NULL AS {{columnType transactions 'total_cost'}}),
      CAST(NULL AS {{columnType report 'registration_date'}}),
      false
    FROM {{dml database report.name}}
  ) AS every_key
  GROUP BY dt, user_id
) AS s
ON (
{{#each key}}
  {{#unless @first}}AND {{/unless}}coalesce(t.{{dml name}}, {{zero type}}) = coalesce(s.{{dml name}}, {{zero type}})
  AND (t.{{dml name}} IS NULL) = (s.{{dml name}} IS NULL)
{{/each}}
)
WHEN MATCHED AND NOT s.in_source
  THEN DELETE
WHEN MATCHED AND (
{{#each values}}
  {{#unless @first}}OR {{/unless}}t.{{dml name}} IS DISTINCT FROM s.{{dml name}}
{{/each}}
)
  THEN UPDATE SET
{{#each values}}
    {{dml name}} = s.{{dml name}}{{#unless @last}},{{/unless}}
{{/each}}
WHEN NOT MATCHED AND s.in_source
  THEN INSERT ({{#each report.columns}}{{dml name}}{{#unless @last}}, {{/unless}}{{/each}})
  VALUES ({{#each report.columns}}s.{{dml name}}{{#unless @last}}, {{/unless}}{{/each}})
`)
