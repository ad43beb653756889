using StavisLive.Benchmarks.Stages;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>720p frames that are there already, and their audio; copying one out stands for reading it from a decoder.</summary>
internal sealed class PreparedSource(int count) : ISource
{
    private readonly VideoFrame[] _prepared = Scene.Frames(8);
    private readonly FramePool _pool = new(Scene.Width, Scene.Height);

    public string Name => "prepared";

    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceDescription
    {
        Width = Scene.Width,
        Height = Scene.Height,
        FrameRate = Scene.Rate,
        HasAudio = true,
        FrameCount = count,
    });

    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        for (var index = 0L; index < count; index++)
        {
            await output.WriteAsync(Scene.Audio(index), cancellationToken);
            var frame = _pool.Rent();
            _prepared[index % _prepared.Length].Pixels.CopyTo(frame.Pixels);
            frame.Index = index;
            frame.PresentationTime = Scene.TimeOf(index);
            frame.CapturedAt = TimeProvider.System.GetTimestamp();
            await output.WriteAsync(frame, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => default;
}
