using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StavisLive.Server.History;

/// <summary>What the database complains of, for people.</summary>
internal static class HistoryFailure
{
    /// <summary>What is wrong, without the file's name.</summary>
    public static string Of(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "the disk is full, or `serve.history.megabytes` are used up",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program is using it",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => "it may not be written",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "it is damaged",
        raw.SQLITE_CANTOPEN => "it cannot be opened",
        raw.SQLITE_IOERR => "the disk failed",
        _ => e.Message,
    };
}
