using System.Numerics;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Backgrounds;

/// <summary>The wall behind the objects: rough plaster, lit from the upper left, darker towards the corners.</summary>
internal static class SceneBackground
{
    private const int Stream = 16; // one stream per octave from here on
    private const int Octaves = 5;
    private const float LargestGrain = 1 / 3f; // of the frame's height
    private const float Contrast = 0.30f;
    private const float Vignette = 0.55f;

    private static readonly Vector3 Plaster = new(128, 122, 108); // blue, green, red: a cool, pale grey-blue

    /// <summary>The wall as BGR bytes, <c>[height, width, 3]</c>.</summary>
    public static byte[] Paint(int seed, int width, int height)
    {
        // Pinned heap: the picture lives as long as its renderer and is too large for anything but the large-object heap.
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * 3, pinned: true);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var grain = Grain(seed, x / (float)height, y / (float)height);
                var light = 1.12f - Vignette * Square(Distance(x / (float)width - 0.42f, y / (float)height - 0.38f));
                var colour = Plaster * (light * (1 + Contrast * grain));
                var at = (y * width + x) * 3;
                pixels[at] = ToByte(colour.X);
                pixels[at + 1] = ToByte(colour.Y);
                pixels[at + 2] = ToByte(colour.Z);
            }
        }
        return pixels;
    }

    // Fractal value noise, about -1..1.
    private static float Grain(int seed, float x, float y)
    {
        var (sum, level, size) = (0f, 0.5f, LargestGrain);
        for (var octave = 0; octave < Octaves; octave++)
        {
            sum += level * Smooth(seed, Stream + octave, x / size, y / size);
            level *= 0.62f;
            size *= 0.47f;
        }
        return sum;
    }

    private static float Smooth(int seed, int stream, float x, float y)
    {
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (Ease(x - column), Ease(y - row));
        var upper = float.Lerp(Corner(column, row), Corner(column + 1, row), u);
        var lower = float.Lerp(Corner(column, row + 1), Corner(column + 1, row + 1), u);
        return float.Lerp(upper, lower, v);

        float Corner(int i, int j) => SceneHash.Signed(seed, stream, (long)j << 32 | (uint)i);
    }

    private static float Ease(float t) => t * t * (3 - 2 * t);

    private static float Distance(float x, float y) => MathF.Sqrt(x * x + y * y);

    private static float Square(float x) => x * x;

    private static byte ToByte(float x) => (byte)Math.Clamp(x + 0.5f, 0, 255);
}
