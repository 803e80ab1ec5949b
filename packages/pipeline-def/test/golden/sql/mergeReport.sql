MERGE INTO "${AthenaDatabaseName}"."user_transactions" AS t
USING (
  SELECT
    dt,
    user_id,
    CAST(sum(total_cost) AS decimal(18,2)) AS total_cost_usd,
    min(registration_date) AS registration_date,
    bool_or(in_source) AS in_source
  FROM (
    SELECT
      CAST(x.dt AS date) AS dt,
      CAST(x.user_id AS bigint) AS user_id,
      CAST(x.total_cost AS decimal(18,2)) AS total_cost,
      u.registration_date,
      true AS in_source
    FROM "${AthenaDatabaseName}"."transactions" AS x
    LEFT JOIN (
      SELECT id, min(CAST(registration_date AS date)) AS registration_date
      FROM "${AthenaDatabaseName}"."users"
      GROUP BY id
    ) AS u ON u.id = x.user_id
    UNION ALL
    SELECT
      dt,
      user_id,
      CAST(NULL AS decimal(18,2)),
      CAST(NULL AS date),
      false
    FROM "${AthenaDatabaseName}"."user_transactions"
  ) AS every_key
  GROUP BY dt, user_id
) AS s
ON (
  coalesce(t."dt", DATE '1970-01-01') = coalesce(s."dt", DATE '1970-01-01')
  AND (t."dt" IS NULL) = (s."dt" IS NULL)
  AND coalesce(t."user_id", 0) = coalesce(s."user_id", 0)
  AND (t."user_id" IS NULL) = (s."user_id" IS NULL)
)
WHEN MATCHED AND NOT s.in_source
  THEN DELETE
WHEN MATCHED AND (
  t."total_cost_usd" IS DISTINCT FROM s."total_cost_usd"
  OR t."registration_date" IS DISTINCT FROM s."registration_date"
)
  THEN UPDATE SET
    "total_cost_usd" = s."total_cost_usd",
    "registration_date" = s."registration_date"
WHEN NOT MATCHED AND s.in_source
  THEN INSERT ("dt", "user_id", "total_cost_usd", "registration_date")
  VALUES (s."dt", s."user_id", s."total_cost_usd", s."registration_date")
