using StavisLive.Core.Media;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Objects;

namespace StavisLive.Scenes.Composed;

/// <summary>A window of an audiovisual scene, before it is painted and played.</summary>
/// <param name="Kind">What tells which object sounds.</param>
/// <param name="Actors">The objects; later ones lie in front.</param>
/// <param name="Background">Picture behind them.</param>
/// <param name="View">The part of it at the middle frame.</param>
/// <param name="Pan">How the view moves, in pixels of the background a second.</param>
/// <param name="Height">Rows of the painted frames, which have <see cref="Width"/> columns.</param>
/// <param name="Fps">Frames per second.</param>
/// <param name="Middle">Time of the middle frame, which places pulses.</param>
/// <param name="Pulsing">Which object pulses while the others breathe; null: all of them pulse.</param>
public sealed record SceneScript(
    SceneKind Kind, IReadOnlyList<SceneActor> Actors, DecodedPicture Background, PictureView View, (double X, double Y) Pan,
    int Height, double Fps, double Middle, int? Pulsing)
{
    /// <summary>Columns of the painted frames: twice those of the network's input, so that edges are smooth.</summary>
    public const int Width = 2 * SaliencyMap.Side;

    /// <summary>Index of the frame that a window's map belongs to.</summary>
    public const int MiddleFrame = 8;

    /// <summary>An object's pulse at a time of the scene, 0..1.</summary>
    public double PulseOf(int actor, double seconds) => Pulsing is { } pulsing && pulsing != actor
        ? SceneObject.BreathDepth * Actors[actor].Breath.PulseAt(seconds)
        : Actors[actor].Voice.PulseAt(seconds);

    /// <summary>Silence around the window.</summary>
    public WindowAudio Silence() => new(Middle, Fps);
}
