using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.Objects;

/// <summary>Texture of an object, which tells how it sounds (<see cref="VoiceKinds"/>).</summary>
public enum ObjectLook
{
    /// <summary>Bands around the ball.</summary>
    Stripes,

    /// <summary>Round spots.</summary>
    Spots,

    /// <summary>A chessboard in three dimensions.</summary>
    Checks,

    /// <summary>Two halves.</summary>
    Halves,
}
