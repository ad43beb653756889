using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Protocols;

/// <summary>Windows of sixteen frames as the authors of STAViS test with. Not thread-safe.</summary>
/// <remarks>
/// <para>
/// Frames are counted, not timed: frame k is slot k whatever its stamp. A window begins at every frame that has an eighth one
/// behind it, which its map belongs to; where fewer than sixteen frames are left, they repeat from the window's first on. The audio runs
/// from the window's first frame to its last, which may be a repeated one.
/// </para>
/// <para>Audio must not come later than the frames it belongs to.</para>
/// </remarks>
/// <param name="frameRate">Frames per second.</param>
/// <param name="listens">Whether the network hears anything; if not, windows carry zeros and are marked so.</param>
internal sealed class RepeatingAssembler(double frameRate, bool listens) : IWindowAssembler
{
    private const int Length = NetworkWindow.Frames;

    // The map of frames f..f+15 belongs to frame f+8 (the authors name the first one pred_sal_000009, counting from 1).
    private const int TargetInWindow = 8;

    private readonly byte[][] _pictures = Array.ConvertAll(new byte[Length][], _ => new byte[NetworkWindow.BytesPerFrame]);
    private readonly AudioRing _ring = new();
    private readonly HannExcerpt _excerpt = new();
    private readonly Queue<WindowStep> _ready = new();
    private long _frames;
    private long _originSample;

    /// <inheritdoc />
    public long RepeatedSlots => 0;

    /// <inheritdoc />
    public long AddFrame(ReadOnlySpan<byte> picture, MediaTime time)
    {
        if (_frames == 0) _originSample = AudioRing.NumberOf(time);
        picture.CopyTo(_pictures[_frames % Length]);
        _frames++;
        if (_frames >= Length) MakeWindow(_frames - Length);
        return _frames - 1;
    }

    /// <inheritdoc />
    public long AddAudio(AudioBlock block) => _ring.Write(block);

    /// <inheritdoc />
    public void End()
    {
        for (var first = Math.Max(0, _frames - Length + 1); first + TargetInWindow < _frames; first++) MakeWindow(first);
    }

    /// <inheritdoc />
    public bool TryTake(out WindowStep step) => _ready.TryDequeue(out step);

    /// <inheritdoc />
    public void Dispose()
    {
        while (_ready.TryDequeue(out var step)) step.Window.Dispose();
    }

    private void MakeWindow(long first)
    {
        var left = Math.Min(Length, _frames - first);
        var window = NetworkWindow.Rent();
        for (var at = 0; at < Length; at++)
        {
            var frame = first + (at % left);
            _pictures[frame % Length].CopyTo(window.Pictures[(at * NetworkWindow.BytesPerFrame)..]);
            window.PictureIds[at] = frame;
        }
        var audio = Listen(first, first + ((Length - 1) % left), window);
        window.HasAudio = audio == AudioState.Present;
        _ready.Enqueue(new WindowStep(first + TargetInWindow, window, audio, MapState.Live));
    }

    private AudioState Listen(long first, long last, NetworkWindow window)
    {
        if (!listens)
        {
            window.Audio.Clear();
            return AudioState.Off;
        }
        var length = _ring.HasBegun ? Math.Max(0, _ring.Horizon - _originSample) : 0;
        var (begin, end) = HannExcerpt.RangeOf(first, last, frameRate, length);
        return _excerpt.Fill(_ring, _originSample + begin, _originSample + end, window.Audio);
    }
}
