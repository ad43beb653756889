using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>What a step needs of its windows, and the streams that it has until conv1 is done with them. Its tensors belong to the scope it was begun in.</summary>
/// <param name="windows">Windows to come.</param>
internal sealed class EngineStep(int windows) : IDisposable
{
    private readonly List<StreamStem> _stems = new(windows);
    private readonly List<StemTurn> _turns = new(windows);
    private bool _isReleased;

    /// <summary>The windows' streams, advanced; nobody else's until they are released.</summary>
    public IReadOnlyList<StreamStem> Stems => _stems;

    /// <summary>How each of them comes to its outputs.</summary>
    public IReadOnlyList<StemTurn> Turns => _turns;

    /// <summary>Pictures to be pushed, one stream's behind the other's: bytes <c>[n,112,112,3]</c>, on the device; null if there are none.</summary>
    public Tensor? Pushed { get; set; }

    /// <summary>Pictures that outputs are to be computed from, one stream's behind the other's: bytes <c>[n,112,112,3]</c>, on the device; null if there are none.</summary>
    public Tensor? Computed { get; set; }

    /// <summary>Audio of the windows that have any, <c>[n,1,1,35280]</c>, on the device; null if there are none, and for a network that doesn't listen.</summary>
    public Tensor? Audio { get; set; }

    /// <summary>Which windows have; empty for a network that doesn't listen.</summary>
    public bool[] HasAudio { get; set; } = [];

    /// <summary>Takes the stream of the next window as soon as it is released, and moves it on.</summary>
    /// <param name="stem">The stream.</param>
    /// <param name="ids">The window's picture numbers.</param>
    public StemTurn Take(StreamStem stem, ReadOnlySpan<long> ids)
    {
        var turn = stem.Advance(ids);
        _stems.Add(stem);
        _turns.Add(turn);
        return turn;
    }

    /// <summary>Lets the next step have the streams.</summary>
    public void ReleaseStreams()
    {
        if (_isReleased) return;
        _isReleased = true;
        foreach (var stem in _stems) stem.Release();
    }

    /// <summary>Releases the streams where the step came to nothing.</summary>
    public void Dispose() => ReleaseStreams();
}
