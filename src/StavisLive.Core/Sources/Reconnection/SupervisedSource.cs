using Microsoft.Extensions.Logging;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>A live source that comes back: one connection after the other, on one time line, its state always known.</summary>
/// <remarks>
/// <para>
/// A first connection that fails is an error, since what was asked for may never have existed, unless
/// <see cref="SupervisionOptions.KeepsTrying"/> is set. One that is lost later is made anew, whatever the cause and whatever size,
/// rate or audio the source then has; times and frame numbers go on across the hole. The description stays the first
/// connection's.
/// </para>
/// <para>
/// Where there may be a second connection, encoded audio is not passed on: nothing says that its packets would still be of
/// one kind. Recordings use the samples.
/// </para>
/// <para>Owns the connection. Each is one bare source, disposed before the next one is made.</para>
/// </remarks>
public sealed partial class SupervisedSource : ISource, IReportsState, IMeasuresSync
{
    // A recorder of 64 channels whose service is down would else cost nine processors, for ever.
    private static readonly TimeSpan RarestAttempts = TimeSpan.FromSeconds(10);

    private readonly Func<bool, ISource> _connect;
    private readonly SupervisionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff;
    private readonly SourceMonitor _monitor;
    private readonly SyncMonitor _sync;
    private ISource _connection;
    private int _failures;

    /// <param name="connect">Makes the bare source of a connection, not yet open; told whether nothing is known of it from an earlier one.</param>
    /// <param name="options">How patient it is.</param>
    /// <param name="random">Spreads the attempts in time.</param>
    /// <param name="time">The clock that the bare source stamps with.</param>
    /// <param name="log">Told of every change of state, once.</param>
    public SupervisedSource(Func<bool, ISource> connect, SupervisionOptions options, Random random, TimeProvider time, ILogger log)
    {
        _connect = connect;
        _options = options;
        _time = time;
        _log = log;
        _backoff = new Backoff(random) { LongestLater = RarestAttempts };
        _monitor = new SourceMonitor(time);
        _sync = new SyncMonitor(time);
        _connection = connect(true);
        Name = _connection.Name;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public SourceMonitor Monitor => _monitor;

    /// <inheritdoc />
    public SyncMonitor Sync => _sync;

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        _monitor.Subscribe(LogChange);
        try
        {
            var description = await OpenFirstAsync(cancellationToken).ConfigureAwait(false);
            return _options.ReconnectAttempts == 0 ? description : description with { EncodedAudio = null };
        }
        catch (SourceException e)
        {
            _monitor.Report(SourceState.Failed, e.Message);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _monitor.Report(SourceState.Ended);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var line = new SupervisedTimeline(_time);
        try
        {
            while (await ReadConnectionAsync(output, line, cancellationToken).ConfigureAwait(false) is { } loss)
                await ConnectAgainAsync(loss, SourceState.Reconnecting, cancellationToken).ConfigureAwait(false);
            _monitor.Report(SourceState.Ended);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _monitor.Report(SourceState.Ended);
            throw;
        }
        catch (Exception e)
        {
            _monitor.Report(SourceState.Failed, e.Message);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Null at the source's regular end.
    private async Task<SourceException?> ReadConnectionAsync(IMediaWriter output, SupervisedTimeline line, CancellationToken cancellationToken)
    {
        using var watch = new ConnectionWatch(_monitor, _options.StalledAfter, _time);
        var writer = new ConnectionWriter(output, line, _sync, watch, _monitor, _options, _time);
        try
        {
            await _connection.ReadAsync(writer, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (writer.OutputFailure is null && IsLoss(e, cancellationToken))
        {
            return Loss(e);
        }
        finally
        {
            writer.Close();
            // A connection that breaks off at once, again and again, is none: attempts go on getting rarer.
            if (watch.WasLive) _failures = 0;
        }
    }

    private async Task<SourceDescription> OpenFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(_connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (_options.KeepsTrying && IsLoss(e, cancellationToken))
        {
            return await ConnectAgainAsync(Loss(e), SourceState.Connecting, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits and tries until there is a connection.</summary>
    /// <param name="loss">Why there is none.</param>
    /// <param name="meanwhile">The source's state until then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<SourceDescription> ConnectAgainAsync(SourceException loss, SourceState meanwhile, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_failures >= _options.ReconnectAttempts) throw _failures == 0 ? loss : AttemptsExhausted(loss);
            _monitor.Report(meanwhile, loss.Message);
            await CloseAsync(_connection).ConfigureAwait(false);
            await Task.Delay(_backoff.Before(_failures, loss.IsRefusal), _time, cancellationToken).ConfigureAwait(false);
            _failures++;
            try
            {
                _connection = _connect(meanwhile == SourceState.Connecting);
                return await OpenAsync(_connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsLoss(e, cancellationToken))
            {
                loss = Loss(e);
            }
        }
    }

    private async Task CloseAsync(ISource connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // What is left of it is its own affair; the next one is not to wait for that.
            LogUnexpected(_log, Name, e);
        }
    }

    // Drivers and libraries fail in ways of their own when a device goes away while it is opened: that is a loss as any other.
    private static bool IsLoss(Exception e, CancellationToken cancellationToken) => !(e is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private SourceException Loss(Exception e)
    {
        if (e is SourceException loss) return loss;
        LogUnexpected(_log, Name, e);
        return new SourceException($"{Name} broke off: {e.Message}", e);
    }

    private async Task<SourceDescription> OpenAsync(ISource connection, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Activities.StartActivity("stavis.source.connect");
        activity?.SetTag("address", Name).SetTag("attempt", _failures);
        try
        {
            var description = await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            _monitor.Report(SourceState.Warming);
            return description;
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    private SourceException AttemptsExhausted(SourceException loss) =>
        new($"{Name} was given up after {_failures} attempt{(_failures == 1 ? "" : "s")} to connect again. {loss.Message}", loss);

    private void LogChange(SourceStateChange change)
    {
        var state = change.State.ToString().ToLowerInvariant();
        var why = change.Reason is null ? "" : $": {change.Reason}";
        switch (change.State)
        {
            // Thrown to whoever runs the source, who tells it.
            case SourceState.Failed:
                break;
            case SourceState.Stalled or SourceState.Reconnecting:
            case SourceState.Connecting when change.Reason is not null:
                LogTrouble(_log, Name, state, why);
                break;
            default:
                LogState(_log, Name, state, why);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Source:l} failed in a way of its own")]
    private static partial void LogUnexpected(ILogger log, string source, Exception cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source:l} is {State:l}{Why:l}")]
    private static partial void LogState(ILogger log, string source, string state, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source:l} is {State:l}{Why:l}")]
    private static partial void LogTrouble(ILogger log, string source, string state, string why);
}
