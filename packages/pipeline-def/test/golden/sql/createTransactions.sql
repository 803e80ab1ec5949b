CREATE EXTERNAL TABLE IF NOT EXISTS `${AthenaDatabaseName}`.`transactions` (
  `transaction_id` bigint,
  `user_id` bigint,
  `total_cost` decimal(18,2),
  `dt` date
)
ROW FORMAT DELIMITED
FIELDS TERMINATED BY ',' ESCAPED BY '\\'
STORED AS TEXTFILE
LOCATION '${DataLocation}myschema/transactions/'
