using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Media;
using StavisLive.Media.Files;

namespace StavisLive.Server.History;

/// <summary>Where the history is kept: a file of bounded size, or memory. Thread-safe.</summary>
/// <remarks>
/// A file has one connection that writes and one that reads, which never wait for each other; memory has one for both. Each is lent
/// to one caller at a time, for some milliseconds. A file that was taken away, or whose disk was, is opened or made again when
/// something is to be written.
/// </remarks>
internal sealed class HistoryDatabase : IDisposable
{
    /// <summary>Most rows that are written in one transaction: what is not in the file yet is small beside a megabyte.</summary>
    public const int MostRowsAtOnce = 32;

    // A day: read in a few milliseconds, so that no reader holds the file's end back.
    private const int MostRowsRead = 8640;

    /// <summary>What reads a source's rows, of a few days at most, in their order.</summary>
    internal const string Select = """
        SELECT slot, grid, x, y, width, height FROM cells
        WHERE source = (SELECT number FROM sources WHERE id = $id) AND slot >= $first AND slot <= $last ORDER BY slot LIMIT $limit
        """;

    private const string Insert = """
        INSERT OR IGNORE INTO sources (id) VALUES ($id);
        INSERT INTO cells (source, slot, maps, grid, x, y, width, height)
            SELECT number, $slot, $maps, $grid, $x, $y, $width, $height FROM sources WHERE id = $id
            ON CONFLICT DO UPDATE SET maps = excluded.maps, grid = excluded.grid,
                x = excluded.x, y = excluded.y, width = excluded.width, height = excluded.height WHERE excluded.maps > maps;
        """;

    private static readonly FrameArea WholeFrame = new() { Width = 1, Height = 1 };

    private readonly HistoryConfig _config;
    private readonly HistoryLock? _lock;
    private readonly SemaphoreSlim _writers = new(1);
    private readonly SemaphoreSlim _readers;

    // Changes while nobody writes or reads; null while a file that has gone cannot be opened again.
    private HistoryConnections? _open;
    private volatile bool _hasFailed;

    /// <exception cref="ConfigException">The file cannot be used; it names the file and says what to do.</exception>
    public HistoryDatabase(HistoryConfig config)
    {
        (_config, Name) = (config, config.File ?? "memory");
        _lock = config.File is { } file ? HistoryLock.Take(file) : null;
        try
        {
            _open = HistoryConnections.Open(config);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
        _readers = _lock is null ? _writers : new SemaphoreSlim(1);
    }

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>Writes rows in one transaction, and deletes what is too old or too much.</summary>
    /// <remarks>Of two rows of the same time the one of more maps stays.</remarks>
    /// <exception cref="SqliteException">Nothing was written.</exception>
    /// <exception cref="ConfigException">The same: the file had gone, and could not be opened again.</exception>
    public async Task WriteAsync(IReadOnlyList<AttentionCell> cells, DateTimeOffset now)
    {
        await _writers.WaitAsync().ConfigureAwait(false);
        try
        {
            if (IsLost) await WithoutReadersAsync(OpenAgain).ConfigureAwait(false);
            // First, so that there is room.
            Open.Limits.Hold(now);
            Write(cells);
            if (Open.Limits.IsBesideFull) await WithoutReadersAsync(Open.Limits.EmptyBeside).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            Note(e);
            throw;
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <summary>Shares of the attention that a region had, in the order of time, a row for each ten seconds in which some of it was watched.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="region">The region; looked at by this reading alone.</param>
    /// <param name="first">First ten seconds.</param>
    /// <param name="last">Last ten seconds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<AttentionShare> ReadAsync(
        string source, SearchedRegion region, long first, long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<AttentionShare>();
        bool isMore;
        do
        {
            page.Clear();
            await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                (first, isMore) = Read(source, region, first, last, page);
            }
            catch (SqliteException e)
            {
                Note(e);
                throw;
            }
            finally
            {
                _readers.Release();
            }
            foreach (var row in page) yield return row;
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (isMore);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _lock?.Dispose();
        _writers.Dispose();
        _readers.Dispose();
    }

    private HistoryConnections Open => _open ?? throw new SqliteException("The file has gone.", raw.SQLITE_CANTOPEN);

    // Never of memory.
    private bool IsLost => _lock is not null && (_hasFailed || HasGone);

    // Also where another file has its name by now.
    private bool HasGone => FilePlace.IdentityOf(Name) != _open?.Identity;

    private void OpenAgain()
    {
        // What is left beside a file that has gone would be the new one's as well, and may not be open twice. A file that has only failed
        // stays open for readers until it could be opened again.
        if (HasGone) Close();
        _lock!.TakeAgain();
        var again = HistoryConnections.Open(_config);
        Close();
        (_open, _hasFailed) = (again, false);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private void Note(SqliteException e)
    {
        if (e.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY) _hasFailed = true;
    }

    // Only of a file, whose readers are others than its writers.
    private async Task WithoutReadersAsync(Action action)
    {
        await _readers.WaitAsync().ConfigureAwait(false);
        try
        {
            action();
        }
        finally
        {
            _readers.Release();
        }
    }

    private void Write(IReadOnlyList<AttentionCell> cells)
    {
        using var transaction = Open.Writing.BeginTransaction();
        using var insert = Open.Writing.CreateCommand();
        insert.CommandText = Insert;
        var (id, slot) = (insert.Parameters.Add("$id", SqliteType.Text), insert.Parameters.Add("$slot", SqliteType.Integer));
        var (maps, grid) = (insert.Parameters.Add("$maps", SqliteType.Integer), insert.Parameters.Add("$grid", SqliteType.Blob));
        var (x, y) = (insert.Parameters.Add("$x", SqliteType.Real), insert.Parameters.Add("$y", SqliteType.Real));
        var (width, height) = (insert.Parameters.Add("$width", SqliteType.Real), insert.Parameters.Add("$height", SqliteType.Real));
        foreach (var cell in cells)
        {
            var watched = cell.Watched ?? WholeFrame;
            (id.Value, slot.Value, maps.Value, grid.Value) = (cell.Source, cell.Slot, cell.Maps, cell.Grid);
            (x.Value, y.Value, width.Value, height.Value) = (watched.X, watched.Y, watched.Width, watched.Height);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    // Gives where to go on, and whether there may be more.
    private (long Next, bool IsMore) Read(string source, SearchedRegion region, long first, long last, List<AttentionShare> page)
    {
        using var select = Open.Reading.CreateCommand();
        select.CommandText = Select;
        select.Parameters.AddWithValue("$id", source);
        select.Parameters.AddWithValue("$first", first);
        select.Parameters.AddWithValue("$last", last);
        select.Parameters.AddWithValue("$limit", MostRowsRead);
        using var rows = select.ExecuteReader();
        var count = 0;
        while (rows.Read())
        {
            var slot = rows.GetInt64(0);
            (count, first) = (count + 1, slot + 1);
            // Where it lies: a copy of each would be most of a search's time.
            var grid = raw.sqlite3_column_blob(rows.Handle, 1);
            if (grid.Length == AttentionGrid.Length && region.Within(WatchedOf(rows)) is { } part)
                page.Add(new AttentionShare(AttentionClock.StartOf(slot), AttentionGrid.ShareOf(grid, part.Weights), part.UsualShare));
        }
        return (first, count == MostRowsRead);
    }

    // Rows of version 1 don't say.
    private static FrameArea? WatchedOf(SqliteDataReader row) => row.IsDBNull(2)
        ? null
        : new FrameArea { X = row.GetDouble(2), Y = row.GetDouble(3), Width = row.GetDouble(4), Height = row.GetDouble(5) };
}
