using System.Numerics;
using StavisLive.Core.Media;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Objects;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>Paints the scene: shaded, textured balls with soft shadows before a wall.</summary>
/// <remarks>The wall is painted once; per frame only the surroundings of the objects are touched. Thread-safe.</remarks>
internal sealed class SceneRenderer
{
    private const float ShadowReach = 1.45f; // radii
    private const float ShadowDarkness = 0.6f;
    private static readonly Vector2 ShadowOffset = new(0.28f, 0.40f); // radii: away from the light

    private readonly SyntheticScene _scene;
    private readonly byte[] _wall;
    private readonly BallPainter[] _balls;

    public SceneRenderer(SyntheticScene scene)
    {
        _scene = scene;
        var options = scene.Options;
        _wall = SceneBackground.Paint(options.Seed, options.Width, options.Height);
        _balls = [.. Enumerable.Range(0, SyntheticScene.ObjectCount).Select(i => new BallPainter(BallPainter.StyleOf(options.Seed, i, scene.Looks[i])))];
    }

    /// <summary>Paints the scene at a time into a frame's pixels, <c>[Height, Width, 3]</c>, BGR.</summary>
    public void Render(MediaTime time, Span<byte> pixels)
    {
        _wall.CopyTo(pixels);
        var canvas = new Canvas(pixels, _scene.Options.Width, _scene.Options.Height);
        for (var i = 0; i < _balls.Length; i++) CastShadow(canvas, _scene.ObjectAt(i, time));
        for (var i = 0; i < _balls.Length; i++) _balls[i].Paint(canvas, _scene.ObjectAt(i, time), time.Seconds);
    }

    private static void CastShadow(Canvas canvas, SceneObject ball)
    {
        var radius = (float)ball.Radius;
        var centre = new Vector2((float)ball.X, (float)ball.Y) + radius * ShadowOffset;
        var reach = radius * ShadowReach;
        var box = canvas.Around(centre, reach);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                var near = 1 - (new Vector2(x, y) - centre).LengthSquared() / (reach * reach);
                if (near > 0) canvas.Dim(x, y, 1 - ShadowDarkness * near * near);
            }
        }
    }
}
