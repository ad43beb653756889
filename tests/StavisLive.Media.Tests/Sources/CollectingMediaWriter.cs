using System.Security.Cryptography;
using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Sources;

/// <summary>Keeps what a source hands over, and in which order.</summary>
internal sealed class CollectingMediaWriter : IMediaWriter
{
    /// <summary>Called with the number of frames so far, after each.</summary>
    public Action<int> OnFrame { get; init; } = _ => { };

    public List<CapturedFrame> Frames { get; } = [];

    public List<float> Samples { get; } = [];

    public List<(MediaTime Time, int Count)> Blocks { get; } = [];

    public List<(MediaTime Time, byte[] Data)> Packets { get; } = [];

    /// <summary>One letter per hand-over: f(rame), s(amples), p(acket); a bar for a pause.</summary>
    public List<char> Order { get; } = [];

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame)
        {
            var pixels = frame.Pixels.ToArray();
            var hash = Convert.ToHexString(SHA256.HashData(pixels));
            Frames.Add(new CapturedFrame(
                frame.Index, frame.PresentationTime, frame.CapturedAt, frame.Width, frame.Height, hash, pixels, frame.PixelAspect));
            Order.Add('f');
        }
        OnFrame(Frames.Count);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block)
        {
            Samples.AddRange(block.Samples);
            Blocks.Add((block.PresentationTime, block.Count));
            Order.Add('s');
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        using (packet)
        {
            Packets.Add((packet.PresentationTime, packet.Data.ToArray()));
            Order.Add('p');
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken)
    {
        Order.Add('|');
        return ValueTask.CompletedTask;
    }

    /// <summary>When the stream changes from quiet to loud, in seconds.</summary>
    public IReadOnlyList<double> Beeps()
    {
        // 50 ms of near silence between two sounds: longer than any period of a tone.
        const int Pause = AudioFormat.SampleRate / 20;
        var beeps = new List<double>();
        var quiet = Pause;
        for (var i = 0; i < Samples.Count; i++)
        {
            if (Math.Abs(Samples[i]) < 0.02f) quiet++;
            else
            {
                if (quiet >= Pause) beeps.Add(Blocks[0].Time.Seconds + i / (double)AudioFormat.SampleRate);
                quiet = 0;
            }
        }
        return beeps;
    }

    /// <summary>When the middle of the picture turns bright, in seconds.</summary>
    public IReadOnlyList<double> Flashes()
    {
        var flashes = new List<double>();
        var bright = false;
        foreach (var frame in Frames)
        {
            var now = frame.At(frame.Width / 2, frame.Height / 2).Green > 128;
            if (now && !bright) flashes.Add(frame.Time.Seconds);
            bright = now;
        }
        return flashes;
    }
}
