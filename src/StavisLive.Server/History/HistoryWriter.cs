using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;

namespace StavisLive.Server.History;

/// <summary>Writes the history, a transaction for what came within a second, and deletes what is too old or too much.</summary>
/// <remarks>What can't be written is dropped and counted: told once when it begins, and once when all is well again.</remarks>
/// <param name="queue">What waits.</param>
/// <param name="database">Where it goes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what went wrong.</param>
internal sealed partial class HistoryWriter(HistoryQueue queue, HistoryDatabase database, TimeProvider time, ILogger<HistoryWriter> log)
    : BackgroundService
{
    // Every source is done with its ten seconds at about the same time.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private readonly List<AttentionCell> _batch = new(HistoryDatabase.MostRowsAtOnce);
    private long _told;
    private bool _isFailing;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What the streams summed up last is written before the program ends.
        queue.Complete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // A program that ends as soon as it began may not have come to it.
        if (ExecuteTask is { IsCompleted: true }) await WriteWaitingAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await Task.Delay(Gathering, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteWaitingAsync().ConfigureAwait(false);
        }
    }

    private async Task WriteWaitingAsync()
    {
        while (Gather()) await TryWriteAsync().ConfigureAwait(false);
    }

    private bool Gather()
    {
        _batch.Clear();
        while (_batch.Count < HistoryDatabase.MostRowsAtOnce && queue.Reader.TryRead(out var cell)) _batch.Add(cell);
        return _batch.Count > 0;
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await database.WriteAsync(_batch, time.GetUtcNow()).ConfigureAwait(false);
            TellWell();
        }
        catch (Exception e) when (e is SqliteException or ConfigException or IOException)
        {
            queue.Drop(_batch.Count);
            if (!_isFailing) LogFailing(log, database.Name, Reason(e));
            _isFailing = true;
        }
    }

    private void TellWell()
    {
        var dropped = queue.Dropped;
        if (dropped > _told) LogWell(log, database.Name, dropped - _told);
        (_told, _isFailing) = (dropped, false);
    }

    private static string Reason(Exception e) => e is SqliteException sqlite ? HistoryFailure.Of(sqlite) : e.Message.TrimEnd('.');

    [LoggerMessage(Level = LogLevel.Warning, Message = "Where attention is can't be remembered in {File}: {Reason}; what comes meanwhile is left out")]
    private static partial void LogFailing(ILogger log, string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Where attention is is remembered in {File} again; {Rows} times ten seconds were left out")]
    private static partial void LogWell(ILogger log, string file, long rows);
}
