using StavisLive.Core.Media;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Benchmarks.Stages;

/// <summary>Pictures and audio of the built-in scene, prepared beforehand.</summary>
internal static class Scene
{
    /// <summary>Pixels per row of a 720p picture.</summary>
    public const int Width = 1280;

    /// <summary>Rows of a 720p picture.</summary>
    public const int Height = 720;

    /// <summary>Frames per second.</summary>
    public const double Rate = 25;

    /// <summary>Time of a frame.</summary>
    public static MediaTime TimeOf(long index) => MediaTime.FromSeconds(index / Rate);

    /// <summary>Frames a tenth of a second apart, so that neighbours differ.</summary>
    public static VideoFrame[] Frames(int count, int width = Width, int height = Height)
    {
        var renderer = new SceneRenderer(new SyntheticScene(new SyntheticOptions { Width = width, Height = height }));
        var pool = new FramePool(width, height);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var frame = pool.Rent();
            renderer.Render(MediaTime.FromMilliseconds(index * 100), frame.Pixels);
            return frame;
        })];
    }

    /// <summary>The samples that belong to a frame: a quiet tone.</summary>
    public static AudioBlock Audio(long index)
    {
        var block = AudioBlock.Rent((int)(AudioFormat.SampleRate / Rate));
        block.PresentationTime = TimeOf(index);
        for (var sample = 0; sample < block.Count; sample++)
            block.Samples[sample] = 0.2f * MathF.Sin(2 * MathF.PI * 441 * sample / AudioFormat.SampleRate);
        return block;
    }

    /// <summary>A map with one peak that stands out.</summary>
    public static float[] Map()
    {
        var values = new float[SaliencyMap.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            var (x, y) = ((cell % SaliencyMap.Side) - 40.0, (cell / SaliencyMap.Side) - 60.0);
            values[cell] = (float)(0.02 + (0.7 * Math.Exp(-((x * x) + (y * y)) / 300)));
        }
        return values;
    }
}
