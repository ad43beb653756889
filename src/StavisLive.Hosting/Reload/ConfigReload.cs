using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Reload;

/// <summary>Reads the configuration of <see cref="StavisLiveOptions"/> again when its file has changed, or when asked to.</summary>
public sealed partial class ConfigReload : IAsyncDisposable
{
    private readonly StavisLiveOptions _options;
    private readonly ConfigWatch _watch;
    private readonly ILogger<ConfigReload> _log;

    /// <param name="options">Say how it is read, and which file is watched.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what is wrong with it.</param>
    public ConfigReload(IOptions<StavisLiveOptions> options, TimeProvider time, ILogger<ConfigReload> log)
    {
        _options = options.Value;
        _watch = new ConfigWatch(_options.WatchedFile, time);
        _log = log;
    }

    /// <summary>Has it read again, as if its file had changed. Returns at once; requests that come before it is read are one.</summary>
    public void Request() => _watch.Tell();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    /// <summary>The configuration to begin with; null where none is given.</summary>
    /// <exception cref="ConfigException">It cannot be run.</exception>
    internal async Task<HostPlan?> FirstAsync(CancellationToken cancellationToken)
    {
        if (_options.Plan is { } plan) return plan;
        return _options.Load is { } load ? await load(cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Waits for the next configuration that can be run. One that cannot is told of and otherwise ignored.</summary>
    internal async Task<HostPlan> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _watch.NextAsync(cancellationToken).ConfigureAwait(false);
            if (_options.Load is not { } load) continue;
            try
            {
                return await load(cancellationToken).ConfigureAwait(false);
            }
            catch (ConfigException e)
            {
                foreach (var problem in e.Problems) LogProblem(_log, problem);
                LogRefused(_log);
            }
            catch (Exception e) when (ExpectedFailure.Is(e))
            {
                LogProblem(_log, e.Message);
                LogRefused(_log);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A fault of ours in what reads it is no reason to end streams that run.
                LogBroken(_log, e);
                LogRefused(_log);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem:l}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed configuration could not be read")]
    private static partial void LogBroken(ILogger log, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed configuration is not taken over; everything goes on as before")]
    private static partial void LogRefused(ILogger log);
}
