drop schema campaigns cascade;
