using StavisLive.Core.Sources;

namespace StavisLive.Core.Recording;

/// <summary>What lay in a recorder's memory at one moment. Owns holds on it.</summary>
internal sealed record RecordingSnapshot(
    IReadOnlyList<RecordedItem> Items, IReadOnlyList<RecordedMap> Maps, IReadOnlyList<SourceStateChange> States) : IDisposable
{
    /// <summary>The frames alone, oldest first.</summary>
    public IReadOnlyList<RecordedFrame> Frames { get; } = [.. Items.OfType<RecordedItem.Picture>().Select(picture => picture.Frame)];

    /// <summary>The audio alone, oldest first.</summary>
    public IReadOnlyList<RecordedItem.Samples> Audio { get; } = [.. Items.OfType<RecordedItem.Samples>()];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var frame in Frames) frame.Dispose();
        foreach (var map in Maps) map.Map.Dispose();
    }
}
