using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

/// <summary>No decorator loses a recorded pause, or moves it.</summary>
public sealed class PauseTests : IMediaWriter
{
    private static readonly Dictionary<string, Func<ISource, ISource>> Decorators = new()
    {
        ["mask"] = inner => new MaskedSource(inner, []),
        ["region"] = inner => new RegionSource(inner, new FrameArea { X = 0, Y = 0, Width = 0.5, Height = 0.5 }),
        ["pace"] = inner => new PacedSource(inner, TimeProvider.System),
        ["offset"] = inner => new AudioOffsetSource(inner, MediaTime.FromMilliseconds(80)),
        ["limit"] = inner => new LimitedSource(inner, maxFrames: 10, duration: null, TimeProvider.System),
        ["loop"] = inner => new LimitedSource(new LoopingSource(() => inner), maxFrames: 2, duration: null, TimeProvider.System),
    };

    private readonly List<string> _order = [];

    public static TheoryData<string> Names => [.. Decorators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_Pauses_ComeWhereTheyWere(string decorator)
    {
        await using var source = Decorators[decorator](Source());
        await source.OpenAsync(CancellationToken.None);

        await source.ReadAsync(this, CancellationToken.None);

        Assert.Equal(["frame", "pause", "samples", "pause", "frame"], _order);
    }

    [Fact]
    public async Task Read_PauseBehindTheLimit_IsLeftOut()
    {
        await using var source = new LimitedSource(Source(), maxFrames: 1, duration: null, TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);

        await source.ReadAsync(this, CancellationToken.None);

        Assert.Equal(["frame"], _order);
    }

    ValueTask IMediaWriter.WriteAsync(VideoFrame frame, CancellationToken cancellationToken) => Add(frame, "frame");

    ValueTask IMediaWriter.WriteAsync(AudioBlock block, CancellationToken cancellationToken) => Add(block, "samples");

    ValueTask IMediaWriter.WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => Add(packet, "packet");

    ValueTask IMediaWriter.WritePauseAsync(CancellationToken cancellationToken) => Add(null, "pause");

    private static ScriptedSource Source() => new(TestFrames.Description(hasAudio: true), async (output, _) =>
    {
        // What a source has begun it hands over, whatever its limit.
        var frames = new TestFrames();
        await output.WriteAsync(frames.Make(0, MediaTime.Zero), CancellationToken.None);
        await output.WritePauseAsync(CancellationToken.None);
        await output.WriteAsync(AudioBlock.Rent(10), CancellationToken.None);
        await output.WritePauseAsync(CancellationToken.None);
        await output.WriteAsync(frames.Make(1, MediaTime.FromMilliseconds(40)), CancellationToken.None);
    });

    private ValueTask Add(IDisposable? media, string what)
    {
        media?.Dispose();
        _order.Add(what);
        return default;
    }
}
