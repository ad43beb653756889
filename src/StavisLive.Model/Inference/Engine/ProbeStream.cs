using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A made-up stream for measuring and warming up: a bright disc on moving stripes, and a tone. The same on every run.</summary>
internal sealed class ProbeStream : IDisposable
{
    private const int Side = SaliencyMap.Side;
    private const int BytesPerFrame = NetworkWindow.BytesPerFrame;

    // Pictures until they repeat: painted once, because painting several a step would be measured with it.
    private const int Period = 64;

    private readonly int _phase;
    private readonly byte[]?[] _painted = new byte[Period][];
    private long _frame;

    /// <param name="streamId">Number of the stream; others look different.</param>
    public ProbeStream(int streamId)
    {
        Window = NetworkWindow.Rent();
        Window.StreamId = streamId;
        Window.HasAudio = true;
        _phase = streamId * 17;
        Next(NetworkWindow.Frames);
    }

    /// <summary>The newest sixteen pictures and their audio; this object's.</summary>
    public NetworkWindow Window { get; }

    /// <summary>Moves the window on.</summary>
    /// <param name="pictures">By so many pictures, at most 16.</param>
    public void Next(int pictures = 1)
    {
        Window.Pictures[(pictures * BytesPerFrame)..].CopyTo(Window.Pictures);
        Window.PictureIds[pictures..].CopyTo(Window.PictureIds);
        for (var place = NetworkWindow.Frames - pictures; place < NetworkWindow.Frames; place++)
        {
            Picture(_frame).CopyTo(Window.Pictures.Slice(place * BytesPerFrame, BytesPerFrame));
            Window.PictureIds[place] = _frame++;
        }
        for (var sample = 0; sample < NetworkWindow.AudioLength; sample++)
            Window.Audio[sample] = 60 * MathF.Sin((sample + (_frame * 735)) * (0.05f + (0.001f * (_phase % 50))));
    }

    /// <inheritdoc />
    public void Dispose() => Window.Dispose();

    private byte[] Picture(long frame) => _painted[frame % Period] ??= Painted((frame % Period) + _phase);

    private static byte[] Painted(long time)
    {
        var painted = new byte[BytesPerFrame];
        var (discX, discY) = (56 + (40 * MathF.Sin(time * 0.11f)), 56 + (40 * MathF.Cos(time * 0.07f)));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var stripe = (byte)(96 + (64 * (((x + time) / 8) & 1)) + (((x * 31) ^ (y * 17)) % 16));
                var (dx, dy) = (x - discX, y - discY);
                var isDisc = (dx * dx) + (dy * dy) < 100;
                var pixel = painted.AsSpan(((y * Side) + x) * 3, 3);
                pixel[0] = isDisc ? (byte)240 : stripe;
                pixel[1] = isDisc ? (byte)220 : (byte)(stripe / 2);
                pixel[2] = isDisc ? (byte)60 : (byte)(255 - stripe);
            }
        }
        return painted;
    }
}
