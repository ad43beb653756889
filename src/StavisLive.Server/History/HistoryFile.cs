using Microsoft.Data.Sqlite;
using StavisLive.Core.Configuration;
using StavisLive.Core.Files;

namespace StavisLive.Server.History;

/// <summary>Opens the file of the history, and says what to do where that can't be done; a file that is no history is left as it is.</summary>
internal static class HistoryFile
{
    private const string Key = "serve.history.file";
    private const string Advice = "name another file in `serve.history.file`, or move this one away";

    // Another program may be looking into it.
    private const int PatienceSeconds = 5;

    private static ReadOnlySpan<byte> Mark => "SQLite format 3\0"u8;

    /// <summary>Opens the file beside it that one program alone can have open; it goes when that is closed.</summary>
    /// <exception cref="ConfigException">Somebody does, or nothing can be written there.</exception>
    public static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"cannot be written: {e.Message}", "name a file in a folder that is there and may be written");
        }
        catch (IOException e)
        {
            throw Refuse(path, $"is in use by another program ({e.Message})", "end that one, or name another file");
        }
    }

    /// <summary>Opens the file, made where there is none.</summary>
    /// <exception cref="ConfigException">It is no history, damaged, in use, or can't be written.</exception>
    public static SqliteConnection Open(string path)
    {
        RequireDatabase(path);
        return Open(path, new SqliteConnectionStringBuilder
        {
            // Pooled connections would keep the file open after the end.
            DataSource = path, Pooling = false, DefaultTimeout = PatienceSeconds,
        });
    }

    /// <summary>A history that ends with its connection.</summary>
    public static SqliteConnection OpenInMemory() =>
        Open("memory", new SqliteConnectionStringBuilder { DataSource = ":memory:", Mode = SqliteOpenMode.Memory, Pooling = false });

    private static SqliteConnection Open(string path, SqliteConnectionStringBuilder builder)
    {
        var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            // Counts only for a file that is new.
            HistorySchema.Run(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            if (HistorySchema.Prepare(connection) is { } wrong) throw Refuse(path, wrong, Advice);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Refuse(path, $"cannot be opened: {HistoryFailure.Of(e)}", Advice);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite would begin a database at the end of a short text.
    private static void RequireDatabase(string path)
    {
        try
        {
            if (!File.Exists(path)) return;
            using var file = SharedFile.OpenRead(path);
            Span<byte> start = stackalloc byte[Mark.Length];
            var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (read > 0 && !start[..read].SequenceEqual(Mark)) throw Refuse(path, "is no history of this program", Advice);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"cannot be read: {e.Message}", Advice);
        }
    }

    private static ConfigException Refuse(string path, string wrong, string advice) =>
        new([new ConfigProblem(Key, path, $"`{Key}`: {path} {wrong}. It was left as it is; {advice}.")]);
}
