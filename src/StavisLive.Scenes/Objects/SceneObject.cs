namespace StavisLive.Scenes.Objects;

/// <summary>Where an object of the scene is at one moment.</summary>
/// <param name="X">Centre in pixels from the left edge.</param>
/// <param name="Y">Centre in pixels from the upper edge.</param>
/// <param name="Radius">Radius in pixels, as it is drawn at this moment.</param>
/// <param name="Pulse">0..1: how far the object is swollen and lit up; the envelope of its sound while it sounds.</param>
/// <param name="Sounds">Whether it is this object's turn to sound.</param>
public readonly record struct SceneObject(double X, double Y, double Radius, double Pulse, bool Sounds)
{
    /// <summary>Share of its radius by which a whole pulse swells an object.</summary>
    public const double Swelling = 0.16;

    /// <summary>How far an object that doesn't sound breathes, as a share of a pulse: motion alone doesn't give the sounding one away.</summary>
    public const double BreathDepth = 0.3;
}
