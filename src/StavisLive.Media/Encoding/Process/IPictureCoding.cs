using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Process;

/// <summary>How pictures go to an ffmpeg child, and what that does with them. Disposing frees what it holds. Not thread-safe.</summary>
internal interface IPictureCoding : IDisposable
{
    /// <summary>Takes a piece of a picture's track. Borrows the bytes for the call.</summary>
    /// <param name="track">Index among <see cref="Tracks"/>; the first one's pieces keep the sound in step.</param>
    /// <param name="time">When it is shown.</param>
    /// <param name="bytes">The piece.</param>
    /// <param name="isKey">Whether it can be decoded without those before it.</param>
    delegate void Take(int track, MediaTime time, ReadOnlySpan<byte> bytes, bool isKey);

    /// <summary>Whether pictures may come with regions of interest.</summary>
    bool HonoursRegions { get; }

    /// <summary>The tracks that it makes of the pictures.</summary>
    IReadOnlyList<MatroskaTrackEntry> Tracks { get; }

    /// <summary>The child's arguments that make a video of these tracks.</summary>
    IEnumerable<string> ChildArguments { get; }

    /// <summary>Codes a picture and hands out what is ready, which may be of earlier ones.</summary>
    /// <exception cref="SinkException">It failed.</exception>
    void Write(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions, Take take);

    /// <summary>Hands out what is left.</summary>
    /// <exception cref="SinkException">It failed.</exception>
    void Complete(Take take);
}
