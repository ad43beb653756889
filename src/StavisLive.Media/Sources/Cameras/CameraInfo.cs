namespace StavisLive.Media.Sources.Cameras;

/// <summary>A camera that was found.</summary>
/// <param name="Number">What a configuration (<c>source.camera</c>) calls it.</param>
/// <param name="Path">Its device.</param>
/// <param name="Name">What its driver calls it.</param>
/// <param name="IsPermitted">Whether this user may open it.</param>
public sealed record CameraInfo(int Number, string Path, string Name, bool IsPermitted)
{
    /// <summary>Formats, sizes and rates; empty where it does not say.</summary>
    public IReadOnlyList<CameraMode> Modes { get; init; } = [];
}
