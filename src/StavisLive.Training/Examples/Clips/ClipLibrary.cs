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
    /// <param name="areLearned">Whether examples are made of them: each needs a picture then that enough people looked at.</param>
    /// <param name="cancellationToken">Ends decoding.</param>
    /// <exception cref="SourceException">A clip cannot be decoded.</exception>
    /// <exception cref="InvalidDataException">The folder's tables are wrong, or a clip that is learned has hardly any fixations.</exception>
    public static async Task<IReadOnlyList<LibraryClip>> OpenAsync(
        string folder, string split, string cache, bool areLearned, CancellationToken cancellationToken)
    {
        var clips = new List<LibraryClip>();
        try
        {
            foreach (var clip in GazeClipFolder.Read(folder, split)) clips.Add(await OpenAsync(clip, cache, cancellationToken).ConfigureAwait(false));
            if (areLearned) CheckWatched(clips, split);
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
            return new LibraryClip(clip.Name, clip.Group, frames, audio, [.. clip.Fixations.Select(look => ByTime(look, frameRate))]);
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    // All of them at once: whoever leaves one out decodes none again to hear of the next.
    private static void CheckWatched(IReadOnlyList<LibraryClip> clips, string split)
    {
        var unwatched = clips.Where(clip => !ClipExamples.Watched(clip).Any()).Select(clip => clip.Name).ToList();
        if (unwatched.Count == 0) return;
        throw new InvalidDataException(
            $"No frame of {string.Join(", ", unwatched)} has the {ClipExamples.FewestLooks} fixations that an example needs: "
            + $"leave such clips out of the split \"{split}\".");
    }

    private static ClipFixation ByTime(ClipFixation look, double frameRate) =>
        look.Frame is { } frame ? look with { Frame = null, Seconds = frame / frameRate, Duration = 1 / frameRate } : look;
}
