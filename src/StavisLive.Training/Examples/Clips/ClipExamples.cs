using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Clips;

/// <summary>Windows of clips with gaze: one of each clip in a round, at a random place, varied as stills are and in their speed.</summary>
/// <param name="clips">The clips, each with a picture that enough people looked at (<see cref="Watched"/>); borrowed.</param>
/// <param name="augmentation">How pictures are varied.</param>
/// <param name="frames">Frames of an example: 16, or 1 for the window's middle picture alone.</param>
/// <param name="strangers">Sound for clips that have none; null in a stage that doesn't listen.</param>
/// <param name="seed">Seed of all choices.</param>
internal sealed class ClipExamples(
    IReadOnlyList<LibraryClip> clips, Augmentation augmentation, int frames, StrangeAudio? strangers, int seed) : IExampleSource
{
    /// <summary>Fixations that an example has at least.</summary>
    public const int FewestLooks = 4;

    private const int OrderStream = 7;
    private const int WindowStream = 8;

    // Gaze at one moment is a point for each observer. What they look at a little earlier or later is as good there.
    private const double Stretch = 0.15; // s
    private const int Tries = 12;

    // Sound fits a window at its own speed only.
    private const double OwnSpeed = 0.5;
    private const double MostHaste = 0.5; // half as fast again, or as much slower
    private const double Backwards = 0.25; // of silent clips

    // Found for a clip when it is needed first.
    private readonly Lazy<int[]>[] _watched = [.. clips.Select(clip => new Lazy<int[]>(() => [.. Watched(clip)]))];

    /// <inheritdoc />
    public int Count => clips.Count;

    /// <summary>Numbers of the pictures that enough people looked at to make an example of the whole of one, ascending.</summary>
    public static IEnumerable<int> Watched(LibraryClip clip) =>
        Enumerable.Range(0, clip.Frames.Count).Where(number => clip.LooksAt(number, Stretch).Count >= FewestLooks);

    /// <inheritdoc />
    public Example Make(long number)
    {
        var index = SeededRandom.PickInRounds(seed, OrderStream, number, Count);
        var clip = clips[index];
        var random = SeededRandom.Create(seed, WindowStream, number);
        var shape = new DecodedPicture([], clip.Frames.Width, clip.Frames.Height);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var middle = random.Next(clip.Frames.Count);
            var view = PictureView.Pick(shape, augmentation, random);
            var looks = view.FixationsOf(clip.LooksAt(middle, Stretch), shape).ToList();
            if (looks.Count >= FewestLooks) return Make(clip, PickWindow(clip, middle, random), view, looks, random);
        }
        // Of a clip that people watched a small part of, chance may find none of it.
        var watched = _watched[index].Value;
        var picked = watched[random.Next(watched.Length)];
        var whole = PictureView.Whole(shape) with { Mirrored = random.Chance(augmentation.Flip) };
        return Make(clip, PickWindow(clip, picked, random), whole, [.. whole.FixationsOf(clip.LooksAt(picked, Stretch), shape)], random);
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
