using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Display;

/// <summary>Shows the overlay on the desktop, with the stream's numbers. The mouse closes it; q and Esc close every display of the process.</summary>
/// <remarks>
/// Displays live on a thread of their own, which always answers: keys and repaints don't wait for frames, and no frame
/// waits for the display, which shows the newest. When the source's state changes, the last picture's caption says so.
/// </remarks>
public sealed class DisplaySink : IStateSink, IThreadedDisplay
{
    private readonly string _title;
    private readonly OverlayOptions _options;
    private readonly RateMeter _rate;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SaliencyResult? _newest;
    private SourceStateChange? _change;
    private Exception? _failure;
    private bool _isOpen;
    private volatile bool _stopping;

    // Used by the displays' thread only. The result is held, so that it can be shown again.
    private OverlayDisplay? _display;
    private OverlayRenderer? _renderer;
    private SaliencyResult? _last;

    /// <param name="title">The display's title.</param>
    /// <param name="options">How the overlay looks.</param>
    /// <param name="time">Clock of the frame rate shown.</param>
    public DisplaySink(string title, OverlayOptions options, TimeProvider time)
    {
        _title = title;
        _options = options;
        _rate = new RateMeter(time);
        Closed = _closed.Token;
    }

    /// <inheritdoc />
    public string Name => "window";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    /// <summary>Cancelled when somebody has closed the display. Results that come after that are ignored.</summary>
    public CancellationToken Closed { get; }

    /// <inheritdoc />
    public async Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (Screen.Problem() is { } problem) throw new SinkException(problem);
        _isOpen = true;
        DisplayThread.Add(this);
        await _shown.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (_failure is SinkException) throw _failure;
        if (_failure is { } failure) throw new SinkException($"The window broke: {failure.Message}", failure);
        if (!Closed.IsCancellationRequested) Interlocked.Exchange(ref _newest, result.Share())?.Dispose();
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SourceStateChange change, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _change, change);
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_isOpen)
        {
            await _ended.Task.ConfigureAwait(false);
            _isOpen = false;
        }
        Interlocked.Exchange(ref _newest, null)?.Dispose();
        _closed.Dispose();
    }

    /// <inheritdoc />
    bool IThreadedDisplay.IsOver => _ended.Task.IsCompleted;

    /// <inheritdoc />
    void IThreadedDisplay.Show()
    {
        if (_failure is not null) return;
        try
        {
            _display ??= new OverlayDisplay(_title);
            _renderer ??= new OverlayRenderer(_options);
            _shown.TrySetResult();
            ShowNews(_display, _renderer);
        }
        catch (Exception exception)
        {
            // Handed to whoever opens or writes next.
            _failure = exception;
            _shown.TrySetException(new SinkException($"The window cannot be shown: {exception.Message}", exception));
        }
    }

    /// <inheritdoc />
    bool IThreadedDisplay.HandleKey(int key)
    {
        if (_stopping || _failure is not null) return false;
        if (_display!.HandleKey(key)) return true;
        _closed.Cancel();
        return false;
    }

    /// <inheritdoc />
    void IThreadedDisplay.Close()
    {
        _display?.Dispose();
        _renderer?.Dispose();
        _last?.Dispose();
        _ended.TrySetResult();
    }

    /// <inheritdoc />
    void IThreadedDisplay.AbandonScreen()
    {
        _failure = new SinkException(Screen.Lost);
        _shown.TrySetException(_failure);
        _renderer?.Dispose();
        _last?.Dispose();
        _ended.TrySetResult();
    }

    private void ShowNews(OverlayDisplay display, OverlayRenderer renderer)
    {
        var change = Interlocked.Exchange(ref _change, null);
        if (Interlocked.Exchange(ref _newest, null) is { } result)
        {
            _last?.Dispose();
            _last = result;
            Show(display, renderer, result, _rate.Tick());
        }
        // Nothing new to see: the picture stays, and must not look alive.
        else if (change is not null && _last is { } last) Show(display, renderer, last with { Source = change.State }, rate: 0);
    }

    private void Show(OverlayDisplay display, OverlayRenderer renderer, SaliencyResult result, double rate)
    {
        var picture = result.PictureOf(this);
        var canvas = display.Stretch(renderer.Render(picture, result.Map, result.PresentationTime), picture.PixelAspect);
        CaptionRenderer.Draw(canvas, result, rate);
        display.Show(canvas);
    }
}
