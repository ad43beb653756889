using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Training.Examples;

/// <summary>What one sample of a batch teaches: pictures, sound, and where people look.</summary>
/// <param name="Pictures">RGB bytes <c>[T,112,112,3]</c>.</param>
/// <param name="Audio">The network's sound input, <see cref="NetworkWindow.AudioLength"/> samples; null: silence.</param>
/// <param name="Density">Where people look, <c>[112,112]</c>, 0..1.</param>
/// <param name="Fixations">How often each pixel was looked at, <c>[112,112]</c>.</param>
public sealed record Example(byte[] Pictures, float[]? Audio, float[] Density, float[] Fixations)
{
    /// <summary>Where people would look without the sound; null: at the same places.</summary>
    public float[]? SilentDensity { get; init; }

    /// <summary>Whether it is a picture of the world: a teacher has nothing to say of made-up scenes.</summary>
    public bool IsReal { get; init; }

    /// <summary>Rows and columns of pictures and maps.</summary>
    public const int Side = SaliencyMap.Side;

    /// <summary>Bytes of one picture.</summary>
    public const int PictureBytes = Side * Side * 3;
}
