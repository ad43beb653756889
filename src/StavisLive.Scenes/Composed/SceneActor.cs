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
