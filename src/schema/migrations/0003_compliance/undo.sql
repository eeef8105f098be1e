drop trigger contact_audit on contacts.contact;
drop trigger contact_profile_audit on contacts.contact_profile;
drop trigger identity_audit on contacts.identity;
drop trigger source_audit on contacts.source;
drop trigger list_audit on contacts.list;
drop trigger list_member_audit on contacts.list_member;
drop trigger attribute_definition_audit on contacts.attribute_definition;
drop trigger setting_audit on platform.setting;
drop schema compliance cascade;
