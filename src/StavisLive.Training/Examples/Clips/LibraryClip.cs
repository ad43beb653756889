using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Media.Sources.Frames;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples.Clips;

/// <summary>A clip with gaze, its frames small and decoded. Owns them.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Group">The set that it belongs to; empty where its name tells none.</param>
/// <param name="Frames">Its pictures.</param>
/// <param name="Audio">Its sound; null: it has none, or nobody listens.</param>
/// <param name="Looks">When and where people looked; all by time.</param>
internal sealed record LibraryClip(
    string Name, string Group, FrameStore Frames, short[]? Audio, IReadOnlyList<ClipFixation> Looks) : IDisposable
{
    /// <summary>The fixations under way while a picture is shown.</summary>
    /// <param name="number">Which picture, from 0.</param>
    /// <param name="stretch">Seconds before and after that count, too.</param>
    public IReadOnlyList<Fixation> LooksAt(int number, double stretch)
    {
        var (begin, length) = ((number / Frames.Fps) - stretch, (1 / Frames.Fps) + (2 * stretch));
        return [.. Looks.Where(look => look.IsDuring(number, begin, length)).Select(look => new Fixation(0, 0, look.X, look.Y, 0))];
    }

    /// <summary>A picture in memory.</summary>
    public DecodedPicture Picture(int number)
    {
        var pixels = new byte[Frames.FrameBytes];
        Frames.Read(number, pixels);
        return new DecodedPicture(pixels, Frames.Width, Frames.Height);
    }

    /// <inheritdoc />
    public void Dispose() => Frames.Dispose();
}
