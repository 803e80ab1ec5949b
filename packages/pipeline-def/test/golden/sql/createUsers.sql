CREATE EXTERNAL TABLE IF NOT EXISTS `${AthenaDatabaseName}`.`users` (
  `id` bigint,
  `registration_date` date
)
ROW FORMAT DELIMITED
FIELDS TERMINATED BY ',' ESCAPED BY '\\'
STORED AS TEXTFILE
LOCATION '${DataLocation}myschema/users/'
