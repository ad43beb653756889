using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>Lays a viewer's gaze over a stream's maps, for each of its sinks that follow attention. Thread-safe until disposed, which may happen more than once.</summary>
/// <param name="options">Where the gaze comes from, and how it is laid over a map.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when it arrives, and what cannot be read.</param>
public sealed class GazeGuide(GazeOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private readonly Lock _lock = new();
    private IGazeSource? _source;
    private bool _isDisposed;

    /// <summary>Begins to listen, where nobody has begun before.</summary>
    /// <param name="isLive">Whether pictures come as they happen.</param>
    /// <exception cref="SinkException">There is no listening at this address.</exception>
    public void Open(bool isLive)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _source ??= options.Address != "-" ? new UdpGaze(GazeAddress.Parse(options.Address)!, time, log)
                : isLive ? new LiveTextGaze(Console.In, time)
                : new RecordedGaze(Console.In);
        }
    }

    /// <summary>A map with the gaze laid over it, where that is known.</summary>
    /// <param name="map">112x112 values in raster order.</param>
    /// <param name="at">When the picture is shown.</param>
    /// <param name="width">Pixels per row of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="room">Room for as many values.</param>
    /// <returns>The map itself, or the room.</returns>
    public ReadOnlySpan<float> Lay(ReadOnlySpan<float> map, MediaTime at, int width, int height, Span<float> room)
    {
        if (_source?.At(at) is not { } gaze) return map;
        GazeSpot.Blend(map, gaze, options, (double)height / width, room);
        return room;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _source?.Dispose();
        }
    }
}
