SHOW TABLES IN `${AthenaDatabaseName}` 'users|transactions|user_transactions'
