using StavisLive.Core.Media;

namespace StavisLive.Scenes.Tests.BuiltIn;

/// <summary>A writer that keeps what it is given until it is disposed; after so many frames it cancels its token.</summary>
internal sealed class KeepingWriter(int enough = int.MaxValue) : IMediaWriter, IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly List<VideoFrame> _frames = [];
    private readonly List<AudioBlock> _blocks = [];
    private int _packets;

    public CancellationToken Enough => _enough.Token;

    /// <summary>Called with every block, from the thread that brings it.</summary>
    public Action<AudioBlock>? OnBlock { get; init; }

    public IReadOnlyList<VideoFrame> Frames => Locked(() => _frames.ToArray());

    public IReadOnlyList<AudioBlock> Blocks => Locked(() => _blocks.ToArray());

    public int Packets => _packets;

    public float[] Audio => [.. Blocks.SelectMany(block => block.Samples.ToArray())];

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        var count = Locked(() =>
        {
            _frames.Add(frame);
            return _frames.Count;
        });
        if (count >= enough) _enough.Cancel();
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        Locked(() =>
        {
            _blocks.Add(block);
            return 0;
        });
        OnBlock?.Invoke(block);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _packets);
        packet.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("A scene has no pauses.");

    public void Dispose()
    {
        foreach (var frame in Frames) frame.Dispose();
        foreach (var block in Blocks) block.Dispose();
        _enough.Dispose();
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_lock) return action();
    }
}
