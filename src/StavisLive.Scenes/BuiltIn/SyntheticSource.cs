using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>The built-in audiovisual scene: needs no file and no device.</summary>
/// <remarks>Not live: it runs as fast as its writer takes it, the same on every run.</remarks>
public sealed class SyntheticSource : ISource
{
    private readonly TimeProvider _time;
    private readonly FramePool _frames;
    private readonly SceneVoices _voices;
    private readonly long? _frameCount;

    /// <summary>The scene of these options.</summary>
    public SyntheticSource(SyntheticOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FrameRate, nameof(options.FrameRate));
        Scene = new SyntheticScene(options);
        _time = time;
        _frames = new FramePool(options.Width, options.Height);
        _voices = new SceneVoices(Scene);
        // Every frame that begins before the end; the small offset forgives 10 s * 29.97 its last bit.
        _frameCount = options.Length is { } length ? (long)Math.Ceiling(length.Seconds * options.FrameRate - 1e-6) : null;
    }

    /// <summary>Where everything is and what sounds: the ground truth of the frames' time line.</summary>
    internal SyntheticScene Scene { get; }

    /// <inheritdoc />
    public string Name => "synthetic";

    private SyntheticOptions Options => Scene.Options;

    /// <inheritdoc />
    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceDescription
    {
        Width = Options.Width,
        Height = Options.Height,
        FrameRate = Options.FrameRate,
        HasAudio = true,
        FrameCount = _frameCount,
    });

    /// <inheritdoc />
    /// <remarks>On a pool thread: a writer that always has room would else keep the caller's thread for good.</remarks>
    public Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Task.Run(() => RenderAsync(output, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RenderAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var renderer = new SceneRenderer(Scene);
        for (var index = 0L; _frameCount is not { } count || index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await output.WriteAsync(RenderFrame(renderer, index), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(RenderAudio(index), cancellationToken).ConfigureAwait(false);
        }
    }

    private VideoFrame RenderFrame(SceneRenderer renderer, long index)
    {
        var frame = _frames.Rent();
        frame.Index = index;
        frame.PresentationTime = MediaTime.FromSeconds(index / Options.FrameRate);
        renderer.Render(frame.PresentationTime, frame.Pixels);
        frame.CapturedAt = _time.GetTimestamp();
        return frame;
    }

    // The samples from this frame's moment up to the next one's; together they leave no hole and overlap nowhere.
    private AudioBlock RenderAudio(long index)
    {
        var first = SampleOf(index);
        var block = AudioBlock.Rent((int)(SampleOf(index + 1) - first));
        block.PresentationTime = MediaTime.FromSeconds((double)first / AudioFormat.SampleRate);
        _voices.Fill(block.Samples, first);
        return block;
    }

    private long SampleOf(long frame) => (long)Math.Round(frame * AudioFormat.SampleRate / Options.FrameRate);
}
