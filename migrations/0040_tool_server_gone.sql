-- A server that is forgotten with its channel takes along what was kept by its id: its tools, and what people signed in with.

create function forget_tool_servers() returns trigger language plpgsql as $$
begin
  delete from tool_pin p using gone g where p.server = g.id::text;
  delete from tool_server_away a using gone g where a.server = g.id::text;
  delete from credential c using gone g where c.server = g.id::text;
  delete from sign_in s using gone g where s.server = g.id::text;
  return null;
end
$$;
create trigger tool_server_gone after delete on tool_server
  referencing old table as gone for each statement execute function forget_tool_servers();
