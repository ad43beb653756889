using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>An eye tracker. Thread-safe; several may ask and dispose.</summary>
internal interface IGazeSource : IDisposable
{
    /// <summary>Where the viewer looks as a picture is shown; null where that isn't known.</summary>
    /// <param name="time">When the picture is shown.</param>
    GazeSample? At(MediaTime time);
}
