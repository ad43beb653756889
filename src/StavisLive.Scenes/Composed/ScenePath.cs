namespace StavisLive.Scenes.Composed;

/// <summary>A straight path with a start and a speed, in shares of the frame's sides.</summary>
public readonly record struct ScenePath(double X, double Y, double SpeedX, double SpeedY)
{
    /// <summary>The place at a time, in seconds from the window's middle frame.</summary>
    internal (double X, double Y) At(double seconds) => (X + (SpeedX * seconds), Y + (SpeedY * seconds));
}
