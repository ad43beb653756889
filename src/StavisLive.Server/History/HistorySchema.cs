using Microsoft.Data.Sqlite;

namespace StavisLive.Server.History;

/// <summary>The tables of the history, and how its file is known again.</summary>
internal static class HistorySchema
{
    /// <summary>Version of the tables.</summary>
    public const int Version = 2;

    // "STAV", in the file's header.
    private const int Application = 0x53544156;

    // The rows of a source lie together and in order: a search reads them in one go, and what is deleted gives whole pages back.
    private const string Tables = """
        CREATE TABLE sources (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
        CREATE TABLE cells (source INTEGER NOT NULL, slot INTEGER NOT NULL, maps INTEGER NOT NULL, grid BLOB NOT NULL,
            x REAL, y REAL, width REAL, height REAL, PRIMARY KEY (source, slot)) WITHOUT ROWID;
        """;

    // Version 1 did not say what of the frame a row is of.
    private const string FromVersion1 = """
        ALTER TABLE cells ADD COLUMN x REAL;
        ALTER TABLE cells ADD COLUMN y REAL;
        ALTER TABLE cells ADD COLUMN width REAL;
        ALTER TABLE cells ADD COLUMN height REAL;
        """;

    /// <summary>Makes the tables in a database that is empty, and brings those of an earlier version up to date. Null: they are there; else what is wrong with those that are.</summary>
    public static string? Prepare(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var (application, version) = (Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"));
        if (Number(connection, "SELECT count(*) FROM sqlite_schema") == 0 && application == 0)
        {
            Run(connection, Tables + $"PRAGMA application_id = {Application}; PRAGMA user_version = {Version};");
            transaction.Commit();
            return null;
        }
        if (application != Application) return "is a database of another program";
        if (version == 1)
        {
            Run(connection, FromVersion1 + $"PRAGMA user_version = {Version};");
            transaction.Commit();
            return null;
        }
        return version == Version ? null : $"has version {version} of the history, and this program knows version {Version}";
    }

    /// <summary>The number that a statement gives.</summary>
    public static long Number(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Runs statements that give nothing.</summary>
    public static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
