drop schema events cascade;
