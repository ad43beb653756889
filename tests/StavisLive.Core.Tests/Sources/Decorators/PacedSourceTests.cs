using StavisLive.Core.Media;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Tests.Sources.Reconnection;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

public sealed class PacedSourceTests : IMediaWriter
{
    private readonly WatchedTime _time = new();
    private readonly List<double> _came = [];
    private long _begin;

    [Theory]
    [InlineData(3600, 3610)]
    // What is only a little late is caught up with.
    [InlineData(10.5, 20)]
    public async Task Read_Halt_GoesOnAtItsPace(double halt, double next)
    {
        _begin = _time.GetTimestamp();
        var frames = new TestFrames(_time);
        var inner = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            await output.WriteAsync(frames.Make(0, MediaTime.Zero), stop);
            _time.Advance(TimeSpan.FromSeconds(halt));
            await output.WriteAsync(frames.Make(1, MediaTime.FromSeconds(10)), stop);
            await output.WriteAsync(frames.Make(2, MediaTime.FromSeconds(20)), stop);
        });
        await using var source = new PacedSource(inner, _time);

        var reading = source.ReadAsync(this, CancellationToken.None);
        if (!reading.IsCompleted) await _time.AdvanceToNextTimerAsync();
        await reading.WaitAsync(Eventually.Patience);

        Assert.Equal([0, halt, next], _came);
    }

    ValueTask IMediaWriter.WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) _came.Add(_time.GetElapsedTime(_begin).TotalSeconds);
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioBlock block, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask IMediaWriter.WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask IMediaWriter.WritePauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
