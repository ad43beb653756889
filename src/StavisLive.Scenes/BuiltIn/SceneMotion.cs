using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>Paths of the objects: a third of a turn apart on one wide ellipse, so that they never meet, each with a wobble.</summary>
internal sealed class SceneMotion
{
    // The ellipse, the wobble and the largest swollen radius (SyntheticScene) together stay inside the frame.
    private const double HorizontalReach = 0.31;
    private const double VerticalReach = 0.27;
    private const double WobbleReach = 0.03;
    private const double RoundSeconds = 26;
    private const double SwaySeconds = 17;
    private const double SwayRadians = 0.5;
    private const int Stream = 4;

    private readonly int _seed;
    private readonly int _width;
    private readonly int _height;
    private readonly int _objects;
    private readonly double _direction;

    public SceneMotion(int seed, int width, int height, int objects)
    {
        _seed = seed;
        _width = width;
        _height = height;
        _objects = objects;
        _direction = SceneHash.Unit(seed, Stream, 0) < 0.5 ? -1 : 1;
    }

    /// <summary>Centre of an object in pixels.</summary>
    public (double X, double Y) PositionAt(int index, double seconds)
    {
        var start = SceneHash.Unit(_seed, Stream, 1) + (double)index / _objects;
        var sway = SwayRadians * Math.Sin(Math.Tau * (seconds / SwaySeconds + SceneHash.Unit(_seed, Stream, 2)));
        var angle = _direction * Math.Tau * (seconds / RoundSeconds + start) + sway;

        var wobblePhase = Math.Tau * SceneHash.Unit(_seed, Stream, 3 + index);
        var wobble = WobbleReach * Math.Min(_width, _height);
        var x = _width * (0.5 + HorizontalReach * Math.Cos(angle)) + wobble * Math.Sin(Math.Tau * seconds / 3.7 + wobblePhase);
        var y = _height * (0.5 + VerticalReach * Math.Sin(angle)) + wobble * Math.Sin(Math.Tau * seconds / 2.9 + 2 * wobblePhase);
        return (x, y);
    }
}
