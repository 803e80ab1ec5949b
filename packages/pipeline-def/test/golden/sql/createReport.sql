CREATE TABLE IF NOT EXISTS `${AthenaDatabaseName}`.`user_transactions` (
  `dt` date,
  `user_id` bigint,
  `total_cost_usd` decimal(18,2),
  `registration_date` date
)
LOCATION '${DataLocation}myschema/optimized-data-iceberg-parquet/'
TBLPROPERTIES (
  'table_type'='ICEBERG',
  'format'='parquet',
  'optimize_rewrite_delete_file_threshold'='10'
)
