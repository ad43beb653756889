using Microsoft.Data.Sqlite;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.History;

/// <summary>Keeps the history as young and as small as it was told to be: the oldest rows of all sources give way, an hour at a time.</summary>
internal sealed class HistoryLimits
{
    private const int PageBytes = 4096;
    private const long MostPagesBeside = 1024;

    // Ten-second rows of an hour: one deletion is small beside a megabyte.
    private const long SlotsAtOnce = 3600 / AttentionClock.Seconds;

    // Deleting begins there, so that the wall itself is never met.
    private const double Full = 0.9;

    private readonly SqliteConnection _connection;
    private readonly TimeSpan _age;
    private readonly long _pages;
    private readonly long _bytesBeside;
    private readonly FileInfo? _beside;

    /// <param name="connection">The one that writes; borrowed.</param>
    /// <param name="config">What was asked for.</param>
    public HistoryLimits(SqliteConnection connection, HistoryConfig config)
    {
        (_connection, _age) = (connection, TimeSpan.FromDays(config.Days));
        _beside = config.File is { } file ? new FileInfo(file + "-wal") : null;
        // What is not in the file yet lies in another one beside it, and counts with it.
        var all = config.Megabytes * (1L << 20) / PageBytes;
        var beside = Math.Min(all / 2, MostPagesBeside);
        _pages = all - beside;
        _bytesBeside = beside * PageBytes;
        // Of a file that is larger now, the wall is where it ends.
        HistorySchema.Run(_connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = {beside / 4};
            PRAGMA journal_size_limit = {_bytesBeside};
            PRAGMA max_page_count = {_pages};
            """);
    }

    /// <summary>Deletes what is too old, and the oldest of what is too much.</summary>
    public void Hold(DateTimeOffset now)
    {
        var youngest = AttentionClock.SlotOf(now - _age);
        while (Oldest() is { } oldest && (oldest.Slot < youngest || Used > Full * _pages))
        {
            // Of what is only too much, no more than needed goes.
            var end = oldest.Slot + SlotsAtOnce;
            Delete(oldest.Source, oldest.Slot < youngest ? Math.Min(end, youngest) : end);
        }
        Shrink();
    }

    /// <summary>Whether readers have kept what lies beside the file from getting into it, until it was too much.</summary>
    public bool IsBesideFull
    {
        get
        {
            _beside?.Refresh();
            return _beside is { Exists: true } && _beside.Length > _bytesBeside;
        }
    }

    /// <summary>Empties what lies beside the file into it, while nobody reads.</summary>
    public void EmptyBeside() => HistorySchema.Run(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    // A file of a larger limit before gives its room back.
    private void Shrink()
    {
        if (Pages <= _pages) return;
        while (Pages > _pages && FreePages > 0) HistorySchema.Run(_connection, $"PRAGMA incremental_vacuum({SlotsAtOnce})");
        HistorySchema.Run(_connection, $"PRAGMA max_page_count = {_pages}");
    }

    private long Pages => HistorySchema.Number(_connection, "PRAGMA page_count");

    private long FreePages => HistorySchema.Number(_connection, "PRAGMA freelist_count");

    private long Used => Pages - FreePages;

    private (long Source, long Slot)? Oldest()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = """
            SELECT number, slot FROM (SELECT number, (SELECT min(slot) FROM cells WHERE source = number) AS slot FROM sources)
            WHERE slot IS NOT NULL ORDER BY slot LIMIT 1
            """;
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : null;
    }

    // Of a source that has nothing left, nothing is left.
    private void Delete(long source, long end)
    {
        using var transaction = _connection.BeginTransaction();
        HistorySchema.Run(_connection, $"""
            DELETE FROM cells WHERE source = {source} AND slot < {end};
            DELETE FROM sources WHERE number = {source} AND NOT EXISTS (SELECT 1 FROM cells WHERE source = {source});
            """);
        transaction.Commit();
    }
}
