using StavisLive.Core.Windowing;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples.Clips;

/// <summary>Which pictures of a clip a window shows: sixteen around a middle one, as inference has them, or faster, slower, backwards.</summary>
/// <param name="Middle">Number of the picture that the map belongs to.</param>
/// <param name="Speed">Pictures from one slot to the next; negative: backwards.</param>
internal readonly record struct ClipWindow(int Middle, double Speed)
{
    /// <summary>The slot that the map belongs to: the ninth, as at inference.</summary>
    public const int MiddleSlot = NetworkWindow.Frames / 2;

    /// <summary>Number of the picture in a slot; the first and the last stand still beyond the clip's ends.</summary>
    public int At(LibraryClip clip, int slot) =>
        (int)Math.Clamp(Middle + Math.Round((slot - MiddleSlot) * Speed, MidpointRounding.AwayFromZero), 0, clip.Frames.Count - 1);

    /// <summary>Renders the window as the network sees it.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="view">What part of its pictures.</param>
    /// <param name="frames">16, or 1 for the middle picture alone.</param>
    /// <returns>RGB bytes <c>[frames,112,112,3]</c>.</returns>
    public byte[] Render(LibraryClip clip, PictureView view, int frames)
    {
        var pictures = new byte[frames * Example.PictureBytes];
        for (var frame = 0; frame < frames; frame++)
        {
            var picture = clip.Picture(At(clip, frames == 1 ? MiddleSlot : frame));
            ViewRenderer.Render(picture, view, pictures.AsSpan(frame * Example.PictureBytes, Example.PictureBytes));
        }
        return pictures;
    }
}
