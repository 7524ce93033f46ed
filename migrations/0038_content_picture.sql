-- A picture in an office file is a page without text: where it lies in the file, so that it can be drawn when a model is to look at it.

alter table content_page add column picture text;
