using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;

namespace StavisLive.Media.Tests.Encoding;

/// <summary>An encoder, and the factory of itself, that keeps what it is called with and encodes nothing.</summary>
internal sealed class RecordingEncoder : IVideoEncoder, IVideoEncoderFactory
{
    /// <summary>Times of the pictures written.</summary>
    public List<MediaTime> Pictures { get; } = [];

    /// <summary>The pictures' lengths in bytes.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>Samples of all blocks written.</summary>
    public int Samples { get; private set; }

    /// <summary>Packets written.</summary>
    public int Packets { get; private set; }

    /// <summary>What it was opened for; null before.</summary>
    public (string Path, EncodedVideoFormat Format)? Opened { get; private set; }

    /// <summary>How often it was completed.</summary>
    public int Completed { get; private set; }

    /// <summary>How often it was disposed.</summary>
    public int Disposed { get; private set; }

    /// <summary>Whether anything was called after it had been disposed.</summary>
    public bool WasCalledAfterDisposal { get; private set; }

    /// <summary>Refuses to open, as for a file that cannot be written.</summary>
    public bool FailsToOpen { get; init; }

    /// <summary>Dies with every write and every completion.</summary>
    public bool FailsToWrite { get; set; }

    /// <summary>What completing it returns.</summary>
    public string? Shortcoming { get; init; }

    public bool HonoursRegions => false;

    public long Written { get; set; }

    public IVideoEncoder Open(string path, EncodedVideoFormat format)
    {
        if (FailsToOpen) throw new SinkException($"{path} cannot be written.");
        Opened = (path, format);
        return this;
    }

    public ValueTask WriteAsync(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions = default)
    {
        Pictures.Add(time);
        Lengths.Add(pixels.Length);
        return Called();
    }

    public ValueTask WriteAsync(AudioBlock block)
    {
        Samples += block.Count;
        return Called();
    }

    public ValueTask WriteAsync(AudioPacket packet)
    {
        Packets++;
        return Called();
    }

    public async Task<string?> CompleteAsync(CancellationToken cancellationToken)
    {
        Completed++;
        await Called();
        return Shortcoming;
    }

    public ValueTask DisposeAsync()
    {
        Disposed++;
        return default;
    }

    private ValueTask Called()
    {
        WasCalledAfterDisposal |= Disposed > 0;
        return FailsToWrite ? ValueTask.FromException(new SinkException("the encoder stopped")) : default;
    }
}
