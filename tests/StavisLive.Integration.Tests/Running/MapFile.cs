using StavisLive.Core.Arrays;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Reads what <c>--maps X.npy</c> wrote.</summary>
internal static class MapFile
{
    /// <summary>The array's shape.</summary>
    public static long[] Shape(string file) => [.. NpyFile.Read(file).Shape];

    /// <summary>All values.</summary>
    public static float[] Values(string file) => NpyFile.Read(file).AsSingle();
}
