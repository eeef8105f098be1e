drop schema ops cascade;
drop table schema.promotion;
drop table schema.migration_step;
drop table schema.migration;
drop schema platform cascade;
drop schema kernel cascade;
