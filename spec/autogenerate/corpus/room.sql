-- As the library of a mobile system writes it: backticks, foreign keys behind commas,
-- a full-text table over a table, kept in step by triggers, and a master table.
CREATE TABLE `notes` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `title` TEXT NOT NULL, `body` TEXT, `folder_id` INTEGER NOT NULL, `pinned` INTEGER NOT NULL DEFAULT 0, FOREIGN KEY(`folder_id`) REFERENCES `folders`(`id`) ON UPDATE NO ACTION ON DELETE CASCADE );
CREATE INDEX `index_notes_folder_id` ON `notes` (`folder_id`);
CREATE TABLE `folders` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `name` TEXT NOT NULL);
CREATE VIRTUAL TABLE `notes_fts` USING FTS4(`title` TEXT NOT NULL, `body` TEXT, content=`notes`);
CREATE TRIGGER room_fts_content_sync_notes_fts_BEFORE_UPDATE BEFORE UPDATE ON `notes` BEGIN DELETE FROM `notes_fts` WHERE `docid`=OLD.`rowid`; END;
CREATE TRIGGER room_fts_content_sync_notes_fts_AFTER_INSERT AFTER INSERT ON `notes` BEGIN INSERT INTO `notes_fts`(`docid`, `title`, `body`) VALUES (NEW.`rowid`, NEW.`title`, NEW.`body`); END;
CREATE VIEW `PinnedNote` AS SELECT notes.id, notes.title FROM notes WHERE pinned = 1;
CREATE TABLE room_master_table (id INTEGER PRIMARY KEY,identity_hash TEXT);
INSERT INTO folders VALUES (1, 'in');
INSERT INTO notes VALUES (1, 't', 'words here', 1, 1);
INSERT INTO room_master_table VALUES (42, 'abc');
-- next
CREATE TABLE `notes` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `title` TEXT NOT NULL, `body` TEXT, `folder_id` INTEGER, `pinned` INTEGER NOT NULL DEFAULT 0, `color` INTEGER NOT NULL DEFAULT -1, FOREIGN KEY(`folder_id`) REFERENCES `folders`(`id`) ON UPDATE NO ACTION ON DELETE SET NULL );
CREATE INDEX `index_notes_folder_id` ON `notes` (`folder_id`);
CREATE TABLE `folders` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `name` TEXT NOT NULL, `parent_id` INTEGER, FOREIGN KEY(`parent_id`) REFERENCES `folders`(`id`) ON UPDATE NO ACTION ON DELETE CASCADE );
CREATE INDEX `index_folders_parent_id` ON `folders` (`parent_id`);
CREATE VIRTUAL TABLE `notes_fts` USING FTS4(`title` TEXT NOT NULL, `body` TEXT, content=`notes`);
CREATE TRIGGER room_fts_content_sync_notes_fts_BEFORE_UPDATE BEFORE UPDATE ON `notes` BEGIN DELETE FROM `notes_fts` WHERE `docid`=OLD.`rowid`; END;
CREATE TRIGGER room_fts_content_sync_notes_fts_AFTER_INSERT AFTER INSERT ON `notes` BEGIN INSERT INTO `notes_fts`(`docid`, `title`, `body`) VALUES (NEW.`rowid`, NEW.`title`, NEW.`body`); END;
CREATE VIEW `PinnedNote` AS SELECT notes.id, notes.title, notes.color FROM notes WHERE pinned = 1;
CREATE TABLE room_master_table (id INTEGER PRIMARY KEY,identity_hash TEXT);
INSERT INTO folders VALUES (1, 'in', NULL);
INSERT INTO notes VALUES (1, 't', 'words here', 1, 1, 7);
-- next notes.body=content
CREATE TABLE `notes` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `title` TEXT NOT NULL, `content` TEXT NOT NULL, `pinned` INTEGER NOT NULL DEFAULT 0, `color` INTEGER NOT NULL DEFAULT -1);
CREATE TABLE `labels` (`note_id` INTEGER NOT NULL, `label` TEXT NOT NULL, PRIMARY KEY(`note_id`, `label`), FOREIGN KEY(`note_id`) REFERENCES `notes`(`id`) ON UPDATE NO ACTION ON DELETE CASCADE );
CREATE VIRTUAL TABLE `notes_fts` USING FTS4(`title` TEXT NOT NULL, `content` TEXT NOT NULL, content=`notes`);
CREATE TRIGGER room_fts_content_sync_notes_fts_AFTER_INSERT AFTER INSERT ON `notes` BEGIN INSERT INTO `notes_fts`(`docid`, `title`, `content`) VALUES (NEW.`rowid`, NEW.`title`, NEW.`content`); END;
CREATE TABLE room_master_table (id INTEGER PRIMARY KEY,identity_hash TEXT);
INSERT INTO notes VALUES (1, 't', 'words here', 1, 7);
INSERT INTO labels VALUES (1, 'red');
