namespace StavisLive.Scenes.BuiltIn;

/// <summary>One object's turn to sound, in seconds of the scene.</summary>
/// <param name="Number">Number of the turn, from 0.</param>
/// <param name="Object">Whose turn it is.</param>
/// <param name="Start">When its first pulse begins.</param>
/// <param name="End">When its last pulse has ended.</param>
internal readonly record struct SceneTurn(long Number, int Object, double Start, double End)
{
    /// <summary>Whether <paramref name="seconds"/> lies within the turn.</summary>
    public bool Contains(double seconds) => seconds >= Start && seconds < End;

    /// <summary>Distance from the turn in seconds; 0 within it.</summary>
    public double DistanceTo(double seconds) => Math.Max(0, Math.Max(Start - seconds, seconds - End));
}
