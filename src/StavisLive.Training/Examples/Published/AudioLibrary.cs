using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Media.Sources.Frames;

namespace StavisLive.Training.Examples.Published;

/// <summary>The sound of all videos in memory: 160 MB an hour. Thread-safe.</summary>
internal sealed class AudioLibrary
{
    private readonly Dictionary<PublishedVideo, short[]> _sounds;

    private AudioLibrary(Dictionary<PublishedVideo, short[]> sounds) => _sounds = sounds;

    /// <summary>Reads the sound of those videos that have any.</summary>
    /// <exception cref="SourceException">A sound cannot be decoded.</exception>
    public static async Task<AudioLibrary> LoadAsync(IEnumerable<PublishedVideo> videos, CancellationToken cancellationToken)
    {
        var sounds = new Dictionary<PublishedVideo, short[]>();
        foreach (var video in videos)
        {
            if (video.Audio is { } file) sounds[video] = await WholeAudio.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        return new AudioLibrary(sounds);
    }

    /// <summary>The network's sound input for sixteen frames; null: the video has none there.</summary>
    /// <param name="video">The video.</param>
    /// <param name="first">Number of the first frame, from 1.</param>
    public float[]? Excerpt(PublishedVideo video, int first) =>
        _sounds.TryGetValue(video, out var audio) ? AudioExcerpt.Of(audio, first - 1, video.Entry.FrameRate) : null;
}
