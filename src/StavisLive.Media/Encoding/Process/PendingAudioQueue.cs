using System.Diagnostics.CodeAnalysis;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Keeps audio back until the pictures have caught up with it, so that both can end together.</summary>
/// <remarks>Owns what it holds. Not thread-safe.</remarks>
/// <param name="isLive">Whether pictures come as they happen.</param>
internal sealed class PendingAudioQueue(bool isLive) : IDisposable
{
    // Audio is ahead by what the pictures wait for: look-ahead, queues and the network, a few seconds at low frame rates.
    private static readonly MediaTime LongestLive = MediaTime.FromMilliseconds(30_000);

    // Offline encoders look ahead too, by fifty pictures or so, each of which may stand for many seconds; and where the pictures have ended,
    // the rest of the sound comes at once. Samples of so long take 53 MB, packets of uncompressed sound of six channels up to a gigabyte.
    private static readonly MediaTime LongestOffline = MediaTime.FromMilliseconds(600_000);

    // Samples come in pieces of tens of milliseconds. A longer one begins with the silence of a pause that it ends.
    private static readonly MediaTime LongestPiece = MediaTime.FromMilliseconds(100);

    private readonly Queue<PendingAudio> _held = new();
    private MediaTime _newest;

    /// <summary>Time of the oldest audio held; null when there is none.</summary>
    public MediaTime? Oldest => _held.TryPeek(out var oldest) ? oldest.Time : null;

    /// <summary>How far audio has come, held or taken: where the newest piece begins.</summary>
    public MediaTime Reached { get; private set; }

    /// <summary>Whether it holds more than can be a delay of the pictures: then the oldest should go.</summary>
    public bool IsOverfull => _held.TryPeek(out var oldest) && _newest - oldest.Time > (isLive ? LongestLive : LongestOffline);

    /// <summary>Keeps a copy of a block.</summary>
    public void Add(AudioBlock block)
    {
        var copy = AudioBlock.Rent(block.Count);
        block.Samples.CopyTo(copy.Samples);
        copy.PresentationTime = block.PresentationTime;
        Add(new PendingAudio.Samples(copy));
    }

    /// <summary>Keeps a packet.</summary>
    public void Add(AudioPacket packet) => Add(new PendingAudio.Encoded(packet.Share()));

    /// <summary>Takes the oldest audio if it is over by then; the caller owns it.</summary>
    public bool TryTakeEndedBy(MediaTime time, [NotNullWhen(true)] out PendingAudio? audio) =>
        _held.TryPeek(out audio) && audio.End <= time && _held.TryDequeue(out audio);

    /// <summary>Takes the oldest audio if it begins before then; the caller owns it.</summary>
    public bool TryTakeBegunBefore(MediaTime time, [NotNullWhen(true)] out PendingAudio? audio) =>
        _held.TryPeek(out audio) && audio.Time < time && _held.TryDequeue(out audio);

    /// <inheritdoc />
    public void Dispose()
    {
        while (_held.TryDequeue(out var audio)) audio.Dispose();
    }

    private void Add(PendingAudio audio)
    {
        _held.Enqueue(audio);
        _newest = audio.Time;
        Reached = audio.End - audio.Time > LongestPiece ? audio.End - LongestPiece : audio.Time;
    }
}
