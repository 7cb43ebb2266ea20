-- A shop of music with names in brackets, NVARCHAR, and the same key twice over.
CREATE TABLE [Artist]
(
    [ArtistId] INTEGER  NOT NULL,
    [Name] NVARCHAR(120),
    CONSTRAINT [PK_Artist] PRIMARY KEY  ([ArtistId])
);
CREATE TABLE [Album]
(
    [AlbumId] INTEGER  NOT NULL,
    [Title] NVARCHAR(160)  NOT NULL,
    [ArtistId] INTEGER  NOT NULL,
    CONSTRAINT [PK_Album] PRIMARY KEY  ([AlbumId]),
    FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) 
		ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX [IPK_Album] ON [Album]([AlbumId]);
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE TABLE [Track]
(
    [TrackId] INTEGER  NOT NULL,
    [Name] NVARCHAR(200)  NOT NULL,
    [AlbumId] INTEGER,
    [Milliseconds] INTEGER  NOT NULL,
    [UnitPrice] NUMERIC(10,2)  NOT NULL,
    CONSTRAINT [PK_Track] PRIMARY KEY  ([TrackId]),
    FOREIGN KEY ([AlbumId]) REFERENCES [Album] ([AlbumId]) ON DELETE NO ACTION ON UPDATE NO ACTION
);
INSERT INTO Artist VALUES (1, 'A'); INSERT INTO Album VALUES (1, 'T', 1);
INSERT INTO Track VALUES (1, 'S', 1, 1000, 0.99);
-- next
CREATE TABLE [Artist]
(
    [ArtistId] INTEGER  NOT NULL,
    [Name] NVARCHAR(120) NOT NULL,
    [SortName] NVARCHAR(120) AS (UPPER([Name])) STORED,
    CONSTRAINT [PK_Artist] PRIMARY KEY  ([ArtistId])
);
CREATE TABLE [Album]
(
    [AlbumId] INTEGER  NOT NULL,
    [Title] NVARCHAR(160)  NOT NULL,
    [ArtistId] INTEGER  NOT NULL,
    [Released] DATE,
    CONSTRAINT [PK_Album] PRIMARY KEY  ([AlbumId]),
    FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) 
		ON DELETE CASCADE ON UPDATE NO ACTION,
    UNIQUE ([ArtistId], [Title])
);
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE TABLE [Track]
(
    [TrackId] INTEGER  NOT NULL,
    [Name] NVARCHAR(200)  NOT NULL,
    [AlbumId] INTEGER,
    [Milliseconds] INTEGER  NOT NULL CHECK ([Milliseconds] > 0),
    [UnitPrice] NUMERIC(10,2)  NOT NULL DEFAULT 0.99,
    CONSTRAINT [PK_Track] PRIMARY KEY  ([TrackId]),
    FOREIGN KEY ([AlbumId]) REFERENCES [Album] ([AlbumId]) ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE TABLE [PlaylistTrack] ([PlaylistId] INTEGER  NOT NULL, [TrackId] INTEGER  NOT NULL,
    CONSTRAINT [PK_PlaylistTrack] PRIMARY KEY  ([PlaylistId], [TrackId]),
    FOREIGN KEY ([TrackId]) REFERENCES [Track] ([TrackId]));
CREATE VIEW [Long Tracks] AS SELECT t.[Name], a.[Title] AS [Album Title] FROM [Track] t LEFT JOIN [Album] a USING ([AlbumId]) WHERE t.[Milliseconds] > 600000;
INSERT INTO Artist VALUES (1, 'A'); INSERT INTO Album VALUES (1, 'T', 1, NULL);
INSERT INTO Track VALUES (1, 'S', 1, 1000, 0.99);
INSERT INTO PlaylistTrack VALUES (1, 1);
-- next Track.Milliseconds=Duration Album=Record Record.AlbumId=RecordId Track.AlbumId=RecordId
CREATE TABLE [Artist]
(
    [ArtistId] INTEGER  NOT NULL,
    [Name] NVARCHAR(120) NOT NULL,
    CONSTRAINT [PK_Artist] PRIMARY KEY  ([ArtistId])
);
CREATE TABLE [Record]
(
    [RecordId] INTEGER  NOT NULL,
    [Title] NVARCHAR(160)  NOT NULL,
    [ArtistId] INTEGER  NOT NULL,
    [Released] DATE,
    CONSTRAINT [PK_Record] PRIMARY KEY  ([RecordId]),
    FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) ON DELETE CASCADE
);
CREATE TABLE [Track]
(
    [TrackId] INTEGER  NOT NULL,
    [Name] NVARCHAR(200)  NOT NULL,
    [RecordId] INTEGER,
    [Duration] INTEGER  NOT NULL CHECK ([Duration] > 0),
    [UnitPrice] NUMERIC(10,2)  NOT NULL DEFAULT 0.99,
    CONSTRAINT [PK_Track] PRIMARY KEY  ([TrackId]),
    FOREIGN KEY ([RecordId]) REFERENCES [Record] ([RecordId]) ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE TABLE [PlaylistTrack] ([PlaylistId] INTEGER  NOT NULL, [Position] INTEGER NOT NULL DEFAULT 0, [TrackId] INTEGER  NOT NULL,
    CONSTRAINT [PK_PlaylistTrack] PRIMARY KEY  ([PlaylistId], [Position], [TrackId]),
    FOREIGN KEY ([TrackId]) REFERENCES [Track] ([TrackId]) ON DELETE CASCADE);
CREATE VIEW [Long Tracks] AS SELECT t.[Name], a.[Title] AS [Album Title] FROM [Track] t LEFT JOIN [Record] a USING ([RecordId]) WHERE t.[Duration] > 300000;
INSERT INTO Artist VALUES (1, 'A'); INSERT INTO Record VALUES (1, 'T', 1, NULL);
INSERT INTO Track VALUES (1, 'S', 1, 1000, 0.99);
INSERT INTO PlaylistTrack VALUES (1, 0, 1);
