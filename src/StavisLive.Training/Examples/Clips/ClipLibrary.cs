using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Media.Sources.Frames;

namespace StavisLive.Training.Examples.Clips;

/// <summary>Opens the clips of a gaze folder; their frames are decoded once, small, into a folder of the training's.</summary>
internal static class ClipLibrary
{
    // A view of three fifths of a side is still shown without enlarging. All clips get one shape: what is shown is squeezed anyway.
    private const int Width = 192;
    private const int Height = 144;

    /// <summary>Opens the clips of a split; the caller owns them.</summary>
    /// <param name="folder">The gaze folder.</param>
    /// <param name="split">Which split.</param>
    /// <param name="cache">Where decoded frames are kept, 83 kB each.</param>
    /// <param name="cancellationToken">Ends decoding.</param>
    /// <exception cref="SourceException">A clip cannot be decoded.</exception>
    /// <exception cref="InvalidDataException">The folder's tables are wrong.</exception>
    public static async Task<IReadOnlyList<LibraryClip>> OpenAsync(string folder, string split, string cache, CancellationToken cancellationToken)
    {
        var clips = new List<LibraryClip>();
        try
        {
            foreach (var clip in GazeClipFolder.Read(folder, split)) clips.Add(await OpenAsync(clip, cache, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            foreach (var clip in clips) clip.Dispose();
            throw;
        }
        return clips;
    }

    private static async Task<LibraryClip> OpenAsync(GazeClip clip, string cache, CancellationToken cancellationToken)
    {
        var frames = await FrameStore.OpenAsync(clip.Path, cache, Width, Height, cancellationToken).ConfigureAwait(false);
        try
        {
            var audio = frames.HasAudio ? await WholeAudio.ReadOfVideoAsync(clip.Path, cancellationToken).ConfigureAwait(false) : null;
            var frameRate = frames.SourceFps > 0 ? frames.SourceFps : frames.Fps;
            return new LibraryClip(clip.Group, frames, audio, [.. clip.Fixations.Select(look => ByTime(look, frameRate))]);
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    private static ClipFixation ByTime(ClipFixation look, double frameRate) =>
        look.Frame is { } frame ? look with { Frame = null, Seconds = frame / frameRate, Duration = 1 / frameRate } : look;
}
