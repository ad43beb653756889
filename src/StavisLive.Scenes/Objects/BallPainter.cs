using System.Numerics;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Objects;

/// <summary>Paints one ball: its colours and texture, turning slowly, lit from the upper left.</summary>
internal sealed class BallPainter
{
    private const int ColourStream = 11;
    private const int TurnStream = 12;
    private const float Ambient = 0.38f;
    private const float Diffuse = 0.80f;
    private const float Shine = 120; // 0..255
    private const float PulseGain = 0.55f; // how much brighter a ball is at the height of its pulse
    private const float GlowReach = 1.4f; // radii
    private const float GlowLight = 0.35f;
    private const double SecondsPerTurn = 9;

    private static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.5f, -0.65f, 0.75f));

    // Where the light is mirrored towards the viewer, who looks along the z axis (Blinn's half vector).
    private static readonly Vector3 Highlight = Vector3.Normalize(Light + Vector3.UnitZ);

    // Pairs of colours, blue, green, red.
    private static readonly (Vector3 Ground, Vector3 Figure)[] Colours =
    [
        (new(52, 60, 196), new(208, 226, 240)),  // brick red, cream
        (new(142, 128, 24), new(232, 240, 236)), // teal, white
        (new(40, 158, 226), new(42, 44, 74)),    // amber, dark brown
        (new(158, 76, 108), new(186, 220, 250)), // violet, peach
    ];

    private readonly BallStyle _style;
    private readonly Vector3 _axis;

    /// <param name="style">How the ball looks.</param>
    public BallPainter(BallStyle style)
    {
        _style = style;
        _axis = Vector3.Normalize(style.Axis);
    }

    /// <summary>The style of one of a scene's balls.</summary>
    internal static BallStyle StyleOf(int seed, int index, ObjectLook look)
    {
        Span<int> order = stackalloc int[Colours.Length];
        SceneHash.Shuffle(order, seed, ColourStream, 0);
        var (ground, figure) = Colours[order[index]];
        return new BallStyle(look, ground, figure, new Vector3(
            SceneHash.Signed(seed, TurnStream, index), 1, SceneHash.Signed(seed, TurnStream, index + Colours.Length)));
    }

    /// <summary>Paints the ball into a picture as it is at a time.</summary>
    /// <param name="pixels"><c>[height,width,3]</c>, BGR.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="ball">Where it is.</param>
    /// <param name="seconds">The time, which turns the ball.</param>
    public void Paint(Span<byte> pixels, int width, int height, SceneObject ball, double seconds) =>
        Paint(new Canvas(pixels, width, height), ball, seconds);

    /// <summary>Paints the ball as it is at a time.</summary>
    internal void Paint(Canvas canvas, SceneObject ball, double seconds)
    {
        var centre = new Vector2((float)ball.X, (float)ball.Y);
        var radius = (float)ball.Radius;
        var pulse = (float)ball.Pulse;
        var turn = Quaternion.CreateFromAxisAngle(_axis, (float)(Math.Tau * (seconds / SecondsPerTurn % 1)));
        // Tilted, so that stripes don't lie level.
        var pose = Matrix4x4.CreateFromQuaternion(turn * Quaternion.CreateFromYawPitchRoll(0.4f, 0.3f, 0.6f));

        var box = canvas.Around(centre, radius * GlowReach);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                var offset = (new Vector2(x, y) - centre) / radius;
                var distance = offset.Length();
                if (distance > GlowReach) continue;
                var coverage = Math.Clamp((1 - distance) * radius + 0.5f, 0, 1);
                if (coverage < 1) canvas.Add(x, y, Glow(distance, pulse));
                if (coverage > 0) canvas.Cover(x, y, Surface(offset, distance, pose, radius, pulse), coverage);
            }
        }
    }

    private Vector3 Glow(float distance, float pulse)
    {
        var near = Math.Min(1, (GlowReach - distance) / (GlowReach - 1));
        return _style.Figure * (GlowLight * pulse * near * near);
    }

    private Vector3 Surface(Vector2 offset, float distance, in Matrix4x4 pose, float radius, float pulse)
    {
        var normal = new Vector3(offset, MathF.Sqrt(Math.Max(0, 1 - distance * distance)));
        // A pixel covers more of the surface the more it turns away; the floor keeps the edge finite.
        var blur = 0.7f / (radius * Math.Max(0.15f, normal.Z));
        var albedo = Vector3.Lerp(_style.Ground, _style.Figure, ObjectTexture.At(_style.Look, Vector3.TransformNormal(normal, pose), blur));
        var light = Ambient + Diffuse * Math.Max(0, Vector3.Dot(normal, Light));
        var mirrored = Math.Max(0, Vector3.Dot(normal, Highlight));
        for (var i = 0; i < 5; i++) mirrored *= mirrored; // to the 32nd power
        return albedo * (light * (1 + PulseGain * pulse)) + new Vector3(Shine * mirrored);
    }
}
