using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Talks;

/// <summary>How a head moves: slowly to and fro.</summary>
/// <param name="X">Farthest way to the side, in widths of the face.</param>
/// <param name="Y">Farthest way down, in heights.</param>
/// <param name="Phase">Where the movement begins.</param>
/// <param name="Step">Its way from frame to frame, in radians.</param>
internal readonly record struct Nod(float X, float Y, float Phase, float Step)
{
    /// <summary>A movement of its own.</summary>
    public static Nod Pick(double most, Random random) =>
        new((float)random.Between(-most, most), (float)random.Between(-most, most), (float)random.Between(0, Math.Tau), (float)random.Between(0.1, 0.5));

    /// <summary>Where the head is in a frame.</summary>
    public (float X, float Y) At(int frame) => (X * MathF.Sin(Phase + (Step * frame)), Y * MathF.Cos(Phase + (Step * frame)));
}
