--- Keep the day on which a ticket came.
--
-- The trigger gives it to new tickets at once, whatever version of the application writes
-- them; fill_ticket_day.lua, the revision behind this one, fills in the old ones.
revision = "d90b6e2f4a17"
down_revision = "c41f7a9e0b35"

function upgrade()
  op.add_column("tickets", { "day", "TEXT" })
  op.create_trigger([[CREATE TRIGGER tickets_day AFTER INSERT ON tickets
    WHEN NEW.day IS NULL BEGIN
    UPDATE tickets SET day = substr(NEW.created_at, 1, 10) WHERE id = NEW.id; END]])
end

function downgrade()
  op.drop_trigger("tickets_day")
  op.drop_column("tickets", "day")
end
