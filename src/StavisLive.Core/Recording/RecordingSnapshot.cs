using StavisLive.Core.Sources;

namespace StavisLive.Core.Recording;

/// <summary>What lay in a recorder's memory at one moment. Owns holds on it.</summary>
internal sealed record RecordingSnapshot(
    IReadOnlyList<RecordedItem> Items, IReadOnlyList<RecordedMap> Maps, IReadOnlyList<SourceStateChange> States) : IDisposable
{
    /// <summary>The frames alone, oldest first.</summary>
    public IReadOnlyList<RecordedFrame> Frames { get; } = [.. Items.Select(item => item.Frame).OfType<RecordedFrame>()];

    /// <summary>The audio alone, oldest first.</summary>
    public IReadOnlyList<RecordedAudio> Sounds { get; } = [.. Items.Select(item => item.Audio).OfType<RecordedAudio>()];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var frame in Frames) frame.Dispose();
        foreach (var map in Maps) map.Map.Dispose();
    }
}
