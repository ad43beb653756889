using StavisLive.Scenes.Objects;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.Composed;

/// <summary>One object of a scene.</summary>
/// <param name="Style">How it looks.</param>
/// <param name="Voice">How it sounds, and how it pulses whether or not it is heard.</param>
/// <param name="Breath">Its pulse where it only breathes: slow and shallow.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Radius">Its radius as a share of the frame's shorter side.</param>
public sealed record SceneActor(BallStyle Style, ObjectVoice Voice, ObjectVoice Breath, ScenePath Path, double Radius);

/// <summary>A straight path with a start and a speed, in shares of the frame's sides.</summary>
public readonly record struct ScenePath(double X, double Y, double SpeedX, double SpeedY)
{
    /// <summary>The place at a time, in seconds from the window's middle frame.</summary>
    internal (double X, double Y) At(double seconds) => (X + (SpeedX * seconds), Y + (SpeedY * seconds));
}
