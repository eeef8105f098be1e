alter table campaigns.campaign drop constraint campaign_provider_fk;
drop index campaigns.campaign_provider_ix;
drop schema delivery cascade;
