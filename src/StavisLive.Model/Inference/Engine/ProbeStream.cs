using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A made-up stream for measuring and warming up: a bright disc on moving stripes, and a tone. The same on every run.</summary>
internal sealed class ProbeStream : IDisposable
{
    private const int Side = SaliencyMap.Side;
    private const int BytesPerFrame = NetworkWindow.BytesPerFrame;

    private readonly int _phase;
    private long _frame;

    /// <param name="streamId">Number of the stream; others look different.</param>
    public ProbeStream(int streamId)
    {
        Window = NetworkWindow.Rent();
        Window.StreamId = streamId;
        Window.HasAudio = true;
        _phase = streamId * 17;
        for (var index = 0; index < NetworkWindow.Frames; index++) Next();
    }

    /// <summary>The newest sixteen pictures and their audio; this object's.</summary>
    public NetworkWindow Window { get; }

    /// <summary>Moves the window on by one picture.</summary>
    public void Next()
    {
        Window.Pictures[BytesPerFrame..].CopyTo(Window.Pictures);
        Window.PictureIds[1..].CopyTo(Window.PictureIds);
        Paint(Window.Pictures[^BytesPerFrame..]);
        Window.PictureIds[^1] = _frame;
        for (var sample = 0; sample < NetworkWindow.AudioLength; sample++)
            Window.Audio[sample] = 60 * MathF.Sin((sample + (_frame * 735)) * (0.05f + (0.001f * (_phase % 50))));
        _frame++;
    }

    /// <inheritdoc />
    public void Dispose() => Window.Dispose();

    private void Paint(Span<byte> picture)
    {
        var time = _frame + _phase;
        var (discX, discY) = (56 + (40 * MathF.Sin(time * 0.11f)), 56 + (40 * MathF.Cos(time * 0.07f)));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var stripe = (byte)(96 + (64 * (((x + time) / 8) & 1)) + (((x * 31) ^ (y * 17)) % 16));
                var (dx, dy) = (x - discX, y - discY);
                var isDisc = (dx * dx) + (dy * dy) < 100;
                var pixel = picture.Slice(((y * Side) + x) * 3, 3);
                pixel[0] = isDisc ? (byte)240 : stripe;
                pixel[1] = isDisc ? (byte)220 : (byte)(stripe / 2);
                pixel[2] = isDisc ? (byte)60 : (byte)(255 - stripe);
            }
        }
    }
}
