-- What a content holds besides pages of text: sheets with their coordinates, files packed in it, and why it or one of
-- them cannot be read, so that nothing is parsed twice. A sheet's text has a line for each row: its number, then its
-- cells, between tabs.

alter table content_page
  add column kind text not null default 'page' check (kind in ('page', 'sheet', 'hidden-sheet', 'unread')),
  -- In an archive or a mail: the file in it that this is of.
  add column part text;
create index content_page_part on content_page (team_id, sha256, part) where part is not null;
