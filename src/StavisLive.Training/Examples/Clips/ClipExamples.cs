using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Clips;

/// <summary>Windows of clips with gaze: one of each clip in a round, at a random place, varied as stills are and in their speed.</summary>
/// <param name="clips">The clips; borrowed.</param>
/// <param name="augmentation">How pictures are varied.</param>
/// <param name="frames">Frames of an example: 16, or 1 for the window's middle picture alone.</param>
/// <param name="strangers">Sound for clips that have none; null in a stage that doesn't listen.</param>
/// <param name="seed">Seed of all choices.</param>
internal sealed class ClipExamples(
    IReadOnlyList<LibraryClip> clips, Augmentation augmentation, int frames, StrangeAudio? strangers, int seed) : IExampleSource
{
    private const int OrderStream = 7;
    private const int WindowStream = 8;

    // Gaze at one moment is a point for each observer. What they look at a little earlier or later is as good there.
    private const double Stretch = 0.15; // s
    private const int FewestLooks = 4;
    private const int Tries = 12;

    // Sound fits a window at its own speed only.
    private const double OwnSpeed = 0.5;
    private const double MostHaste = 0.5; // half as fast again, or as much slower
    private const double Backwards = 0.25; // of silent clips

    /// <inheritdoc />
    public int Count => clips.Count;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var clip = clips[SeededRandom.PickInRounds(seed, OrderStream, number, Count)];
        var random = SeededRandom.Create(seed, WindowStream, number);
        var shape = new DecodedPicture([], clip.Frames.Width, clip.Frames.Height);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var middle = random.Next(clip.Frames.Count);
            var view = PictureView.Pick(shape, augmentation, random);
            var looks = view.FixationsOf(clip.LooksAt(middle, Stretch), shape).ToList();
            if (looks.Count >= FewestLooks) return Make(clip, PickWindow(clip, middle, random), view, looks, random);
        }
        throw new InvalidDataException($"A clip of {clip.Group} has hardly any fixations: {clip.Looks.Count} in {clip.Frames.Count} frames. Leave it out of the split.");
    }

    private Example Make(LibraryClip clip, ClipWindow window, PictureView view, List<Fixation> looks, Random random)
    {
        var colours = ColourChange.Pick(augmentation, random);
        var pictures = window.Render(clip, view, frames);
        colours.Apply(pictures);
        // A degree of sight is a share of the height of the video's own pictures.
        var (sigmaX, sigmaY) = (GazeMaps.Sigma / clip.Frames.SourceAspect * clip.Frames.Width / view.Width, GazeMaps.Sigma * clip.Frames.Height / view.Height);
        var density = GazeMaps.Density(looks, Example.Side, Example.Side, sigmaX * Example.Side, sigmaY * Example.Side);
        return new Example(pictures, AudioOf(clip, window, random), density, GazeMaps.Counts(looks, Example.Side, Example.Side)) { IsReal = true };
    }

    private static ClipWindow PickWindow(LibraryClip clip, int middle, Random random)
    {
        var speed = random.Chance(OwnSpeed) ? 1 : Math.Pow(1 + MostHaste, random.Between(-1, 1));
        return new ClipWindow(middle, clip.Audio is null && random.Chance(Backwards) ? -speed : speed);
    }

    private float[]? AudioOf(LibraryClip clip, ClipWindow window, Random random)
    {
        if (strangers is null) return null;
        if (clip.Audio is not { } audio) return strangers.Pick(random);
        return window.Speed == 1 ? AudioExcerpt.Of(audio, window.Middle - ClipWindow.MiddleSlot, clip.Frames.Fps) : null;
    }
}
