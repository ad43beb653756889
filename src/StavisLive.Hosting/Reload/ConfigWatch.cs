using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace StavisLive.Hosting.Reload;

/// <summary>Tells when a configuration should be read again: on SIGHUP, and when its file has changed.</summary>
/// <remarks>
/// The file is looked at once a second rather than watched by the system: that also sees files that editors replace, links that
/// are moved, and file systems of other machines.
/// </remarks>
public sealed class ConfigWatch : IAsyncDisposable
{
    // A change counts when the file has stayed the same for one look: it is complete then.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _hangup;
    private readonly Task _watching;

    public ConfigWatch(string file, TimeProvider time)
    {
        _file = file;
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _news.Writer.TryWrite(true);
        });
        _watching = WatchAsync(ReadStamp(), time);
    }

    /// <summary>Waits for the next reason to read it again; several at once are one.</summary>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => _news.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _hangup.Dispose();
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync((DateTime Written, long Length)? told, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var last = told;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = ReadStamp();
                if (now is not null && now == last && now != told)
                {
                    told = now;
                    _news.Writer.TryWrite(true);
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
    private (DateTime Written, long Length)? ReadStamp()
    {
        try
        {
            var file = new FileInfo(_file);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return (file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
