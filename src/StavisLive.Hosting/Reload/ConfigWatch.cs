using System.Threading.Channels;

namespace StavisLive.Hosting.Reload;

/// <summary>Tells when a configuration should be read again: when its file has changed, and when somebody says so.</summary>
/// <remarks>
/// The file is looked at once a second rather than watched by the system: that also sees files that editors replace, links that
/// are moved, and file systems of other machines.
/// </remarks>
internal sealed class ConfigWatch : IAsyncDisposable
{
    // A change counts when the file has stayed the same for one look: it is complete then.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Several reasons at once are one.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private bool _isDisposed;

    /// <param name="file">Its file; null where there is none to look at.</param>
    /// <param name="time">The clock.</param>
    public ConfigWatch(string? file, TimeProvider time) =>
        _watching = file is null ? Task.CompletedTask : WatchAsync(file, ReadStamp(file), time);

    /// <summary>Waits for the next reason to read it again; several at once are one.</summary>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => _news.Reader.ReadAsync(cancellationToken);

    /// <summary>There is a reason to read it again.</summary>
    public void Tell() => _news.Writer.TryWrite(true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task WatchAsync(string file, (DateTime Written, long Length)? told, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var last = told;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var now = ReadStamp(file);
                if (now is not null && now == last && now != told)
                {
                    told = now;
                    Tell();
                }
                last = now;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody waits for news any more.
        }
    }

    // Null while it is not there, such as between an editor's two steps.
    private static (DateTime Written, long Length)? ReadStamp(string path)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return (file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
